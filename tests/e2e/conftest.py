"""The service desk app in a real browser against a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support import desk_app
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.missing import missing
from tests.support.server import ensure_user, in_home, running_server
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

RUNTIME = Path(__file__).parents[2] / "src/toolwright/web/static/runtime.js"
pytestmark = pytest.mark.browser


@dataclass
class Site:
    """The running app and a browser. `page(person, …)` opens a signed-in page; JavaScript errors fail the test."""

    url: str
    home: Path
    browser: Browser
    problems: list[str]

    def context(self, person: str, **options: object) -> BrowserContext:
        """A fresh browser profile in which this person is signed in."""
        context = self.browser.new_context(base_url=self.url, **options)
        email = f"{person}@example.org"
        link = in_home(self.home, lambda services: make_one_time_link(services, OPERATOR, email))
        assert context.request.get(link).ok
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        return context

    def page(self, person: str = "agent", path: str = "/", **options: object) -> Page:
        """A page of the app."""
        page = self.context(person, **options).new_page()
        page.on("console", lambda said: said.type == "error" and self.problems.append(said.text))
        page.goto(f"/apps/{desk_app.WORKSPACE}/{desk_app.APP}{path}")
        return page


@pytest.fixture(scope="module")  # what the tests of one file delete is not missed in the next
def server(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("e2e")
    desk_app.write_database(folder / "erp.db")
    home = folder / "home"

    async def prepare(services: Services) -> None:
        await create_workspace(services, OPERATOR, desk_app.WORKSPACE, files=desk_app.files(folder / "erp.db"))
        for person, roles in (("admin", ()), ("agent", ("agent",)), ("guest", ("guest",))):
            user = await ensure_user(services, f"{person}@example.org", is_admin=person == "admin")
            if roles:
                await assign_roles(services, OPERATOR, user, workspace=desk_app.WORKSPACE, roles=roles)

    with running_server(home) as url:
        in_home(home, prepare)
        yield url, home


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists() or not RUNTIME.exists():
        missing("needs Chromium and a built runtime (make build)")
    expect.set_options(timeout=15_000)  # a busy machine is no fault
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(server: tuple[str, Path], browser: Browser) -> Iterator[Site]:
    found = Site(*server, browser, [])
    yield found
    for context in browser.contexts:
        context.close()
    assert not found.problems


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with a page."""
    script = Path(__file__).parents[2] / "studio/node_modules/axe-core/axe.min.js"
    if not script.exists():
        missing("needs axe-core (npm ci in studio/)")

    def check(page: Page) -> list[str]:
        page.evaluate(script.read_text(encoding="utf-8") + ";undefined")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{item['impact']} {item['id']}: {item['nodes'][0]['html'][:160]}" for item in found["violations"]]

    return check
