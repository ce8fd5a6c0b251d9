"""Pictures of every page of the demo and of the studio: light, dark and narrow, into `screenshots/`.

`python scripts/take_screenshots.py [NAME …]` takes all of them, or those whose name holds one of the words. It starts a
server with the demo in a temporary directory. Needs Chromium, where the variable CHROMIUM says or as on Debian.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WORKSPACE, APP = "service_desk", "desk"
VIEWS = {"light": ("light", 1440, 900), "dark": ("dark", 1440, 900), "narrow": ("light", 390, 844)}
_START_S = 120
_IS_THERE = """() => document.querySelector('h1, iframe, form') !== null
  && document.querySelector('[aria-busy=true], .mantine-Skeleton-root, [data-visible]') === null"""


def main(words: list[str]) -> None:
    """Take the pictures whose name holds one of the words; all without any."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (url, link), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            _all(browser, url, link, words)
        finally:
            browser.close()


def _all(browser: Browser, url: str, link: str, words: list[str]) -> None:
    context = browser.new_context(base_url=url, reduced_motion="reduce")
    assert context.request.get(link).ok, "the demo's link did not sign in"
    TARGET.mkdir(exist_ok=True)
    _add(context)
    stranger = browser.new_context(base_url=url, reduced_motion="reduce").new_page()
    page = context.new_page()
    for name, address in {"sign_in": "/sign-in", **_app_pages(context), **_studio_pages(context)}.items():
        if not words or any(word in name for word in words):
            _take(stranger if name == "sign_in" else page, name, address)
    print(f"Pictures are in {TARGET}.")


def _take(page: Page, name: str, address: str) -> None:
    for view, (scheme, width, height) in VIEWS.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the schemes it knows
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.wait_for_load_state("load")
        page.wait_for_function(_IS_THERE)
        page.wait_for_timeout(1000)  # charts, names of linked rows and the picture of a screen come after the page
        page.screenshot(path=TARGET / f"{name}.{view}.png", full_page=view == "narrow")
    print(f"{name}: {address}")


def _app_pages(context: BrowserContext) -> dict[str, str]:
    """Every screen of the demo app; those about a row, about the third."""
    files = context.request.get(f"/api/v1/workspaces/{WORKSPACE}/files").json()["files"]
    base, found = f"/apps/{WORKSPACE}/{APP}", {}
    for path, text in files.items():
        if "/screens/" in path:
            address = re.sub(r"\{\w+\}", "3", yaml.safe_load(text)["path"])
            found[f"app_{Path(path).stem}"] = f"{base}{address}"
    return found


def _studio_pages(context: BrowserContext) -> dict[str, str]:
    """The pages of the studio there are."""
    roles = context.request.get(f"/api/v1/workspaces/{WORKSPACE}/roles").json()["items"]
    inside = f"/w/{WORKSPACE}"
    pages = {"home": "/", "new": "/new", "users": "/users", "account": "/account", "workspace": inside}
    pages |= {"data": f"{inside}/data", "access": f"{inside}/access", "access_tables": f"{inside}/access?tab=tables"}
    pages |= {"grid": f"{inside}/data/-/ticket", "table_design": f"{inside}/data/-/ticket/design"}
    pages |= {
        "import": f"{inside}/import?table=ticket",
        "queries": f"{inside}/queries",
        "query": f"{inside}/queries/load",
    }
    pages |= {"apps": f"{inside}/apps", "app": f"{inside}/apps/{APP}", "versions": f"{inside}/versions"}
    pages |= {"app_navigation": f"{inside}/apps/{APP}?tab=navigation", "app_theme": f"{inside}/apps/{APP}?tab=theme"}
    pages |= {"modules": f"{inside}/modules", "module": f"{inside}/modules/note"}
    pages |= {"new_template": "/new?from=template", "variables": f"{inside}/variables"}
    pages |= {"designer": f"{inside}/apps/{APP}/screens/overview", "nowhere": "/w/nowhere"}
    pages |= {f"role_{role['name']}": f"{inside}/access/{role['name']}" for role in roles}
    return {f"studio_{name}": address for name, address in pages.items()}


def _add(context: BrowserContext) -> None:
    """Put a query and a module into the workspace, as the demo has none."""
    sql = "select priority, count(*) as tickets from ticket group by priority order by tickets desc"
    callout = {"kind": "callout", "title": "{{ settings.title }}", "text": "{{ settings.text }}"}
    settings = [{"name": "title", "required": True}, {"name": "text"}]
    added = {
        "queries/load": {"title": "Load by priority", "sql": sql},
        "modules/note": {"title": "Note", "icon": "note", "settings": settings, "content": [callout]},
    }
    csrf = context.request.get("/api/v1/me").json()["csrf"]
    for place, definition in added.items():
        address = f"/api/v1/workspaces/{WORKSPACE}/{place}"
        made = context.request.put(address, data=definition, headers={"x-csrf-token": csrf})
        assert made.ok, made.text()


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, str]]:
    """A server with the demo: its address, and the link that signs its administrator in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    command = [sys.executable, "-c", "from toolwright.cli import main; main()", "serve", "--demo"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--home", str(folder / "home"), "--port", str(port)], stdout=output, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _await_ready(server, url, log)
        yield url, re.findall(r"http\S+/sign-in/once/\S+", log.read_text())[0]
    finally:
        server.terminate()
        server.wait(timeout=60)


def _await_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit(f"The server did not start:\n{log.read_text()}")


if __name__ == "__main__":
    main(sys.argv[1:])
