"""Screens: what a page costs the server beside its queries, what the first load carries, how soon an event is seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.line import SECONDS, Line, get
from bench.load import Request, load
from bench.servers import Running, run

PAGE_MS, LOAD_KIB, LOAD_REQUESTS, EVENT_MS = 2.0, 60.0, 8, 50.0
CLICKS = 31
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_CLICK = """async () => {
  const shown = new Promise((done) => document.addEventListener('tw:shown', done, {once: true}));
  const button = [...document.querySelectorAll('main button')].find((it) => it.textContent.trim() === 'Up');
  const start = performance.now();
  button.click();
  await shown;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
"""A click until the frame that shows what it changed has been painted."""


def add_board(home: Path, folder: Path) -> None:
    """Put the screen of sixty components into the generated app."""
    run("pull", str(folder), "--workspace", "bench", "--home", str(home))
    table = next(path.stem for path in (folder / "tables").glob("*.ticket.yaml"))
    text = Path(__file__).with_name("board.yaml").read_text(encoding="utf-8").replace("TABLE", table)
    screens = next(path for path in (folder / "apps").glob("*/screens"))
    (screens / "board.yaml").write_text(text, encoding="utf-8")
    run("push", str(folder), "--home", str(home))


def screen_lines(server: Running, limit: Running, token: str) -> list[Line]:
    """A generated list and the board against a bare handler that runs the same SQL, and the board in a browser."""
    base = f"/apps/bench/{get(server, '/api/v1/workspaces/bench/apps', token)['items'][0]['name']}"
    return [
        page_line("list page of 50 rows", server, limit, f"{base}/ticket", "/list_page", token),
        page_line("60 components, 7 queries", server, limit, f"{base}/board", "/board", token),
        *browser_lines(server, f"{base}/board", token),
    ]


def page_line(name: str, server: Running, limit: Running, path: str, bare_path: str, token: str) -> Line:
    """The server's CPU for a page, without that of a bare handler with the same queries."""
    asked = Request("GET", path, (("Authorization", f"Bearer {token}"), ("Accept-Encoding", "br")))
    queries = load(limit.pid, limit.port, [Request("GET", bare_path)], connections=1, seconds=SECONDS)
    static = load(limit.pid, limit.port, [Request("GET", "/page")], connections=1, seconds=SECONDS / 2)
    page = load(server.pid, server.port, [asked], connections=1, seconds=SECONDS)
    own = page.cpu_ms - queries.cpu_ms
    return Line(
        f"screens: {name}, CPU",
        f"{page.cpu_ms:.2f} ms CPU, p50 {page.p50_ms:.2f} ms",
        f"bare: its queries {queries.cpu_ms:.2f} ms, static page {static.cpu_ms:.2f} ms",
        f"≤ {PAGE_MS:g} ms plus queries (is {own:.2f})",
        own <= PAGE_MS,
    )


def browser_lines(server: Running, path: str, token: str) -> list[Line]:
    """The first load with an empty cache, and a click on the screen until it is painted."""
    loaded, event = "screens: 60 components, first load", "screens: 60 components, event to paint"
    sizes, times = f"≤ {LOAD_KIB:g} KiB, ≤ {LOAD_REQUESTS} requests", f"< {EVENT_MS:g} ms"
    if CHROMIUM is None:
        nothing = "not measured: no Chromium"
        return [Line(loaded, nothing, "-", sizes, False), Line(event, nothing, "-", times, False)]
    with _opened(server, token) as page:
        answers = _first_load(page, path)
        clicks = sorted(page.evaluate(_CLICK) for _ in range(CLICKS))
    middle = clicks[CLICKS // 2]
    kib = sum(answers.values())
    fits = kib <= LOAD_KIB and len(answers) <= LOAD_REQUESTS
    heaviest = ", ".join(f"{name} {size:.1f}" for name, size in sorted(answers.items(), key=lambda it: -it[1])[:4])
    spread = f"{middle:.1f} ms (fastest {clicks[0]:.1f}, slowest {clicks[-1]:.1f})"
    return [
        Line(loaded, f"{kib:.1f} KiB in {len(answers)} requests", heaviest, sizes, fits),
        Line(event, spread, "one frame 16.7 ms", times, middle < EVENT_MS),
    ]


@contextmanager
def _opened(server: Running, token: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        headers = {"Authorization": f"Bearer {token}"}
        yield browser.new_context(base_url=f"http://127.0.0.1:{server.port}", extra_http_headers=headers).new_page()
        browser.close()


def _first_load(page: Page, path: str) -> dict[str, float]:
    """What goes over the wire, in KiB by the last part of the address."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    client.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    client.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(path, wait_until="load")
    page.wait_for_timeout(500)
    return {names[request].rpartition("/")[2]: size / 1024 for request, size in sizes.items()}
