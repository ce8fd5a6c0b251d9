"""Built-in tables on both databases against bare drivers doing the same: one request at a time, and sixteen at once.

Everything runs in one process and ends with JSON. Bare writes go to a plain copy of the table with the same indexes: it
keeps no history and no words. The rates of one line are taken in turns, and the best of each is compared.
"""

from __future__ import annotations

import asyncio
import csv
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import orjson

from bench.builtin import FILES, MOST_MS, WORK, fill, rows_of
from bench.line import Line
from tests.peers.fixture import run_on_postgres
from tests.peers.server import Server, run_postgres
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.import_rows import ImportRequest, import_rows
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.extend.sql import kept_groups
from toolwright.extend.sql.kept import MAX_BYTES, ROOM
from toolwright.model.workspace import Workspace
from toolwright.rows import AggregateRequest, GroupSpec, MeasureSpec, RowQuery
from toolwright.settings import Settings

SIZES = (100_000, 1_000_000)
AT_ONCE = (1, 16)
ROUND_S = 0.6
TURNS = 3
_GIVEN = ("number", "title", "status", "priority", "opened_at", "minutes", "note")
_NAMES = ", ".join(_GIVEN)
_SHOWN = WORK[0].query.fields or ()
_COLUMNS = ", ".join(_SHOWN)
_SORTED = "ORDER BY opened_at DESC, id LIMIT 51"
_FIGURES = "SELECT status, count(*), sum(minutes) FROM tickets GROUP BY status"
_COUNTED = AggregateRequest((MeasureSpec("count"),), (GroupSpec("status", "status"),))
_INDEXES = ("(opened_at DESC)", "(status, priority, opened_at DESC)", "(status, minutes)")
ANEW = "figures of a view, every row looked at"
COUNTED = "rows counted by a column, no view does"
WARMED = "figures of a view, as warmed"
AGAIN = "figures again, nothing changed"
CHANGED = "figures again, a row changed"
Ask = Callable[[], Awaitable[object]]


class Bare(Protocol):
    """A driver without anything around it."""

    async def rows(self, sql: str, *values: object) -> Sequence[Any]:
        """What a query finds; values stand at `?`."""

    async def write(self, sql: str, *values: object) -> object:
        """Change something, for good when this returns."""

    async def fill(self, path: Path, *, is_plain: bool) -> None:
        """Put the rows of a file into the copy, or into the table itself."""


@dataclass
class BareSqlite:
    """One connection to the file, another to the copy."""

    file: sqlite3.Connection
    copy: sqlite3.Connection

    async def rows(self, sql: str, *values: object) -> Sequence[Any]:
        return self.file.execute(sql, values).fetchall()

    async def write(self, sql: str, *values: object) -> object:
        return self.copy.execute(sql, values).rowcount

    async def fill(self, path: Path, *, is_plain: bool) -> None:
        connection = self.copy if is_plain else self.file
        marks = ", ".join("?" * len(_GIVEN))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO tickets ({_NAMES}) VALUES ({marks})", _cells(path))
        connection.execute("COMMIT")


@dataclass
class BarePostgres:
    """A pool as large as ours, and the copy under another name."""

    pool: asyncpg.Pool

    async def rows(self, sql: str, *values: object) -> Sequence[Any]:
        return await self.pool.fetch(_numbered(sql), *values)

    async def write(self, sql: str, *values: object) -> object:
        return await self.pool.execute(_numbered(sql).replace("tickets", "copy_of_tickets"), *values)

    async def fill(self, path: Path, *, is_plain: bool) -> None:
        table = "copy_of_tickets" if is_plain else "tickets"
        marks = ", ".join(f"${place}" for place in range(1, len(_GIVEN) + 1))
        typed = [(*row[:4], _at(row[4]), int(row[5]), row[6]) for row in _cells(path)]
        await self.pool.executemany(f"INSERT INTO {table} ({_NAMES}) VALUES ({marks})", typed)


@dataclass
class Ground:
    """A filled table, ours and bare."""

    engine: str
    size: int
    services: Services
    workspace: Workspace
    bare: Bare
    match: str
    chance: random.Random = field(default_factory=lambda: random.Random(5))

    def any_row(self) -> int:
        """The id of a row."""
        return self.chance.randint(1, self.size)


def table_lines(folder: Path, sizes: Sequence[int] = SIZES) -> Iterator[Line]:
    """All lines as they are measured: each size on each database, with an import of as many rows."""
    with asyncio.Runner() as runner:
        lines = _lines(folder, sizes)

        async def following() -> Line | None:
            return await anext(lines, None)

        while (line := runner.run(following())) is not None:
            yield line


async def _lines(folder: Path, sizes: Sequence[int]) -> AsyncIterator[Line]:
    for size in sizes:
        for made in (_on_sqlite, _on_postgres):
            async with made(folder / f"tables{size}", size) as ground:
                for name, ours, bare in _work(ground, await _deep(ground)):
                    # What was read before is kept in use; here each answer comes from the rows, but for the last three.
                    ROOM.max_bytes = MAX_BYTES if name == AGAIN else 0
                    kept_groups.ROOM.max_bytes = kept_groups.MAX_BYTES if name in (WARMED, CHANGED) else 0
                    if name == WARMED and not await ground.services.warming.warm():
                        raise AssertionError("no view was warmed")
                    for at_once in AT_ONCE:
                        yield await _line(ground, name, at_once, ours, bare)
                ROOM.max_bytes, kept_groups.ROOM.max_bytes = MAX_BYTES, kept_groups.MAX_BYTES
                yield await _imported(ground, folder)


# --- what is asked ----------------------------------------------------------------------------------------------------


def _work(ground: Ground, deep: tuple[RowQuery, tuple[object, ...]]) -> list[tuple[str, Ask, Ask]]:
    rows, ws, bare = ground.services.rows, ground.workspace, ground.bare

    def listed(query: RowQuery) -> Ask:
        return lambda: rows.list_json(OPERATOR, ws, "tickets", query)

    def plainly(sql: str, *values: object) -> Ask:
        async def ask() -> bytes:
            found = await bare.rows(sql, *values)
            return orjson.dumps([dict(zip(_SHOWN, row, strict=False)) for row in found], default=str)

        return ask

    async def get() -> object:
        return await rows.get(OPERATOR, ws, "tickets", str(ground.any_row()))

    async def bare_get() -> object:
        return await plainly("SELECT * FROM tickets WHERE id = ?", ground.any_row())()

    async def create() -> object:
        values = dict(zip(_GIVEN, ("N", "Made now", "open", "low", "2027-01-01T00:00:00Z", 1, "a note"), strict=True))
        return await rows.create(OPERATOR, ws, "tickets", values)

    async def bare_create() -> object:
        marks = ", ".join("?" * len(_GIVEN))
        values = ("N", "Made now", "open", "low", _moment(ground, "2027-01-01 00:00:00.000000"), 1, "a note")
        return await bare.write(f"INSERT INTO tickets ({_NAMES}) VALUES ({marks})", *values)

    async def counted() -> object:
        page = await rows.aggregate(OPERATOR, ws, "tickets", _COUNTED)
        return orjson.dumps([dict(zip(page.columns, row, strict=True)) for row in page.rows])

    update, bare_update = _updates(ground)
    figured, figures = partial(rows.list_json, OPERATOR, ws, "by_status", RowQuery(limit=100)), plainly(_FIGURES)
    return [
        ("get", get, bare_get),
        ("list 50", listed(WORK[0].query), plainly(WORK[0].sql, *WORK[0].values)),
        ("a deep page", listed(deep[0]), plainly(_DEEP, *deep[1])),
        ("search, newest first", listed(WORK[3].query), plainly(ground.match + " ORDER BY id DESC LIMIT 51")),
        ("search, sorted by date", listed(WORK[4].query), plainly(f"{ground.match} {_SORTED}")),
        (ANEW, figured, figures),
        (COUNTED, counted, plainly("SELECT status, count(*) FROM tickets GROUP BY status")),
        ("create", create, bare_create),
        ("update", update, bare_update),
        # Only a file tells of changes, and PostgreSQL numbers them in no order that can be relied upon.
        *([(WARMED, figured, figures)] if ground.engine == "SQLite" else []),
        *([(CHANGED, _both(update, figured), _both(bare_update, figures))] if ground.engine == "SQLite" else []),
        *([(AGAIN, figured, figures)] if ground.engine == "SQLite" else []),
    ]


def _updates(ground: Ground) -> tuple[Ask, Ask]:
    """A change of any row, ours and bare."""

    async def update() -> object:
        row, minutes = str(ground.any_row()), ground.any_row()
        return await ground.services.rows.update(OPERATOR, ground.workspace, "tickets", row, {"minutes": minutes})

    async def bare_update() -> object:
        sql = "UPDATE tickets SET minutes = ? WHERE id = ?"
        return await ground.bare.write(sql, ground.any_row(), ground.any_row())

    return update, bare_update


def _both(first: Ask, second: Ask) -> Ask:
    async def ask() -> object:
        await first()
        return await second()

    return ask


_DEEP = (
    f"SELECT {_COLUMNS} FROM tickets WHERE status = ? AND priority = ? AND opened_at <= ? "
    f"AND (opened_at < ? OR id > ?) {_SORTED}"
)


async def _deep(ground: Ground) -> tuple[RowQuery, tuple[object, ...]]:
    """A page a tenth into the list by cursor, and the values the same has in SQL."""
    asked = RowQuery(filter=WORK[0].query.filter, sort=WORK[0].query.sort, fields=_SHOWN, limit=10_000)
    page = await ground.services.rows.list(OPERATOR, ground.workspace, "tickets", asked)
    last, cursor = page.rows[-1], page.next_cursor
    opened: Any = last[_SHOWN.index("opened_at")]
    stored = opened if ground.engine == "PostgreSQL" else opened.strftime("%Y-%m-%d %H:%M:%S.%f")
    deep = RowQuery(filter=asked.filter, sort=asked.sort, fields=_SHOWN, limit=50, cursor=cursor)
    return deep, (*WORK[0].values, stored, stored, last[0])


async def _line(ground: Ground, name: str, at_once: int, ours: Ask, bare: Ask) -> Line:
    turns = [(await _rate(bare, at_once), await _rate(ours, at_once)) for _ in range(TURNS)]
    # Of a database in this process all time is this process's own: on a busy machine it tells more than the clock does.
    # Two threads share a look at every row: what it takes is told by the clock, with the processor time beside it.
    is_here = ground.engine == "SQLite"
    is_shared = is_here and name in (ANEW, COUNTED)
    theirs, mine = (min(_each_ms(turn[place], is_here and not is_shared) for turn in turns) for place in (0, 1))
    rates = [max(turn[place][0] for turn in turns) for place in (0, 1)]
    what = f" ({min(turn[1][1] for turn in turns):.2f} of CPU)" if is_shared else " of CPU" if is_here else ""
    is_promised = at_once == 1 and name not in ("create", "update")
    return Line(
        f"{ground.engine}, {ground.size:,} rows, {at_once:>2} at once: {name}",
        f"{mine:.2f} ms{what} each, {rates[1]:,.0f}/s",
        f"bare {theirs:.2f} ms, {rates[0]:,.0f}/s",
        f"×{theirs / mine:.2f} of bare" + (f", < {MOST_MS:.0f} ms" if is_promised else ""),
        not is_promised or mine < MOST_MS,
    )


def _each_ms(turn: tuple[float, float], is_here: bool) -> float:
    rate, cpu_ms = turn
    return cpu_ms if is_here else 1000 / rate


async def _rate(ask: Ask, at_once: int) -> tuple[float, float]:
    """How many are answered in a second, and the processor time of each here in milliseconds."""
    began, cpu = time.perf_counter(), time.process_time()
    counts = [0] * at_once

    async def again(place: int) -> None:
        while time.perf_counter() - began < ROUND_S or not counts[place]:
            await ask()
            counts[place] += 1

    await asyncio.gather(*map(again, range(at_once)))
    return sum(counts) / (time.perf_counter() - began), (time.process_time() - cpu) * 1000 / sum(counts)


# --- imports ----------------------------------------------------------------------------------------------------------


async def _imported(ground: Ground, folder: Path) -> Line:
    """An import, against `executemany` of the same file into the same table, whose triggers keep history and words, and
    into the plain copy."""
    path = folder / "import.csv"
    await asyncio.to_thread(_write, path, ground.size)
    plain_s = await _executed(ground, path, is_plain=True)
    same_s = await _executed(ground, path, is_plain=False)
    began = time.perf_counter()
    report = await import_rows(ground.services, OPERATOR, ground.workspace, ImportRequest("tickets"), path)
    ours_s = time.perf_counter() - began
    assert report.inserted == ground.size
    return Line(
        f"{ground.engine}: import of {ground.size:,} rows",
        f"{ground.size / ours_s:,.0f} rows/s ({ours_s:.1f} s)",
        f"executemany {same_s:.1f} s, without history and words {plain_s:.1f} s",
        f"≥ 0.5 of executemany (is {same_s / ours_s:.2f})",
        same_s / ours_s >= 0.5,
    )


def _write(path: Path, size: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_GIVEN)
        writer.writerows(rows_of(size))


async def _executed(ground: Ground, path: Path, *, is_plain: bool) -> float:
    began = time.perf_counter()
    await ground.bare.fill(path, is_plain=is_plain)
    return time.perf_counter() - began


def _cells(path: Path) -> Iterator[list[str]]:
    with path.open(newline="") as file:
        given = csv.reader(file)
        next(given)
        yield from given


# --- where ------------------------------------------------------------------------------------------------------------


def _files() -> Mapping[str, str]:
    view = (
        "title: By status\nview:\n  of: tickets\n  group: [status]\n"
        "  measures: [{name: count}, {name: minutes, function: sum, value: minutes}]\n"
    )
    return {**FILES, "tables/by_status.yaml": view}


@asynccontextmanager
async def _on_sqlite(home: Path, size: int) -> AsyncIterator[Ground]:
    services = await wiring.build(Settings(home=home))
    try:
        await create_workspace(services, OPERATOR, "bench", files=_files())
        path = _database(home)
        await asyncio.to_thread(fill, path, size)
        with (
            closing(sqlite3.connect(path, isolation_level=None)) as file,
            closing(_copy(file, home / "copy.db")) as copy,
        ):
            workspace = await services.workspaces.get("bench")
            match = f"SELECT {_COLUMNS} FROM tickets WHERE +id IN (SELECT rowid FROM _tw_words_tickets "
            match += "WHERE _tw_words_tickets MATCH '\"printing\"*')"
            yield Ground("SQLite", size, services, workspace, BareSqlite(file, copy), match)
    finally:
        await wiring.close(services)


def _database(home: Path) -> Path:
    return next(home.rglob("bench/_production.db"))


def _copy(file: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    file.execute("ATTACH ? AS other", (str(path),))
    types = "number TEXT, title TEXT, status TEXT, priority TEXT, opened_at TEXT, minutes INTEGER, note TEXT"
    file.execute(f"CREATE TABLE other.tickets (id INTEGER PRIMARY KEY, {types})")
    file.execute(f"INSERT INTO other.tickets (id, {_NAMES}) SELECT id, {_NAMES} FROM main.tickets")
    file.execute("DETACH other")
    copy = sqlite3.connect(path, isolation_level=None)
    copy.execute("PRAGMA journal_mode = WAL")
    copy.execute("PRAGMA synchronous = FULL")
    for place, columns in enumerate(_INDEXES):
        copy.execute(f"CREATE INDEX i{place} ON tickets {columns}")
    return copy


@asynccontextmanager
async def _on_postgres(home: Path, size: int) -> AsyncIterator[Ground]:
    async with AsyncExitStack() as stack:
        server: Server = stack.enter_context(run_postgres())
        await run_on_postgres(server, "postgres", "CREATE DATABASE bench")
        settings = Settings(home=home.with_suffix(".pg"), database_url=server.url("bench"))  # type: ignore[arg-type]
        services = await wiring.build(settings)
        stack.push_async_callback(wiring.close, services)
        await create_workspace(services, OPERATOR, "bench", files=_files())
        dsn = {"host": server.host, "port": server.port, "user": server.user, "password": server.password}
        pool = await asyncpg.create_pool(**dsn, database="bench", min_size=1, max_size=16)
        stack.push_async_callback(pool.close)
        schema = await pool.fetchval("SELECT schemaname FROM pg_tables WHERE tablename = 'tickets'")
        await pool.execute(f"ALTER ROLE {server.user} IN DATABASE bench SET search_path = {schema}, public")
        await pool.expire_connections()
        await _fill_postgres(pool, size)
        workspace = await services.workspaces.get("bench")
        match = f"SELECT {_COLUMNS} FROM tickets WHERE {await _match(pool)}"
        yield Ground("PostgreSQL", size, services, workspace, BarePostgres(pool), match)


async def _fill_postgres(pool: asyncpg.Pool, size: int) -> None:
    async with pool.acquire() as connection:
        await connection.execute("ALTER TABLE tickets DISABLE TRIGGER USER")
        given = ((*row[:4], _at(str(row[4])), *row[5:]) for row in rows_of(size))
        await connection.copy_records_to_table("tickets", records=given, columns=_GIVEN)
        await connection.execute("ALTER TABLE tickets ENABLE TRIGGER USER")
        await connection.execute("CREATE TABLE copy_of_tickets (LIKE tickets INCLUDING DEFAULTS INCLUDING IDENTITY)")
        await connection.execute(f"INSERT INTO copy_of_tickets ({_NAMES}) SELECT {_NAMES} FROM tickets")
        await connection.execute("ALTER TABLE copy_of_tickets ADD PRIMARY KEY (id)")
        for columns in _INDEXES:
            await connection.execute(f"CREATE INDEX ON copy_of_tickets {columns}")
        await connection.execute("ANALYZE")


async def _match(pool: asyncpg.Pool) -> str:
    """The condition of a search, over the very expression that the index has."""
    found = await pool.fetchval("SELECT indexdef FROM pg_indexes WHERE tablename = 'tickets' AND indexdef LIKE '%gin%'")
    expression = str(found).partition("USING gin (")[2][:-1]
    return f"{expression} @@ to_tsquery('simple', 'printing:*')"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _moment(ground: Ground, text: str) -> object:
    """A moment as the bare driver takes it."""
    return _at(text) if ground.engine == "PostgreSQL" else text


def _numbered(sql: str) -> str:
    """Placeholders as PostgreSQL has them."""
    first, *rest = sql.split("?")
    return first + "".join(f"${place}{part}" for place, part in enumerate(rest, 1))
