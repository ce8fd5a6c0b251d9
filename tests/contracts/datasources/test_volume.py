"""A million rows stream in bounded memory, and a deep page costs what the first one costs."""

from __future__ import annotations

import gc
import resource
import time

import pytest

from tests.contracts.datasources.target import Target
from toolwright.extend.datasource import Limits, Order, SelectQuery

pytestmark = pytest.mark.slow
COUNT = 1_000_000
FILL = {
    "sqlite": f"INSERT INTO many WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {COUNT})"
    " SELECT n, 'row number ' || n FROM c",
    "postgres": f"INSERT INTO many SELECT n, 'row number ' || n FROM generate_series(1, {COUNT}) AS n",
    "mysql": f"INSERT INTO many SELECT seq, CONCAT('row number ', seq) FROM seq_1_to_{COUNT}",
}


async def test_a_million_rows(target: Target) -> None:
    await target.run("CREATE TABLE many (id int NOT NULL PRIMARY KEY, name varchar(40))", FILL[target.kind])
    limits = Limits(timeout_s=30)
    async with target.link() as link:
        many = (await target.tables(link))["many"]
        query = SelectQuery(many, ("id", "name"), order=(Order("id"),))
        gc.collect()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seen, last = 0, 0
        async for batch in link.stream(query, limits, 2000):
            assert batch.rows[0][0] == last + 1
            seen, last = seen + len(batch.rows), int(batch.rows[-1][0])  # type: ignore[call-overload]
        assert (seen, last) == (COUNT, COUNT)
        grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert grown_mb < 60
        costs = dict.fromkeys((0, COUNT - 100), 1e9)
        for start in [*costs] * 20:  # in turn, and the best counts: other processes strike both alike
            page = SelectQuery(many, ("id", "name"), order=(Order("id"),), after=(start,), limit=50)
            started = time.perf_counter()
            assert len((await link.select(page, limits)).rows) == 50
            costs[start] = min(costs[start], time.perf_counter() - started)
        assert costs[COUNT - 100] < costs[0] * 5
