"""Half an hour of work in the studio, in real Chromium: whether the browser's and the server's memory stay as they are.

One tab goes around without ever being loaded anew: rows of a table, a screen of three hundred components that is
changed and undone, roles, versions, queries. After each round everything that can be collected is, and what is left is
noted. `python -m bench session` takes its thirty minutes; `make bench` leaves it out.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page

from bench.builtin import FILES, fill
from bench.designer import screen_files
from bench.line import Line
from bench.load import resident_mb
from bench.servers import toolwright
from bench.studio import opened, prepare

MINUTES = float(os.environ.get("BENCH_SESSION_MINUTES", "30"))
MOST_GROWTH = 1.1
_ROWS = 20_000


def session_lines(folder: Path) -> list[Line]:
    """Memory of the browser and of the server: the last quarter of the session against the second."""
    home = folder / "session"
    asyncio.run(prepare(home, "wide", {**FILES, **screen_files()}, lambda path: fill(path, _ROWS)))
    heaps, nodes, server_mb = [], [], []
    with toolwright(home) as server, opened(server.url, 1440, 900) as page:
        page.goto(f"{server.url}/w/wide")
        client = page.context.new_cdp_session(page)
        until = time.monotonic() + MINUTES * 60
        while time.monotonic() < until:
            _round(page)
            heap, count = _left(client)
            heaps.append(heap)
            nodes.append(count)
            server_mb.append(resident_mb(server.pid))
    name = f"{MINUTES:.0f} minutes in the studio, {len(heaps)} rounds"
    return [
        _line(f"{name}: scripts' memory", heaps, "MB"),
        _line(f"{name}: nodes", nodes, "nodes"),
        _line(f"{name}: the server's memory", server_mb, "MB"),
    ]


def _line(name: str, noted: list[float], unit: str) -> Line:
    quarter = max(1, len(noted) // 4)
    early, late = median(noted[quarter : 2 * quarter] or noted), median(noted[-quarter:])
    growth = late / early
    return Line(name, f"{late:,.0f} {unit}", f"{early:,.0f} {unit}", f"stable (× {growth:.2f})", growth <= MOST_GROWTH)


def _round(page: Page) -> None:
    """Everything once, by links alone."""
    _go(page, "Data")
    page.get_by_role("main").get_by_role("link", name="Tickets", exact=True).first.click()
    page.get_by_role("grid").hover()
    for _ in range(15):
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(30)
    _go(page, "Apps")
    page.get_by_role("main").get_by_role("link", name="Wide", exact=True).first.click()
    page.get_by_role("main").get_by_role("link", name="Board", exact=True).first.click()
    page.frame_locator("iframe").get_by_text("Part 0 of 0", exact=True).wait_for()
    for place in (2, 3, 5):
        page.get_by_role("treeitem").nth(place).click()
    page.get_by_role("treeitem").filter(has_text="Part 0 of 0").first.click()
    page.get_by_role("region", name="Inspector").get_by_role("textbox", name="Text", exact=True).click()
    page.keyboard.type("abc", delay=40)
    page.get_by_role("button", name="Discard changes").click()
    confirm = page.get_by_role("dialog").get_by_role("button", name=re.compile("Discard"))
    if confirm.count():
        confirm.first.click()
    page.frame_locator("iframe").get_by_text("Part 0 of 0", exact=True).wait_for()
    for place in ("Access", "Versions", "Queries"):
        _go(page, place)


def _go(page: Page, place: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=place, exact=True).first.click()
    page.get_by_role("heading", level=1).first.wait_for()


def _left(client: CDPSession) -> tuple[float, float]:
    """Megabytes of scripts' memory and the number of nodes that are left after collecting."""
    for _ in range(2):
        client.send("HeapProfiler.collectGarbage")
    used = float(client.send("Runtime.getHeapUsage")["usedSize"]) / (1 << 20)
    return used, float(client.send("Memory.getDOMCounters")["nodes"])
