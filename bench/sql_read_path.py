"""List 50 of 100,000 rows: a link against the bare driver doing the same SQL, side by side.

uv run python bench/sql_read_path.py
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import asyncpg

from tests.peers.fixture import LOOPBACK, run_on_postgres
from tests.peers.server import run_postgres
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.builtin.datasources.sqlite.connector import Sqlite, SqliteSettings
from toolwright.expressions import Column, Compare, Type, Value
from toolwright.extend.datasource import Limits, Link, LinkOptions, Order, SelectQuery
from toolwright.extend.testing.shape import tables_of

ROWS, ROUNDS, REPEATS = 100_000, 1500, 5
LIMITS = Limits()
COLUMNS = "id, number, title, status, priority, assignee, opened, updated"


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    for _ in range(100):
        await work()
    started = time.process_time(), time.perf_counter()
    for _ in range(ROUNDS // REPEATS):
        await work()
    return (time.perf_counter() - started[1]) / (ROUNDS // REPEATS) * 1000


async def _compare(name: str, bare: Callable[[], Awaitable[object]], ours: Callable[[], Awaitable[object]]) -> None:
    pairs = [(await _timed(bare), await _timed(ours)) for _ in range(REPEATS)]
    best = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    print(f"{name:32} bare {best[0]:.3f} ms   link {best[1]:.3f} ms   {best[0] / best[1]:.2f} of bare")


async def _query(link: Link) -> Callable[[], Awaitable[object]]:
    table = tables_of(await link.describe(LIMITS))["tickets"]
    query = SelectQuery(
        table,
        tuple(table.by_name),
        Compare("eq", Column(("status",), Type("text")), Value("open")),
        order=(Order("updated", True), Order("id", True)),
        limit=50,
    )
    return lambda: link.select(query, LIMITS)


async def _sqlite(folder: Path) -> None:
    path = folder / "bench.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE tickets (id INTEGER PRIMARY KEY, number TEXT NOT NULL, title TEXT NOT NULL,"
            " status TEXT NOT NULL, priority INTEGER NOT NULL, assignee TEXT, opened TEXT NOT NULL,"
            " updated TEXT NOT NULL)"
        )
        connection.executemany(
            "INSERT INTO tickets VALUES (?, 'T-' || ?1, 'Ticket about thing ' || ?1, ?, ?, 'ann', '2024-01-01', ?)",
            ((n, ("open", "closed", "waiting")[n % 3], n % 5, f"2024-01-01 {n:06d}") for n in range(ROWS)),
        )
        connection.execute("CREATE INDEX i ON tickets (status, updated, id)")
        connection.commit()
    sql = f"SELECT {COLUMNS} FROM tickets WHERE status = ? ORDER BY updated DESC, id DESC LIMIT 50"
    bare = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    threads = ThreadPoolExecutor(2)
    loop = asyncio.get_running_loop()

    async def inline() -> object:
        return bare.execute(sql, ("open",)).fetchall()

    async def threaded() -> object:
        return await loop.run_in_executor(threads, lambda: bare.execute(sql, ("open",)).fetchall())

    link = await Sqlite().open(SqliteSettings(path=str(path)), LinkOptions())
    ours = await _query(link)
    await _compare("SQLite, bare in the loop", inline, ours)
    await _compare("SQLite, bare in a thread", threaded, ours)
    await link.close()
    bare.close()


async def _postgres() -> None:
    with run_postgres() as server:
        await run_on_postgres(
            server,
            "postgres",
            "CREATE TABLE tickets (id int PRIMARY KEY, number text NOT NULL, title text NOT NULL, status text NOT NULL,"
            " priority int NOT NULL, assignee text, opened date NOT NULL, updated timestamptz NOT NULL)",
            "INSERT INTO tickets SELECT n, 'T-' || n, 'Ticket about thing ' || n,"
            " (ARRAY['open','closed','waiting'])[n % 3 + 1],"
            f" n % 5, 'ann', '2024-01-01', now() - n * interval '1 second' FROM generate_series(1, {ROWS}) AS n",
            "CREATE INDEX i ON tickets (status, updated, id)",
            "ANALYZE tickets",
        )
        sql = f"SELECT {COLUMNS} FROM tickets WHERE status = $1 ORDER BY updated DESC, id DESC LIMIT 50"
        pool = await asyncpg.create_pool(server.url("postgres"), min_size=1, max_size=2)
        link = await Postgres().open(Postgres().settings_from_url(server.url("postgres")), LinkOptions(reach=LOOPBACK))

        async def bare() -> object:
            return await pool.fetch(sql, "open")

        await _compare("PostgreSQL, asyncpg pool", bare, await _query(link))
        await link.close()
        await pool.close()


async def main() -> None:
    """Run both comparisons."""
    with tempfile.TemporaryDirectory() as folder:
        await _sqlite(Path(folder))
    await _postgres()


asyncio.run(main())
