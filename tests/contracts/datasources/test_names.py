"""Tables and columns may be called anything; a name never becomes SQL."""

from __future__ import annotations

import pytest

from tests.contracts.datasources.target import LIMITS, Target
from toolwright.expressions import Column, Compare, TextMatch, Type, Value
from toolwright.extend.datasource import (
    AggregateQuery,
    Change,
    Group,
    Measure,
    Order,
    RelatedTable,
    Search,
    SelectQuery,
)

NAMES = [
    'a"b', "a'b", "a`b", "a]b", "a[b", "a;--", "a;DROP TABLE x;--", "😀", "ä" * 20, "x" * 63, "100%", "%s", "%(v0)s",
    "%(param_1)s", "%%", ":x", ":x::int", "with space", "select", "from", "group", "user", "table", "Ünïcödé", "UPPER",
    "$1", "?", "a.b", "a\\b", "__[POSTCOMPILE_v0]", "{x}", "1st", "-", "a\tb", "\u202eabc", "/* x */",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_any_name_works_everywhere(target: Target, name: str) -> None:
    if target.kind == "mysql" and "😀" in name:
        pytest.skip("MariaDB's catalogue holds no characters beyond the basic plane")
    table, column = target.quote(name), target.quote(name)
    text = "varchar(50)"
    await target.run(
        f"CREATE TABLE {table} (id int PRIMARY KEY, {column} {text}, self_id int)",
        f"INSERT INTO {table} VALUES (1, 'one', NULL), (2, 'two', 1)",
    )
    async with target.link() as link:
        table_ = (await target.tables(link))[name]
        hostile = next(item.name for item in table_.columns if item.source_name == name)
        any_, columns = Type("anything"), tuple(table_.by_name)
        condition = Compare("eq", Column((hostile,), any_), Value("two"))
        batch = await link.select(SelectQuery(table_, columns, condition, order=(Order(hostile), Order("id"))), LIMITS)
        assert batch.rows == [(2, "two", 1)] or tuple(batch.rows) == ((2, "two", 1),)
        paged = SelectQuery(table_, ("id",), order=(Order(hostile), Order("id")), after=("one", 1), limit=5)
        assert [tuple(row) for row in (await link.select(paged, LIMITS)).rows] == [(2,)]
        searched = SelectQuery(table_, ("id",), search=Search(("TW",), (hostile,)))
        assert [tuple(row) for row in (await link.select(searched, LIMITS)).rows] == [(2,)]
        related = {"self": RelatedTable(table_, ("self_id",), ("id",), condition)}
        along = TextMatch("starts", Column(("self", hostile), any_), Value("o"))
        assert await link.count(SelectQuery(table_, (), along, related=related), LIMITS) == 0
        groups = AggregateQuery(table_, (Measure("n", "count"),), (Group("g", hostile),), order=(Order("g"),))
        assert [tuple(row) for row in (await link.aggregate(groups, LIMITS)).rows] == [("one", 1), ("two", 1)]
        key = {"id": 3}
        made = await link.write([Change("insert", table_, (), values={**key, hostile: "three"})], LIMITS)
        assert made[0].after is not None
        assert made[0].after[hostile] == "three"
        await link.write([Change("update", table_, (), key=key, values={hostile: "drei"})], LIMITS)
        await link.write([Change("delete", table_, (), key=key)], LIMITS)
        streamed = [
            row async for part in link.stream(SelectQuery(table_, (hostile,), condition), LIMITS) for row in part.rows
        ]
        assert [tuple(row) for row in streamed] == [("two",)]
