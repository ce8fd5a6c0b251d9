"""Figures brought up to date by the journal are those that the rows themselves give, whatever happens to the rows."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.tables.shop import SHOP, change, make_shop
from toolwright import wiring
from toolwright.builtin.datasources.sqlite.beside import Spare
from toolwright.builtin.datasources.sqlite.driver import SqliteDriver
from toolwright.commands.import_rows import ImportRequest, import_rows
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import ToolwrightError
from toolwright.extend.bounded import Bounded
from toolwright.extend.sql import halves, kept, kept_groups, segment
from toolwright.extend.sql.halves import Halves
from toolwright.extend.sql.kept_groups import KeptGroups
from toolwright.model.workspace import Workspace
from toolwright.rows import AggregateRequest, GroupSpec, MeasureSpec, RowChange, RowQuery
from toolwright.settings import Settings

T = "sales"
SALES = """\
title: Sales
columns:
  - {name: city, kind: text}
  - {name: state, kind: select, required: true, settings: {options: [new, paid, sent]}}
  - {name: items, kind: integer}
  - {name: price, kind: decimal}
  - {name: paid_on, kind: date}
  - {name: is_big, kind: boolean, required: true}
  - {name: seen_at, kind: datetime}
"""
MANY = """\
title: By state
view:
  of: sales
  group: [state, {name: town, value: city}]
  measures:
    - {name: count}
    - {name: items, function: sum, value: items}
    - {name: mean, function: avg, value: items}
    - {name: least, function: min, value: city}
    - {name: last, function: max, value: seen_at}
"""
OTHER = """\
title: Prices
view:
  of: sales
  filter: "is_big or items > 3"
  group: [state]
  measures: [{name: price, function: sum, value: price}, {name: middle, function: median, value: items}]
"""
MONTHS = """\
title: Months
view:
  of: sales
  group: [{name: month, value: paid_on, bucket: month}]
  measures: [{name: count}, {name: big, function: sum, value: items}]
"""
TOWNS = """\
title: Towns
view:
  of: sales
  group: [city]
  measures: [{name: count}, {name: items, function: sum, value: items}]
"""
FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/sales.yaml": SALES,
    "tables/many.yaml": MANY,
    "tables/other.yaml": OTHER,
    "tables/months.yaml": MONTHS,
    "tables/towns.yaml": TOWNS,
}
_COUNTS = (MeasureSpec("n"), MeasureSpec("cities", "count", "city"), MeasureSpec("items", "sum", "items"))
_REST = (
    MeasureSpec("mean", "avg", "items"), MeasureSpec("least", "min", "items"), MeasureSpec("last", "max", "paid_on"),
    MeasureSpec("first", "min", "city"),
)  # fmt: skip
_ANEW = (
    MeasureSpec("sum", "sum", "price"),
    MeasureSpec("d", "median", "items"),
    MeasureSpec("c", "count_distinct", "city"),
)
_STATE, _CITY, _BIG = GroupSpec("state", "state"), GroupSpec("city", "city"), GroupSpec("big", "is_big")
ASKED = (
    AggregateRequest(_COUNTS, (_STATE,), sort=("-items", "state")),
    AggregateRequest(_COUNTS),
    AggregateRequest((*_COUNTS, *_REST), (_CITY, _STATE), sort=("city", "-state")),
    AggregateRequest(_COUNTS, (GroupSpec("week", "seen_at", "week"),), filter="state != 'sent' and len(city) > 2"),
    AggregateRequest(
        _REST,
        (GroupSpec("big", "is_big"), _STATE),
        filter="city in ['Bonn', 'Köln', None]",
        sort=("-state", "big"),
        limit=2,
    ),
    AggregateRequest(_ANEW, (_STATE, _CITY)),
    AggregateRequest((*_COUNTS, *_ANEW), (_CITY,), filter="items > 2", sort=("-n", "city")),
    AggregateRequest(_COUNTS, (_STATE,), filter="price > 5.5"),  # of numbers that are not whole: always anew
)
VIEWS = (
    ("many", RowQuery(limit=50, sort=("-items", "town", "state"))),
    ("many", RowQuery(limit=3, filter="count > 1", sort=("town",))),
    ("other", RowQuery(limit=50, sort=("state",))),
    ("months", RowQuery(limit=50, sort=("-month",))),
    ("towns", RowQuery(limit=50, sort=("city",))),
)
_CITIES = ("Bonn", "Köln", "bonn", "", "Łódź", "O'Hara", None)
Draw = random.Random


@pytest_asyncio.fixture
async def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Services]:
    """A new installation that answers nothing at once and keeps no other answers, as when the tables are large."""
    monkeypatch.setattr(SqliteDriver, "fetch_now", lambda *_given: None)
    monkeypatch.setattr(kept.ROOM, "max_bytes", 0)
    built = await wiring.build(Settings(home=tmp_path / "home"))
    try:
        yield built
    finally:
        await wiring.close(built)


@pytest.fixture
def brought_on(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether what was kept could be brought up to date, each time that it was tried."""
    told: list[bool] = []
    bring_on = KeptGroups._brought_on

    async def noting(*given: object) -> object:
        found = await bring_on(*given)  # type: ignore[arg-type]  # as it was called
        told.append(found is not None)
        return found

    monkeypatch.setattr(KeptGroups, "_brought_on", noting)
    return told


def row(draw: Draw) -> dict[str, object]:
    day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=draw.randrange(3000))
    return {
        "city": draw.choice(_CITIES),
        "state": draw.choice(("new", "paid", "sent")),
        "items": draw.choice((None, 0, 1, 2, 3, 4, 5, -7)),
        "price": draw.choice((None, 0.1, 0.2, 5.55, 6)),
        "paid_on": draw.choice((None, day.date().isoformat())),
        "is_big": draw.random() < 0.5,
        "seen_at": draw.choice((None, day.isoformat())),
    }


async def answers(services: Services, shop: Workspace) -> list[object]:
    found: list[object] = []
    for asked in ASKED:
        page = await services.rows.aggregate(OPERATOR, shop, T, asked)
        found.append((page.columns, list(page.rows) if asked.sort else sorted(page.rows, key=repr)))
    for view, query in VIEWS:
        page = await services.rows.list(OPERATOR, shop, view, query)
        found.append((page.columns, list(page.rows), page.next_cursor is None))
    return found


async def fresh(services: Services, shop: Workspace) -> list[object]:
    """The answers of the rows themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KeptGroups, "figured", lambda *_given: None)
        return await answers(services, shop)


async def ids(services: Services, shop: Workspace) -> list[str]:
    page = await services.rows.list(OPERATOR, shop, T, RowQuery(fields=("id",), limit=1000))
    return [str(cells[0]) for cells in page.rows]


def file_of(services: Services) -> str:
    return str(services.tables._places(SHOP).settings["path"])


# --- what may happen to rows ------------------------------------------------------------------------------------------


async def create(services: Services, shop: Workspace, draw: Draw) -> None:
    await services.rows.create(OPERATOR, shop, T, row(draw))


async def update(services: Services, shop: Workspace, draw: Draw) -> None:
    if known := await ids(services, shop):
        given = dict(draw.sample(sorted(row(draw).items()), 2))
        await services.rows.update(OPERATOR, shop, T, draw.choice(known), given)


async def delete(services: Services, shop: Workspace, draw: Draw) -> None:
    if known := await ids(services, shop):
        await services.rows.delete(OPERATOR, shop, T, draw.choice(known))


async def bulk(services: Services, shop: Workspace, draw: Draw) -> None:
    known = await ids(services, shop)
    some = draw.sample(known, min(4, len(known)))
    changes = [RowChange("update", one, row(draw)) for one in some[:2]] + [RowChange("delete", one) for one in some[2:]]
    await services.rows.bulk(OPERATOR, shop, T, [*changes, *(RowChange("create", values=row(draw)) for _ in range(3))])


async def undo(services: Services, shop: Workspace, _draw: Draw) -> None:
    with contextlib.suppress(ToolwrightError):  # nothing to undo
        await services.rows.undo(OPERATOR, shop, T)


async def go_back(services: Services, shop: Workspace, _draw: Draw) -> None:
    with contextlib.suppress(ToolwrightError):
        await services.rows.restore_table(OPERATOR, shop, T, datetime.now(UTC) - timedelta(milliseconds=80))


async def bring(services: Services, shop: Workspace, draw: Draw) -> None:
    path = services.settings.home / "more.csv"
    path.write_text("state,items,is_big\n" + "".join(f"{draw.choice(['new', 'sent'])},{n},true\n" for n in range(6)))
    await import_rows(services, OPERATOR, shop, ImportRequest(T), path)


async def directly(services: Services, _shop: Workspace, draw: Draw) -> None:
    """By another program, which knows of nothing."""
    with contextlib.closing(sqlite3.connect(file_of(services))) as file, file:
        file.execute("UPDATE sales SET city = ?, items = 9 WHERE id % 5 = ?", (draw.choice(_CITIES), draw.randrange(5)))
        file.execute("DELETE FROM sales WHERE id % 17 = ?", (draw.randrange(17),))


async def forget(services: Services, _shop: Workspace, _draw: Draw) -> None:
    """The journal loses entries, the last ones too."""
    await directly(services, _shop, _draw)
    with contextlib.closing(sqlite3.connect(file_of(services))) as file, file:
        file.execute("DELETE FROM _tw_change WHERE number % 2 = 0")


async def design(services: Services, _shop: Workspace, draw: Draw) -> None:
    options = draw.sample(["new", "paid", "sent", "back"], 4)
    await change(services, {"tables/sales.yaml": SALES.replace("[new, paid, sent]", f"[{', '.join(options)}]")})


Step = Callable[[Services, Workspace, Draw], Awaitable[None]]
STEPS: tuple[Step, ...] = (
    create, create, update, update, update, delete, bulk, undo, go_back, bring, directly, forget, design,
)  # fmt: skip


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether two connections shared a look at all rows, each time that one was parted. Any table is parted."""
    told: list[bool] = []
    share = Halves._shared

    async def noting(*given: object) -> object:
        found = await share(*given)  # type: ignore[arg-type]  # as it was called
        told.append(found is not None)
        return found

    monkeypatch.setattr(Halves, "_shared", noting)
    monkeypatch.setattr(Halves, "_has_two", staticmethod(lambda: True))
    monkeypatch.setattr(halves, "FROM_ROWS", 1)
    monkeypatch.setattr(segment, "_FEWEST", 1)
    monkeypatch.setattr(segment, "_LEAST_SHARE", 0.0)
    return told


@pytest.mark.parametrize("seed", range(3))
async def test_two_connections_find_what_the_rows_give(
    services: Services, seed: int, shared: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, shop = Draw(seed + 20), await make_shop(services, FILES)
    for _ in range(25):
        await create(services, shop, draw)
    for number in range(12):
        for step in draw.choices(STEPS, k=draw.choice((0, 1, 2))):
            shop = await services.workspaces.get(SHOP)
            await step(services, shop, draw)
        shop = await services.workspaces.get(SHOP)
        monkeypatch.setattr(kept_groups, "ROOM", Bounded(kept_groups.MAX_BYTES))
        assert await answers(services, shop) == await fresh(services, shop), number
    assert shared.count(True) > 20


async def test_a_change_between_the_two_connections_is_in_both_or_in_none(
    services: Services, shared: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, shop = Draw(5), await make_shop(services, FILES)
    await services.rows.bulk(OPERATOR, shop, T, [RowChange("create", values=row(draw)) for _ in range(200)])
    begin = Spare.begin

    def late(*given: object) -> object:
        with contextlib.closing(sqlite3.connect(file_of(services))) as file, file:
            file.execute("INSERT INTO sales (state, is_big, city, items) SELECT state, is_big, city, items FROM sales")
        return begin(*given)  # type: ignore[arg-type]  # as it was called

    one = AggregateRequest(_COUNTS, (_STATE, _CITY), sort=("state", "city"))
    monkeypatch.setattr(Spare, "begin", late)
    page = await services.rows.aggregate(OPERATOR, shop, T, one)
    assert shared == [False]
    assert sum(cells[2] for cells in page.rows) == 200
    monkeypatch.setattr(Spare, "begin", begin)
    monkeypatch.setattr(kept_groups, "ROOM", Bounded(kept_groups.MAX_BYTES))
    page = await services.rows.aggregate(OPERATOR, shop, T, one)
    assert shared == [False, True]
    assert sum(cells[2] for cells in page.rows) == 400


@pytest.mark.parametrize("seed", range(4))
async def test_any_changes_give_what_the_rows_give(services: Services, seed: int, brought_on: list[bool]) -> None:
    draw, shop = Draw(seed), await make_shop(services, FILES)
    for _ in range(25):
        await create(services, shop, draw)
    for number in range(30):
        for step in draw.choices(STEPS, k=draw.choice((0, 1, 1, 3))):
            shop = await services.workspaces.get(SHOP)
            await step(services, shop, draw)
        shop = await services.workspaces.get(SHOP)
        assert await answers(services, shop) == await fresh(services, shop), number
    assert brought_on.count(True) > 20


async def test_most_changes_are_brought_on_and_not_worked_out_again(services: Services, brought_on: list[bool]) -> None:
    draw, shop = Draw(9), await make_shop(services, FILES)
    await services.rows.bulk(OPERATOR, shop, T, [RowChange("create", values=row(draw)) for _ in range(300)])
    asked = AggregateRequest(_COUNTS, (_STATE,))
    for _ in range(10):
        await update(services, shop, draw)
        await services.rows.aggregate(OPERATOR, shop, T, asked)
        await services.rows.list(OPERATOR, shop, "months", RowQuery(limit=20))
    assert set(brought_on) == {True}
    assert len(brought_on) >= 16  # all but the first time of each, or the second, where the link was opened anew


async def test_what_is_asked_by_rules_of_people_is_kept_apart(services: Services) -> None:
    shop = await make_shop(services, FILES)
    for state in ("new", "new", "paid"):
        await services.rows.create(OPERATOR, shop, T, {"state": state, "is_big": True})
    for _ in range(2):
        for state, count in (("new", 2), ("paid", 1), ("sent", 0)):
            one = AggregateRequest(_COUNTS[:1], filter=f"state == '{state}'")
            assert (await services.rows.aggregate(OPERATOR, shop, T, one)).rows[0] == (count,)


async def test_a_table_made_anew_under_the_name_has_no_figures_of_before(services: Services) -> None:
    shop = await make_shop(services, FILES)
    await services.rows.create(OPERATOR, shop, T, {"state": "new", "is_big": True})
    one = AggregateRequest(_COUNTS[:1])
    assert (await services.rows.aggregate(OPERATOR, shop, T, one)).rows[0] == (1,)
    rest = {path: text for path, text in FILES.items() if path == "workspace.yaml"}
    gone: dict[str, str | None] = dict.fromkeys(FILES.keys() - rest.keys())
    await change(services, gone, allow_loss=True)
    shop = await change(services, {**FILES})
    assert (await services.rows.aggregate(OPERATOR, shop, T, one)).rows[0] == (0,)


async def test_a_database_without_a_journal_has_figures_all_the_same(services: Services) -> None:
    shop = await make_shop(services, FILES)
    await services.rows.create(OPERATOR, shop, T, {"state": "new", "is_big": True})
    with contextlib.closing(sqlite3.connect(file_of(services))) as file, file:
        file.execute("DROP TABLE _tw_change")
    one = AggregateRequest(_COUNTS[:1], (_STATE,))
    assert (await services.rows.aggregate(OPERATOR, shop, T, one)).rows == [("new", 1)]


WRITER = """
import random, sqlite3, sys, time
draw = random.Random(3)
file = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
while True:
    file.execute("BEGIN IMMEDIATE")
    for _ in range(draw.randrange(1, 4)):
        city, items = draw.choice(["Bonn", "Ulm", None]), draw.randrange(9)
        file.execute("INSERT INTO sales (state, is_big, city, items) VALUES ('new', 1, ?, ?)", (city, items))
        file.execute("UPDATE sales SET items = ?, city = ? WHERE id = ?", (items, city, draw.randrange(1, 200)))
        file.execute("DELETE FROM sales WHERE id = ?", (draw.randrange(1, 200),))
    file.execute(draw.choice(["COMMIT", "COMMIT", "ROLLBACK"]))
    time.sleep(0.002)
"""


async def test_two_processes_write_while_figures_are_asked(services: Services, brought_on: list[bool]) -> None:
    draw, shop = Draw(4), await make_shop(services, FILES)
    await services.rows.bulk(OPERATOR, shop, T, [RowChange("create", values=row(draw)) for _ in range(100)])
    writer = await asyncio.to_thread(subprocess.Popen, [sys.executable, "-c", WRITER, file_of(services)])
    try:
        turns = 0
        while brought_on.count(True) <= 40 and turns < 1_000:  # how many a second there are is up to the machine
            await create(services, shop, draw)
            await answers(services, shop)
            turns += 1
        assert writer.poll() is None, "it writes all the while"
    finally:
        writer.terminate()
        await asyncio.to_thread(writer.wait)
    assert await answers(services, shop) == await fresh(services, shop)
    assert brought_on.count(True) > 40


async def test_groups_that_are_too_many_are_not_kept(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_groups, "MOST_GROUPS", 2)
    draw, shop = Draw(5), await make_shop(services, FILES)
    for _ in range(12):
        await create(services, shop, draw)
    assert await answers(services, shop) == await fresh(services, shop)
