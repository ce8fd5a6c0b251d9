"""No room left in the source: nothing is stored, the message says so, reading goes on, and it heals by itself."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contracts.datasources.target import LIMITS, Target
from tests.peers.fixture import Database
from tests.support.small_disk import fill_up, small_disk
from toolwright.builtin.datasources.mysql.connector import Mysql
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.builtin.datasources.sqlite.connector import Sqlite
from toolwright.errors import UpstreamFault
from toolwright.extend.datasource import Change, Link, SelectQuery
from toolwright.model.table import Table

BODY = "x" * 7000


async def _ids(link: Link, notes: Table) -> list[object]:
    batch = await link.select(SelectQuery(notes, ("id",)), LIMITS)
    return sorted(row[0] for row in batch.rows)  # type: ignore[type-var]


async def _filled(link: Link, notes: Table, together: int = 2) -> list[object]:
    """Insert until there is no room; answers what is there then, which is what was acknowledged."""
    stored: list[object] = []

    async def insert() -> None:
        for start in range(0, 6000, together):
            ids = range(start, start + together)
            await link.write([Change("insert", notes, (), values={"id": n, "body": BODY}) for n in ids], LIMITS)
            stored.extend(ids)

    with pytest.raises(UpstreamFault) as full:
        await insert()
    assert full.value.code == "source.full"
    assert "nothing was stored" in full.value.detail
    assert "Free space" in (full.value.hint or "")
    assert await _ids(link, notes) == stored
    return stored


@contextlib.asynccontextmanager
async def _notes(target: Target, *statements: str) -> AsyncIterator[tuple[Link, Table]]:
    await target.run(*statements)
    async with target.link() as link:
        yield link, (await target.tables(link))["notes"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
async def test_sqlite_on_a_full_disk(mode: str) -> None:
    with small_disk("1m") as folder:
        path = folder / "notes.db"
        with contextlib.closing(sqlite3.connect(path)) as made:
            made.execute(f"PRAGMA journal_mode = {mode}")
        target = Target("sqlite", Sqlite(), f"sqlite:///{path}", path)
        async with _notes(target, "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)") as (link, notes):
            filler = fill_up_but(folder, 200_000)
            stored = await _filled(link, notes)
            filler.unlink()
            await link.write([Change("insert", notes, (), values={"id": 9999, "body": BODY})], LIMITS)
            assert await _ids(link, notes) == [*stored, 9999]
        with contextlib.closing(sqlite3.connect(path)) as sound:
            assert sound.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.peer
async def test_postgres_on_a_full_disk(postgres_database: Database) -> None:
    with small_disk("3m", "postgres") as folder:
        target = Target("postgres", Postgres(), postgres_database.url, postgres_database)
        space = f"small_{postgres_database.name}"
        await target.run(f"CREATE TABLESPACE {space} LOCATION '{folder}'")
        try:
            statements = (
                f"CREATE TABLE notes (id int PRIMARY KEY, body text) TABLESPACE {space}",
                "ALTER TABLE notes ALTER body SET STORAGE EXTERNAL",
            )
            async with _notes(target, *statements) as (link, notes):
                stored = await _filled(link, notes)
                await link.write([Change("delete", notes, (), key={"id": stored[0]})], LIMITS)
                assert await _ids(link, notes) == stored[1:]
        finally:
            await target.run("DROP TABLE notes", f"DROP TABLESPACE {space}")


@pytest.mark.peer
async def test_a_full_table_of_mariadb(mariadb_database: Database) -> None:
    """A full disk ends MariaDB's own process; a full table says the same with the same error number."""
    target = Target("mysql", Mysql(), mariadb_database.url, mariadb_database)
    statement = (
        "CREATE TABLE notes (id int, body varchar(8000), PRIMARY KEY (id) USING BTREE) ENGINE=MEMORY MAX_ROWS=20"
    )
    async with _notes(target, statement) as (link, notes):
        assert await _filled(link, notes, together=1)  # the engine knows no transactions
        await link.write([Change("delete", notes, (), key={"id": 0})], LIMITS)
        await link.write([Change("insert", notes, (), values={"id": 0, "body": BODY})], LIMITS)


def fill_up_but(folder: Path, left_bytes: int) -> Path:
    """Take all space but so many bytes."""
    spare = folder / "spare"
    spare.write_bytes(b"x" * left_bytes)
    filler = fill_up(folder)
    spare.unlink()
    return filler
