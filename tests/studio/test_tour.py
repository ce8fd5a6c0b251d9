"""The tour of a workspace: offered once, gone through by pointer and keys, and shown again when asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.installation import Installation
from tests.studio.steps import generate, sign_in

pytestmark = pytest.mark.browser

PLACES = ["Overview", "Data", "Apps", "Access", "Versions"]


@pytest.fixture(scope="module")
def workspace(browser: Browser, installation: Installation) -> str:
    """The address of a workspace with an app in it."""
    with opened(browser, installation.url) as watched:
        sign_in(watched.page)
        generate(watched.page, installation, "Round trip")
        return watched.page.get_by_role("link", name="Manage workspace").get_attribute("href") or ""


def test_it_is_offered_until_it_was_gone_through(browser: Browser, installation: Installation, workspace: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, workspace)
        offer = page.get_by_role("complementary", name="Tour of the studio")
        expect(offer).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)  # nothing opens by itself
        watched.look_over(workspace)
        offer.get_by_role("button", name="Take the tour").click()
        tour = page.get_by_role("dialog", name="Tour of the studio")
        for place in PLACES:
            expect(tour.get_by_role("heading", name=place)).to_be_visible()
            expect(tour.get_by_text(f"{PLACES.index(place) + 1} of 5")).to_be_visible()
            points_at(page, place)
            focused = "Done" if place == "Versions" else "Next"
            expect(tour.get_by_role("button", name=focused)).to_be_focused()
            assert watched.axe() == [], place
            page.keyboard.press("Enter")
        expect(tour).to_have_count(0)
        expect(page.locator("#main")).to_be_focused()  # the line it began from is gone
        expect(offer).to_have_count(0)
        page.reload()
        expect(page.get_by_role("heading", name="Data sources")).to_be_visible()
        expect(offer).to_have_count(0)
        assert watched.troubles == []


def test_help_and_palette_show_it_again(browser: Browser, installation: Installation, workspace: str) -> None:
    with opened(browser, installation.url) as watched:
        page = watched.page
        sign_in(page, workspace)
        page.get_by_role("button", name="Do without the tour").click()
        expect(page.get_by_role("complementary", name="Tour of the studio")).to_have_count(0)
        expect(page.locator("#main")).to_be_focused()
        tour = page.get_by_role("dialog", name="Tour of the studio")
        before = page.get_by_role("button", name="Account:")
        before.focus()
        page.keyboard.press("?")
        page.get_by_role("button", name="Show the tour").click()
        expect(tour.get_by_role("button", name="Next")).to_be_focused()
        back_and_forth(page, watched)
        page.keyboard.press("Escape")
        expect(tour).to_have_count(0)
        expect(before).to_be_focused()
        page.keyboard.press("Control+k")
        page.get_by_placeholder("Go to a page, app or table").fill("tour")
        page.get_by_role("dialog").get_by_role("button", name="Show the tour").click()
        expect(tour.get_by_role("heading", name="Overview")).to_be_visible()
        tour.get_by_role("button", name="Skip").click()
        expect(tour).to_have_count(0)
        expect(before).to_be_focused()
        page.goto("/")
        expect(page.get_by_role("heading", name="Home")).to_be_visible()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        expect(page.get_by_role("button", name="Show the tour")).to_have_count(0)  # no workspace to show around in
        assert watched.troubles == []


def back_and_forth(page: Page, watched: Watched) -> None:
    """Go on and back with keys; the focus never leaves the tour, nor do keys that go places."""
    tour = page.get_by_role("dialog", name="Tour of the studio")
    expect(tour.get_by_role("button", name="Back")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(tour.get_by_role("heading", name="Data")).to_be_visible()
    for focused in ("Skip", "Back", "Next", "Skip", "Back"):
        page.keyboard.press("Tab")
        expect(tour.get_by_role("button", name=focused)).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect(tour.get_by_role("heading", name="Overview")).to_be_visible()
    expect(tour.get_by_role("button", name="Next")).to_be_focused()
    assert watched.troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_on_tablets_and_phones(
    browser: Browser, installation: Installation, workspace: str, scheme: str
) -> None:
    with opened(browser, installation.url, width=820, height=500, scheme=scheme) as watched:
        page = watched.page
        sign_in(page, workspace)
        page.get_by_role("button", name="Take the tour").click()
        tour = page.get_by_role("dialog", name="Tour of the studio")
        points_at(page, "Overview")
        tour.get_by_role("button", name="Next").click()
        page.get_by_role("button", name="Show names").click()
        page.wait_for_timeout(300)  # the names slide in
        points_at(page, "Data")
        page.set_viewport_size({"width": 390, "height": 700})
        expect(tour.get_by_text("It is in the menu, at the top left.")).to_be_visible()
        box = tour.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 700
        assert watched.axe() == []
        page.keyboard.press("Escape")
        expect(tour).to_have_count(0)
        assert watched.troubles == []


def points_at(page: Page, place: str) -> None:
    """The tour is right of the entry of the navigation, whole on the screen, and near it."""
    page.wait_for_timeout(250)  # it slides to the next entry
    tour = page.get_by_role("dialog", name="Tour of the studio").bounding_box()
    entry = page.get_by_role("navigation", name="Main").get_by_role("link", name=place, exact=True).bounding_box()
    size = page.viewport_size
    assert tour is not None
    assert entry is not None
    assert size is not None
    assert 0 < tour["x"] - (entry["x"] + entry["width"]) < 40, place
    assert tour["y"] <= entry["y"] + entry["height"] / 2 <= tour["y"] + tour["height"], place
    assert tour["y"] + tour["height"] <= size["height"], place
    assert tour["x"] + tour["width"] <= size["width"], place
