"""What a database refuses is said by field and in one wording, without its own words; SQLite stays in its file."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from tests.contracts.datasources.target import LIMITS, Target
from toolwright.builtin.datasources.sqlite.driver import open_file
from toolwright.errors import Conflict, InvalidInput, ToolwrightError
from toolwright.extend.datasource import Change, Limits

SECRET = "CANARY-value"


async def test_uniqueness_names_its_columns(target: Target) -> None:
    await target.run(
        "CREATE TABLE pairs (id int PRIMARY KEY, a varchar(20), b varchar(20), c varchar(20) NOT NULL DEFAULT 'c',"
        " UNIQUE (a, b), CHECK (c <> 'forbidden'))"
    )
    async with target.link() as link:
        pairs = (await target.tables(link))["pairs"]
        assert pairs.unique == (("a", "b"),)
        await link.write([Change("insert", pairs, (), values={"id": 1, "a": SECRET, "b": "x"})], LIMITS)
        await link.write([Change("insert", pairs, (), values={"id": 2, "a": "other", "b": "x"})], LIMITS)
        for change in (
            Change("insert", pairs, (), values={"id": 3, "a": SECRET, "b": "x"}),
            Change("update", pairs, (), key={"id": 2}, values={"a": SECRET}),
        ):
            with pytest.raises(Conflict) as refused:
                await link.write([change], LIMITS)
            assert refused.value.code == "row.duplicate"
            assert [(error.field, error.message) for error in refused.value.errors] == [
                ("a", "Another row already has this value together with that of 'B'.")
            ]
            assert SECRET not in str(refused.value)
        with pytest.raises(InvalidInput) as checked:
            await link.write([Change("insert", pairs, (), values={"id": 4, "c": "forbidden"})], LIMITS)
        assert checked.value.code == "value.refused"
        with pytest.raises(InvalidInput) as required:
            await link.write([Change("update", pairs, (), key={"id": 1}, values={"c": None})], LIMITS)
        assert required.value.errors[0].field == "c"


async def test_a_dropped_table_is_a_changed_schema(target: Target) -> None:
    await target.run("CREATE TABLE gone (id int PRIMARY KEY, a int)")
    async with target.link() as link:
        gone = (await target.tables(link))["gone"]
        await link.write([Change("insert", gone, (), values={"id": 1})], LIMITS)
        await target.run("ALTER TABLE gone DROP COLUMN a")
        with pytest.raises(ToolwrightError) as changed:
            await link.write([Change("update", gone, (), key={"id": 1}, values={"a": 2})], LIMITS)
        assert changed.value.code == "source.schema_changed"
        await target.run("DROP TABLE gone")
        with pytest.raises(ToolwrightError) as dropped:
            await link.write([Change("delete", gone, (), key={"id": 1})], LIMITS)
        assert dropped.value.code == "source.schema_changed"


async def test_crossed_writes_end_in_conflict_or_success(target: Target) -> None:
    await target.run(
        "CREATE TABLE crossed (id int PRIMARY KEY, n int)",
        "INSERT INTO crossed VALUES (1, 0)",
        "INSERT INTO crossed VALUES (2, 0)",
    )
    async with target.link() as link:
        table = (await target.tables(link))["crossed"]

        async def both(first: int, second: int) -> str | None:
            changes = [Change("update", table, (), key={"id": key}, values={"n": first}) for key in (first, second)]
            try:
                await link.write(changes, Limits(timeout_s=8))
            except ToolwrightError as error:
                return error.code
            return None

        outcomes = await asyncio.gather(*(both(*pair) for pair in [(1, 2), (2, 1)] * 4))
        assert set(outcomes) <= {None, "row.contended", "source.busy"}
        assert None in outcomes


def test_sqlite_reaches_no_other_file(tmp_path: Path) -> None:
    for name in ("one.db", "two.db"):
        sqlite3.connect(tmp_path / name).close()
    connection = open_file(tmp_path / "one.db", read_only=False)
    for statement in (
        f"ATTACH '{tmp_path / 'two.db'}' AS two",
        "SELECT load_extension('x')",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "CREATE TABLE t (a)",
    ):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(statement)
    connection.close()
    with pytest.raises(sqlite3.OperationalError):
        open_file(tmp_path / "none.db", read_only=False)
