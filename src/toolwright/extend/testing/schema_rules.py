"""What tables are held to and served by beside their columns: a part of the contract of schema changes, as tests.

Use `RuleSuite` as a base beside `SchemaSuite`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from toolwright.errors import InvalidInput
from toolwright.expressions import ANY, Compare, Value
from toolwright.expressions import Column as Path
from toolwright.extend.datasource import Order, Search, SelectQuery, Term
from toolwright.extend.schema_change import ChosenIndex, CreateTable, DropTable, TableDesign
from toolwright.extend.testing.schema_suite import INTEGER, LIMITS, Holder, change, column, design, designed_names
from toolwright.model.table import Check, DataType


class RuleSuite:
    """What tables are held to and served by beside their columns."""

    async def test_checks_across_columns_are_insisted_on(self, holder: Holder) -> None:
        rule = "(low <= high or label == 'any') and (not is_open or label is not none)"
        columns = [
            column("low", INTEGER),
            column("high", INTEGER),
            column("label"),
            column("is_open", DataType.BOOLEAN),
        ]
        plain = design("t", *columns, checks=[Check(rule=rule, message="Too low.", field="low")])
        held = replace(plain, enforced=(rule,))
        await holder.apply(CreateTable(plain))
        taken: list[Mapping[str, object]] = [
            {"low": 1, "high": 2},
            {"low": 3},
            {"low": 3, "high": 2, "label": "any"},
            {"is_open": False},
        ]
        await holder.insert(plain, *taken)
        await holder.apply(change(plain, held))
        for row in ({"low": 3, "high": 2}, {"low": 3, "high": 2, "label": "other"}, {"is_open": True}):
            with pytest.raises(InvalidInput) as refused:
                await holder.insert(held, row)
            assert refused.value.code == "row.check_failed"
            assert [(error.field, error.message) for error in refused.value.errors] == [("low", "Too low.")]
        await holder.insert(held, *taken)
        await holder.apply(change(held, plain))
        await holder.insert(plain, {"low": 3, "high": 2})
        assert len(await holder.rows(plain, "id")) == 2 * len(taken) + 1

    async def test_words_are_found_after_any_change(self, holder: Holder) -> None:
        before = design("t", column("a"), column("b"), column("n", INTEGER), search=("a",))

        async def found(owner: TableDesign, *words: str) -> list[object]:
            search = Search((), owner.table.search, tuple(map(Term, words)), is_scored=True)
            query = SelectQuery(owner.table, ("id",), search=search, order=(Order("id"),))
            return [row[0] for row in (await holder.link.select(query, LIMITS)).rows]

        await holder.apply(CreateTable(before))
        await holder.insert(before, {"a": "Über print", "b": "other", "n": 51}, {"a": "printing"})
        assert await found(before, "uber", "pri") == [1]
        assert await found(before, "other") == []
        wider = design("t", column("a"), column("c"), column("n", INTEGER), search=("c", "a", "n"))
        await holder.apply(change(before, wider, {"c": "b"}))
        assert await found(wider, "oth", "über", "51") == [1]
        named = design("u", column("a"), column("c", nullable=False), column("n", INTEGER), search=("c", "a", "n"))
        await holder.apply(change(wider, named, fill={"c": "late words"}))
        assert await found(named, "late", "print") == [2]
        await holder.insert(named, {"c": "third"})
        assert await found(named, "third") == [3]
        plain = design("u", column("a"), column("c", nullable=False), column("n", INTEGER))
        await holder.apply(change(named, plain), CreateTable(before))
        await holder.apply(DropTable(before), DropTable(plain))
        assert await designed_names(holder.link) == set()

    async def test_chosen_indexes_serve_their_lists(self, holder: Holder) -> None:
        plain = design("t", column("s"), column("n", INTEGER), column("m", INTEGER))
        indexed = replace(plain, chosen=(ChosenIndex(("s", "-n")), ChosenIndex(("m",))))
        await holder.apply(CreateTable(indexed))
        await holder.insert(indexed, *({"s": f"s{n % 2}", "n": n, "m": n % 7} for n in range(1500)))
        same = Compare("eq", Path(("s",), ANY), Value("s1"))
        newest = SelectQuery(indexed.table, ("n",), filter=same, order=(Order("n", True), Order("id")), limit=3)
        path = await holder.link.explain(newest, LIMITS)
        assert [one.columns for one in path.indexes] == [("s", "-n")], path.steps
        assert (path.sorts, path.looks_at_all) == (False, False), path.steps
        assert [row[0] for row in (await holder.link.select(newest, LIMITS)).rows] == [1499, 1497, 1495]

        await holder.apply(change(indexed, plain))
        path = await holder.link.explain(newest, LIMITS)
        assert (path.indexes, path.looks_at_all, path.sorts) == ((), True, True), path.steps
