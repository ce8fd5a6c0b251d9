"""The page of an app in the studio: its screens, and its navigation."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.studio.browser import Watched
from tests.studio.designing import behind_the_back, line, lines

pytestmark = pytest.mark.browser
APP = "Rack"
"""The title of the app that `watched` shows."""


def test_apps_and_their_screens(watched: Watched, app: str) -> None:
    page = watched.page
    expect(page.get_by_role("link", name="Logs", exact=True)).to_be_visible()
    watched.look_over("app")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Logs", exact=True))
    row.get_by_role("button", name="More: Logs").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    copy = page.get_by_role("row").filter(has_text="Logs (copy)")
    copy.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_text("Logs (copy) was deleted")).to_be_visible()
    expect(page.get_by_role("link", name="Logs (copy)")).to_have_count(0)
    page.get_by_role("button", name="More: Logs").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog", name="Logs is in use")).to_contain_text("app.yaml")
    page.keyboard.press("Escape")
    page.goto(app.rpartition("/")[0])
    page.get_by_role("button", name="New app").click()
    page.get_by_role("dialog").get_by_label("Title").fill("Second")
    page.get_by_role("button", name="Create app").click()
    expect(page.get_by_text("No screen yet")).to_be_visible()


def test_the_navigation_of_an_app_is_ordered_and_saved(watched: Watched, app: str) -> None:
    page = watched.page
    page.get_by_role("tab", name="Navigation").click()
    tree = page.get_by_role("tree", name="Navigation")
    expect(tree).to_be_visible()
    before = lines(page)
    assert before[:3] == ["Home", "Customers", "Invoices"]
    panel = page.get_by_role("region", name="Item of the navigation")
    line(page, "Customers").click()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+g")
    panel.get_by_role("textbox", name="Label").fill("Sales")
    assert lines(page) == ["Sales", "Customers", "Home", *before[2:]]
    line(page, "Invoices").drag_to(line(page, "Sales"), target_position={"x": 200, "y": 14})
    assert lines(page) == ["Sales", "Customers", "Home", *before[2:]]
    page.get_by_role("button", name="Add link").click()
    panel.get_by_role("textbox", name="Label").fill("Handbook")
    bar = page.get_by_role("region", name="Unsaved")
    expect(bar).to_contain_text("1 thing to mend")
    watched.look_over("navigation")
    panel.get_by_role("combobox", name="Leads to").click()
    page.get_by_role("option", name="Another address").click()
    panel.get_by_role("textbox", name="Address", exact=True).fill("https://example.org/handbook")
    page.reload()  # what is not saved is kept
    expect(tree).to_be_visible()
    assert lines(page) == ["Sales", "Customers", "Home", "Invoices", "Handbook", *before[3:]]
    page.get_by_role("button", name="Save navigation").click()
    expect(page.get_by_text("The navigation was saved")).to_be_visible()

    # Somebody else's change of the app is no conflict and stays, one of its navigation is.
    behind_the_back(page, app, title="Shelves")
    line(page, "Handbook").click()
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    expect(bar).not_to_contain_text("change")
    stored = page.request.get("/api/v1/workspaces/" + app.removeprefix("/w/")).json()["definition"]
    theirs = json.loads(json.dumps(stored["navigation"]).replace('"Open invoices"', '"Unpaid"'))
    behind_the_back(page, app, navigation=theirs)
    line(page, "Open invoices").click()
    panel.get_by_role("textbox", name="Label").fill("Still open")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Somebody else changed this navigation")
    expect(dialog.get_by_role("radiogroup")).to_have_count(1)
    watched.look_over("changes of two people")
    dialog.get_by_role("button", name="Save this").click()
    expect(bar).not_to_contain_text("change")
    page.goto(f"/apps/{app.split('/')[2]}/rack/")
    group = page.get_by_role("navigation").locator("details").filter(has_text="Sales")
    expect(group.get_by_role("link", name="Invoices")).to_be_visible()
    expect(page.get_by_role("link", name="Shelves")).to_be_visible()
    expect(page.get_by_role("link", name="Handbook")).to_have_count(0)
    expect(page.get_by_role("link", name="Still open")).to_have_count(1)
