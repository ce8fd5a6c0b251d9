"""Judging: conditions that no source evaluates, evaluated here on fetched rows and the rows their relations lead to.

A rule sees every column and every related row. What the actor asked sees only what the actor may use, so that no
function, however inventive, reads a hidden value out of `row` or of a related row.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from toolwright.errors import InvalidInput, phrase
from toolwright.expressions import Budget, Filter, bind, columns_of, evaluate_filter
from toolwright.extend.datasource import Limits, Link
from toolwright.extend.design import ID
from toolwright.extend.row_types import LINKED, OTHER_END
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
        whole = await self._with_related(link, rows, self.rule, is_rule=True)
        seen = await self._with_related(link, rows, self.asked, is_rule=False)
        needed = _linking(self.rule)  # whose links are not known, satisfies no rule about them
        return [
            needed <= row.keys()
            and evaluate_filter(self.rule, one, budget=self.budget)
            and evaluate_filter(self.asked, other, budget=self.budget)
            for row, one, other in zip(rows, whole, seen, strict=True)
        ]

    def alone(self, rows: Sequence[Row]) -> list[bool]:
        """For each row, whether what was asked holds, where it follows no relation."""
        seen = (_cut(self.sight, row, is_rule=False) for row in rows)
        return [evaluate_filter(self.asked, one, budget=self.budget) for one in seen]

    async def passing(self, link: Link, columns: Sequence[str], rows: Sequence[Key]) -> list[Key]:
        """Those of `rows`, tuples in the order of `columns`, that satisfy both conditions."""
        verdicts = await self(link, [dict(zip(columns, row, strict=True)) for row in rows])
        return [row for row, passes in zip(rows, verdicts, strict=True) if passes]

    async def _with_related(
        self, link: Link, rows: Sequence[Row], condition: Filter, *, is_rule: bool
    ) -> Sequence[Row]:
        """`rows` with the rows that the condition's paths lead to, under the relations' names.

        For a rule they are whole. For the actor they hold what it may use, and links by the rows they lead to alone.
        """
        first = [_Found(row, _cut(self.sight, row, is_rule=is_rule)) for row in rows]
        at: dict[Prefix, tuple[Sight, Sequence[_Found | None]]] = {(): (self.sight, first)}
        for prefix in prefixes(self.sight, condition, is_rule=is_rule):
            sight, parents = at[prefix[:-1]]
            if prefix[-1].endswith(LINKED):
                await self._follow_links(link, sight, prefix[-1], [one for one in parents if one], is_rule=is_rule)
                continue
            relation, target = _follow(sight, prefix[-1], is_rule=is_rule)
            keys = [None if one is None else tuple(one.whole.get(c) for c in relation.columns) for one in parents]
            wanted = [key for key in dict.fromkeys(keys) if key is not None and None not in key]
            allowed = target.standing if is_rule else target.visible
            found = await self.fetch(link, target, allowed, relation.target_columns, wanted, target.stored_columns)
            children = [
                None
                if key is None or key not in found
                else _Found(found[key], _cut(target, found[key], is_rule=is_rule))
                for key in keys
            ]
            for parent, child in zip(parents, children, strict=True):
                if parent is not None:
                    parent.shown[prefix[-1]] = parent.shown[prefix[-1] + MARK] = None if child is None else child.shown
            at[prefix] = (target, children)
        return [one.shown for one in first]

    async def _follow_links(
        self, link: Link, sight: Sight, step: str, parents: Sequence[_Found], *, is_rule: bool
    ) -> None:
        """The rows that links lead to, as the other ends of pairs, under the name of the step."""
        column = sight.table.by_name[step.removesuffix(LINKED)]
        relation = sight.pairs(column).table.relation_by_name[OTHER_END[0]]
        target = sight.unbarred(relation) if is_rule else sight.linked(column)
        keys = {key: None for one in parents for key in _keys(one.whole.get(column.name))}
        found: Mapping[Key, Row] = {}
        if target is not None and keys:
            allowed = target.standing if is_rule else target.visible
            found = await self.fetch(link, target, allowed, (ID,), [(key,) for key in keys], target.stored_columns)
        for one in parents:
            rows = [found[key,] for key in _keys(one.whole.get(column.name)) if (key,) in found]
            for mark in ("", MARK):
                one.shown[step + mark] = [{OTHER_END[0] + mark: row} for row in rows]


@dataclass(frozen=True, slots=True)
class _Found:
    """A row as it is, and what a condition sees of it."""

    whole: Row
    shown: dict[str, object]


def _cut(sight: Sight, row: Row, *, is_rule: bool) -> dict[str, object]:
    if is_rule:
        return dict(row)
    usable, by_name = sight.access.usable, sight.table.by_name
    return {name: value for name, value in row.items() if name in usable and by_name[name].links is None}


def _keys(links: object) -> list[int]:
    return [int(str(key)) for key in links] if isinstance(links, list | tuple) else []


def _linking(condition: Filter) -> set[str]:
    """The columns of links of the row itself that a condition looks along."""
    steps = {path[0].removesuffix(MARK) for path in columns_of(condition)}
    return {step.removesuffix(LINKED) for step in steps if step.endswith(LINKED)}


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
            first = path[0].removesuffix(MARK).removesuffix(LINKED)
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
            if name.endswith(LINKED):
                found[*walked, name] = None
                break
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
        phrase("Conditions along '{mark}' are not possible here.", mark=name.removesuffix(MARK)),
        code="rows.too_involved",
        hint="Only relations inside one data source can be followed, and only a few at a time.",
    )


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(names))
