"""Words of components written where they are shown, in the picture of the designer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.designing import behind_the_back, line, new_screen, picture, save, screen_at_first
from tests.studio.installation import Installation
from tests.studio.steps import generate, sign_in

pytestmark = pytest.mark.browser

LONG = "A first line.\n\nAnd **another** one."
CONTENT = [
    {"kind": "heading", "text": "Who buys"},
    {"kind": "text", "text": "Hello {{ user.name }}, well met"},
    {"kind": "text", "text": LONG},
    {"kind": "button", "label": "Press"},
    {"kind": "card", "title": "Offer", "text": "Body", "content": [{"kind": "badge", "text": "Fresh"}]},
    {"kind": "tabs", "content": [{"kind": "tab", "label": "Facts", "content": [{"kind": "divider"}]}]},
    {"kind": "modal", "title": "Closed", "content": [{"kind": "divider"}]},
    {"kind": "breadcrumbs", "items": [{"label": "Start", "to": "/"}]},
]


@pytest.fixture(scope="module")
def watched(browser: Browser, installation: Installation) -> Iterator[Watched]:
    """The designer with a screen of several kinds that say something, and some that do not."""
    with opened(browser, installation.url, width=1440, height=900) as studio:
        page = studio.page
        sign_in(page)
        generate(page, installation, "Words")
        manage = page.get_by_role("link", name="Manage workspace").get_attribute("href")
        new_screen(page, f"{manage}/apps/words", "In place")
        behind_the_back(page, "/w/" + page.url.partition("?")[0].partition("/w/")[2], content=CONTENT)
        yield studio
        assert studio.troubles == []


@pytest.fixture(autouse=True)
def fresh(watched: Watched) -> None:
    """Nothing of the test before is kept."""
    page = watched.page
    screen_at_first(page)
    expect(picture(page).get_by_role("heading", name="Who buys")).to_be_visible()


def field(page: Page) -> Locator:
    """The field in the picture."""
    return page.get_by_role("region", name="Picture").get_by_role("textbox")


def twice(page: Page, words: str) -> None:
    """Press twice on what says these words in the picture."""
    box = picture(page).get_by_text(words).first.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + min(box["width"], 40) / 2, box["y"] + box["height"] / 2)
    expect(field(page)).to_be_focused()


def enter(page: Page) -> None:
    """Begin by the key."""
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()


def test_words_are_written_where_they_stand(watched: Watched) -> None:
    page = watched.page
    undo = page.get_by_role("button", name="Undo", exact=True)
    twice(page, "Who buys")
    expect(field(page)).to_have_accessible_name("Text of Heading")
    expect(field(page)).to_have_accessible_description("Enter keeps it, Esc leaves it as it was")
    drawn = picture(page).get_by_role("heading", name="Who buys")
    sizes = [it.evaluate("element => getComputedStyle(element).fontSize") for it in (field(page), drawn)]
    tops = [it.bounding_box()["y"] for it in (field(page), drawn)]  # type: ignore[index]  # both are drawn
    assert sizes[0] == sizes[1]
    assert abs(tops[0] - tops[1]) < 8
    assert watched.axe() == []
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []
    page.keyboard.type("Who pays")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_count(0)
    expect(picture(page).get_by_role("heading", name="Who pays")).to_be_visible()
    twice(page, "Press")
    page.keyboard.type("Go")
    twice(page, "Fresh")  # leaving the field keeps what it says, as one step
    expect(field(page)).to_have_value("Fresh")
    page.keyboard.type("Stale")
    page.keyboard.press("Escape")
    expect(picture(page).get_by_role("button", name="Go")).to_be_visible()
    expect(picture(page).get_by_text("Fresh")).to_be_visible()
    undo.click()
    undo.click()
    expect(undo).to_be_disabled()
    expect(picture(page).get_by_role("heading", name="Who buys")).to_be_visible()


def test_by_keys_from_the_tree_and_from_the_picture(watched: Watched) -> None:
    page = watched.page
    line(page, "Offer").click()
    enter(page)
    expect(field(page)).to_have_value("Offer")
    page.keyboard.type("Top")
    page.keyboard.press("Enter")
    expect(line(page, "Top")).to_be_focused()
    enter(page)
    page.keyboard.press("Escape")
    expect(line(page, "Top")).to_be_focused()
    twice(page, "Fresh")
    page.keyboard.press("Escape")
    enter(page)
    expect(field(page)).to_have_value("Fresh")
    page.keyboard.press("Escape")
    for silent in ("Tabs", "Closed", "Breadcrumbs", "Screen"):
        line(page, silent).click()
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        expect(field(page)).to_have_count(0)
    line(page, "Facts").click()
    enter(page)
    expect(field(page)).to_have_accessible_name("Label of Tab")
    page.keyboard.press("Escape")


def test_expressions_long_text_and_saving_meanwhile(watched: Watched) -> None:
    page = watched.page
    page.get_by_role("radiogroup", name="Width of the picture").get_by_label("Phone").last.click()
    twice(page, "well met")
    expect(field(page)).to_have_value("Hello {{ user.name }}, well met")
    field(page).fill("Bye {{ user.name }}")
    page.keyboard.press("Enter")
    expect(picture(page).get_by_text("Bye Ada")).to_be_visible()
    page.get_by_role("button", name="Show it dark").click()
    twice(page, "A first line.")
    expect(field(page)).to_have_value(LONG)
    expect(field(page)).to_have_accessible_description("Ctrl Enter keeps it, Esc leaves it as it was")
    assert watched.axe() == []
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.press("Enter")
    page.keyboard.type("The end.")
    save(page)
    expect(field(page)).to_have_count(0)
    expect(picture(page).get_by_text("The end.")).to_be_visible()
    page.reload()
    expect(picture(page).get_by_text("The end.")).to_be_visible()
