"""Scrolling through a million rows in the studio, in real Chromium: how long rows in sight stay blank.

A frame is blank when a row in sight has no values yet, or when no row stands where one should. The wheel goes through
rows without a stop; jumps are places far apart that the bar is dragged to. The rows are those of `bench.builtin`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TypeAlias

from playwright.sync_api import Page

from bench.builtin import FILES, fill
from bench.line import Line
from bench.servers import toolwright
from bench.studio import opened, prepare

ROWS = 1_000_000
MOST_MS = 200.0
JUMPS = (0.5, 0.1, 0.9, 0.25, 0.75, 0.99, 0.4, 0.05)
Found: TypeAlias = dict[str, float]

_WATCH = """
  window.blank = {longest: 0, since: null, frames: 0};
  const look = () => {
    const grid = document.querySelector('[role=grid]');
    const box = grid.getBoundingClientRect();
    const inSight = [...grid.querySelectorAll('[data-row]')].filter((row) => {
      const at = row.getBoundingClientRect();
      return at.bottom > box.top + 40 && at.top < box.bottom - 20;
    });
    const covered = inSight.reduce((sum, row) => sum + row.offsetHeight, 0) >= (grid.clientHeight - 36) * 0.9;
    const isBlank = !covered || inSight.some((row) => row.querySelector('[class*=coming]'));
    const now = performance.now();
    if (isBlank) window.blank.since ??= now; else window.blank.since = null;
    if (isBlank) window.blank.longest = Math.max(window.blank.longest, now - window.blank.since);
    window.blank.frames += 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""


def grid_lines(folder: Path) -> list[Line]:
    """The longest blank frame by the wheel and after jumps."""
    home = folder / "grid"
    asyncio.run(prepare(home, "big", FILES, lambda path: fill(path, ROWS)))
    with toolwright(home) as server, opened(server.url, 1280, 800) as page:
        found = measured(page, server.url)
    return [
        Line(
            f"{ROWS:,} rows in the studio: longest blank frame, {name}",
            f"{took:.0f} ms",
            "no blank frame",
            f"at most {MOST_MS:.0f} ms",
            took <= MOST_MS,
        )
        for name, took in found.items()
    ]


def measured(page: Page, url: str) -> Found:
    """The longest blank frame of each way to scroll, in milliseconds."""
    page.goto(f"{url}/w/big/data/-/tickets")
    page.get_by_text(f"{ROWS:,} rows").wait_for()
    page.evaluate(_WATCH)
    page.get_by_role("grid").hover()
    for _ in range(120):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(25)
    wheel = _longest(page)
    for place in JUMPS:
        page.evaluate(
            "place => { const it = document.querySelector('[role=grid]'); it.scrollTop = it.scrollHeight * place }",
            place,
        )
        page.wait_for_timeout(600)
    return {"wheel": wheel, "jumps": _longest(page)}


def _longest(page: Page) -> float:
    page.wait_for_timeout(600)
    longest = float(page.evaluate("window.blank.longest"))
    page.evaluate("window.blank.longest = 0")
    return longest
