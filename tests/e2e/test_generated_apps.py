"""Apps generated from real products' schemas work on every screen: opened, looked over, and used in a real browser.

Wagtail, django-oscar and Airflow, each on PostgreSQL and on MariaDB. Accessibility is examined on every screen that has
anything no screen had before, contrast and sizes, which come from the theme, on a sample. The tabs of rows are opened on
the PostgreSQL apps.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.generated_app import PRODUCTS, GeneratedApp, GeneratedTable, generated_app, in_thread
from tests.e2e.row_trip import Trips, round_trip
from tests.e2e.walker import AXE, Walker, share, walkers
from tests.support.chromium import CHROMIUM
from tests.support.missing import missing

pytestmark = [pytest.mark.peer, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1200)]

PARTS: set[str] = set()
"""What was examined and found good, in whatever app: it would be again."""
ENGINES = ("postgres_server", "mariadb_server")
ROUND_TRIPS = 8
LEAST_ROUND_TRIPS = 6
SAMPLE = 10
MOST_EMPTY = 2
_TABS = "() => [...document.querySelectorAll('.tw-tab')].map((it) => it.href)"


@pytest.fixture(
    scope="module",
    params=[pytest.param((engine, product), id=f"{product}-{engine}") for engine in ENGINES for product in PRODUCTS],
)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GeneratedApp]:
    """A generated app being served."""
    if not Path(CHROMIUM).exists() or not AXE.exists():
        missing("needs Chromium and axe-core (npm ci in studio/)")
    engine, product = request.param
    with generated_app(product, request.getfixturevalue(engine), tmp_path_factory.mktemp(product)) as made:
        made.opens_tabs = engine == "postgres_server"
        yield made


def test_every_screen_opens(app: GeneratedApp) -> None:
    problems: list[str] = []

    async def walk() -> None:
        async with walkers(app.url, app.sign_in_link(), problems, PARTS) as tabs:
            await tabs[0].open(f"{app.base}/", axe="document")
            sample = {table.ref for table in app.tables[::SAMPLE]}

            async def see(walker: Walker, table: GeneratedTable) -> None:
                await see_table(walker, app, table, table.ref in sample)

            await share(tabs, app.tables, see)
            empty = [table for table in app.tables if table.has_detail and not app.row_ids(table)]
            assert len(empty) <= MOST_EMPTY
            assert sum(walker.opened for walker in tabs) >= len(app.screens) - sum(1 + it.has_edit for it in empty)

    in_thread(walk())
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)
    without_key = [table for table in app.tables if table.has_list and not table.has_detail]
    assert {table.address for table in without_key} >= {"/walk-notes", "/walk-amounts"}
    assert not any(table.has_new or table.has_edit for table in without_key)


async def see_table(walker: Walker, app: GeneratedApp, table: GeneratedTable, in_full: bool) -> None:
    """Open every screen of a table: its list, the first row with every tab, and both forms."""
    look = partial(walker.open, axe="main", with_slow_rules=in_full)
    address = f"{app.base}{table.address}"
    if table.has_list:
        await look(address)
    row = next(iter(app.row_ids(table)), None) if table.has_detail else None
    if table.has_new:
        await look(f"{address}/new")
    if row is None:
        return
    detail = f"{address}/{quote(row)}"
    await look(detail)
    if app.opens_tabs:  # the tabs of a page are made of the same lists on either database
        for tab in (await walker.page.evaluate(_TABS))[1:]:
            await walker.open(tab)
    if table.has_edit:
        await look(f"{detail}/edit")


def test_rows_are_made_changed_and_deleted(app: GeneratedApp) -> None:
    problems: list[str] = []
    trips = Trips()
    writable = [table for table in app.tables if table.has_new and table.has_list]
    step = max(1, len(writable) // ROUND_TRIPS)

    async def walk() -> None:
        async with walkers(app.url, app.sign_in_link(), problems) as tabs:

            async def go(walker: Walker, table: GeneratedTable) -> None:
                if len(trips.deleted) < LEAST_ROUND_TRIPS + 4:
                    await round_trip(walker, app, table, trips)

            await share(tabs, [*writable[::step], *(t for t in writable if t not in writable[::step])], go)

    in_thread(walk())
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)
    assert len(trips.deleted) >= min(LEAST_ROUND_TRIPS, len(writable) // 2), trips
    assert len(trips.changed) >= LEAST_ROUND_TRIPS // 2, trips
