"""Sizes of components drawn in the picture of the designer, and its spaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.designing import (
    behind_the_back,
    draft,
    file_of,
    inspector,
    line,
    new_screen,
    picture,
    save,
    screen_at_first,
    source_of,
)
from tests.studio.installation import Installation
from tests.studio.steps import generate, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def watched(browser: Browser, installation: Installation) -> Iterator[Watched]:
    """The designer with a screen of components that have sizes."""
    with opened(browser, installation.url, width=1440, height=900) as studio:
        page = studio.page
        sign_in(page)
        generate(page, installation, "Sizes")
        manage = page.get_by_role("link", name="Manage workspace").get_attribute("href")
        new_screen(page, f"{manage}/apps/sizes", "Drawn")
        table = f"{source_of(page)}customer"
        cards = [{"kind": "card", "title": f"Card {n}", "content": [{"kind": "badge", "text": "Yes"}]} for n in "ABC"]
        content = [
            {"kind": "container", "id": "cards", "direction": "grid", "content": cards},
            {
                "kind": "container",
                "id": "lines",
                "content": [{"kind": "badge", "text": word} for word in ("One", "Two")],
            },
            {"kind": "chart", "id": "figures", "rows": {"table": table}, "group": "name"},
        ]
        behind_the_back(page, "/w/" + page.url.partition("?")[0].partition("/w/")[2], content=content)
        yield studio
        assert studio.troubles == []


@pytest.fixture(autouse=True)
def fresh(watched: Watched) -> None:
    """Nothing of the test before is kept."""
    page = watched.page
    screen_at_first(page)
    expect(picture(page).get_by_text("Card A")).to_be_visible()


def handle(page: Page, name: str) -> Locator:
    """A handle by what it is called; it stays where it is for two frames."""
    found = page.get_by_role("slider", name=name)
    found.click(trial=True)
    return found


def draw(page: Page, name: str, x: float = 0, y: float = 0, *, drop: bool = True) -> None:
    """Draw a handle so far, and let it go."""
    box = handle(page, name).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + x / 2, at[1] + y / 2)
    page.mouse.move(at[0] + x, at[1] + y)
    if drop:
        page.mouse.up()


def node(page: Page, place: int) -> dict[str, Any]:  # Any: JSON
    """A component of the screen as it is being written."""
    kept: Any = draft(page)  # Any: JSON
    return dict(kept["draft"]["content"][place])


def test_a_size_is_drawn_to_one_of_its_values(watched: Watched) -> None:
    page = watched.page
    undo = page.get_by_role("button", name="Undo", exact=True)
    asked: list[str] = []
    line(page, "figures").click()
    handle(page, "Height of Chart").hover()
    page.on("request", lambda request: asked.append(request.url))
    draw(page, "Height of Chart", y=70, drop=False)
    expect(handle(page, "Height of Chart")).to_have_attribute("aria-valuetext", "Large · 360 px")
    expect(page.get_by_text("Height: Large · 360 px")).to_be_visible()
    assert [url for url in asked if "preview" in url] == []
    page.mouse.up()
    expect(picture(page).locator(".tw-chart-area")).to_have_css("block-size", "360px")
    assert node(page, 2)["height"] == "large"
    save(page)
    assert "height: large" in file_of(page, "/w/" + page.url.partition("?")[0].partition("/w/")[2])
    undo.click()
    expect(picture(page).locator(".tw-chart-area")).to_have_css("block-size", "240px")
    expect(undo).to_be_disabled()
    save(page)


def test_escape_leaves_it_and_a_double_click_gives_the_usual_size(watched: Watched) -> None:
    page = watched.page
    undo = page.get_by_role("button", name="Undo", exact=True)
    line(page, "figures").click()
    draw(page, "Height of Chart", y=90, drop=False)
    expect(handle(page, "Height of Chart")).to_have_attribute("aria-valuetext", "Large · 360 px")
    page.keyboard.press("Escape")
    expect(handle(page, "Height of Chart")).to_have_attribute("aria-valuetext", "Normal · 240 px")
    page.mouse.up()
    expect(undo).to_be_disabled()
    expect(inspector(page).get_by_role("heading", name="Chart")).to_be_visible()
    draw(page, "Height of Chart", y=-60)
    expect(picture(page).locator(".tw-chart-area")).to_have_css("block-size", "160px")
    handle(page, "Height of Chart").dblclick()
    expect(picture(page).locator(".tw-chart-area")).to_have_css("block-size", "240px")
    undo.click()
    expect(picture(page).locator(".tw-chart-area")).to_have_css("block-size", "160px")


def test_columns_widths_and_gaps(watched: Watched) -> None:
    page = watched.page
    line(page, "cards").click()
    box = picture(page).locator(".tw-container").first.bounding_box()
    assert box is not None
    draw(page, "Columns of Container", x=box["width"] / 6)  # a third of the width becomes half of it
    expect(handle(page, "Columns of Container")).to_have_attribute("aria-valuetext", "2")
    expect(picture(page).locator(".tw-container").first).to_have_attribute("data-columns", "2")
    draw(page, "Gap of Container", x=14)
    expect(picture(page).locator(".tw-container").first).to_have_css("column-gap", "32px")
    draw(page, "Width of Container", x=-(box["width"] - 600))
    expect(picture(page).locator(".tw-container").first).to_have_css("inline-size", "560px")
    assert {key: node(page, 0)[key] for key in ("columns", "gap", "width")} == {
        "columns": 2,
        "gap": "large",
        "width": "form",
    }
    line(page, "lines").click()
    expect(page.get_by_role("slider", name="Columns of Container")).to_have_count(0)
    draw(page, "Gap of Container", y=-16)
    expect(picture(page).locator(".tw-container").nth(1)).to_have_css("row-gap", "0px")
    draw(page, "Gap of Container", y=8)  # nothing between them can be taken hold of as well
    expect(picture(page).locator(".tw-container").nth(1)).to_have_css("row-gap", "8px")


def test_by_keys(watched: Watched) -> None:
    page = watched.page
    undo = page.get_by_role("button", name="Undo", exact=True)
    line(page, "cards").click()
    columns = handle(page, "Columns of Container")
    for key, said in (("ArrowRight", "4"), ("ArrowUp", "5"), ("End", "6"), ("ArrowRight", "6"), ("ArrowLeft", "5")):
        columns.press(key)
        expect(columns).to_have_attribute("aria-valuetext", said)
        expect(columns).to_be_focused()
    expect(page.get_by_text("Columns: 5")).to_be_visible()
    undo.click()
    expect(columns).to_have_attribute("aria-valuetext", "3")
    expect(undo).to_be_disabled()
    columns.hover()  # the words beside Undo go
    expect(page.get_by_role("tooltip")).to_have_count(0)
    columns.press("Home")
    expect(columns).to_have_attribute("aria-valuetext", "1")
    columns.press("Delete")
    expect(columns).to_have_attribute("aria-valuetext", "3")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()  # the default is not written down
    assert watched.axe() == []
    page.emulate_media(color_scheme="dark")
    assert watched.axe(rule="color-contrast") == []


def test_with_alt_held_spaces_are_shown(watched: Watched) -> None:
    page = watched.page
    region = page.get_by_role("region", name="Picture")
    line(page, "cards").click()
    page.keyboard.down("Alt")
    expect(region.get_by_text("Normal · 16 px", exact=True)).to_have_count(2)
    picture(page).get_by_text("Card A").hover(force=True)
    expect(region.get_by_text("16 px", exact=True).first).to_be_visible()
    page.keyboard.up("Alt")
    expect(region.get_by_text("16 px", exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", ["Tablet", "Phone"])
def test_at_the_widths_of_devices(watched: Watched, width: str) -> None:
    page = watched.page
    page.get_by_role("radiogroup", name="Width of the picture").get_by_label(width).last.click()
    line(page, "figures").click()
    draw(page, "Height of Chart", y=-60)
    expect(picture(page).locator(".tw-chart-area")).to_have_css("block-size", "160px")
