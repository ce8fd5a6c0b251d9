"""A database server that was restarted: what read goes on as if nothing had happened, and no write is made twice."""

from __future__ import annotations

import asyncio

import pytest

from tests.contracts.datasources.target import LIMITS, Target
from tests.peers.fixture import Database
from toolwright.extend.datasource import Change, Link, SelectQuery
from toolwright.model.table import Table

POOL = 4


async def restarted(target: Target) -> None:
    """Stop the server and start it again, without a turn for anybody to hear that connections have ended."""
    if not isinstance(target.database, Database):
        pytest.skip("a file has no server")
    target.database.server.restart()


async def filled(target: Target, link: Link) -> tuple[Table, SelectQuery]:
    """A table of two rows, and a query for them; every connection of the pool is open afterwards."""
    await target.run("CREATE TABLE things (id int PRIMARY KEY, name varchar(50))")
    await target.run("INSERT INTO things VALUES (1, 'one'), (2, 'two')")
    things = (await target.tables(link))["things"]
    query = SelectQuery(things, ("id", "name"))
    await asyncio.gather(*(link.select(query, LIMITS) for _ in range(POOL)))
    return things, query


async def test_no_read_fails(target: Target) -> None:
    async with target.link(pool_size=POOL) as link:
        _, query = await filled(target, link)
        for _ in range(2):
            await restarted(target)
            batches = await asyncio.gather(*(link.select(query, LIMITS) for _ in range(2 * POOL)))
            assert [list(batch.rows) for batch in batches] == [[(1, "one"), (2, "two")]] * (2 * POOL)
        await restarted(target)
        assert len((await link.select_json(query, LIMITS)).rows) == 2
        await restarted(target)
        assert await link.count(query, LIMITS) == 2
        await restarted(target)
        assert [row async for batch in link.stream(query, LIMITS) for row in batch.rows] == [(1, "one"), (2, "two")]


async def test_writes_are_made_once(target: Target) -> None:
    async with target.link(pool_size=POOL) as link:
        things, query = await filled(target, link)
        await restarted(target)
        changes = [
            Change("insert", things, (), values={"id": number, "name": "new"}) for number in range(3, 3 + 2 * POOL)
        ]
        await asyncio.gather(*(link.write([change], LIMITS) for change in changes))
        await restarted(target)
        (changed,) = await link.write([Change("update", things, (), {"id": 1}, {"name": "more"})], LIMITS)
        assert changed.before is not None
        assert changed.before["name"] == "one"
        rows = sorted((await link.select(query, LIMITS)).rows)
        assert [row[0] for row in rows] == list(range(1, 3 + 2 * POOL))
        assert rows[0] == (1, "more")
