"""The studio in real Chromium, with somebody signed in: what its measures share."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from toolwright import wiring
from toolwright.commands.create_user import create_user
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.settings import Settings

EMAIL, PASSWORD = "bench@example.org", "a passphrase for the bench alone"


async def prepare(home: Path, workspace: str, files: Mapping[str, str], fill: Callable[[Path], None] | None) -> None:
    """An installation with an administrator and a workspace, whose built-in database `fill` puts rows into."""
    services = await wiring.build(Settings(home=home))
    try:
        await create_user(services, OPERATOR, email=EMAIL, name="Bench", is_admin=True, password=PASSWORD)
        await create_workspace(services, OPERATOR, workspace, files=files)
        if fill is not None:
            await asyncio.to_thread(lambda: fill(next(home.rglob(f"{workspace}/_production.db"))))
    finally:
        await wiring.close(services)


@contextmanager
def opened(url: str, width: int, height: int) -> Iterator[Page]:
    """A page of the studio in a browser of its own."""
    program = os.environ.get("CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(locale="en-GB", viewport={"width": width, "height": height})
        page.goto(f"{url}/sign-in")
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Account:").wait_for()
        yield page
        chromium.close()
