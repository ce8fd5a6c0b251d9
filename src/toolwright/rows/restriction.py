"""Restriction: which rows a request is about, with policy joined in, in the form a source understands.

A request's own condition and the rules of the actor's roles meet here and nowhere else. The part that a source can
evaluate goes down with the query; what has no translation is judged here, row by row.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from toolwright.errors import InvalidInput, did_you_mean, phrase
from toolwright.expressions import (
    ANY,
    Always,
    And,
    Column,
    Compare,
    Filter,
    In,
    Opaque,
    Scope,
    TableColumns,
    Value,
    bind,
    columns_of,
    conjunction,
    disjunction,
    evaluate_filter,
    parse,
    to_filter,
)
from toolwright.expressions.types import ListOf
from toolwright.extend.datasource import Limits, Link, RelatedTable, SelectQuery
from toolwright.extend.design import ID, THIS
from toolwright.extend.row_types import LINKED, OTHER_END, USER, is_linking, refuse_whole_links, type_of
from toolwright.model.table import Relation, Table
from toolwright.rows.condition import MARK, is_opaque, nodes, outside_names
from toolwright.rows.judging import Fetch, Judge, Key, Row, judged_columns, make_judge, too_involved, unique
from toolwright.rows.person import zone_in
from toolwright.rows.sight import EVERY_ROW, Sight
from toolwright.rows.wall_clock import by_the_wall, wall_paths

MAX_RELATIONS = 12
_MAX_STEPS = 6
_PIECE = 500


@dataclass(frozen=True, slots=True)
class Relatee:
    """A relation that a condition follows, with the unbound condition on the rows there."""

    table: Table
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    condition: Filter


@dataclass(frozen=True, eq=False)
class Restriction:
    """The rows of a request, unbound. All its conditions must hold.

    `pushed` goes to the source. `asked_rest` and `rule_rest` are judged here: the first sees only columns the actor may
    use, the second sees all. `settled` reads no column, and is decided once, before anything is asked for.
    """

    sight: Sight
    pushed: Filter
    asked_rest: Filter
    rule_rest: Filter
    related: Mapping[str, Relatee]
    settled: Filter = EVERY_ROW
    _kept: OrderedDict[object, Bound] = field(default_factory=OrderedDict)

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything outside the row that decides, `""` for the moment itself."""
        own = (self.pushed, self.asked_rest, self.rule_rest, self.settled)
        conditions = [*own, *(to.condition for to in self.related.values())]
        found: frozenset[str] = frozenset().union(*map(outside_names, conditions))
        return found | _USER if self._reads_walls else found

    @cached_property
    def _reads_walls(self) -> bool:
        """Whether a condition is about date-times that ignore zones, so that the reader's clock matters."""
        tables = self.sight.workspace.tables
        own = wall_paths(self.pushed, self.sight.table, tables)
        return bool(own) or any(wall_paths(to.condition, to.table, tables) for to in self.related.values())

    @cached_property
    def judged_columns(self) -> tuple[str, ...]:
        """The columns that judging rows here needs."""
        return judged_columns(self.sight, self.asked_rest, self.rule_rest)

    @cached_property
    def completed(self) -> tuple[str, ...]:
        """The parts of the actor's own condition that are judged here, as written."""
        return unique(node.program.source for node in nodes(self.asked_rest) if isinstance(node, Opaque))

    def bind(self, context: Mapping[str, object], limits: Limits) -> Bound:
        """The restriction with everything outside the row filled in."""
        if self.settled != EVERY_ROW and not evaluate_filter(self.settled, {}, context):
            return Bound(Always(False), {}, None)
        related = {
            prefix: RelatedTable(to.table, to.columns, to.target_columns, self._bound(to.condition, to.table, context))
            for prefix, to in self.related.items()
        }
        fetch = fetcher(context, limits)
        judge = make_judge(self.sight, self.asked_rest, self.rule_rest, context, limits, fetch)
        return Bound(self._bound(self.pushed, self.sight.table, context), related, judge)

    def _bound(self, condition: Filter, table: Table, context: Mapping[str, object]) -> Filter | None:
        bound = bind(condition, context)
        if self._reads_walls:
            walls = wall_paths(condition, table, self.sight.workspace.tables)
            bound = by_the_wall(bound, walls, zone_in(context))
        return _or_none(bound)

    def bind_for(self, user: Mapping[str, object], given: Mapping[str, object], limits: Limits) -> Bound:
        """As `bind`, kept for as long as only the person matters."""
        if self.is_judged or not self.names <= _USER:
            return self.bind({**given, "user": user}, limits)
        key = tuple(map(repr, user.values())) if self.names else None
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self.bind({"user": user}, limits)
            if len(self._kept) > _KEPT_BOUND:
                self._kept.popitem(last=False)
        return found

    @cached_property
    def is_judged(self) -> bool:
        """Whether rows are judged here, which takes a budget of its own for each request."""
        return self.asked_rest != EVERY_ROW or self.rule_rest != EVERY_ROW


_USER = frozenset({"user"})
_KEPT_BOUND = 200
_KEPT_ASKED = 64
_KEPT_LENGTH = 2_000
"""Anybody may ask through the API, so what is kept for a table is bounded in number and in length."""


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
    rule_pushed, rule_rest, rule_settled = _split(sight, rule)
    asked_pushed, asked_rest, asked_settled = _split(sight, asked)
    pushed = conjunction(rule_pushed, asked_pushed)
    related: dict[str, Relatee] = {}
    _relate(sight, columns_of(pushed), (), related)
    return Restriction(sight, pushed, asked_rest, rule_rest, related, conjunction(rule_settled, asked_settled))


def asked_filter(sight: Sight, text: str | None, where: Filter | None, names: Iterable[str]) -> Filter:
    """What an actor asked for, as text and as a tree, checked against what the actor may use.

    Raises InvalidExpression or InvalidInput; a hidden column is unknown, in the same words as one that does not exist.
    """
    parts: list[Filter] = []
    if text is not None and text.strip():
        scope = Scope({**dict.fromkeys(names, ANY), "user": USER})
        parts.append(to_filter(parse(text), sight.asked.columns, sight.asked.relations, scope))
        refuse_whole_links(parts[-1], sight.asked)
    if where is not None:
        _check_tree(sight.asked, where)
        parts.append(where)
    return conjunction(*parts)


def keys_filter(sight: Sight, names: Sequence[str], keys: Sequence[Key]) -> Filter:
    """The condition that the columns `names` hold one of `keys`."""
    columns = [Column((name,), type_of(sight.table.by_name[name])) for name in names]
    if len(columns) == 1:
        return In(columns[0], tuple(Value(key[0]) for key in keys))
    pairs = (zip(columns, key, strict=True) for key in keys)
    return disjunction(*(conjunction(*(Compare("eq", c, Value(v)) for c, v in pair)) for pair in pairs))


def fetcher(context: Mapping[str, object], limits: Limits) -> Fetch:
    """How a judge reaches related rows, in the context of one request."""

    async def fetch(
        link: Link, target: Sight, condition: Filter, names: Sequence[str], keys: Sequence[Key], shown: Sequence[str]
    ) -> Mapping[Key, Row]:
        found: dict[Key, Row] = {}
        for start in range(0, len(keys), _PIECE):
            piece = keys[start : start + _PIECE]
            found.update(await fetch_by_key(link, target, condition, names, piece, shown, context, limits))
        return found

    return fetch


async def fetch_by_key(
    link: Link,
    sight: Sight,
    condition: Filter,
    names: Sequence[str],
    keys: Sequence[Key],
    columns: Sequence[str],
    context: Mapping[str, object],
    limits: Limits,
) -> dict[Key, Row]:
    """Rows that satisfy `condition` by the values of the columns `names`, each with `columns`."""
    restriction = restrict(sight, conjunction(condition, keys_filter(sight, names, keys)))
    bound = restriction.bind(context, limits)
    if not keys or bound.is_empty:
        return {}
    fetched = unique((*columns, *names, *restriction.judged_columns))
    query = SelectQuery(sight.table, fetched, bound.condition, related=bound.related, limit=len(keys))
    rows = (await link.select(query, limits)).rows
    if bound.judge is not None:
        rows = await bound.judge.passing(link, fetched, rows)
    places = [fetched.index(name) for name in names]
    return {tuple(row[place] for place in places): dict(zip(columns, row, strict=False)) for row in rows}


def _check_tree(known: TableColumns, where: Filter) -> None:
    for path in columns_of(where):
        if path != ("row",) and not _resolves(known, path):
            name = ".".join(path)
            hint = did_you_mean(path[0], known.columns)
            raise InvalidInput(
                phrase("There is no column '{name}' here.", name=name), code="rows.unknown_column", hint=hint
            )


def _resolves(known: TableColumns, path: tuple[str, ...]) -> bool:
    if is_linking(known, path):
        return False  # asked by its keys, never as the whole list, which holds those of hidden rows too
    for step in path[:-1]:
        if step.endswith(LINKED):
            kind = known.columns.get(step.removesuffix(LINKED))
            return isinstance(kind, ListOf) and (path[-2:] == OTHER_END or path[-1] in kind.fields)
        if step not in known.relations:
            return False
        known = known.relations[step]
    return path[-1] in known.columns


def restrict_visible(sight: Sight, text: str | None, where: Filter | None, names: Iterable[str]) -> Restriction:
    """The visible rows that satisfy what was asked, as `asked_filter` takes it. What screens ask again is kept."""
    if where is not None or len(text or "") > _KEPT_LENGTH:
        return restrict(sight, sight.visible, asked_filter(sight, text, where, names))
    kept = cast("OrderedDict[object, Restriction]", sight.memo.setdefault("asked", OrderedDict()))
    key = (text, frozenset(names))
    found = kept.get(key)
    if found is None:
        found = kept[key] = restrict(sight, sight.visible, asked_filter(sight, text, None, key[1]))
        if len(kept) > _KEPT_ASKED:
            kept.popitem(last=False)
    return found


def _split(sight: Sight, condition: Filter) -> tuple[Filter, Filter, Filter]:
    """What the source can evaluate, what is judged here row by row, and what no row decides; all must hold."""
    parts = condition.items if isinstance(condition, And) else (condition,)
    kept = [part for part in parts if not _is_pushable(sight, part)]
    settled = [part for part in kept if not columns_of(part)]
    pushed = conjunction(*(part for part in parts if part not in kept))
    return pushed, conjunction(*(part for part in kept if part not in settled)), conjunction(*settled)


def _is_pushable(sight: Sight, condition: Filter, depth: int = 0) -> bool:
    """Whether the source can evaluate it: no part without translation, here or in the rules of rows it leads to."""
    if depth > _MAX_STEPS:
        raise too_involved(sight.ref)
    if is_opaque(condition):
        return False
    for path in columns_of(condition):
        here = sight
        for step in path[:-1]:
            here, wanted = _target(here, step)
            if wanted != EVERY_ROW and not _is_pushable(here, wanted, depth + 1):
                return False
    return True


def _target(here: Sight, step: str) -> tuple[Sight, Filter]:
    """Where a step of a path leads, and the condition on the rows there."""
    relation, bare = _relation(here, step), step.removesuffix(MARK)
    if bare.endswith(LINKED):
        return here.pairs(here.table.by_name[bare.removesuffix(LINKED)]), EVERY_ROW
    target = here.unbarred(relation) if step.endswith(MARK) else here.follow(relation)
    if target is None:
        raise too_involved(step)
    return target, target.standing if step.endswith(MARK) else target.visible


def _relation(here: Sight, step: str) -> Relation:
    """What a step of a path follows: a relation, or the links of a column into their pairs."""
    bare = step.removesuffix(MARK)
    if not bare.endswith(LINKED):
        return here.table.relation_by_name[bare]
    return Relation(name="pairs", columns=(ID,), target=here.ref, target_columns=(THIS,))


def _relate(sight: Sight, paths: Iterable[tuple[str, ...]], prefix: tuple[str, ...], into: dict[str, Relatee]) -> None:
    """Add the relations that `paths` follow from `sight`, and those that the rules of their targets follow."""
    for path in paths:
        here, walked = sight, prefix
        for step in path[:-1]:
            walked = (*walked, step)
            relation = _relation(here, step)
            here, condition = _target(here, step)
            if ".".join(walked) not in into:
                if len(into) >= MAX_RELATIONS or len(walked) > _MAX_STEPS:
                    raise too_involved(step)
                into[".".join(walked)] = Relatee(here.table, relation.columns, relation.target_columns, condition)
                _relate(here, columns_of(condition), walked, into)


def _or_none(condition: Filter) -> Filter | None:
    return None if condition == EVERY_ROW else condition
