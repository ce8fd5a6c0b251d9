"""Who is where, across processes, and when somebody is no longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from toolwright import clock
from toolwright.store import Database, Presence
from toolwright.store.presence import KEPT
from toolwright.store.schema import user

PLACE = "table:tickets"


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[Presence, Presence]]:
    """Who is where, as two processes see it, with three people of whom one may no longer sign in."""
    url = f"sqlite:///{tmp_path / 'toolwright.db'}"
    one, other = Database(url), Database(url)
    await one.open()
    await other.open()
    now = clock.now()
    same = {"is_admin": False, "time_zone": "UTC", "locale": "en", "created_at": now, "updated_at": now}
    people = [
        {"id": name, "email": f"{name}@example.org", "name": name.title(), "is_active": name != "eve", **same}
        for name in ("ann", "ben", "eve")
    ]
    async with one.begin() as connection:
        await connection.execute(insert(user), people)
    yield Presence(one), Presence(other)
    await one.close()
    await other.close()


async def names(presence: Presence, place: str = PLACE) -> list[str]:
    return [one.name for one in (await presence.at("desk", [place]))[place]]


async def test_people_come_and_go(two: tuple[Presence, Presence]) -> None:
    here, there = two
    await here.enter("s1", "desk", "ben", [PLACE, "table:notes"])
    before = there.version()
    await there.enter("s2", "desk", "ann", [PLACE])
    await there.enter("s3", "desk", "ann", [PLACE])
    await there.enter("s4", "desk", "eve", [PLACE])
    await there.enter("s5", "shop", "ann", ["table:notes"])
    assert here.version() != before
    assert await names(here) == ["Ann", "Ben"]
    assert await names(here, "table:notes") == ["Ben"]
    for stream in ("s1", "s2"):
        here.leave(stream)
    await here.close()
    assert await names(there) == ["Ann"]


async def test_who_says_nothing_for_a_while_is_gone(
    two: tuple[Presence, Presence], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    await here.enter("s1", "desk", "ben", [PLACE])
    await here.enter("s2", "desk", "ann", [PLACE])
    before, later = here.version(), clock.now() + KEPT - timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await here.stay("s1", "ben")
    assert not await here.stay("s2", "ben")
    assert here.version() == before, "that somebody stays is no news"
    later += timedelta(seconds=2)
    assert await names(there) == ["Ben"]
    await there.enter("s3", "desk", "ben", ["table:notes"])
    assert not await here.stay("s2", "ann")
