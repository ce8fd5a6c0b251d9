"""The tabs of the inspector: what stands where, what stays open, and where mistakes and searches lead."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.studio.browser import Watched
from tests.studio.designing import (
    add,
    behind_the_back,
    inspector,
    line,
    line_of_screen,
    new_screen,
    picture,
    source_of,
)

pytestmark = pytest.mark.browser
APP = "Drawers"
"""The title of the app that `watched` shows."""
EVERY = ["General", "Data", "Layout", "Style", "Visibility", "Events", "Access"]


def tab(page: Page, name: str) -> Locator:
    """A tab of the inspector."""
    return inspector(page).get_by_role("tab", name=name)


def tabs(page: Page) -> list[str | None]:
    """The tabs there are, as they are called."""
    return [one.get_attribute("aria-label") for one in inspector(page).get_by_role("tab").all()]


def is_open(page: Page, name: str) -> None:
    """That tab is chosen, and its name stands above the settings."""
    expect(tab(page, name)).to_have_attribute("aria-selected", "true")
    expect(inspector(page).get_by_role("heading", name=name.partition(",")[0], level=3)).to_be_visible()


def filled(page: Page, app: str, title: str, content: list[dict[str, object]]) -> None:
    """A screen of that title with that content, open in the designer."""
    new_screen(page, app, title)
    behind_the_back(page, f"{app}/screens/{title.lower().replace(' ', '_')}", content=content)
    page.reload()
    expect(page.get_by_role("tree")).to_be_visible()


def test_each_setting_stands_under_its_tab_and_a_chosen_tab_stays(watched: Watched, app: str) -> None:
    page = watched.page
    rows = {"table": f"{source_of(page)}customer"}
    filled(page, app, "All tabs", [
        {"kind": "table", "rows": rows}, {"kind": "chart", "rows": rows, "group": "city"}, {"kind": "container"},
        {"kind": "tabs", "content": [{"kind": "tab", "label": "Facts"}]},
    ])  # fmt: skip
    expect(picture(page).get_by_text("Arlington").first).to_be_visible()
    assert tabs(page) == ["General", "Data", "Layout", "Access"]

    # What a kind needs is open at first, and tabs without anything are not there.
    line(page, "Table").click()
    is_open(page, "Data")
    assert tabs(page) == ["General", "Data", "Layout", "Visibility", "Events", "Access"]
    expect(inspector(page).get_by_role("textbox", name="Title", exact=True)).to_have_count(0)
    line(page, "Container").click()
    is_open(page, "Layout")
    line(page, "Tabs").click()
    is_open(page, "General")
    expect(inspector(page).get_by_role("textbox", name="ID")).to_be_visible()

    # By keys; what was chosen stays open where there is such a tab.
    line(page, "Chart").click()
    is_open(page, "Data")
    tab(page, "Data").focus()
    for key, name in (
        ("ArrowRight", "Layout"),
        ("ArrowRight", "Style"),
        ("ArrowLeft", "Layout"),
        ("ArrowLeft", "Data"),
    ):
        page.keyboard.press(key)
        expect(tab(page, name)).to_be_focused()
        is_open(page, name)
    tab(page, "Layout").click()
    expect(inspector(page).get_by_role("combobox", name="Height", exact=True)).to_be_visible()
    line(page, "Table").click()
    is_open(page, "Layout")
    line(page, "Tabs").click()
    is_open(page, "General")
    line(page, "Container").click()
    is_open(page, "Layout")
    line(page, "Table").click(modifiers=["ControlOrMeta"])
    expect(inspector(page).get_by_role("heading", name="2 selected")).to_be_visible()
    assert tabs(page) == ["Visibility", "Access"]
    line(page, "Chart").click()
    line(page, "Table").click(modifiers=["ControlOrMeta"])
    assert tabs(page) == ["General", "Data", "Visibility", "Access"]
    line_of_screen(page)
    is_open(page, "Layout")
    line(page, "Chart").click()
    page.mouse.move(0, 0)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    watched.look_over("inspector_tabs")


def test_mistakes_lead_to_their_setting(watched: Watched, app: str) -> None:
    page = watched.page
    say = {"do": "notify", "text": "Hello"}
    table = {"kind": "table", "rows": {"table": f"{source_of(page)}customer"}}
    filled(page, app, "With mistakes", [table, {"kind": "button", "label": "Press", "on_click": [say, say]}])
    wrong = page.get_by_role("region", name="What is wrong")
    line(page, "Press").click()
    tab(page, "Events").click()
    words = inspector(page).get_by_role("textbox", name="Text", exact=True).last
    words.fill("Hello {{ nobody.name }}")
    expect(wrong.get_by_role("button")).to_have_count(1)
    tab(page, "Style").click()
    wrong.get_by_role("button").click()
    is_open(page, "Events, 1 mistake")
    expect(words).to_be_focused()
    words.fill("Hello {{ user.name }}")
    expect(wrong).to_have_count(0)
    expect(tab(page, "Events")).to_have_attribute("aria-label", "Events")

    line(page, "Table").click()
    tab(page, "Data").click()
    inspector(page).get_by_role("textbox", name="Filter", exact=True).fill("nothing = 1")
    expect(tab(page, "Data, 1 mistake")).to_be_visible()
    line_of_screen(page)
    wrong.get_by_role("button").click()
    is_open(page, "Data, 1 mistake")
    expect(page).to_have_url(re.compile(r"node=content\.0&setting=rows\.filter"))
    expect(inspector(page).get_by_role("textbox", name="Filter", exact=True)).to_be_focused()
    page.mouse.move(0, 0)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    watched.look_over("inspector_mistake")


def test_a_link_leads_to_a_setting_once(watched: Watched, app: str) -> None:
    page = watched.page
    filled(page, app, "Linked", [{"kind": "button", "label": "Press", "show_if": "{{ user.name == 'Ada' }}"}])
    page.goto(f"{page.url.partition('?')[0]}?node=content.0&setting=show_if")
    is_open(page, "Visibility")
    condition = inspector(page).get_by_role("textbox", name="Show if")
    expect(condition).to_be_focused()
    tab(page, "Style").click()
    is_open(page, "Style")
    tab(page, "Visibility").click()
    is_open(page, "Visibility")
    expect(tab(page, "Visibility")).to_be_focused()
    add(page, "Heading")
    expect(page).not_to_have_url(re.compile("setting="))
    is_open(page, "Visibility")


def test_a_brace_typed_where_a_number_stands_begins_an_expression(watched: Watched, app: str) -> None:
    page = watched.page
    filled(page, app, "Counted", [{"kind": "tabs", "content": [{"kind": "tab", "label": "Open"}]}])
    line(page, "Open").click()
    tab(page, "Data").click()
    number = inspector(page).get_by_role("textbox", name="Count", exact=True)
    number.fill("12")
    number.press("{")
    expression = inspector(page).locator("textarea").and_(number)
    expect(expression).to_be_focused()
    expect(expression).to_have_value("{{ 12 }}")
    page.keyboard.type("6 * 7")
    expect(expression).to_have_value("{{ 6 * 7 }}")
    expect(picture(page).get_by_role("link", name="Open 42")).to_be_visible()
