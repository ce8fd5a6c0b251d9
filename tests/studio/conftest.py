"""A running installation with a person, a small database to generate from, and Chromium."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.studio.browser import Watched
from tests.studio.designing import at_first, generated_app
from tests.studio.installation import EMAIL, PASSWORD, Installation
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.missing import missing
from tests.support.server import ensure_user, in_home, running_server
from toolwright.commands.services import Services

BUILT = Path(__file__).resolve().parents[2] / "src/toolwright/web/static/studio/index.html"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of the studio; closed after them, as only one driver can run in a process."""
    if not Path(CHROMIUM).exists() or not BUILT.exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium and a built studio are needed: run 'make peers build'.")
        missing("needs Chromium and a built studio ('make peers build')")
    expect.set_options(timeout=15_000)  # a busy machine is no fault
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running server with one administrator."""
    folder = tmp_path_factory.mktemp("studio")
    database = make_database(folder / "shop.db")
    home = folder / "home"
    with running_server(home, {"TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": "127.0.0.1"}) as url:

        async def add(services: Services) -> str:
            return await ensure_user(services, EMAIL, is_admin=True, password=PASSWORD)

        in_home(home, add)
        yield Installation(url, home, database)


def make_database(path: Path) -> Path:
    """Customers with invoices, a table without a key, and a view."""
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """
            create table customer (id integer primary key, name text not null, city text);
            create table invoice (
              id integer primary key,
              customer_id integer not null references customer (id),
              number text not null unique,
              total numeric,
              status text not null check (status in ('open', 'paid')),
              issued_on date
            );
            create table log (at text, line text);
            create view open_invoice as select * from invoice where status = 'open';
            insert into customer values (1, 'Ada', 'London'), (2, 'Grace', 'Arlington');
            insert into invoice values (1, 1, 'R-1', 10.5, 'open', '2026-01-02');
            """
        )
    connection.close()
    return path


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, browser: Browser, installation: Installation) -> Iterator[tuple[Watched, str]]:
    """Somebody signed in, and the address in the studio of an app over the database: `APP` of the module is its title."""
    with generated_app(browser, installation, request.module.APP) as found:
        yield found


@pytest.fixture
def app(made: tuple[Watched, str]) -> str:
    """The address of that app in the studio."""
    return made[1]


@pytest.fixture
def watched(made: tuple[Watched, str]) -> Iterator[Watched]:
    """The page of that person, at the app, with nothing kept in the browser."""
    studio, app = made
    at_first(studio.page, app)
    yield studio
    assert studio.troubles == []
