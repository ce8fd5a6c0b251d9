"""Scrolling through a million rows in the studio, in real Chromium: how long rows in sight stay blank.

A frame is blank when a row in sight has no values yet, or when no row stands where one should. The wheel goes through
rows without a stop; jumps are places far apart that the bar is dragged to. The rows are those of `bench.builtin`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import TypeAlias

from playwright.sync_api import Page, sync_playwright

from bench.builtin import FILES, fill
from bench.line import Line
from bench.servers import toolwright
from toolwright import wiring
from toolwright.commands.create_user import create_user
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.settings import Settings

ROWS = 1_000_000
MOST_MS = 200.0
EMAIL, PASSWORD = "bench@example.org", "a passphrase for the bench alone"
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
    asyncio.run(_prepare(home))
    with toolwright(home) as server, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        found = measured(chromium.new_page(locale="en-GB", viewport={"width": 1280, "height": 800}), server.url)
        chromium.close()
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


async def _prepare(home: Path) -> None:
    services = await wiring.build(Settings(home=home))
    try:
        await create_user(services, OPERATOR, email=EMAIL, name="Bench", is_admin=True, password=PASSWORD)
        await create_workspace(services, OPERATOR, "big", files=FILES)
        await asyncio.to_thread(_fill, home)
    finally:
        await wiring.close(services)


def _fill(home: Path) -> None:
    fill(next(home.rglob("big/_production.db")), ROWS)


def measured(page: Page, url: str, email: str = EMAIL, password: str = PASSWORD) -> Found:
    """The longest blank frame of each way to scroll, in milliseconds."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Account:").wait_for()
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
