"""The designer with a screen of three hundred components, in real Chromium: work per frame, changes in the picture.

A frame counts from its first task to its painting, as the browser itself notes those that take longer than 50 ms
(https://developer.mozilla.org/docs/Web/API/PerformanceLongAnimationFrameTiming). The picture is the real screen, drawn
by the server: its time runs from the press of a key until the new word stands in the picture.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Frame, Page

from bench.line import Line
from bench.servers import toolwright
from bench.studio import opened, prepare

COMPONENTS = 300
FRAME_MS, PICTURE_MS = 50.0, 150.0
_IN_CARD = 9
_WORDS = 15
_WATCH = """
  window.frames_ms = [];
  new PerformanceObserver((list) => window.frames_ms.push(...list.getEntries().map((it) => it.duration)))
    .observe({type: 'long-animation-frame'});
"""
_SEEN = """(word) => new Promise((done) => {
  const is = () => document.body.innerText.includes(word) && done(performance.timeOrigin + performance.now());
  new MutationObserver(is).observe(document.body, {childList: true, subtree: true, characterData: true});
})"""
_NOW = "performance.timeOrigin + performance.now()"


def designer_lines(folder: Path) -> list[Line]:
    """The longest frame of selecting, typing and dragging, and the usual time until a change is in the picture."""
    home = folder / "designer"
    asyncio.run(prepare(home, "wide", {"workspace.yaml": "title: Wide\n", **screen_files()}, None))
    with toolwright(home) as server, opened(server.url, 1440, 900) as page:
        frames, pictures = measured(page, server.url)
    name = f"{COMPONENTS} components in the designer"
    lines = [
        Line(
            f"{name}: longest frame, {what}",
            f"{longest:.0f} ms" if longest else f"under {FRAME_MS:.0f} ms",
            "one frame 16.7 ms",
            f"< {FRAME_MS:.0f} ms",
            longest < FRAME_MS,
        )
        for what, longest in frames.items()
    ]
    middle = sorted(pictures)[len(pictures) // 2]
    took = f"{middle:.0f} ms (slowest {max(pictures):.0f})"
    promise = f"< {PICTURE_MS:.0f} ms"
    return [*lines, Line(f"{name}: key to picture", took, "one frame 16.7 ms", promise, middle < PICTURE_MS)]


def screen_files() -> dict[str, str]:
    """The files of an app with the screen."""
    return {"apps/wide/app.yaml": "title: Wide\n", "apps/wide/screens/board.yaml": _screen()}


def _screen() -> str:
    lines = ["title: Board", "path: /board", "content:"]
    for card in range(COMPONENTS // (_IN_CARD + 1)):
        lines += ["- kind: card", f"  title: Card {card}", "  content:"]
        for place in range(_IN_CARD):
            kind = ("text", "badge", "text")[place % 3]
            lines.append(f"  - {{kind: {kind}, text: Part {place} of {card}}}")
    return "\n".join(lines) + "\n"


def measured(page: Page, url: str) -> tuple[dict[str, float], list[float]]:
    """The longest frame of each thing people do, 0 when none took long, and the times until the picture changed."""
    page.goto(f"{url}/w/wide/apps/wide/screens/board")
    page.frame_locator("iframe").get_by_text("Part 0 of 0", exact=True).wait_for()
    page.evaluate(_WATCH)
    frames = {
        "selecting": _longest(page, lambda: _select(page)),
        "typing": _longest(page, lambda: _type(page)),
        "dragging": _longest(page, lambda: _drag(page)),
    }
    picture = next(frame for frame in page.frames if "/preview/" in frame.url)
    return frames, [_until_shown(page, picture, f"Word{number}") for number in range(_WORDS)]


def _longest(page: Page, work: Callable[[], None]) -> float:
    page.wait_for_timeout(500)
    page.evaluate("window.frames_ms.length = 0")
    work()
    page.wait_for_timeout(500)
    return float(page.evaluate("Math.max(0, ...window.frames_ms)"))


def _select(page: Page) -> None:
    for number in range(0, 20, 2):
        page.get_by_role("treeitem").nth(number + 1).click()
        page.wait_for_timeout(100)


def _type(page: Page) -> None:
    page.get_by_role("treeitem").filter(has_text="Part 0 of 0").first.click()
    page.get_by_role("region", name="Inspector").get_by_role("textbox", name="Text", exact=True).click()
    page.keyboard.type(" and what is typed on", delay=60)


def _drag(page: Page) -> None:
    source, target = page.get_by_role("treeitem").nth(3), page.get_by_role("treeitem").nth(15)
    source.hover()
    page.mouse.down()
    box = target.bounding_box()
    assert box is not None
    for step in range(12):
        page.mouse.move(box["x"] + 60, box["y"] - 200 + step * 20)
        page.wait_for_timeout(40)
    page.mouse.up()


def _until_shown(page: Page, picture: Frame, word: str) -> float:
    page.get_by_role("treeitem").filter(has_text="Part 1 of").first.click()
    field = page.get_by_role("region", name="Inspector").get_by_role("textbox", name="Text", exact=True)
    field.fill(word[:-1])
    page.wait_for_timeout(700)
    field.press("End")
    seen = picture.evaluate_handle(f"(word) => ({{shown: ({_SEEN})(word)}})", word)
    begin = float(page.evaluate(_NOW))
    page.keyboard.press(word[-1])
    return float(seen.evaluate("(it) => it.shown")) - begin
