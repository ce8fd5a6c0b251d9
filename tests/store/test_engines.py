"""What holds for metadata holds on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from tests.peers.fixture import Database as PostgresDatabase
from tests.store.conftest import Another
from toolwright import clock
from toolwright.auth.users import add_user, change_user
from toolwright.commands.operator import OPERATOR
from toolwright.errors import StartRefused, ToolwrightError, Unavailable
from toolwright.store import AuditLog, Claims, Database, SecretRepository
from toolwright.store.schema import rate, workspace


async def keys(db: Database) -> set[str]:
    async with db.read() as connection:
        return set((await connection.execute(select(rate.c.key))).scalars())


async def put(db: Database, key: str) -> None:
    async with db.begin() as connection:
        await connection.execute(insert(rate).values(key=key, full_at=1.0))


async def test_commits_rolls_back_and_reads_one_moment(store: Database) -> None:
    async def fail() -> None:
        async with store.begin() as connection:
            await connection.execute(insert(rate).values(key="lost", full_at=1.0))
            raise RuntimeError("no")

    await put(store, "kept")
    with pytest.raises(RuntimeError, match="no"):
        await fail()
    async with store.read() as connection:
        assert set((await connection.execute(select(rate.c.key))).scalars()) == {"kept"}
        await put(store, "later")
        assert set((await connection.execute(select(rate.c.key))).scalars()) == {"kept"}
    assert await keys(store) == {"kept", "later"}


async def test_writers_take_turns_and_a_cancelled_one_leaves_nothing(store: Database, another: Another) -> None:
    other = another()
    await other.open()

    async def raise_it(db: Database) -> None:
        async with db.begin() as connection:
            seen = (await connection.execute(select(rate.c.full_at).where(rate.c.key == "sum"))).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(update(rate).where(rate.c.key == "sum").values(full_at=seen + 1))

    async with store.begin() as connection:
        await connection.execute(insert(rate).values(key="sum", full_at=0.0))
    await asyncio.gather(*(raise_it(db) for db in (store, other) for _ in range(15)))
    async with store.read() as connection:
        assert (await connection.execute(select(rate.c.full_at))).scalar_one() == 30

    entered = asyncio.Event()

    async def stay() -> None:
        async with store.begin() as connection:
            await connection.execute(insert(rate).values(key="given up", full_at=1.0))
            entered.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(stay())
    await entered.wait()
    task.cancel()
    await asyncio.wait([task])
    await asyncio.wait_for(put(other, "after"), 10)
    assert await keys(store) == {"sum", "after"}
    await other.close()


async def until(moved: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not moved():  # noqa: ASYNC110  # counters are asked, they do not call
            await asyncio.sleep(0.01)


async def test_counters_move_with_their_area_and_are_heard_elsewhere(store: Database, another: Another) -> None:
    other = another()
    await other.open()

    before = {area: store.version(area) for area in ("identity", "definitions", "secrets")}
    there = {area: other.version(area) for area in before}
    anything = other.version()
    async with store.begin() as connection:
        now = clock.now()
        await connection.execute(
            insert(workspace).values(name="desk", title="Desk", revision=1, created_at=now, updated_at=now)
        )
    assert store.version("definitions") > before["definitions"]  # at once, where it was written
    assert store.version("identity") == before["identity"]
    await until(lambda: other.version("definitions") > there["definitions"])
    assert other.version("identity") == there["identity"]
    await until(lambda: other.version() != anything)
    async with store.begin() as connection:
        user = await add_user(connection, email="anna@example.org", name="Anna")
    assert store.version("identity") == before["identity"]  # nobody is remembered who was not there
    async with store.begin() as connection:
        await change_user(connection, user.id, {"name": "Anne"})
    assert store.version("identity") > before["identity"]
    await SecretRepository(other).put("desk", "sources/erp/password", b"\x00\xff")
    await until(lambda: store.version("secrets") > before["secrets"])
    assert await SecretRepository(store).get("desk", "sources/erp/password") == b"\x00\xff"
    await other.close()


async def test_audit_chain_and_claims(store: Database) -> None:
    log = AuditLog(store, b"key")
    for number in range(3):
        await log.record(OPERATOR, "change", f"workspace/{number}", {"title": "Ü", "n": [1, {"b": 2, "a": 1}]})
    assert [entry.resource for entry in await log.list(resource="workspace")] == [f"workspace/{n}" for n in (2, 1, 0)]
    assert await log.verify() is None
    async with store.begin() as connection:
        await connection.exec_driver_sql("UPDATE audit SET verb = 'read' WHERE number = 2")
    assert await log.verify() == 2
    claims = Claims(store)
    assert [await claims.take(("a", "b")) for _ in range(2)] == [True, False]
    assert await store.integrity() == []
    assert (await store.layout() or "") >= "0004"


async def test_data_that_is_expected_and_missing_stops_the_start(another: Another, tmp_path: Path) -> None:
    with pytest.raises(StartRefused) as missing:
        await another(expect_existing=True).open()
    assert missing.value.code == "store.data_missing"
    first = another()
    await first.open()
    await put(first, "kept")
    await first.close()
    again = another(expect_existing=True)
    await again.open()
    assert await keys(again) == {"kept"}
    async with again.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await again.close()
    with pytest.raises(StartRefused) as newer:
        await another().open()
    assert newer.value.code == "store.newer_layout"
    with pytest.raises(Unavailable):
        async with again.read():
            pass


@pytest.mark.peer
async def test_a_server_that_hangs_up_is_survived_and_nothing_remembered_is_trusted_meanwhile(
    postgres_database: PostgresDatabase, tmp_path: Path
) -> None:
    db = Database(postgres_database.url, home=tmp_path)
    await db.open()
    await put(db, "before")
    hang_up = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'toolwright'"
    await postgres_database.run(hang_up)
    await until(lambda: db.version("identity") != db.version("identity"))
    assert await keys(db) == {"before"}
    await put(db, "after")
    await until(lambda: db.version("identity") == db.version("identity"))
    assert await keys(db) == {"before", "after"}
    await db.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://u:canary@h/d", "store.unsupported_url"),
        ("postgresql://u:canary@/d", "store.bad_url"),
        ("postgresql://u:canary@h/d?sslmode=maybe", "store.bad_url"),
        ("postgresql://u:canary@127.0.0.1:1/d", "store.unreachable"),
    ],
)
async def test_what_is_no_database_stops_the_start_and_tells_no_password(tmp_path: Path, url: str, code: str) -> None:
    with pytest.raises(ToolwrightError) as refused:
        await Database(url, home=tmp_path / "home").open()
    assert refused.value.code == code
    assert "canary" not in f"{refused.value.detail} {refused.value.hint}"
