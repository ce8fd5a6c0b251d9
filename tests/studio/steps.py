"""What people do in the studio, as steps of tests."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page, expect

from tests.peers.fixture import run_on_postgres
from tests.peers.server import Server
from tests.studio.installation import EMAIL, PASSWORD, Installation


def sign_in(page: Page, at: str = "/", *, email: str = EMAIL) -> None:
    """Open an address and sign in on the way."""
    page.goto(at)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Account:")).to_be_visible()


def generate(page: Page, installation: Installation, title: str) -> None:
    """Go from the database to an app called `title`."""
    page.goto("/new")
    page.get_by_role("radio", name="SQLite").check()
    page.get_by_label("Path").fill(str(installation.database))
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("The connection works.")).to_be_visible()
    page.get_by_role("button", name="Choose tables").click()
    page.get_by_label("Name of the app").fill(title)
    page.get_by_role("button", name="Create app with").click()
    expect(page.get_by_role("heading", name=f"{title} is ready")).to_be_visible()


def add_user(page: Page, name: str, email: str) -> str:
    """Fill in the dialog for a new person; answers the link that signs them in."""
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("dialog").get_by_role("button", name="Add user").click()
    return page.get_by_role("textbox", name="Sign-in link").input_value()


def run_sql(server: Server, database: str, *statements: str) -> None:
    """Run statements in a thread of their own, as the browser's driver has this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run_on_postgres(server, database, *statements))).result()
