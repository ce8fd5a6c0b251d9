"""What people do in the designer, as steps of tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.studio.browser import Watched, opened
from tests.studio.installation import Installation
from tests.studio.steps import generate, sign_in


@contextmanager
def generated_app(browser: Browser, installation: Installation, title: str) -> Iterator[tuple[Watched, str]]:
    """Somebody signed in, and the address in the studio of an app of that one word over the database."""
    with opened(browser, installation.url) as watched:
        sign_in(watched.page)
        generate(watched.page, installation, title)
        workspace = watched.page.get_by_role("link", name="Manage workspace").get_attribute("href")
        yield watched, f"{workspace}/apps/{title.lower()}"


def at_first(page: Page, app: str) -> None:
    """Show the page of an app as one finds it whose browser keeps nothing."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(app)
    page.evaluate("localStorage.clear()")


def screen_at_first(page: Page) -> None:
    """Show the open screen as it is stored, in light, with nothing kept of what was done to it."""
    page.emulate_media(color_scheme="light")
    page.evaluate("localStorage.clear()")
    page.goto(page.url.partition("?")[0])
    page.evaluate("localStorage.clear()")
    page.reload()


def picture(page: Page) -> FrameLocator:
    """The screen as it is drawn."""
    return page.frame_locator('iframe[title="Picture of the screen"]')


def inspector(page: Page) -> Locator:
    """Where the settings of what is selected stand."""
    return page.get_by_role("region", name="Inspector")


def add(page: Page, kind: str) -> None:
    """Insert a component of that title."""
    page.get_by_role("tab", name="Components").click()
    page.get_by_role("button", name=kind, exact=True).click()
    expect(inspector(page).get_by_role("heading", name=kind, exact=True)).to_be_visible()


def line_of_screen(page: Page) -> None:
    """Select the screen itself."""
    page.get_by_role("tab", name="Tree").click()
    page.get_by_role("treeitem", name="Screen").click()


def new_screen(page: Page, app: str, title: str) -> None:
    """Make a screen of that title and open it."""
    page.goto(app)
    page.get_by_role("button", name="New screen").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_role("button", name="Create screen").click()
    expect(page.get_by_role("tree")).to_be_visible()


def lines(page: Page) -> list[str]:
    """What the tree shows, line by line."""
    if not page.get_by_role("tree").is_visible():
        page.get_by_role("tab", name="Tree").click()
    return [line.inner_text().split("\n")[0] for line in page.get_by_role("treeitem").all()]


def line(page: Page, name: str) -> Locator:
    """The first line of the tree with that name."""
    return page.get_by_role("treeitem").filter(has_text=name).first


def draft(page: Page) -> object:
    """What the browser keeps of the work that is not stored: the screen as it is written, and what it began from."""
    kept = page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('toolwright.screen.'))?.[1]")
    return kept and {key: value for key, value in json.loads(kept).items() if key in ("base", "revision", "draft")}


def save(page: Page) -> None:
    """Store the screen by its key."""
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()


def behind_the_back(page: Page, definition: str, **said: object) -> None:
    """Somebody else changes a screen or an app."""
    address = "/api/v1/workspaces/" + definition.removeprefix("/w/")
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    stored = page.request.get(address).json()["definition"]
    answer = page.request.put(address, data={**stored, **said}, headers={"x-csrf-token": csrf})
    assert answer.ok, answer.text()


def source_of(page: Page) -> str:
    """The source of the app's tables, with its dot."""
    workspace = page.url.split("/w/")[1].split("/")[0]
    tables = page.request.get(f"/api/v1/workspaces/{workspace}/tables").json()["items"]
    return str(next(table["ref"] for table in tables if table["ref"].endswith(".customer")).removesuffix("customer"))


def code(page: Page, label: str) -> Locator:
    """The editor of that label."""
    return page.get_by_role("textbox", name=label)


def rewrite(page: Page, label: str, text: str) -> None:
    """Put other text in the place of all there is, as pasting does."""
    code(page, label).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def file_of(page: Page, screen: str) -> str:
    """The file of a screen as it is stored."""
    return str(page.request.get("/api/v1/workspaces/" + screen.removeprefix("/w/")).json()["text"])
