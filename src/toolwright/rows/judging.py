"""Judging: conditions that no source evaluates, evaluated here on fetched rows and the rows their relations lead to.

A rule sees every column and every related row. What the actor asked sees only what the actor may use, so that no
function, however inventive, reads a hidden value out of `row` or of a related row.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from toolwright.errors import InvalidInput
from toolwright.expressions import Budget, Filter, bind, columns_of, evaluate_filter
from toolwright.extend.datasource import Limits, Link
from toolwright.model.table import Relation
from toolwright.rows.condition import MARK
from toolwright.rows.sight import EVERY_ROW, Sight

Row = Mapping[str, object]
Key = tuple[object, ...]
Prefix = tuple[str, ...]
Fetch = Callable[[Link, Sight, Filter, Sequence[str], Sequence[Key], Sequence[str]], Awaitable[Mapping[Key, Row]]]
"""Fetch rows of a table by the values of some columns: (link, table, condition, columns, keys, columns to answer)."""


@dataclass(frozen=True, eq=False)
class Judge:
    """Tells which rows satisfy two bound conditions. Call it with the link the rows came from."""

    sight: Sight
    asked: Filter
    rule: Filter
    limits: Limits
    fetch: Fetch
    budget: Budget
    """For all rows of one request together."""

    async def __call__(self, link: Link, rows: Sequence[Row]) -> list[bool]:
        """For each row, whether both conditions hold. Rows need the columns that `judged_columns` names."""
        if not rows:
            return []
        whole = await self._with_related(link, [dict(row) for row in rows], self.rule, is_rule=True)
        usable = self.sight.access.usable - {c.name for c in self.sight.table.columns if c.links is not None}
        seen = [{name: value for name, value in row.items() if name in usable} for row in rows]
        seen = await self._with_related(link, seen, self.asked, is_rule=False)
        return [
            evaluate_filter(self.rule, one, budget=self.budget)
            and evaluate_filter(self.asked, other, budget=self.budget)
            for one, other in zip(whole, seen, strict=True)
        ]

    async def passing(self, link: Link, columns: Sequence[str], rows: Sequence[Key]) -> list[Key]:
        """Those of `rows`, tuples in the order of `columns`, that satisfy both conditions."""
        verdicts = await self(link, [dict(zip(columns, row, strict=True)) for row in rows])
        return [row for row, passes in zip(rows, verdicts, strict=True) if passes]

    async def _with_related(
        self, link: Link, rows: list[dict[str, object]], condition: Filter, *, is_rule: bool
    ) -> list[dict[str, object]]:
        """`rows` with the rows that the condition's paths lead to, under the relations' names."""
        at: dict[Prefix, tuple[Sight, Sequence[dict[str, object] | None]]] = {(): (self.sight, rows)}
        for prefix in prefixes(self.sight, condition, is_rule=is_rule):
            sight, parents = at[prefix[:-1]]
            relation, target = _follow(sight, prefix[-1], is_rule=is_rule)
            keys = [None if parent is None else tuple(parent[c] for c in relation.columns) for parent in parents]
            wanted = [key for key in dict.fromkeys(keys) if key is not None and None not in key]
            by_name = target.table.by_name
            usable = [n for n in target.stored_columns if n in target.access.usable and by_name[n].links is None]
            names = target.stored_columns if is_rule else usable
            allowed = target.standing if is_rule else target.visible
            found = await self.fetch(link, target, allowed, relation.target_columns, wanted, names)
            children = [None if key is None or key not in found else dict(found[key]) for key in keys]
            for parent, child in zip(parents, children, strict=True):
                if parent is not None:
                    parent[prefix[-1]] = parent[prefix[-1] + MARK] = child
            at[prefix] = (target, children)
        return rows


def make_judge(
    sight: Sight, asked: Filter, rule: Filter, context: Mapping[str, object], limits: Limits, fetch: Fetch
) -> Judge | None:
    """The judge of two unbound conditions; None when every row satisfies them."""
    if asked == EVERY_ROW and rule == EVERY_ROW:
        return None
    budget = Budget(steps=5_000_000, size=100_000_000, time_s=2.0)
    return Judge(sight, bind(asked, context), bind(rule, context), limits, fetch, budget)


def judged_columns(sight: Sight, asked: Filter, rule: Filter) -> tuple[str, ...]:
    """The columns that judging needs of each row."""
    names: set[str] = set()
    for condition, is_rule in ((asked, False), (rule, True)):
        for path in columns_of(condition):
            first = path[0].removesuffix(MARK)
            relation = sight.table.relation_by_name.get(first)
            if path == ("row",):
                names |= set(sight.stored_columns) if is_rule else sight.access.usable
            elif relation is not None and first not in sight.table.by_name:
                names |= set(relation.columns)
            else:
                names.add(first)
    return tuple(name for name in sight.stored_columns if name in names)


def prefixes(sight: Sight, condition: Filter, *, is_rule: bool) -> list[Prefix]:
    """The relations that the paths of a condition follow, nearer ones first."""
    found: dict[Prefix, None] = {}
    for path in columns_of(condition):
        here, walked = sight, cast("Prefix", ())
        for step in path:
            name = step.removesuffix(MARK)
            if name in here.table.by_name or name not in here.table.relation_by_name:
                break
            walked = (*walked, name)
            found[walked] = None
            here = _follow(here, name, is_rule=is_rule)[1]
    return sorted(found, key=len)


def _follow(sight: Sight, name: str, *, is_rule: bool) -> tuple[Relation, Sight]:
    relation = sight.table.relation_by_name[name]
    target = sight.unbarred(relation) if is_rule else sight.follow(relation)
    if target is None:
        raise too_involved(name)
    return relation, target


def too_involved(name: str) -> InvalidInput:
    """The error for a relation that conditions cannot follow."""
    return InvalidInput(
        f"Conditions along '{name.removesuffix(MARK)}' are not possible here.",
        code="rows.too_involved",
        hint="Only relations inside one data source can be followed, and only a few at a time.",
    )


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(names))
