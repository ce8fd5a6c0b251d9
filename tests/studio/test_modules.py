"""Modules: components saved as one, changed where they stand alone, used on other screens, and taken apart again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.studio.browser import Watched
from tests.studio.designing import (
    add,
    file_of,
    inspector,
    line,
    line_of_screen,
    lines,
    new_screen,
    picture,
    save,
)

pytestmark = pytest.mark.browser
APP = "Parts"
"""The title of the app that `watched` shows."""


def menu_of(page: Page, item: str) -> None:
    """Choose something that can be done with what is selected."""
    inspector(page).get_by_role("button", name=re.compile("^Actions for")).click()
    page.get_by_role("menuitem", name=item).click()


def modules_of(app: str) -> str:
    """The address of the modules of the workspace that an app is in."""
    return app.partition("/apps/")[0] + "/modules"


def test_components_become_a_module_and_come_apart_again(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(f"{app}/screens/customer_detail")
    expect(picture(page).get_by_role("heading", name="Ada")).to_be_visible()
    start = lines(page)
    line(page, "{{ row.name or row_key }}").click()
    page.keyboard.press("Shift+ArrowDown")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowDown")
    expect(inspector(page).get_by_role("heading", name="selected")).to_be_visible()
    menu_of(page, "Save as module…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Head of a customer")
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_text("modules/head_of_a_customer.yaml")).to_be_visible()
    expect(dialog.locator("dl")).to_contain_text("row.name")
    expect(dialog.locator("dl")).to_contain_text("row_key")
    watched.look_over("modules_save")
    dialog.get_by_role("button", name="Save as module").click()
    expect(dialog).to_be_hidden()
    expect(line(page, "Head of a customer")).to_be_visible()
    assert len(lines(page)) < len(start)
    expect(picture(page).get_by_role("heading", name="Ada")).to_be_visible()
    expect(inspector(page).get_by_role("textbox", name="Name")).to_have_value("{{ row.name }}")
    watched.look_over("modules_used")
    save(page)

    # It is changed in one place, and looked at by itself.
    inspector(page).get_by_role("link", name="Open Head of a customer").click()
    expect(page.get_by_role("heading", name="Head of a customer", level=1)).to_be_visible()
    expect(picture(page).get_by_role("heading", name="Name")).to_be_visible()
    expect(inspector(page).get_by_role("textbox", name="Icon")).to_have_value("")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.get_by_role("button", name="3 values").click()
    page.get_by_role("dialog").get_by_label("name", exact=True).fill("Grace")
    expect(picture(page).get_by_role("heading", name="Grace")).to_be_visible()
    watched.look_over("modules_values")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    line(page, "settings.name").click()
    inspector(page).get_by_role("textbox", name="Title", exact=True).fill("Dear {{ settings.name }}")
    expect(picture(page).get_by_role("heading", name="Dear Grace")).to_be_visible()
    watched.look_over("modules_designed")
    save(page)

    page.goto(f"{app}/screens/customer_detail")
    expect(picture(page).get_by_role("heading", name="Dear Ada")).to_be_visible()
    line(page, "Head of a customer").click()
    menu_of(page, "Take apart")
    expect(line(page, "Dear {{ row.name }}")).to_be_visible()
    expect(picture(page).get_by_role("heading", name="Dear Ada")).to_be_visible()
    assert lines(page)[0:2] == start[0:2]
    page.get_by_role("button", name="Undo").click()
    expect(line(page, "Head of a customer")).to_be_visible()


def test_a_module_from_nothing_is_used_twice_and_published(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(modules_of(app))
    page.get_by_role("button", name="New module").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Greeting")
    dialog.get_by_role("button", name="Create module").click()
    expect(page.get_by_role("heading", name="Greeting", level=1)).to_be_visible()
    expect(page.get_by_role("treeitem", name="Module")).to_be_visible()
    inspector(page).get_by_role("tab", name="Data").click()
    inspector(page).get_by_role("button", name="Add to settings").click()
    inspector(page).get_by_role("textbox", name="Name", exact=True).fill("whom")
    add(page, "Heading")
    words = inspector(page).get_by_role("textbox", name="Text", exact=True)
    words.fill("Hello {{ settings.nobody }}")
    expect(inspector(page).get_by_text("nobody").last).to_contain_text("no")
    words.fill("Hello {{ settings.whom }}")
    expect(picture(page).get_by_role("heading", name="Hello Whom")).to_be_visible()
    save(page)

    new_screen(page, app, "Twice")
    add(page, "Greeting")
    inspector(page).get_by_role("textbox", name="Whom").fill("Ada")
    expect(picture(page).get_by_role("heading", name="Hello Ada")).to_be_visible()
    line_of_screen(page)
    add(page, "Greeting")
    inspector(page).get_by_role("textbox", name="Whom").fill("you, {{ user.name }}")
    expect(picture(page).get_by_role("heading", name="Hello you, Ada")).to_be_visible()
    expect(picture(page).get_by_role("heading")).to_have_count(2)
    save(page)
    assert 'values: {whom: "you, {{ user.name }}"}' in file_of(page, f"{app}/screens/twice")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open in app").click()
    shown = popup.value
    expect(shown.get_by_role("heading", name="Hello you, Ada")).to_be_visible()
    expect(shown.get_by_role("main").get_by_role("heading")).to_have_count(2)
    shown.close()

    # A change that the screen would not fit is refused, and names it.
    page.goto(f"{modules_of(app)}/greeting")
    inspector(page).get_by_role("tab", name="Data").click()
    inspector(page).get_by_role("checkbox", name="Required").check()
    inspector(page).get_by_role("textbox", name="Name", exact=True).fill("who")
    line(page, "Hello").click()
    inspector(page).get_by_role("textbox", name="Text", exact=True).fill("Hello {{ settings.who }}")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="has no setting 'whom'")).to_be_visible()
    page.get_by_role("button", name="Discard changes").click()

    page.goto(modules_of(app))
    row = page.get_by_role("row").filter(has_text="Greeting")
    expect(row).to_contain_text("whom")
    watched.look_over("modules_list")
    row.get_by_role("button", name="More: Greeting").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("screens/twice.yaml")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    row.get_by_role("button", name="More: Greeting").click()
    page.get_by_role("menuitem", name="Rename a setting").click()
    dialog = page.get_by_role("dialog", name="Rename a setting of Greeting")
    expect(dialog.get_by_role("combobox", name="Setting")).to_have_value("whom")
    watched.look_over("modules_rename_setting")
    dialog.get_by_label("Name", exact=True).fill("person")
    dialog.get_by_role("button", name="Rename").click()
    expect(dialog).to_be_hidden()
    expect(row).to_contain_text("person")
    assert 'values: {person: "you, {{ user.name }}"}' in file_of(page, f"{app}/screens/twice")
    row.get_by_role("button", name="More: Greeting").click()
    page.get_by_role("menuitem", name="Rename", exact=True).click()
    page.get_by_role("dialog").get_by_label("Name").fill("hello")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert "module: hello" in file_of(page, f"{app}/screens/twice")


def test_by_keys_alone(watched: Watched, app: str) -> None:
    page = watched.page
    page.goto(f"{app}/screens/invoice_detail")
    expect(picture(page).get_by_role("heading")).not_to_have_count(0)
    line(page, "Record").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(inspector(page).get_by_role("heading", name="Page header")).to_be_visible()
    more = inspector(page).get_by_role("button", name=re.compile("^Actions for"))
    more.focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name="Save as module…")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    while not item.evaluate("(element) => element === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("modules/by_keys.yaml")).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(line(page, "By keys")).to_be_visible()


def test_what_does_not_work_apart_is_said_and_nothing_is_stored(watched: Watched, app: str) -> None:
    page = watched.page
    new_screen(page, app, "Searched")
    add(page, "Table")
    inspector(page).get_by_role("tab", name="General").click()
    inspector(page).get_by_role("textbox", name="ID").fill("found")
    line_of_screen(page)
    add(page, "Search field")
    expect(picture(page).get_by_role("searchbox", name="Search", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Tree").click()
    line(page, "found").click()
    menu_of(page, "Save as module…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Found")
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_role("alert")).to_contain_text("'found'")
    watched.look_over("modules_refused")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(line(page, "found")).to_be_visible()
    page.goto(modules_of(app))
    expect(page.get_by_role("row").filter(has_text="Found")).to_have_count(0)
