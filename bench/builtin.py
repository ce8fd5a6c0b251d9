"""Lists, searches and figures of a built-in table, against bare SQLite asked the same of the same file.

Both run in one process and end with JSON, so what is compared is the processor time a server spends: the least of some
turns, which says most on a busy machine. The rows are written straight into the file, its triggers being away
meanwhile, which takes seconds where the API would take an hour.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from bench.line import Line
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.explain_list import explain_list
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.extend.sql import kept_groups
from toolwright.extend.sql.kept import MAX_BYTES, ROOM
from toolwright.rows import AggregateRequest, GroupSpec, MeasureSpec, RowQuery
from toolwright.settings import Settings

SIZES = (100_000, 1_000_000)
ROUNDS = 15
MOST_MS = 50.0
FILES = {
    "workspace.yaml": "title: Bench\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: number, kind: text, required: true}
  - {name: title, kind: text, required: true}
  - {name: status, kind: select, required: true, settings: {options: [open, closed]}}
  - {name: priority, kind: select, required: true, settings: {options: [high, low]}}
  - {name: opened_at, kind: datetime, required: true}
  - {name: minutes, kind: integer, required: true}
  - {name: note, kind: long_text}
search: [title, number, note]
""",
    "apps/desk/app.yaml": "title: Desk\nhome: queue\n",
    "apps/desk/screens/queue.yaml": """\
title: Queue
path: /
content:
  - kind: table
    rows: {table: tickets, sort: [-opened_at]}
  - kind: table
    rows: {table: tickets, filter: "status == 'open' and priority == query.priority", sort: [-opened_at]}
""",
}
_SHOWN = ("id", "number", "title", "status", "priority", "opened_at", "minutes")
_COLUMNS = ", ".join(f'"{name}"' for name in _SHOWN)
_MATCHING = "_tw_words_tickets MATCH ?"
_SOUGHT = f"SELECT {_COLUMNS} FROM _tw_words_tickets w CROSS JOIN tickets t ON t.id = w.rowid WHERE {_MATCHING}"
_WORDS = [
    f"{first}{second}" for first in ("ba", "ke", "li", "mo", "nu", "pra", "sto") for second in map(str, range(700))
]
_FIRST = datetime(2026, 1, 1)  # noqa: DTZ001  # SQLite keeps naive times
_TOPICS = ("mail", "printing", "network", "accounts")


@dataclass(frozen=True, slots=True)
class Work:
    """Something asked of the rows, and the same in SQL."""

    name: str
    query: RowQuery
    sql: str
    values: tuple[object, ...] = ()


WORK = (
    Work(
        "list 50 filtered, sorted",
        RowQuery(filter="status == 'open' and priority == 'high'", sort=("-opened_at",), fields=_SHOWN, limit=50),
        f"SELECT {_COLUMNS} FROM tickets WHERE status = ? AND priority = ? ORDER BY opened_at DESC, id LIMIT 51",
        ("open", "high"),
    ),
    Work(
        "list 50 sorted",
        RowQuery(sort=("-opened_at",), fields=_SHOWN, limit=50),
        f"SELECT {_COLUMNS} FROM tickets ORDER BY opened_at DESC, id LIMIT 51",
    ),
    Work(
        "search a rare word, ranked",
        RowQuery(search="stock pra77", fields=_SHOWN, limit=50),
        f"{_SOUGHT} ORDER BY bm25(_tw_words_tickets, 8.0, 4.0, 2.0), t.id DESC LIMIT 51",
        ('"stock"* AND "pra77"*',),
    ),
    Work(
        "search a word of every fourth row",
        RowQuery(search="printing", fields=_SHOWN, limit=50),
        f"{_SOUGHT} ORDER BY w.rowid DESC LIMIT 51",
        ('"printing"*',),
    ),
    Work(
        "search it, sorted by date",
        RowQuery(search="printing", sort=("-opened_at",), fields=_SHOWN, limit=50),
        f"SELECT {_COLUMNS} FROM tickets WHERE +id IN (SELECT rowid FROM _tw_words_tickets WHERE {_MATCHING}) "
        "ORDER BY opened_at DESC, id LIMIT 51",
        ('"printing"*',),
    ),
)


def builtin_lines(folder: Path, sizes: Sequence[int] = SIZES) -> list[Line]:
    """All lines, for each size; the larger table is made once."""
    return asyncio.run(_lines(folder, sizes))


async def _lines(folder: Path, sizes: Sequence[int]) -> list[Line]:
    services = await wiring.build(Settings(home=folder / "builtin"))
    lines: list[Line] = []
    ROOM.max_bytes = kept_groups.ROOM.max_bytes = (
        0  # in use what was read is kept until something changes; here each answer comes from the rows
    )
    try:
        for size in sizes:
            name = f"of{size}"
            await create_workspace(services, OPERATOR, name, files=FILES)
            path = next((folder / "builtin").rglob(f"{name}/_production.db"))
            await asyncio.to_thread(fill, path, size)
            with closing(sqlite3.connect(path)) as bare:
                lines += [await _line(services, name, size, work, bare) for work in WORK]
                lines.append(await _deep(services, name, size, bare))
                lines += [await _figures(services, name, size, bare, is_sum) for is_sum in (False, True)]
    finally:
        ROOM.max_bytes, kept_groups.ROOM.max_bytes = MAX_BYTES, kept_groups.MAX_BYTES
        await wiring.close(services)
    return lines


def fill(path: Path, size: int) -> None:
    """Put the rows into the table and its index of words."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'tickets'"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.executemany(
            "INSERT INTO tickets (number, title, status, priority, opened_at, minutes, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows_of(size),
        )
        connection.execute("INSERT INTO _tw_words_tickets (_tw_words_tickets) VALUES ('rebuild')")
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rows_of(size: int) -> Iterator[tuple[object, ...]]:
    """The same rows each time, in no order that an index has."""
    count = len(_WORDS)
    for number in range(1, size + 1):
        mixed = number * 2_654_435_761 % 4_294_967_296
        note = " ".join([_WORDS[mixed // (7**place) % count] for place in range(10)])
        stock = " stock" if mixed % 50 == 0 else ""
        opened_at = _FIRST + timedelta(seconds=mixed // 8 % 28_900_000)
        yield (
            f"TCK-{number:07d}",
            f"Ticket {number} about {_TOPICS[mixed // 65_536 % 4]} {_WORDS[mixed % count]}{stock}",
            "open" if mixed % 100 < 65 else "closed",
            "high" if mixed // 100 % 100 < 65 else "low",
            f"{opened_at}.000000",
            mixed % 500,
            note,
        )


async def _line(services: Services, name: str, size: int, work: Work, bare: sqlite3.Connection) -> Line:
    workspace = await services.workspaces.get(name)

    async def ask() -> None:
        await services.rows.list_json(OPERATOR, workspace, "tickets", work.query)

    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_bare_ms(bare, work.sql, work.values))
        began = time.process_time()
        await ask()
        ours.append((time.process_time() - began) * 1000)
    used = await explain_list(services, OPERATOR, name, "tickets", work.query)
    indexes = ["words"] * used.uses_words + [f"({', '.join(columns)})" for columns in used.indexes]
    return _judged(f"{size:,} rows: {work.name}", ours, theirs, " and ".join(indexes) or "no index")


async def _deep(services: Services, name: str, size: int, bare: sqlite3.Connection) -> Line:
    """A page a fifth into the list, by cursor."""
    work, workspace = WORK[0], await services.workspaces.get(name)
    cursor, last = None, None
    for _ in range(size // 50_000):
        page = await services.rows.list(
            OPERATOR, workspace, "tickets", RowQuery(
                filter=work.query.filter, sort=work.query.sort, fields=_SHOWN, limit=10_000, cursor=cursor
            )
        )  # fmt: skip
        cursor, last = page.next_cursor, page.rows[-1]
    assert last is not None
    opened = last[5].strftime("%Y-%m-%d %H:%M:%S.%f")  # type: ignore[attr-defined]  # a moment
    sql = (
        f"SELECT {_COLUMNS} FROM tickets WHERE status = ? AND priority = ? AND opened_at <= ? "
        "AND (opened_at < ? OR id > ?) ORDER BY opened_at DESC, id LIMIT 51"
    )
    deep = RowQuery(filter=work.query.filter, sort=work.query.sort, fields=_SHOWN, limit=50, cursor=cursor)
    values = (*work.values, opened, opened, last[0])
    return await _line(services, name, size, Work("a page a fifth into it", deep, sql, values), bare)


async def _figures(services: Services, name: str, size: int, bare: sqlite3.Connection, is_sum: bool) -> Line:
    """Figures look at every row, so they are held against bare SQLite alone."""
    workspace = await services.workspaces.get(name)
    measures = (MeasureSpec("count"), MeasureSpec("minutes", "sum", "minutes"))[: 1 + is_sum]
    asked = AggregateRequest(measures, (GroupSpec("status", "status"),))
    figures = ", ".join(("count(*)", "sum(minutes)")[: 1 + is_sum])
    sql = f"SELECT status, {figures} FROM tickets GROUP BY status ORDER BY status"
    ours, theirs = [], []
    for _ in range(ROUNDS // 3):
        theirs.append(_bare_ms(bare, sql, ()))
        began = time.process_time()
        await services.rows.aggregate(OPERATOR, workspace, "tickets", asked)
        ours.append((time.process_time() - began) * 1000)
    mine, limit = min(ours), min(theirs)
    ratio = limit / mine
    what = "count and sum" if is_sum else "count"
    return Line(
        f"{size:,} rows: {what} by status", f"{mine:.1f} ms", f"bare SQLite {limit:.1f} ms",
        f"≥ 0.8 (is {ratio:.2f})", ratio >= 0.8,
    )  # fmt: skip


def _bare_ms(connection: sqlite3.Connection, sql: str, values: Sequence[object]) -> float:
    began = time.process_time()
    orjson.dumps([dict(zip(_SHOWN, row, strict=False)) for row in connection.execute(sql, values).fetchall()])
    return (time.process_time() - began) * 1000


def _judged(name: str, ours: Sequence[float], theirs: Sequence[float], index: str) -> Line:
    mine, limit = min(ours), min(theirs)
    return Line(
        name, f"{mine:.2f} ms by {index}", f"bare SQLite {limit:.2f} ms",
        f"< {MOST_MS:.0f} ms (×{mine / limit:.2f} of bare)", mine < MOST_MS,
    )  # fmt: skip
