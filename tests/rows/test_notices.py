"""Two processes over one metadata database: what one changes, listeners of the other hear within a second."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rows import desk
from tests.rows.internal import in_file, internal_rows
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Limits
from toolwright.extend.kinds import installed_kinds
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import EventBus, Links, NoticeBoard, Outbox, RowEvent, Rows, Seal, notice_board
from toolwright.rows.event_bus import NEW_MENTIONS
from toolwright.store import Database

BUILT_IN = {
    "workspace.yaml": "title: Desk\n",
    "tables/teams.yaml": "title: Teams\ncolumns:\n  - {name: name, kind: text}\n",
    "tables/tasks.yaml": """\
title: Tasks
columns:
  - {name: title, kind: text}
  - {name: team_id, kind: relation, settings: {to: teams, on_delete: cascade}}
""",
}
ANNA = Actor("user", "u1", "Anna", is_admin=True)


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
        mentions = buses[1].subscribe("desk", [NEW_MENTIONS])
        heard = asyncio.create_task(anext(mentions))
        await asyncio.sleep(0)
        buses[0].publish(RowEvent("desk", NEW_MENTIONS, "updated", "u1", None, None, "u1"))
        assert (await asyncio.wait_for(heard, 5)).row_id == "", "no journal tells of what people have seen"
        await mentions.aclose()  # type: ignore[attr-defined]
    finally:
        for board in boards:
            await board.close()
        for db in dbs:
            await db.close()
        await links.close()


async def test_what_a_killed_process_stored_is_announced_all_the_same(tmp_path: Path) -> None:
    """It told nobody; its journal does, with what foreign keys brought about and what was said."""
    workspace = load_workspace("desk", BUILT_IN, installed_kinds(), revision=1)
    source = in_file(tmp_path / "desk.db")

    async def find(_name: str) -> Workspace:
        return workspace

    bus, links = EventBus(), Links(installed_kinds().datasources, desk.NoSecrets(), internal=lambda _: source)
    async with internal_rows(source, workspace) as other:  # in another process, which is never heard of
        team = await other.create(ANNA, workspace, "teams", {"name": "a"})
        outbox = Outbox(bus, links, find)
        try:
            heard = _collected(bus, "desk")
            await asyncio.sleep(0)
            await outbox.look()
            task = await other.create(ANNA, workspace, "tasks", {"title": "t", "team_id": int(team.id)})
            await other.comment(ANNA, workspace, "tasks", task.id, "said")
            await outbox.look()
            await other.delete(ANNA, workspace, "teams", team.id)
            await outbox.look()
            await outbox.look()
            await asyncio.sleep(0)
            assert [(one.table, one.verb, one.row_id) for one in heard.events] == [
                ("teams", "created", team.id),
                ("tasks", "created", task.id),
                ("tasks", "commented", task.id),
                ("tasks", "deleted", task.id),
                ("teams", "deleted", team.id),
            ]
            assert {one.actor_id for one in heard.events} == {"u1"}
            assert all(one.after is None for one in heard.events), "rows do not travel"
            own = Rows(links, bus, limits=Limits(), seal=Seal("key"), columns=installed_kinds().columns)
            heard.events.clear()
            await own.create(ANNA, workspace, "teams", {"name": "b"})
            await outbox.look()
            await asyncio.sleep(0)
            assert len(heard.events) == 1, "what was announced here is not announced twice"
            heard.task.cancel()
        finally:
            await links.close()


@dataclass
class _Heard:
    task: asyncio.Task[None]
    events: list[RowEvent]


def _collected(bus: EventBus, workspace: str) -> _Heard:
    events: list[RowEvent] = []

    async def collect() -> None:
        async for event in bus.subscribe(workspace):
            events.append(event)

    return _Heard(asyncio.create_task(collect()), events)


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
