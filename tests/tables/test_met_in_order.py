"""Rows that are met in their order are those that an index of the filter finds, page by page."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest

from tests.tables.shop import make_shop
from toolwright.builtin.datasources.sqlite.driver import SqliteDriver
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.extend.sql import kept
from toolwright.extend.sql.driver import Row
from toolwright.rows import RowChange, RowQuery

T = "jobs"
IN_ORDER = re.compile(r"WHERE \(*\+ ")
FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/customers.yaml": "title: Customers\ncolumns:\n  - {name: name, kind: text, required: true}\n",
    "tables/jobs.yaml": """\
title: Jobs
columns:
  - {name: title, kind: text}
  - {name: size, kind: integer}
  - {name: done, kind: boolean, required: true}
  - {name: due_on, kind: date}
  - {name: customer_id, kind: relation, settings: {to: customers}}
indexes: [[title], [size], [done, due_on], [customer_id]]
""",
}
FILTERS = (
    "title == 'b' or title == None", "size > 2", "done", "not done and due_on >= date('2026-02-01')", "size in [1, None, 3]",
    "lower(title) != 'a' and (size == 4 or done)", "customer.name == 'Ann'", "contains(title, 'A') or size < 0", "size == None",
)  # fmt: skip
SORTS: tuple[tuple[str, ...], ...] = ((), ("-id",), ("title", "-size"), ("-due_on",), ("customer_id", "id"))


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that met rows in their order; all others are slow, and nothing is kept."""
    told: list[str] = []
    fetch_now = SqliteDriver.fetch_now

    def fetched(self: SqliteDriver, sql: str, values: Sequence[object]) -> Sequence[Row] | None:
        if not IN_ORDER.search(sql):
            return None
        told.append(sql)
        return fetch_now(self, sql, values)

    monkeypatch.setattr(SqliteDriver, "fetch_now", fetched)
    monkeypatch.setattr(kept.ROOM, "max_bytes", 0)
    return told


async def filled(services: Services) -> None:
    draw, shop = random.Random(2), await make_shop(services, FILES)
    for name in ("Ann", "Bob"):
        await services.rows.create(OPERATOR, shop, "customers", {"name": name})
    rows = [
        {
            "title": draw.choice(["a", "A", "b", "", None]),
            "size": draw.choice([None, -1, 1, 2, 3, 4]),
            "done": draw.random() < 0.5,
            "due_on": draw.choice([None, "2026-01-31", "2026-02-01", "2026-03-15"]),
            "customer_id": draw.choice([None, 1, 2]),
        }
        for _ in range(90)
    ]
    await services.rows.bulk(OPERATOR, shop, T, [RowChange("create", values=one) for one in rows])


async def pages(services: Services, filter_: str, sort: tuple[str, ...]) -> list[object]:
    """All pages by cursor, and one by its place."""
    shop, cursor, found = await services.workspaces.get("shop"), None, []
    while not found or cursor is not None:
        query = RowQuery(filter=filter_, sort=sort, limit=7, cursor=cursor)
        page = await services.rows.list(OPERATOR, shop, T, query)
        cursor = page.next_cursor
        found.append(list(page.rows))
    placed = RowQuery(filter=filter_, sort=sort, limit=5, offset=6)
    return [*found, list((await services.rows.list(OPERATOR, shop, T, placed)).rows)]


async def test_pages_are_the_same_either_way(services: Services, met: list[str], monkeypatch) -> None:
    await filled(services)
    for filter_ in FILTERS:
        for sort in SORTS:
            met.clear()
            found = await pages(services, filter_, sort)
            assert len(met) == len(found), (filter_, sort)
            with monkeypatch.context() as patch:
                patch.setattr(SqliteDriver, "fetch_now", lambda *_: None)
                patch.setattr("toolwright.builtin.datasources.sqlite.dialect.SqliteDialect.meets_in_order", False)
                assert await pages(services, filter_, sort) == found, (filter_, sort)


async def test_the_way_that_was_quick_for_the_first_page_is_taken_for_deep_ones(
    services: Services, met: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(services)
    shop = await services.workspaces.get("shop")
    asked: list[str] = []
    read = SqliteDriver.moment

    def moment(self: SqliteDriver, sql: str, values: Sequence[object]) -> object:
        asked.append(sql)
        return read(self, sql, values)

    await services.rows.list(OPERATOR, shop, T, RowQuery(filter="done", limit=5))
    monkeypatch.setattr(SqliteDriver, "moment", moment)
    monkeypatch.setattr(SqliteDriver, "fetch_now", lambda *_: None)
    deep = await services.rows.list(OPERATOR, shop, T, RowQuery(filter="done", limit=5, offset=20))
    assert IN_ORDER.search(asked[-1])
    other = await services.rows.list(OPERATOR, shop, T, RowQuery(filter="size > 0", limit=5, offset=20))
    assert not IN_ORDER.search(asked[-1])
    assert len(deep.rows) == len(other.rows) == 5
