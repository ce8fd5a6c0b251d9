# ruff: noqa: ASYNC220, ASYNC221, PT012 -- tests of processes wait for them
"""The metadata database: one writer at a time, snapshots, counters, and starts that would lose data."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import IntegrityError

from toolwright import clock
from toolwright.auth.sessions import open_session
from toolwright.auth.users import add_user, change_user, note_sign_in
from toolwright.errors import StartRefused, Unavailable
from toolwright.store import Database
from toolwright.store.migrate import LAYOUT_SQL, VERSIONS, layout, migrate, schema_sql
from toolwright.store.origin import Origin, origin
from toolwright.store.schema import metadata, rate
from toolwright.store.upgrade import upgrade


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database."""
    opened = await _open(tmp_path)
    yield opened
    await opened.close()


async def _open(home: Path, **options: bool) -> Database:
    database = Database(f"sqlite:///{home / 'toolwright.db'}", **options)
    await database.open()
    return database


async def _put(db: Database, key: str) -> None:
    async with db.begin() as connection:
        await connection.execute(insert(rate).values(key=key, full_at=1.0))


async def _keys(db: Database) -> set[str]:
    async with db.read() as connection:
        return set((await connection.execute(select(rate.c.key))).scalars())


async def test_commits_and_rolls_back(db: Database) -> None:
    await _put(db, "kept")
    with pytest.raises(RuntimeError):
        async with db.begin() as connection:
            await connection.execute(insert(rate).values(key="dropped", full_at=1.0))
            raise RuntimeError
    with pytest.raises(IntegrityError):
        await _put(db, "kept")
    await _put(db, "after")
    assert await _keys(db) == {"kept", "after"}


async def test_a_reader_sees_one_moment(db: Database) -> None:
    async with db.read() as connection:
        before = (await connection.execute(select(rate.c.key))).all()
        await _put(db, "meanwhile")
        assert (await connection.execute(select(rate.c.key))).all() == before
    assert await _keys(db) == {"meanwhile"}


async def test_a_cancelled_write_leaves_nothing_and_blocks_nobody(db: Database) -> None:
    for number in range(30):
        task = asyncio.create_task(_put(db, f"cancelled{number}"))
        await asyncio.sleep(0.0005 * (number % 7))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.wait_for(_put(db, "after"), 5)
    assert "after" in await _keys(db)


@pytest.mark.parametrize("steps", range(1, 6))
async def test_cancelling_is_heard_at_every_step(db: Database, steps: int) -> None:
    """A task that goes on after it was cancelled keeps those who wait for its end waiting for ever."""
    task = asyncio.create_task(_put(db, "cancelled"))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_writers_of_many_processes_lose_nothing(db: Database, tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\nfrom sqlalchemy import insert\nfrom toolwright.store import Database\n"
        "from toolwright.store.schema import rate\n"
        "async def main():\n"
        "    db = Database(sys.argv[1]); await db.open()\n"
        "    for n in range(50):\n"
        "        async with db.begin() as c: await c.execute(insert(rate).values(key=f'{sys.argv[2]}-{n}', full_at=1))\n"
        "    await db.close()\nasyncio.run(main())\n"
    )
    url = f"sqlite:///{tmp_path / 'toolwright.db'}"
    writers = [subprocess.Popen([sys.executable, "-c", script, url, str(n)]) for n in range(4)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 4
    assert len(await _keys(db)) == 200


async def test_kill_9_loses_nothing_acknowledged(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\nfrom sqlalchemy import insert\nfrom toolwright.store import Database\n"
        "from toolwright.store.schema import rate\n"
        "async def main():\n"
        "    db = Database(sys.argv[1]); await db.open()\n"
        "    for n in range(100000):\n"
        "        async with db.begin() as c: await c.execute(insert(rate).values(key=f'{sys.argv[2]}-{n}', full_at=1))\n"
        "        print(f'{sys.argv[2]}-{n}', flush=True)\nasyncio.run(main())\n"
    )
    url, said = f"sqlite:///{tmp_path / 'toolwright.db'}", set()
    for run in range(3):
        writer = subprocess.Popen([sys.executable, "-c", script, url, str(run)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        for _ in range(20 + run * 13):
            said.add(writer.stdout.readline().strip())
        writer.send_signal(signal.SIGKILL)
        said |= {line.strip() for line in writer.stdout if line.endswith("\n")}
        writer.stdout.close()
        writer.wait()
    db = await _open(tmp_path)
    assert said <= await _keys(db)
    assert await db.integrity() == []
    await db.close()


async def test_counters_move_with_their_area_alone(db: Database, tmp_path: Path) -> None:
    other = await _open(tmp_path)
    origin.set(Origin())  # one request looks once; whatever a test before left as the present request is none here

    async def moved(work: object) -> set[str]:
        before = {area: db.version(area) for area in ("identity", "definitions", "secrets")}
        coarse = db.version()
        async with other.begin() as connection:
            await work(connection)  # type: ignore[operator]
        assert db.version() != coarse
        return {area for area, value in before.items() if db.version(area) != value}

    user = None

    async def add(connection) -> None:
        nonlocal user
        user = await add_user(connection, email="a@b.c", name="A", is_admin=True)

    assert await moved(lambda c: c.execute(insert(rate).values(key="x", full_at=1.0))) == set()
    assert await moved(add) == set()
    assert await moved(lambda c: note_sign_in(c, user.id)) == set()
    assert await moved(lambda c: change_user(c, user.id, {"is_active": False})) == {"identity"}
    assert await moved(lambda c: open_session(c, user.id, lifetime=timedelta(1), user_agent="", ip="")) == set()
    assert await moved(lambda c: c.exec_driver_sql('DELETE FROM "session"')) == {"identity"}
    assert await moved(lambda c: c.exec_driver_sql("INSERT INTO secret VALUES ('w', 'n', x'00', '2026-01-01')")) == {
        "secrets"
    }
    assert await moved(
        lambda c: c.exec_driver_sql(
            "INSERT INTO workspace VALUES ('w', 'W', 1, '2026-01-01', '2026-01-01', NULL, NULL)"
        )
    ) == {"definitions"}
    await other.close()


async def test_times_are_aware_and_utc(db: Database) -> None:
    async with db.begin() as connection:
        user = await add_user(connection, email="a@b.c", name="A")
    assert user.created_at.utcoffset() is not None
    assert abs((clock.now() - user.created_at).total_seconds()) < 60


# --- layouts ----------------------------------------------------------------------------------------------------------


def _tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            name: raw.execute(f'SELECT name, type, "notnull", pk FROM pragma_table_info({name!r})').fetchall()
            for name in names
        }


def test_new_databases_are_what_the_migrations_arrive_at(tmp_path: Path) -> None:
    upgrade(tmp_path / "upgraded.db")
    with closing(sqlite3.connect(tmp_path / "upgraded.db")) as raw:
        assert LAYOUT_SQL.read_text() == schema_sql(raw), "run scripts/write_layout.py"
    migrate(tmp_path / "new.db")
    engine = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    metadata.create_all(engine)
    engine.dispose()
    new, declared = _tables(tmp_path / "new.db"), _tables(tmp_path / "declared.db")
    new.pop("alembic_version")
    assert new == declared


async def test_an_older_layout_is_upgraded_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "toolwright.db"
    upgrade(path, "0001")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO rate VALUES ('old', 1.0)")
    db = await _open(tmp_path)
    assert await _keys(db) == {"old"}
    assert db.version("identity") == 0
    await db.close()
    migrate(tmp_path / "new.db")
    assert layout(path) == layout(tmp_path / "new.db")


def test_kill_9_while_upgrading_leaves_the_old_or_the_new_layout(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib, threading, time\nfrom toolwright.store.upgrade import upgrade\n"
        "threading.Thread(target=lambda: (time.sleep(float(sys.argv[2])), os.kill(os.getpid(), 9)), daemon=True).start()\n"
        "upgrade(pathlib.Path(sys.argv[1]))"
    )
    found = set()
    for number in range(8):
        path = tmp_path / f"{number}.db"
        subprocess.run([sys.executable, "-c", script, str(path), str(0.004 * number)], check=False)
        found.add(layout(path))
        migrate(path)
        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert LAYOUT_SQL.read_text() == schema_sql(raw)
    assert found <= {None, sorted(p.name[:4] for p in VERSIONS.glob("0*.py"))[-1]}


def test_a_newer_layout_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "toolwright.db"
    migrate(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StartRefused, match="newer release"):
        migrate(path)
    assert layout(path) == "9999"


def test_many_processes_may_begin_at_once(tmp_path: Path) -> None:
    script = "import sys, pathlib\nfrom toolwright.store.migrate import migrate\nmigrate(pathlib.Path(sys.argv[1]))"
    path = str(tmp_path / "toolwright.db")
    starters = [subprocess.Popen([sys.executable, "-c", script, path]) for _ in range(6)]
    assert [starter.wait(timeout=120) for starter in starters] == [0] * 6
    assert layout(Path(path)) is not None


# --- starts that would lose data --------------------------------------------------------------------------------------


async def test_a_missing_database_stops_the_start(tmp_path: Path) -> None:
    await (await _open(tmp_path)).close()
    for name in ("toolwright.db", "toolwright.db-wal", "toolwright.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(StartRefused, match=r"missing or empty, although installation\.json is there"):
        await _open(tmp_path)
    (tmp_path / "toolwright.db").touch()
    with pytest.raises(StartRefused):
        await _open(tmp_path)
    assert (tmp_path / "toolwright.db").stat().st_size == 0


async def test_an_empty_home_is_refused_when_data_is_expected(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="EXPECT_EXISTING"):
        await _open(tmp_path / "unmounted", expect_existing=True)
    assert not (tmp_path / "unmounted" / "toolwright.db").exists()


async def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    for home in ("one", "two"):
        await (await _open(tmp_path / home)).close()
    shutil.copy(tmp_path / "one/toolwright.db", tmp_path / "two/toolwright.db")
    with pytest.raises(StartRefused, match="belongs to installation"):
        await _open(tmp_path / "two")
    (tmp_path / "two/installation.json").unlink()
    await (await _open(tmp_path / "two")).close()
    marker = json.loads((tmp_path / "two/installation.json").read_text())
    assert marker["installation"] == json.loads((tmp_path / "one/installation.json").read_text())["installation"]


async def test_home_is_private(tmp_path: Path) -> None:
    await (await _open(tmp_path / "home")).close()
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


# --- a full disk ------------------------------------------------------------------------------------------------------


async def test_a_full_disk_refuses_writes_and_goes_on_reading(tmp_path: Path) -> None:
    home = tmp_path / "small"
    home.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", home]).returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        db = await _open(home)
        await _put(db, "before")
        filler = home / "filler"
        with pytest.raises(OSError, match="No space"):
            filler.write_bytes(b"x" * 3_000_000)
        with pytest.raises(Unavailable) as full:
            for number in range(1000):
                await _put(db, f"{number}" * 2000)
        assert full.value.status == 507
        assert "before" in await _keys(db)
        filler.unlink()
        await _put(db, "after")
        assert {"before", "after"} <= await _keys(db)
        assert await db.integrity() == []
        await db.close()
    finally:
        subprocess.run(["umount", "-l", home], check=True)
