"""Restriction: which rows a request is about, with policy joined in, in the form a source understands.

A request's own condition and the rules of the actor's roles meet here and nowhere else. The part that a source can
evaluate goes down with the query; what has no translation is judged here, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from toolwright.errors import InvalidInput, did_you_mean
from toolwright.expressions import (
    ANY,
    Always,
    Budget,
    Filter,
    Opaque,
    Scope,
    TableColumns,
    bind,
    columns_of,
    conjunction,
    evaluate_filter,
    parse,
    to_filter,
)
from toolwright.extend.datasource import RelatedTable
from toolwright.extend.row_types import USER
from toolwright.model.table import Table
from toolwright.rows.condition import MARK, is_opaque, nodes, outside_names, split
from toolwright.rows.sight import EVERY_ROW, Sight

MAX_RELATIONS = 12
_MAX_STEPS = 6
Row = Mapping[str, object]
Judge = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Relatee:
    """A relation that a condition follows, with the unbound condition on the rows there."""

    table: Table
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    condition: Filter


@dataclass(frozen=True, eq=False)
class Restriction:
    """The rows of a request, unbound. All three conditions must hold.

    `pushed` goes to the source. `asked_rest` and `rule_rest` are judged here: the first sees only columns the actor may
    use, the second sees all.
    """

    sight: Sight
    pushed: Filter
    asked_rest: Filter
    rule_rest: Filter
    related: Mapping[str, Relatee]

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything outside the row that decides, `""` for the moment itself."""
        conditions = [self.pushed, self.asked_rest, self.rule_rest, *(to.condition for to in self.related.values())]
        return frozenset().union(*map(outside_names, conditions))

    @cached_property
    def is_complete(self) -> bool:
        """Whether the source can evaluate all of it."""
        return self.asked_rest == EVERY_ROW and self.rule_rest == EVERY_ROW

    @cached_property
    def judged_columns(self) -> tuple[str, ...]:
        """The columns that judging rows here needs."""
        names: set[str] = set()
        for condition in (self.asked_rest, self.rule_rest):
            for path in columns_of(condition):
                names |= set(self.sight.stored_columns) if path == ("row",) else {path[0]}
        return tuple(name for name in self.sight.stored_columns if name in names)

    @cached_property
    def completed(self) -> tuple[str, ...]:
        """The parts of the actor's own condition that are judged here, as written."""
        return tuple(node.program.source for node in nodes(self.asked_rest) if isinstance(node, Opaque))

    def bind(self, context: Mapping[str, object]) -> Bound:
        """The restriction with everything outside the row filled in."""
        related = {
            prefix: RelatedTable(to.table, to.columns, to.target_columns, _or_none(bind(to.condition, context)))
            for prefix, to in self.related.items()
        }
        asked, rule = bind(self.asked_rest, context), bind(self.rule_rest, context)
        return Bound(_or_none(bind(self.pushed, context)), related, _judge(self.sight, asked, rule))


@dataclass(frozen=True, slots=True)
class Bound:
    """A restriction ready to run. `judge` is None when the source evaluates all of it."""

    condition: Filter | None
    related: Mapping[str, RelatedTable]
    judge: Judge | None

    @property
    def is_empty(self) -> bool:
        """Whether no row can satisfy it."""
        return self.condition == Always(False)


def restrict(sight: Sight, rule: Filter, asked: Filter = EVERY_ROW) -> Restriction:
    """The rows that satisfy the rule of the actor's roles and what the actor asked for."""
    rule_pushed, rule_rest = split(rule)
    asked_pushed, asked_rest = split(asked)
    for rest in (rule_rest, asked_rest):
        _refuse_unreachable(rest, sight)
    pushed = conjunction(rule_pushed, asked_pushed)
    related: dict[str, Relatee] = {}
    _relate(sight, columns_of(pushed), (), related)
    return Restriction(sight, pushed, asked_rest, rule_rest, related)


def asked_filter(sight: Sight, text: str | None, where: Filter | None, names: Iterable[str]) -> Filter:
    """What an actor asked for, as text and as a tree, checked against what the actor may use.

    Raises InvalidExpression or InvalidInput; a hidden column is unknown, in the same words as one that does not exist.
    """
    parts: list[Filter] = []
    if text is not None and text.strip():
        scope = Scope({**dict.fromkeys((name for name in names if not name.startswith("__")), ANY), "user": USER})
        parts.append(to_filter(parse(text), sight.asked.columns, sight.asked.relations, scope))
    if where is not None:
        _check_tree(sight.asked, where)
        parts.append(where)
    return conjunction(*parts)


def _check_tree(known: TableColumns, where: Filter) -> None:
    for path in columns_of(where):
        if path != ("row",) and not _resolves(known, path):
            name = ".".join(path)
            hint = did_you_mean(path[0], known.columns)
            raise InvalidInput(f"There is no column '{name}' here.", code="rows.unknown_column", hint=hint)


def _resolves(known: TableColumns, path: tuple[str, ...]) -> bool:
    for step in path[:-1]:
        if step not in known.relations:
            return False
        known = known.relations[step]
    return path[-1] in known.columns


def _refuse_unreachable(rest: Filter, sight: Sight) -> None:
    for path in columns_of(rest):
        if path != ("row",) and (len(path) > 1 or path[0] not in sight.stored_columns):
            raise InvalidInput(
                f"The condition on '{'.'.join(path)}' cannot be evaluated by the data source.",
                code="rows.too_involved",
                hint="Compare columns of related rows directly, without functions the data source does not know.",
            )


def _relate(sight: Sight, paths: Iterable[tuple[str, ...]], prefix: tuple[str, ...], into: dict[str, Relatee]) -> None:
    """Add the relations that `paths` follow from `sight`, and those that the rules of their targets follow."""
    for path in paths:
        here: Sight = sight
        walked = prefix
        for step in path[:-1]:
            walked = (*walked, step)
            here = _step(here, step, walked, into)


def _step(here: Sight, step: str, walked: tuple[str, ...], into: dict[str, Relatee]) -> Sight:
    is_rule = step.endswith(MARK)
    relation = here.table.relation_by_name[step.removesuffix(MARK)]
    target = here.unbarred(relation) if is_rule else here.follow(relation)
    if target is None:
        raise _too_involved(step)
    key = ".".join(walked)
    if key not in into:
        condition = target.standing if is_rule else target.visible
        if is_opaque(condition) or len(into) >= MAX_RELATIONS or len(walked) > _MAX_STEPS:
            raise _too_involved(step)
        into[key] = Relatee(target.table, relation.columns, relation.target_columns, condition)
        _relate(target, columns_of(condition), walked, into)
    return target


def _too_involved(step: str) -> InvalidInput:
    return InvalidInput(
        f"Conditions along '{step.removesuffix(MARK)}' are not possible here.",
        code="rows.too_involved",
        hint="The rules on the rows there cannot be evaluated by the data source.",
    )


def _judge(sight: Sight, asked: Filter, rule: Filter) -> Judge | None:
    if asked == EVERY_ROW and rule == EVERY_ROW:
        return None
    usable = sight.access.usable
    budget = Budget(steps=5_000_000, size=100_000_000, time_s=2.0)  # for all rows of one request together

    def judge(row: Row) -> bool:
        seen = {name: value for name, value in row.items() if name in usable}
        return evaluate_filter(rule, row, budget=budget) and evaluate_filter(asked, seen, budget=budget)

    return judge


def _or_none(condition: Filter) -> Filter | None:
    return None if condition == EVERY_ROW else condition
