"""What lies behind a picture: why something is not in it, what it asked for, and what expressions read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.studio.browser import Watched
from tests.studio.designing import (
    behind_the_back,
    inspector,
    line,
    new_screen,
    picture,
    save,
    source_of,
)
from tests.studio.installation import Installation
from tests.support.server import signed_in

pytestmark = pytest.mark.browser
APP = "Behind"
"""The title of the app that `watched` shows."""


def test_it_is_said_what_is_hidden_what_was_asked_for_and_what_may_be_read(watched: Watched, made) -> None:
    page, app = watched.page, made[1]
    new_screen(page, app, "Hidden things")
    table = f"{source_of(page)}customer"
    each = {"kind": "text", "text": "{{ row.name }}", "show_if": "{{ row.name == 'Ada' }}"}
    content = [
        {"kind": "heading", "text": "Only later", "show_if": "{{ state.step > 1 }}"},
        {"kind": "text", "text": "For administrators", "access": "admin"},
        {"kind": "repeater", "rows": {"table": table, "sort": ["name"]}, "content": [each]},
    ]
    behind_the_back(page, f"{app}/screens/hidden_things", content=content, state={"step": 1})
    page.reload()
    expect(picture(page).get_by_text("Ada")).to_be_visible()
    page.get_by_role("button", name="Show what lies behind").click()
    behind = page.get_by_role("region", name="What lies behind")
    expect(behind.get_by_role("tab", name="Hidden (2)")).to_be_visible()
    later = behind.get_by_role("button").filter(has_text="Only later")
    expect(later).to_contain_text("state.step > 1")
    expect(later).to_contain_text("state.step = 1")
    expect(behind.get_by_role("button").filter(has_text="row.name =")).to_contain_text("in 1 of 2 rows")
    page.mouse.move(0, 0)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    watched.look_over("insight")
    later.press("Enter")
    expect(inspector(page).get_by_role("heading", name="Heading")).to_be_visible()

    # It follows who looks, and what is changed.
    page.get_by_role("combobox", name="Who looks at the picture").click()
    page.get_by_role("option", name="As Viewer").click()
    expect(behind.get_by_text("needs the role admin")).to_be_visible()
    page.get_by_role("tab", name="Visibility").click()
    inspector(page).get_by_role("textbox", name="Show if").fill("{{ state.step > 0 }}")
    expect(picture(page).get_by_role("heading", name="Only later")).to_be_visible()
    expect(later).to_have_count(0)

    behind.get_by_role("tab", name="Data (1)").press("Enter")
    expect(behind.get_by_role("button").filter(has_text=table)).to_contain_text("2 rows")
    behind.get_by_role("tab", name="Values").click()
    expect(behind.get_by_role("tabpanel")).to_contain_text('"step": 1')
    watched.look_over("insight_values")
    assert "insight" in page.url
    page.reload()
    expect(behind).to_be_visible()
    line(page, "Repeater").click()
    page.get_by_role("button", name="Hide what lies behind").click()
    expect(behind).to_have_count(0)


def test_what_only_phones_show_is_chosen_and_seen(watched: Watched, made) -> None:
    page, app = watched.page, made[1]
    new_screen(page, app, "Two widths")
    content = [{"kind": "heading", "text": "For phones"}, {"kind": "heading", "text": "For all"}]
    behind_the_back(page, f"{app}/screens/two_widths", content=content)
    page.reload()
    narrow = picture(page).get_by_role("heading", name="For phones")
    expect(narrow).to_be_visible()
    line(page, "For phones").click()
    page.get_by_role("tab", name="Visibility").click()
    inspector(page).get_by_role("combobox", name="Only on").click()
    page.get_by_role("option", name="Phone").click()
    expect(narrow).to_be_hidden()
    page.get_by_role("radio", name="Phone").press(" ")
    expect(narrow).to_be_visible()
    save(page)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(app.replace("/w/", "/apps/").replace("/apps/behind", "/behind") + "/two-widths")
    expect(page.get_by_role("heading", name="For phones")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.get_by_role("heading", name="For all")).to_be_visible()
    expect(page.get_by_role("heading", name="For phones")).to_be_hidden()


def test_what_events_did_in_the_app_is_told_in_the_studio(watched: Watched, made) -> None:
    page, app = watched.page, made[1]
    new_screen(page, app, "Counting")
    steps = [
        {"do": "set_state", "name": "count", "value": "{{ state.count + 1 }}"},
        {"do": "notify", "text": "Many", "if": "state.count > 3"},
        {"do": "notify", "text": "{{ 6 / (state.count - 2) }}"},
    ]
    content = [
        {"kind": "heading", "text": "Counted {{ state.count }}"},
        {"kind": "button", "id": "up", "label": "Count", "on_click": steps},
    ]
    behind_the_back(page, f"{app}/screens/counting", content=content, state={"count": 0})
    page.reload()
    page.get_by_role("button", name="Show what lies behind").click()
    behind = page.get_by_role("region", name="What lies behind")
    behind.get_by_role("tab", name="Events").click()
    expect(behind.get_by_text("No event has run yet.")).to_be_visible()

    used = page.context.new_page()
    used.goto(app.replace("/w/", "/apps/").replace("/apps/behind", "/behind") + "/counting")
    used.get_by_role("button", name="Count").click()
    expect(used.get_by_role("heading", name="Counted 1")).to_be_visible()
    used.get_by_role("button", name="Count").click()
    expect(used.get_by_text("Division by zero.")).to_be_visible()

    runs = behind.get_by_role("list", name="What events did").get_by_role("group")
    expect(runs).to_have_count(2)
    expect(runs.first).to_contain_text("Failed")
    expect(runs.last).to_contain_text("Done")
    summary = runs.first.locator("summary")
    expect(summary).to_contain_text("Count")
    expect(summary).to_contain_text("Button is pressed")
    expect(summary).to_contain_text("3 actions")
    summary.focus()
    summary.press("Enter")
    expect(runs.first.get_by_text("state.count = 2", exact=True)).to_be_visible()
    expect(runs.first.get_by_text("Skipped")).to_be_visible()
    expect(runs.first.get_by_text("Division by zero.").first).to_be_visible()
    expect(runs.first.get_by_text("state count")).to_be_visible()
    watched.look_over("insight_log")
    runs.first.get_by_role("button", name="Select the component").click()
    expect(inspector(page).get_by_role("heading", name="Button")).to_be_visible()

    behind.get_by_role("button", name="Clear the log").click()
    expect(behind.get_by_text("No event has run yet.")).to_be_visible()
    used.close()


def test_a_screen_is_looked_at_as_a_person(watched: Watched, made, installation: Installation) -> None:
    page, app = watched.page, made[1]
    workspace = app.split("/")[2]
    admin = signed_in(installation.url, installation.home)
    for name in ("Grace", "Linus"):
        who = {"email": f"{name.lower()}@behind.example.org", "name": name, "locale": "de"}
        user = admin.post("/api/v1/users", json=who).json()["id"]
        answer = admin.put(f"/api/v1/workspaces/{workspace}/people/{user}", json={"roles": ["viewer"]})
        assert answer.status_code == 200, answer.text
    new_screen(page, app, "Welcome")
    greeting = {"kind": "heading", "text": "For {{ user.name }} in {{ user.locale }}"}
    behind_the_back(page, f"{app}/screens/welcome", content=[greeting])
    page.reload()
    expect(picture(page).get_by_role("heading", name="For Ada")).to_be_visible()
    seen_as = page.get_by_role("combobox", name="Who looks at the picture")
    seen_as.click()
    expect(page.get_by_role("option", name="As Viewer")).to_be_visible()
    page.get_by_role("option", name="Grace").click()
    expect(picture(page).get_by_role("heading", name="For Grace in de")).to_be_visible()
    watched.look_over("as a person")
    page.reload()
    expect(seen_as).to_have_value("Grace")
    expect(picture(page).get_by_role("heading", name="For Grace in de")).to_be_visible()
    seen_as.fill("Lin")
    page.get_by_role("option", name="Linus").click()
    expect(picture(page).get_by_role("heading", name="For Linus in de")).to_be_visible()
    line(page, "For {{ user.name }}").click()
    inspector(page).get_by_role("textbox", name="Text", exact=True).click()
    expect(inspector(page).get_by_text("For Linus in de")).to_be_visible()
    seen_as.click()
    page.get_by_role("option", name="You").click()
    expect(picture(page).get_by_role("heading", name="For Ada")).to_be_visible()
    assert "user=" not in page.url
