"""Links: one per configured source, gated, replaced when settings change, closed when idle; one slow source costs itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.rows import desk
from tests.rows.desk import ADMIN, NoSecrets, workspace
from toolwright.builtin.datasources.sqlite.connector import Sqlite
from toolwright.errors import LimitReached, NotFound, UpstreamFault
from toolwright.extend.batch import RowBatch
from toolwright.extend.datasource import (
    AggregateQuery,
    Change,
    Changed,
    DataSource,
    Limits,
    Link,
    LinkOptions,
    Loaded,
    SelectQuery,
    TableShape,
)
from toolwright.model.base import Model
from toolwright.model.source import DataSource as SourceDefinition
from toolwright.model.workspace import Workspace
from toolwright.rows import EventBus, Links, RowQuery, Rows, Seal, link_pool


class Stuck(Link):
    """A link whose source never answers."""

    closed = 0

    async def describe(self, limits: Limits) -> list[TableShape]:
        return []

    async def select(self, query: SelectQuery, limits: Limits) -> RowBatch:
        try:
            async with asyncio.timeout(limits.timeout_s):
                await asyncio.sleep(3600)
        except TimeoutError:
            raise UpstreamFault("late", code="source.timeout", extra={"timed_out": True}) from None
        raise AssertionError

    async def stream(self, query: SelectQuery, limits: Limits, batch_rows: int = 1000) -> AsyncIterator[RowBatch]:
        yield await self.select(query, limits)

    async def count(self, query: SelectQuery, limits: Limits, cap: int | None = None) -> int:
        return 0

    async def aggregate(self, query: AggregateQuery, limits: Limits) -> RowBatch:
        return RowBatch((), ())

    async def write(self, changes: Sequence[Change], limits: Limits) -> list[Changed]:
        return []

    async def load(self, *_: Any, **__: Any) -> Loaded:
        return Loaded()

    async def close(self) -> None:
        Stuck.closed += 1


class NoSettings(Model):
    label: str = ""


class StuckSource(DataSource[NoSettings]):
    kind, title, Settings = "stuck", "Stuck", NoSettings
    opened = 0

    async def check(self, settings: NoSettings, limits: Limits) -> AsyncIterator[Any]:
        for step in ():
            yield step

    async def open(self, settings: NoSettings, options: LinkOptions) -> Link:
        StuckSource.opened += 1
        if settings.label == "broken":
            raise UpstreamFault("no", code="source.unreachable")
        return Stuck()

    def settings_from_url(self, url: str) -> NoSettings:
        return NoSettings()


class Both:
    def get(self, kind: str) -> DataSource[Any]:
        return StuckSource() if kind == "stuck" else Sqlite()


def stuck_workspace(path: Path, label: str = "", connections: int = 2, name: str = "slow") -> Workspace:
    made = workspace(path, name)
    definition = SourceDefinition(
        title="Slow", kind="stuck", settings={"label": label}, max_connections=connections, timeout_s=0.6
    )
    return Workspace(
        name=name, definition=made.definition, sources={"erp": definition}, tables=made.tables, roles=made.roles
    )


@pytest.fixture
async def rows() -> AsyncIterator[Rows]:
    links = Links(Both(), NoSecrets(), timeout_s=5)
    yield Rows(links, EventBus(), limits=Limits(), seal=Seal("x"))
    await links.close()


async def ask(rows: Rows, ws: Workspace) -> str:
    try:
        await rows.list(
            ADMIN if ws.name == "desk" else desk.user("admin", workspace=ws.name), ws, "erp.tickets", RowQuery(limit=1)
        )
    except (UpstreamFault, LimitReached) as fault:
        return fault.code
    return "ok"


async def test_a_slow_source_costs_only_its_own_requests(tmp_path: Path, rows: Rows) -> None:
    path = tmp_path / "desk.db"
    desk.fill(path)
    slow, quick = stuck_workspace(path), workspace(path)
    await ask(rows, quick)
    waiting = [asyncio.create_task(ask(rows, slow)) for _ in range(300)]
    await asyncio.sleep(0.05)
    began = time.perf_counter()
    for _ in range(20):
        assert await ask(rows, quick) == "ok"
    assert time.perf_counter() - began < 1.0
    answers = await asyncio.gather(*waiting)
    assert set(answers) == {"source.timeout", "source.busy", "source.too_busy"}
    assert answers.count("source.too_busy") == 300 - 2 - link_pool.MAX_WAITING
    assert time.perf_counter() - began < 5


async def test_those_who_wait_get_their_turn_and_the_rest_is_given_back(tmp_path: Path, rows: Rows) -> None:
    slow = stuck_workspace(tmp_path / "x", connections=1)
    slot = rows.desk.links.use(slow, "erp")
    order: list[int] = []

    async def turn(number: int) -> None:
        async with slot:
            order.append(number)
            await asyncio.sleep(0.01)

    tasks = [asyncio.create_task(turn(number)) for number in range(8)]
    await asyncio.sleep(0.015)
    tasks[4].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(order) == [0, 1, 2, 3, 5, 6, 7]
    assert (slot.active, slot.waiting) == (0, 0)


async def test_changed_settings_make_a_new_link_and_close_the_old_one_after_use(tmp_path: Path, rows: Rows) -> None:
    Stuck.closed = StuckSource.opened = 0
    first, second = stuck_workspace(tmp_path, "one"), stuck_workspace(tmp_path, "two")
    async with rows.desk.links.use(first, "erp") as old:
        async with rows.desk.links.use(second, "erp") as new:
            assert new is not old
        assert Stuck.closed == 0, "it is still in use"
    await asyncio.sleep(0)
    assert Stuck.closed == 1
    async with rows.desk.links.use(stuck_workspace(tmp_path, "two"), "erp") as same:
        assert same is new, "an equal definition of a later revision keeps its link"
    await rows.desk.links.forget("slow", "erp")
    assert Stuck.closed == 2
    async with rows.desk.links.use(second, "erp") as other:
        assert other is not new


async def test_a_link_that_could_not_be_opened_is_tried_again(tmp_path: Path, rows: Rows) -> None:
    StuckSource.opened = 0
    broken = stuck_workspace(tmp_path, "broken")
    assert [await ask(rows, broken) for _ in range(2)] == ["source.unreachable"] * 2
    assert StuckSource.opened == 2


async def test_idle_links_are_closed(tmp_path: Path, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    Stuck.closed = 0
    for number in range(5):
        async with rows.desk.links.use(stuck_workspace(tmp_path, name=f"w{number}"), "erp"):
            pass
    monkeypatch.setattr(link_pool, "MAX_LINKS", 3)
    async with rows.desk.links.use(stuck_workspace(tmp_path, name="w9"), "erp"):
        await asyncio.sleep(0.01)
    assert Stuck.closed == 3


async def test_a_source_that_is_not_defined(tmp_path: Path, rows: Rows) -> None:
    for name in ("nothing", None):
        with pytest.raises(NotFound):
            rows.desk.links.use(stuck_workspace(tmp_path), name)
