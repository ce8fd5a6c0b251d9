"""Kept results of queries: how long, under what, how much of them, and what makes them go."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.rows import desk
from toolwright.errors import InvalidInput, UpstreamFault
from toolwright.extend.coerce import Manner
from toolwright.extend.datasource import Limits
from toolwright.model.query import Query
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import Rows
from toolwright.rows.answering import Answer, Answers
from toolwright.rows.asking import Asker

MANNER = Manner()


@dataclass
class Asked:
    """Answers over a file with a clock that is set, and what they were asked."""

    answers: Answers
    rows: Rows
    ws: Workspace
    path: Path
    now: float = 0.0

    async def ask(self, sql: str, *, cache_s: int | None = 60, limits: Limits | None = None, **given: object) -> Answer:
        parameters = [
            {"name": name, "type": "number" if isinstance(value, int | float) else "text"}
            for name, value in given.items()
        ]
        query = Query.model_validate({"source": "erp", "sql": sql, "parameters": parameters, "cache_s": cache_s})
        asker = Asker({"email": "ann@example.org"}, MANNER, given)
        return await self.answers.ask(self.ws, query, asker, limits or self.rows.desk.limits)

    def behind(self, sql: str) -> None:
        """Change the file where nobody knows of it."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute(sql)
            connection.commit()


@pytest.fixture
async def asked(tmp_path: Path, rows: Rows) -> Asked:
    path = tmp_path / "desk.db"
    desk.fill(path)
    made: Asked
    made = Asked(Answers(rows.desk.links, rows.desk.events, now=lambda: made.now), rows, desk.workspace(path), path)
    return made


NAMES = "select name from people order by 1"


async def test_a_result_is_given_again_until_its_time_is_up(asked: Asked) -> None:
    first = await asked.ask(NAMES)
    asked.behind("update people set name = 'Zoe' where name = 'Ann'")
    asked.now = 59.5
    again = await asked.ask(NAMES)
    assert again.result is first.result
    assert (first.age_s, again.age_s) == (None, 59.5)
    assert (await asked.ask(NAMES, cache_s=None)).result.rows[-1] == ("Zoe",)
    asked.now = 60.0
    assert (await asked.ask(NAMES)).age_s is None
    # The time that counts is that of the query as it is now.
    asked.now = 90.0
    assert (await asked.ask(NAMES, cache_s=20)).age_s is None


async def test_other_values_limits_and_definitions_are_other_results(asked: Asked) -> None:
    sql = "select typeof({{ a }}) as what"
    for _ in range(2):
        assert list((await asked.ask(sql, a=1)).result.rows) == [("integer",)]
        assert list((await asked.ask(sql, a="1")).result.rows) == [("text",)]
    few = replace(asked.rows.desk.limits, max_rows=2)
    assert (await asked.ask(NAMES)).result.limited_by is None
    assert (await asked.ask(NAMES, limits=few)).result.limited_by == "rows"
    asked.ws = replace(asked.ws, revision=asked.ws.revision + 1)
    assert (await asked.ask(NAMES)).age_s is None


async def test_what_is_known_to_have_changed_goes(asked: Asked) -> None:
    await asked.ask(NAMES)
    assert (await asked.ask(NAMES)).age_s == 0.0
    admin = Actor("user", "ada", is_admin=True)
    await asked.rows.update(admin, asked.ws, "erp.people", "111-22", {"name": "Zoe"})
    changed = await asked.ask(NAMES)
    assert (changed.age_s, changed.result.rows[-1]) == (None, ("Zoe",))
    assert (await asked.ask(NAMES)).age_s == 0.0
    await asked.rows.desk.links.forget(asked.ws.name, "erp")
    assert (await asked.ask(NAMES)).age_s is None


async def test_what_is_kept_takes_no_more_than_it_may(asked: Asked) -> None:
    asked.answers = Answers(asked.rows.desk.links, asked.rows.desk.events, max_bytes=20_000)
    for number in range(50):
        await asked.ask("select name, {{ a }} as n from people", a=number)
        assert asked.answers.size_bytes <= 20_000
    assert (await asked.ask("select name, {{ a }} as n from people", a=49)).age_s is not None
    assert (await asked.ask("select name, {{ a }} as n from people", a=0)).age_s is None
    large = "with recursive c(n) as (select 1 union all select n + 1 from c where n < 900) select n, hex(randomblob(20)) as x from c"
    first = await asked.ask(large)
    assert (await asked.ask(large)).result.rows != first.result.rows
    assert asked.answers.size_bytes <= 20_000


ONCE = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000) select random() as r, max(i) from n"
"""Takes a moment, and gives something else each time."""


async def test_those_who_ask_at_once_wait_for_one_answer(asked: Asked) -> None:
    for moment in (0.0, 60.0):  # at first, and when the time of what was kept is up
        asked.now = moment
        answers = await asyncio.gather(*(asked.ask(ONCE) for _ in range(20)))
        assert len({answer.result.rows[0][0] for answer in answers}) == 1
        assert [answer.age_s for answer in answers] == [None, *[0.0] * 19]
    others = await asyncio.gather(*(asked.ask(ONCE, cache_s=None) for _ in range(3)))
    assert len({answer.result.rows[0][0] for answer in others}) == 3  # who keeps nothing shares nothing
    asked.now = 120.0
    first = asyncio.create_task(asked.ask(ONCE))
    await asyncio.sleep(0)
    asked.rows.desk.events.wrote(asked.ws.name, "erp")  # what was asked before a change is no answer to those after it
    second = await asked.ask(ONCE)
    assert second.age_s is None
    assert (await first).result is not second.result


async def test_whoever_goes_away_leaves_the_answer_to_the_others(asked: Asked) -> None:
    going, staying = (asyncio.create_task(asked.ask(ONCE)) for _ in range(2))
    await asyncio.sleep(0)
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert (await staying).result.rows
    alone = asyncio.create_task(asked.ask(ONCE, limits=replace(asked.rows.desk.limits, max_rows=7)))
    await asyncio.sleep(0)
    alone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await alone
    assert (await asked.ask(ONCE, limits=replace(asked.rows.desk.limits, max_rows=7))).age_s is None


async def test_a_refusal_is_for_all_who_wait_and_tells_only_who_may_know(asked: Asked) -> None:
    query = Query.model_validate({"source": "erp", "sql": "select nothing from people", "cache_s": 60})
    asker, limits = Asker({"email": "ann@example.org"}, MANNER, {}), asked.rows.desk.limits
    faults = await asyncio.gather(
        *(asked.answers.ask(asked.ws, query, asker, limits, tells=tells) for tells in (True, False, True)),
        return_exceptions=True,
    )
    assert [type(fault) for fault in faults] == [InvalidInput, UpstreamFault, InvalidInput]
    assert ["nothing" in str(fault) for fault in faults] == [True, False, True]
