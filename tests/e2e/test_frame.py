"""Navigation, filter bar, pagination and user menu in a real browser: keyboard, phone, without a script, right to left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SUPPORT = "/apps/support"


def go(page: Page, path: str) -> None:
    page.goto(f"{SUPPORT}/{path}")


def shown_links(page: Page) -> list[str]:
    return page.locator("#nav a.tw-nav-link[href*='at=']").locator("visible=true").all_inner_texts()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_navigation_is_searched_with_the_keyboard(site, width: int) -> None:
    page = site.page(path="/", viewport={"width": width, "height": 800})
    go(page, "long/")
    if width < 900:
        page.get_by_role("button", name="Menu").click()
        page.locator("#nav .tw-user > button").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        page.keyboard.press("Escape")  # closes the inner menu alone
    search = page.get_by_role("searchbox", name="Go to")
    search.press_sequentially("table 8")
    assert shown_links(page) == ["Table 8", *(f"Table {n}" for n in range(80, 90))]
    expect(page.locator("#nav summary").locator("visible=true")).to_have_count(2)
    search.fill("nowhere")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    search.fill("table 83")
    search.press("Enter")
    expect(page).to_have_url(re.compile(r"long/\?at=83$"))


def test_a_long_navigation_at_the_top(site, axe) -> None:
    page = site.page(path="/")
    go(page, "long_top/")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    page.get_by_role("button", name="Menu").press("Enter")
    page.get_by_role("searchbox", name="Go to").fill("Table 42")
    assert shown_links(page) == ["Table 42"]
    assert axe(page) == []
    page.keyboard.press("Escape")  # empties the field
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox", name="Go to")).to_have_count(0)


def test_one_bar_filters_figure_chart_and_list(site, axe) -> None:
    page = site.page(path="/explore")
    expect(page.get_by_text("120 tickets")).to_be_visible()
    page.get_by_role("button", name="Status").press("Enter")
    page.get_by_role("checkbox", name="Closed").check()
    page.get_by_role("button", name="Apply").locator("visible=true").press("Enter")
    expect(page.get_by_text("40 tickets")).to_be_visible()
    expect(page.locator(".tw-stat")).to_contain_text("40")
    expect(page).to_have_url(re.compile(r"found\.f\.status=closed"))
    expect(page.get_by_role("button", name="Status Closed")).to_be_focused()
    assert axe(page) == []
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Ticket 33", exact=True)).to_be_visible()
    page.get_by_role("link", name="25 rows").click()
    expect(page.locator("main li", has_text="Ticket")).to_have_count(25)
    page.get_by_role("link", name="Clear filter Status").click()
    expect(page.get_by_text("120 tickets")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"found\.f"))
    page.get_by_role("button", name="Status").click()
    expect(page.get_by_role("checkbox", name="Closed")).not_to_be_checked()


def test_the_bar_works_without_a_script(site) -> None:
    page = site.page(path="/explore", java_script_enabled=False)
    page.get_by_role("button", name="Customer").click()
    page.get_by_label("Customer").locator("visible=true").select_option(label="Globex")
    page.get_by_role("button", name="Apply").locator("visible=true").click()
    expect(page.get_by_text("60 tickets")).to_be_visible()
    page.get_by_role("button", name="Urgent").click()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Apply").locator("visible=true").click()
    expect(page).to_have_url(re.compile(r"^(?=.*found\.f\.customer_id=2)(?=.*found\.f\.urgent=true)"))
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"found\.after="))
    go(page, "long/")
    page.get_by_role("searchbox", name="Go to").fill("Table 89")
    page.keyboard.press("Enter")
    expect(page.locator("#nav a.tw-nav-link", has_text="Table")).to_have_text(["Table 89"])


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_with_a_frame_of_their_own(site, axe, width: int) -> None:
    for path in ("kiosk/", "desk/explore", "long/"):
        page = site.page(path="/", viewport={"width": width, "height": 800})
        go(page, path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert axe(page) == [], path
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} from right to left"


def test_the_menu_of_the_person_changes_the_look_and_signs_out(site) -> None:
    page = site.page(path="/")
    go(page, "kiosk/")
    page.get_by_role("button", name="agent").press("Enter")
    page.get_by_role("button", name="Dark").press("Enter")
    assert page.evaluate("document.documentElement.dataset.mode") == "dark"
    page.get_by_role("button", name="agent").press("Enter")
    page.get_by_role("button", name="Sign out").press("Enter")
    go(page, "kiosk/")
    way_in = page.get_by_role("link", name="Sign in").get_attribute("href") or ""
    assert "next=%2Fapps%2Fsupport%2Fkiosk%2F" in way_in
    assert page.request.get(way_in).ok  # not followed: the studio asks who is signed in, and the console counts its 401
