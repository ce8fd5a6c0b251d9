"""Slow, lost and misbehaving servers: every request ends in time, and nothing is claimed that did not happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from tests.contracts.datasources.target import LIMITS, Target
from tests.peers.fixture import LOOPBACK, Database
from tests.peers.proxy import FaultProxy
from tests.peers.server import Server
from toolwright.errors import ToolwrightError, UpstreamFault
from toolwright.expressions import Column, Compare, Type, Value
from toolwright.extend.datasource import Change, Limits, Link, LinkOptions, Order, SelectQuery
from toolwright.extend.sql.link import SqlLink
from toolwright.model.table import Table

MakeProxy = Callable[[Server], Awaitable[FaultProxy]]
SHORT = Limits(timeout_s=0.7)
A_WHILE_S = 15
"""Far more than `SHORT` for a busy machine, far less than what is slow here takes."""
ANY = Type("anything")
RUNNING = {
    "postgres": "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%\"slow\"%'"
    " AND pid <> pg_backend_pid()",
    "mysql": "SELECT count(*) FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Query', 'Execute')"
    " AND ID <> CONNECTION_ID() AND INFO LIKE '%slow%'",
}
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # cut connections leave transports to the collector


async def _slow_view(target: Target) -> None:
    """A view that takes a minute to read."""
    if target.kind == "postgres":
        await target.run("CREATE VIEW slow AS SELECT 1 AS n, pg_sleep(60)::text AS t")
    elif target.kind == "mysql":
        await target.run("CREATE VIEW slow AS SELECT 1 AS n, SLEEP(60) AS t")
    else:
        await target.run(
            "CREATE VIEW slow AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000000)"
            " SELECT count(*) AS n FROM c"
        )


def _query(table: Table, **more: object) -> SelectQuery:
    return SelectQuery(table, tuple(table.by_name), **more)  # type: ignore[arg-type]


async def _running(target: Target) -> int:
    if target.kind == "sqlite":
        return 0
    assert isinstance(target.database, Database)
    async with target.link() as link:
        assert isinstance(link, SqlLink)
        session = await link._pool.take(5)
        try:
            return int((await session.fetch(RUNNING[target.kind], (), 1 << 20))[0][0])  # type: ignore[call-overload]
        finally:
            link._pool.give_back(session)


async def test_time_limits_end_the_work_on_the_server(target: Target) -> None:
    await _slow_view(target)
    async with target.link(pool_size=2) as link:
        slow = (await target.tables(link))["slow"]
        started = time.monotonic()
        with pytest.raises(UpstreamFault) as late:
            await link.select(_query(slow), SHORT)
        assert late.value.code == "source.timeout"
        assert late.value.status == 504
        assert time.monotonic() - started < A_WHILE_S
        assert isinstance(link, SqlLink)
        await link.settle()
        assert await _running(target) == 0


async def test_cancelling_ends_the_work_on_the_server(target: Target) -> None:
    await _slow_view(target)
    async with target.link(pool_size=2) as link:
        slow = (await target.tables(link))["slow"]
        for work in (link.select(_query(slow), LIMITS), link.count(_query(slow), LIMITS)):
            task = asyncio.create_task(work)  # type: ignore[arg-type]
            await asyncio.sleep(0.4)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert isinstance(link, SqlLink)
        await link.settle()
        assert await _running(target) == 0


async def test_a_slow_request_holds_only_its_own_connection(target: Target) -> None:
    await _slow_view(target)
    await target.run("CREATE TABLE quick (id int PRIMARY KEY)")
    async with target.link(pool_size=2) as link:
        tables = await target.tables(link)
        task = asyncio.create_task(link.select(_query(tables["slow"]), LIMITS))
        await asyncio.sleep(0.2)
        assert await link.count(_query(tables["quick"]), LIMITS) == 0
        busy = asyncio.create_task(link.select(_query(tables["slow"]), LIMITS))
        await asyncio.sleep(0.2)
        if target.kind == "sqlite":  # a read that is over in a moment takes no connection of the pool
            assert await link.count(_query(tables["quick"]), SHORT) == 0
        else:
            with pytest.raises(UpstreamFault) as full:
                await link.count(_query(tables["quick"]), SHORT)
            assert full.value.code in ("source.busy", "source.timeout")
        for other in (task, busy):
            other.cancel()
        await asyncio.gather(task, busy, return_exceptions=True)
        assert isinstance(link, SqlLink)
        await link.settle()
        assert await link.count(_query(tables["quick"]), LIMITS) == 0


# --- the network ------------------------------------------------------------------------------------------------------


async def _through(proxy: FaultProxy, target: Target, **options: int) -> tuple[Link, Table]:
    assert isinstance(target.database, Database)
    await target.run(
        "CREATE TABLE things (id int PRIMARY KEY, name varchar(50))", "INSERT INTO things VALUES (1, 'one')"
    )
    url = target.database.server.url(target.database.name, port=proxy.port)
    link = await target.source.open(target.source.settings_from_url(url), LinkOptions(reach=LOOPBACK, **options))
    return link, (await target.tables(link))["things"]


async def _proxied(target: Target, make: MakeProxy) -> FaultProxy:
    if not isinstance(target.database, Database):
        pytest.skip("a file has no network")
    return await make(target.database.server)


@pytest.mark.parametrize("fault", ["cut", "reset"])
async def test_lost_connections_are_replaced(target: Target, fault_proxy: MakeProxy, fault: str) -> None:
    proxy = await _proxied(target, fault_proxy)
    link, things = await _through(proxy, target)
    for steps in range(6):  # the link learns of it at once, a moment later, or when it asks
        assert await link.count(_query(things), LIMITS) == 1
        await getattr(proxy, fault)()
        for _ in range(steps):
            await asyncio.sleep(0)
    proxy.refuse = True
    await proxy.cut()
    with pytest.raises(UpstreamFault) as lost:
        await link.count(_query(things), LIMITS)
    assert lost.value.code == "source.unreachable"
    assert lost.value.is_transient
    proxy.heal()
    assert await link.count(_query(things), LIMITS) == 1
    await link.close()


async def test_a_silent_server_costs_one_time_limit(target: Target, fault_proxy: MakeProxy) -> None:
    proxy = await _proxied(target, fault_proxy)
    link, things = await _through(proxy, target)
    assert await link.count(_query(things), LIMITS) == 1
    proxy.hang()
    started = time.monotonic()
    with pytest.raises(UpstreamFault) as late:
        await link.count(_query(things), SHORT)
    assert late.value.code == "source.timeout"
    assert time.monotonic() - started < A_WHILE_S
    proxy.heal()
    assert await link.count(_query(things), LIMITS) == 1
    await link.close()


async def test_a_slow_network_still_works(target: Target, fault_proxy: MakeProxy) -> None:
    proxy = await _proxied(target, fault_proxy)
    proxy.delay_s = 0.02
    link, things = await _through(proxy, target)
    assert await link.count(_query(things), LIMITS) == 1
    await link.close()


async def test_a_write_lost_before_its_commit_is_not_stored(target: Target, fault_proxy: MakeProxy) -> None:
    proxy = await _proxied(target, fault_proxy)
    link, things = await _through(proxy, _plain(target))
    assert await link.count(_query(things), LIMITS) == 1
    proxy.cut_on = b"INSERT INTO"
    with pytest.raises(UpstreamFault) as lost:
        await link.write([Change("insert", things, (), values={"id": 2, "name": "lost"})], LIMITS)
    assert lost.value.code == "source.unreachable"
    proxy.heal()
    assert await link.count(_query(things), LIMITS) == 1
    await link.close()


async def test_a_write_lost_in_its_commit_says_that_nobody_knows(target: Target, fault_proxy: MakeProxy) -> None:
    proxy = await _proxied(target, fault_proxy)
    link, things = await _through(proxy, _plain(target))
    assert await link.count(_query(things), LIMITS) == 1
    proxy.cut_on = b"COMMIT"
    with pytest.raises(UpstreamFault) as lost:
        await link.write([Change("insert", things, (), values={"id": 2, "name": "perhaps"})], LIMITS)
    assert lost.value.code == "source.outcome_unknown"
    assert not lost.value.is_transient
    proxy.heal()
    assert await link.count(_query(things), LIMITS) in (1, 2)
    await link.close()


def _plain(target: Target) -> Target:
    """The same target without encryption, so that the proxy can read along."""
    source = target.source
    read = source.settings_from_url

    class Plain(type(source)):  # type: ignore[misc]
        def settings_from_url(self, url: str) -> object:
            return read(url).model_copy(update={"tls": "off"})

    return Target(target.kind, Plain(), target.url, target.database)


async def test_streams_break_loudly(target: Target, fault_proxy: MakeProxy) -> None:
    proxy = await _proxied(target, fault_proxy)
    link, things = await _through(proxy, target)
    await target.run(
        "INSERT INTO things SELECT n.id, repeat('x', 50) FROM (SELECT a.id * 10000 + b.id AS id FROM "
        "(SELECT 1 AS id UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) AS a CROSS JOIN "
        + (
            "generate_series(1, 9999) AS b(id)"
            if target.kind == "postgres"
            else "(SELECT seq AS id FROM seq_1_to_9999) AS b"
        )
        + ") AS n"
    )
    seen = 0

    async def read() -> None:
        nonlocal seen
        async for batch in link.stream(_query(things, order=(Order("id"),)), LIMITS, 10):
            seen += len(batch.rows)
            proxy.cut_after_bytes = 0
            await proxy.cut()

    with pytest.raises(ToolwrightError) as broken:
        await read()
    assert broken.value.code == "source.unreachable"
    assert 0 < seen < 49996
    proxy.heal()
    assert await link.count(_query(things), LIMITS) == 49996
    condition = Compare("eq", Column(("id",), ANY), Value(1))
    assert len((await link.select(_query(things, filter=condition), LIMITS)).rows) == 1
    await link.close()
