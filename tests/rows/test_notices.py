"""Two processes over one metadata database: what one changes, listeners of the other hear within a second."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.rows import desk
from toolwright.rows import EventBus, Links, NoticeBoard, RowEvent, notice_board
from toolwright.store import Database


async def test_changes_reach_the_other_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'meta.db'}"
    dbs = [Database(url), Database(url)]
    for db in dbs:
        await db.open()
    buses = [EventBus(), EventBus()]
    links = Links(desk.Kinds(), desk.NoSecrets())
    boards = [NoticeBoard(db, bus, links) for db, bus in zip(dbs, buses, strict=True)]
    for board in boards:
        await board.start()
    try:
        there = buses[1].subscribe("desk", ["erp.tickets"])
        heard = asyncio.create_task(anext(there))
        here = asyncio.create_task(anext(buses[0].subscribe("desk", ["erp.tickets"])))
        await asyncio.sleep(0)
        began = time.monotonic()
        for table in ("erp.customers", "erp.tickets"):
            buses[0].publish(RowEvent("desk", table, "created", "1", None, {"secret": 1}, None))
        event = await asyncio.wait_for(heard, 5)
        assert time.monotonic() - began < 2
        assert (event.table, event.row_id, event.after) == ("erp.tickets", "", None), "whole rows do not travel"
        assert (await here).row_id == "1"
        await there.aclose()  # type: ignore[attr-defined]
    finally:
        for board in boards:
            await board.close()
        for db in dbs:
            await db.close()
        await links.close()


async def test_closing_ends_the_board_at_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It once went on when it was closed just as it began to write, and closing waited for ever."""
    monkeypatch.setattr(notice_board, "PAUSE_S", 0)
    db, bus, links = Database(f"sqlite:///{tmp_path / 'meta.db'}"), EventBus(), Links(desk.Kinds(), desk.NoSecrets())
    await db.open()
    for steps in range(12):
        board = NoticeBoard(db, bus, links)
        await board.start()
        bus.publish(RowEvent("desk", "erp.tickets", "created", "1", None, {}, None))
        for _ in range(steps):
            await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await board.close()
    await db.close()
    await links.close()
