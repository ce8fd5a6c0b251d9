"""A request is taken once, by whichever process it reaches first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from toolwright import clock
from toolwright.store import Claims, Database


async def test_the_first_process_takes_it_and_a_refused_one_may_come_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'toolwright.db'}"
    one, two = Database(url), Database(url)
    await one.open()
    await two.open()
    try:
        key = ("ann", "/apps/desk/desk", "k1")
        assert await Claims(one).take(key)
        assert not await Claims(two).take(key)
        assert not await Claims(one).take(key)
        assert await Claims(two).take((*key[:2], "k2")), "another request is another matter"
        await Claims(one).give_back(key)
        assert await Claims(two).take(key)
    finally:
        await one.close()
        await two.close()


async def test_old_claims_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = Database(f"sqlite:///{tmp_path / 'toolwright.db'}")
    await db.open()
    try:
        assert await Claims(db).take(("ann", "app", "k"))
        later = clock.now() + timedelta(minutes=61)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert await Claims(db).take(("ann", "app", "k"))
    finally:
        await db.close()
