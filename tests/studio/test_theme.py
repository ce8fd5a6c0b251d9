"""The theme of an app: chosen on its page, seen before it is saved, and worn by the app afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.studio.browser import Watched, opened
from tests.studio.installation import Installation
from tests.studio.steps import generate, sign_in

pytestmark = pytest.mark.browser
FILLS = "svg => [...svg.querySelectorAll('path')].map((path) => path.getAttribute('fill')).join()"
ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--tw-accent').trim()"


@pytest.fixture(scope="module")
def app(browser: Browser, installation: Installation) -> Iterator[tuple[Watched, str]]:
    """One person who is signed in, and the address in the studio of their app."""
    with opened(browser, installation.url) as watched:
        sign_in(watched.page)
        generate(watched.page, installation, "Paint shop")
        address = watched.page.get_by_role("link", name="Manage workspace").get_attribute("href")
        yield watched, f"{address}/apps/paint_shop"


def test_a_theme_is_seen_before_it_is_saved_and_worn_afterwards(app: tuple[Watched, str]) -> None:
    watched, address = app
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}?tab=theme")
    picture = page.frame_locator("iframe[title='How it looks']")
    expect(picture.locator(".tw-page h1").first).to_be_visible()
    expect(picture.locator("tw-chart svg path").first).to_be_attached()
    painted = picture.locator("tw-chart svg").evaluate(FILLS)
    usual = picture.locator("html").evaluate(f"() => {ACCENT}")
    watched.look_over("the theme of an app")

    page.get_by_role("textbox", name="Accent").fill("#ffff00")
    contrast = page.get_by_role("status", name="Contrast")
    expect(contrast).to_contain_text("so that it can be read")
    expect(contrast.get_by_text("Readable as chosen")).to_have_count(1)
    page.wait_for_function(
        "usual => getComputedStyle(document.querySelector('iframe').contentDocument.documentElement)"
        ".getPropertyValue('--tw-accent').trim() !== usual",
        arg=usual,
    )
    assert picture.locator("tw-chart svg").evaluate(FILLS) != painted, "charts follow"
    page.get_by_role("textbox", name="Accent").fill("#ffff")
    expect(page.get_by_text("Write it as # and six digits")).to_be_visible()
    page.get_by_role("button", name="Save theme").click()
    expect(page.get_by_role("textbox", name="Accent")).to_be_focused()

    page.get_by_role("textbox", name="Accent").fill("#7c3aed")
    page.keyboard.press("Tab")  # its palette closes
    page.get_by_role("radiogroup", name="Density").get_by_text("Compact").click()
    page.get_by_role("textbox", name="Corners").fill("12")
    page.reload()
    expect(page.get_by_role("textbox", name="Corners")).to_have_value("12 px")
    expect(page.get_by_text("3 changes")).to_be_visible()
    page.get_by_role("button", name="Save theme").click()
    expect(page.get_by_text("The theme was saved")).to_be_visible()
    assert watched.axe() == []
    with watched.another() as other:
        other.goto(page.get_by_role("link", name="Open app").get_attribute("href") or "")
        other.locator(".tw-page h1").first.wait_for()
        worn = other.evaluate(f"() => {ACCENT}")
        assert worn not in ("", usual)
        assert (
            other.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--tw-radius')") == "12px"
        )

    page.get_by_role("button", name="Undo").click()  # what the tab had kept is one step
    expect(page.get_by_role("textbox", name="Accent")).to_have_value("")
    page.wait_for_function(
        "usual => getComputedStyle(document.querySelector('iframe').contentDocument.documentElement)"
        ".getPropertyValue('--tw-accent').trim() === usual",
        arg=usual,
    )
    page.get_by_role("button", name="Discard").click()
    assert watched.troubles == []
