"""From a credential to an actor: what is remembered, for how long, and what it costs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from toolwright import clock
from toolwright.auth import Identity
from toolwright.auth.sessions import ask_rotation, open_session
from toolwright.auth.tokens import add_token
from toolwright.auth.users import add_user, change_user, set_roles
from toolwright.settings import Settings
from toolwright.store import Database
from toolwright.store.schema import session as session_table


class Clock:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-11-23T12:00:00+00:00")

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **words: float) -> None:
        self.now += timedelta(**words)


@pytest.fixture
def time_passes(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of everything."""
    made = Clock()
    monkeypatch.setattr(clock, "now", made)
    return made


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[tuple[Database, list[Identity], str, str]]:
    """A database, two workers' identities over it, and the id and session of a person."""
    settings = Settings(home=tmp_path, session_idle_minutes=30, session_hours=12)
    databases = [Database(f"sqlite:///{tmp_path / 'toolwright.db'}") for _ in range(2)]
    for database in databases:
        await database.open()
    identities = [Identity(database, settings) for database in databases]
    async with databases[0].begin() as connection:
        user = await add_user(connection, email="a@b.c", name="A")
        raw = await open_session(connection, user.id, lifetime=timedelta(hours=12), user_agent="", ip="")
    yield databases[0], identities, user.id, raw
    for identity, database in zip(identities, databases, strict=True):
        await identity.close()
        await database.close()


World = tuple[Database, list[Identity], str, str]


async def test_idle_and_absolute_ends(time_passes: Clock, world: World) -> None:
    _, (one, two), _, raw = world
    assert await one.session(raw) is not None
    time_passes.passes(minutes=29)
    assert await one.session(raw) is not None
    await one._lookup.drain()
    time_passes.passes(minutes=29)
    assert await two.session(raw) is not None, "another worker has not seen it, but the database has"
    await two._lookup.drain()
    time_passes.passes(minutes=29)
    assert await one.session(raw) is not None
    await one._lookup.drain()
    time_passes.passes(minutes=31)
    assert await one.session(raw) is None
    assert await two.session(raw) is None


async def test_a_busy_session_ends_after_twelve_hours(time_passes: Clock, world: World) -> None:
    _, (one, _), _, raw = world
    for _ in range(35):
        time_passes.passes(minutes=20)
        assert await one.session(raw) is not None
    time_passes.passes(minutes=21)
    assert await one.session(raw) is None


async def test_last_use_is_stored_at_most_once_a_minute(time_passes: Clock, world: World) -> None:
    db, (one, _), _, raw = world
    await one.session(raw)
    before = db.version()
    for _ in range(50):
        time_passes.passes(seconds=1)
        await one.session(raw)
    await one._lookup.drain()
    assert db.version() == before
    time_passes.passes(seconds=11)
    await one.session(raw)
    await one._lookup.drain()
    assert db.version() != before


async def test_a_change_by_another_process_counts_at_once(world: World) -> None:
    db, (one, two), user_id, raw = world
    for identity in (one, two):
        assert (await identity.actor_for_session(raw)).roles == {}
    async with db.begin() as connection:
        await set_roles(connection, user_id, "desk", ["basic"])
    for identity in (one, two):
        assert (await identity.actor_for_session(raw)).roles == {"desk": ("basic",)}
    async with db.begin() as connection:
        await change_user(connection, user_id, {"is_active": False})
    for identity in (one, two):
        assert await identity.actor_for_session(raw) is None


async def test_one_of_many_requests_rotates(world: World) -> None:
    db, (one, two), user_id, raw = world
    async with db.begin() as connection:
        await ask_rotation(connection, user_id)
    sessions = [await identity.session(raw) for identity in (one, two)]
    assert [session.rotate for session in sessions] == [True, True]
    fresh = [await identity.rotated(session) for identity, session in zip((one, two), sessions, strict=True)]
    assert fresh.count(None) == 1
    new = await one.session(next(raw for raw in fresh if raw))
    assert (new.id, new.csrf, new.rotate) == (sessions[0].id, sessions[0].csrf, False)
    async with db.begin() as connection:
        await connection.execute(
            update(session_table)
            .where(session_table.c.token_hash == sessions[0].token_hash)
            .values(expires_at=clock.now() - timedelta(seconds=1))
        )
    assert await two.session(raw) is None


@pytest.mark.parametrize("raw", ["", "x", "tw_x", "\x00", "é" * 50, "a" * 100_000])
async def test_nonsense_is_nobody(world: World, raw: str) -> None:
    _, (one, _), _, _ = world
    assert await one.session(raw) is None
    assert await one.actor_for_token(raw) is None


async def test_a_session_is_no_token_and_the_reverse(world: World) -> None:
    db, (one, _), user_id, raw = world
    async with db.begin() as connection:
        _, token = await add_token(connection, user_id=user_id, name="t", scopes=None, expires_at=None)
    assert await one.actor_for_token(token) is not None
    assert await one.session(token) is None
    assert await one.actor_for_token("tw_" + raw) is None


async def test_lookup_from_memory_asks_no_database(world: World) -> None:
    """Not a benchmark: it fails when a lookup starts to query, which is a hundred times as slow."""
    _, (one, _), _, raw = world
    await one.session(raw)
    began = time.process_time()
    for _ in range(1000):
        await one.session(raw)
    assert time.process_time() - began < 0.2
