"""The audit log: a chain that shows every later touch."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from toolwright.policy.actor import ANONYMOUS, Actor
from toolwright.store import AuditLog, Database

ADA = Actor(kind="user", user_id="u1", name="Ada")
TOUCHES = {
    "UPDATE audit SET actor_name = 'Eve' WHERE number = 3": 3,
    "UPDATE audit SET detail = '{}' WHERE number = 5": 5,
    "DELETE FROM audit WHERE number = 4": 4,
    "DELETE FROM audit WHERE number = 1": 1,
    "UPDATE audit SET number = CASE number WHEN 2 THEN 99 ELSE number END": 2,
    "UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE number = 9": 9,
    "UPDATE audit SET hash = previous_hash WHERE number = 6": 6,
}


async def _filled(tmp_path: Path) -> tuple[Database, AuditLog]:
    db = Database(f"sqlite:///{tmp_path / 'toolwright.db'}")
    await db.open()
    log = AuditLog(db, b"key")
    for number in range(10):
        await log.record(ADA, "change", f"thing/{number % 3}", {"number": number, "text": "ä\r\n\x1b[31m"})
    return db, log


async def test_whole_chain(tmp_path: Path) -> None:
    db, log = await _filled(tmp_path)
    assert await log.verify() is None
    assert await AuditLog(db, b"other key").verify() == 1
    lines = await log.list(limit=100)
    assert [line.number for line in lines] == list(range(10, 0, -1))
    assert lines[0].detail == {"number": 9, "text": "ä\r\n\x1b[31m"}
    await db.close()


@pytest.mark.parametrize("touch", TOUCHES)
async def test_asvs_V16_a_touched_line_is_named(tmp_path: Path, touch: str) -> None:
    db, log = await _filled(tmp_path)
    with closing(sqlite3.connect(db.home / "toolwright.db")) as raw, raw:
        raw.execute(touch)
    assert await log.verify() == TOUCHES[touch]
    await db.close()


async def test_narrowing(tmp_path: Path) -> None:
    db, log = await _filled(tmp_path)
    await log.record(ANONYMOUS, "sign_in.refused", "thing_else")
    assert len(await log.list(resource="thing/1")) == 3
    assert len(await log.list(resource="thing", limit=100)) == 10
    assert [line.verb for line in await log.list(verb="sign_in.refused")] == ["sign_in.refused"]
    assert {line.actor_id for line in await log.list(actor_id="u1")} == {"u1"}
    assert [line.number for line in await log.list(before=3)] == [2, 1]
    await db.close()
