"""Reads of SQLite that are kept: given again only while nothing in the file has changed, and never in another's place."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from toolwright.builtin.datasources.sqlite.driver import SqliteDriver
from toolwright.builtin.datasources.sqlite.kept import RESTLESS
from toolwright.extend.batch import MOST, Made
from toolwright.extend.sql.driver import Row
from toolwright.extend.sql.kept import KeptRows, Repeats, Room

ALL = "SELECT id, name FROM thing ORDER BY id"
BY_ID = "SELECT id, name FROM thing WHERE id = ?"
SLOW = "SELECT count(one.i + other.i), (SELECT count(*) FROM thing) FROM many AS one, many AS other"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "kept.db"
    with closing(sqlite3.connect(made)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = WAL;"
            "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT);"
            "INSERT INTO thing VALUES (1, 'one'), (2, 'two');"
            "CREATE TABLE many (i);"
            "INSERT INTO many WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n;"
            "CREATE VIEW chance AS SELECT id, random() AS number FROM thing;"
        )
    return made


@pytest.fixture
async def driver(path: Path) -> AsyncIterator[SqliteDriver]:
    made = SqliteDriver(path, read_only=False, threads=2)
    session = await made.connect()
    yield made
    await session.abandon()
    await made.close()


def asked(driver: SqliteDriver, sql: str, values: Sequence[object] = (), times: int = 3) -> Sequence[Row]:
    """What the last of some requests is answered."""
    found: Sequence[Row] | None = None
    for _ in range(times):
        found = driver.fetch_now(sql, values)
    assert found is not None
    return found


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


async def test_the_same_rows_are_given_again_from_the_second_time_on(driver: SqliteDriver) -> None:
    assert not isinstance(asked(driver, ALL, times=1), KeptRows), "most statements are asked once"
    kept = asked(driver, ALL)
    assert isinstance(kept, KeptRows)
    assert driver.fetch_now(ALL, ()) is kept
    assert list(kept) == [(1, "one"), (2, "two")]


async def test_a_change_by_any_connection_ends_it(driver: SqliteDriver, path: Path) -> None:
    before = asked(driver, ALL)
    change(path, "UPDATE thing SET name = 'uno' WHERE id = 1")
    assert list(asked(driver, ALL, times=1)) == [(1, "uno"), (2, "two")]
    session = await driver.connect()
    await session.begin()
    await session.execute("DELETE FROM thing WHERE id = 2", ())
    assert list(asked(driver, ALL)) == [(1, "uno"), (2, "two")], "not committed yet"
    assert await session.fetch(ALL, (), 1000) == [(1, "uno")], "its own transaction sees it"
    await session.commit()
    assert list(asked(driver, ALL, times=1)) == [(1, "uno")]
    text = f"import sqlite3; c = sqlite3.connect({str(path)!r}); c.execute(\"INSERT INTO thing VALUES (9, 'nine')\"); c.commit()"
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", text], check=True)
    assert list(asked(driver, ALL, times=1)) == [(1, "uno"), (9, "nine")]
    assert list(before) == [(1, "one"), (2, "two")], "what was given out stays as it was"
    await session.abandon()


async def test_a_file_that_changes_all_the_time_is_read_each_time_and_kept_again_once_it_rests(
    driver: SqliteDriver, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for number in range(3 * RESTLESS):
            other.execute("UPDATE thing SET name = ? WHERE id = 1", (str(number),))
            assert list(asked(driver, ALL, times=1)) == [(1, str(number)), (2, "two")]
        assert not isinstance(asked(driver, ALL, times=2), KeptRows), "nobody looks for a while"
        assert isinstance(asked(driver, ALL, times=RESTLESS + 3), KeptRows)
        other.execute("UPDATE thing SET name = 'last' WHERE id = 1")
        assert list(asked(driver, ALL, times=1)) == [(1, "last"), (2, "two")]


async def test_values_that_only_look_equal_are_told_apart(driver: SqliteDriver) -> None:
    kind = "SELECT typeof(?) FROM thing LIMIT 1"
    for value, name in ((1, "integer"), (1.0, "real"), ("1", "text"), (b"1", "blob"), (None, "null")):
        assert asked(driver, kind, (value,)) == ((name,),)
    assert asked(driver, BY_ID, (1,)) == ((1, "one"),)
    assert asked(driver, BY_ID, (2,)) == ((2, "two"),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id, number FROM chance",
        "SELECT id, random() FROM thing",
        "SELECT id, datetime('now') FROM thing",
        "SELECT id FROM thing WHERE abs(random()) > 0",
        "SELECT id FROM thing WHERE id IN (SELECT id FROM chance WHERE number <> 7)",
    ],
)
async def test_nothing_is_kept_that_may_answer_otherwise_with_the_same_rows(driver: SqliteDriver, sql: str) -> None:
    assert not isinstance(asked(driver, sql, times=5), KeptRows)


async def test_a_table_that_becomes_a_view_is_looked_at_anew(driver: SqliteDriver, path: Path) -> None:
    assert isinstance(asked(driver, "SELECT id, name FROM thing"), KeptRows)
    change(path, "ALTER TABLE thing RENAME TO thing_rows")
    change(path, "CREATE VIEW thing AS SELECT id, random() AS name FROM thing_rows")
    assert not isinstance(asked(driver, "SELECT id, name FROM thing", times=5), KeptRows)


async def test_a_slow_read_is_kept_from_its_thread(driver: SqliteDriver, path: Path) -> None:
    session = await driver.connect()

    async def read() -> Sequence[Row]:
        moment = driver.moment(SLOW, ())
        return driver.keep(moment, (), await session.fetch(SLOW, (), 1000))

    assert driver.fetch_now(SLOW, ()) is None, "too slow for the event loop"
    await read()
    kept = await read()
    assert isinstance(kept, KeptRows)
    assert driver.fetch_now(SLOW, ()) is kept
    moment = driver.moment(SLOW, ())
    rows = await session.fetch(SLOW, (), 1000)
    change(path, "INSERT INTO thing VALUES (4, 'four')")
    driver.keep(moment, (), rows)
    assert driver.fetch_now(SLOW, ()) is None, "what was read before a change is not given after it"
    assert list(await read()) == [(1_000_000, 3)]
    await session.abandon()


def test_room_forgets_what_was_used_least(path: Path) -> None:
    rows: list[Row] = [("x" * 1000,)]
    room = Room(max_bytes=10_000)
    one = room.put("one", rows)
    room.put("two", rows)
    assert room.get("one") is one
    room.put("three", rows)
    assert room.get("two") is None
    assert room.get("one") is one
    assert room.size_bytes <= 10_000
    assert not isinstance(room.put("large", [("x" * 20_000,)]), KeptRows)
    assert room.put("one", rows) is room.get("one")
    assert room.size_bytes <= 10_000


def test_only_so_much_is_made_of_the_same_rows() -> None:
    made = Made()
    for number in range(MOST + 1):
        made.note(number, str(number))
    assert made.get(MOST) == str(MOST)
    assert made.get(0) is None


def test_rows_that_are_those_of_before_are_told_from_others() -> None:
    repeats = Repeats()
    first = repeats.same([(1, "one")])
    assert isinstance(first, KeptRows)
    assert repeats.same([(1, "one")]) is first
    for other in (1.0, True, "1", b"1", None):
        found = repeats.same([(other, "one")])
        assert found is not first
        assert [*map(type, found[0])] == [type(other), str]


def test_rows_that_differ_each_time_are_looked_at_now_and_then() -> None:
    repeats = Repeats()
    looked = [isinstance(repeats.same([(number,)]), KeptRows) for number in range(500)]
    assert sum(looked) < 50
    still = [repeats.same([(7,)]) for _ in range(200)]
    assert still[-1] is still[-2], "and are kept again once they rest"


@pytest.mark.parametrize("rows", [[(Decimal(1),)], [("x" * 300_000,)], []])
def test_what_is_not_compared_is_given_as_it_is(rows: list[Row]) -> None:
    repeats = Repeats()
    for _ in range(3):
        assert repeats.same(rows) is rows
