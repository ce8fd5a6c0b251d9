"""Plan: a request for rows, checked against the table and joined with policy, ready to run many times.

Everything that depends only on the definitions, the actor's roles and the text of the request is worked out here once.
What depends on the person or the moment is filled in by `bind`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from toolwright.errors import InvalidInput, did_you_mean, phrase
from toolwright.extend.datasource import RANK, Limits, Order, Search, SelectQuery
from toolwright.extend.design import ID
from toolwright.extend.row_types import LINKED
from toolwright.model.table import Column, DataType, Relation
from toolwright.rows.contract import RowQuery
from toolwright.rows.cursor import fingerprint
from toolwright.rows.marking import Marking, make_marking
from toolwright.rows.masking import Masking, masking
from toolwright.rows.people import people_column
from toolwright.rows.restriction import Bound, Restriction, restrict_visible
from toolwright.rows.search import make_search
from toolwright.rows.sight import Sight

MAX_SORT = 8
_KEPT_BOUND = 200
_BY_RANK = (Order(RANK), Order(ID, descending=True))
"""The order of what was found when nobody asks for another: the best first, of equal ones the newest."""
_FULL_ORDER_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Expansion:
    """A relation whose rows are fetched along, and where its key values stand in a fetched row."""

    relation: Relation
    target: Sight
    places: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """A request for rows. `columns` are shown; `fetched` begins with them and adds what paging and judging need."""

    sight: Sight
    restriction: Restriction
    columns: tuple[str, ...]
    fetched: tuple[str, ...]
    order: tuple[Order, ...]
    search: Search | None
    limit: int
    shape: str
    expansions: tuple[Expansion, ...]
    mask: Masking
    linked: Mapping[str, Column] = field(default_factory=dict)
    """The columns of links whose rows are fetched along, by the name under which they are answered."""
    people: Mapping[str, Column] = field(default_factory=dict)
    """The columns of people whose names come along, by the name under which they are answered."""
    marking: Marking | None = None
    _kept: OrderedDict[int, BoundPlan] = field(default_factory=OrderedDict)

    @cached_property
    def is_keyset(self) -> bool:
        """Whether the order names every row, so that a page can begin behind any of them."""
        return bool(self.sight.table.primary_key)

    @cached_property
    def order_places(self) -> tuple[int, ...]:
        """Where the sort values stand in a fetched row."""
        return tuple(self.fetched.index(order.column) for order in self.order)

    @cached_property
    def key_places(self) -> tuple[int, ...]:
        """Where the primary key stands in a fetched row."""
        return tuple(self.fetched.index(name) for name in self.sight.table.primary_key)

    @cached_property
    def looks_further(self) -> bool:
        """Whether rows cannot be shown before others have been looked up."""
        return (
            bool(self.expansions)
            or self.has_links
            or bool(self.people)
            or self.restriction.is_judged
            or any(rule is not None for rule in self.mask.masked.values())
        )

    @cached_property
    def has_links(self) -> bool:
        """Whether a column of links is fetched."""
        by_name = self.sight.table.by_name
        return any(by_name[name].links is not None for name in self.fetched if name != RANK)

    @cached_property
    def has_times(self) -> bool:
        """Whether times of day are among the values shown."""
        return any(self.sight.table.by_name[name].type is DataType.TIME for name in self.columns)

    @cached_property
    def is_wider(self) -> bool:
        """Whether more columns are fetched than shown."""
        return len(self.fetched) > len(self.columns)

    @cached_property
    def masked(self) -> frozenset[str]:
        """The shown columns whose values may be dots."""
        return frozenset(self.mask.masked)

    def bind(self, user: Mapping[str, object], given: Mapping[str, object], limits: Limits) -> BoundPlan:
        """The plan for one person and moment; kept for as long as the restriction it is made of is."""
        bound = self.restriction.bind_for(user, given, limits)
        found = self._kept.get(id(bound))
        if found is not None and found.bound is bound:
            return found
        query = SelectQuery(
            table=self.sight.table,
            columns=self.fetched,
            filter=bound.condition,
            search=self.search,
            order=self.order,
            related=bound.related,
            limit=self.limit + 1,
        )
        found = self._kept[id(bound)] = BoundPlan(bound, query)
        if len(self._kept) > _KEPT_BOUND:
            self._kept.popitem(last=False)
        return found


@dataclass(frozen=True, slots=True)
class BoundPlan:
    """A plan with nothing left open but the page."""

    bound: Bound
    query: SelectQuery


def make_plan(sight: Sight, query: RowQuery, max_rows: int) -> Plan:
    """The plan of a request. Raises InvalidInput and InvalidExpression with the nearest valid names."""
    restriction = restrict_visible(sight, query.filter, query.where, query.context)
    columns = _columns(sight, query.fields)
    search = make_search(sight, query.search)
    is_ranked = search is not None and bool(search.terms) and not query.sort
    order = _BY_RANK if is_ranked else _order(sight, query.sort)
    by_name, named = sight.table.by_name, dict.fromkeys(query.expand)
    linked = {name: column for name in named if (column := linked_column(by_name, name)) and column.name in columns}
    people = {name: found for name in named if (found := people_column(sight, name)) and found.name in columns}
    followed = [find_relation(sight, name) for name in named if name not in linked and name not in people]
    mask = masking(sight, columns)
    marking = make_marking(sight, query.marks, tuple(query.context)) if query.marks else None
    fetched = _with(
        columns,
        [item.column for item in order],
        sight.table.primary_key if query.ids else (),
        [name for relation, _ in followed for name in relation.columns],
        restriction.judged_columns,
        mask.judged_columns,
        () if marking is None else marking.judged_columns,
    )
    expansions = tuple(
        Expansion(relation, target, tuple(map(fetched.index, relation.columns))) for relation, target in followed
    )
    shape = fingerprint(sight.ref, order, query.filter, query.where, query.search)
    limit = min(query.limit, max_rows)
    return Plan(
        sight, restriction, columns, fetched, order, search, limit, shape, expansions, mask, linked, people, marking
    )


def linked_column(by_name: Mapping[str, Column], name: str) -> Column | None:
    """The column of links that `expand` names: `labels` has its rows in place of the keys, `labels[]` beside them."""
    column = by_name.get(name.removesuffix(LINKED))
    return column if column is not None and column.links is not None else None


def unknown_column(sight: Sight, name: str, known: Iterable[str], use: str = "") -> InvalidInput:
    """The error for a column that is not there for this actor, or not for this use: the same words either way."""
    return InvalidInput(
        phrase("There is no column '{name}'{use} in {ref}.", name=name, use=use, ref=sight.ref),
        code="rows.unknown_column",
        hint=did_you_mean(name, known),
    )


def _columns(sight: Sight, fields: tuple[str, ...] | None) -> tuple[str, ...]:
    if fields is None:
        return sight.list_columns
    for name in fields:
        if name not in sight.full_columns:
            raise unknown_column(sight, name, sight.full_columns)
    if not fields:
        raise InvalidInput("No fields are asked for.", code="rows.no_fields", hint="Leave `fields` out for all.")
    return tuple(dict.fromkeys(fields))


def _order(sight: Sight, sort: tuple[str, ...]) -> tuple[Order, ...]:
    if len(sort) > MAX_SORT:
        raise InvalidInput(
            phrase("Rows are sorted by at most {max_sort} columns.", max_sort=MAX_SORT), code="rows.bad_sort"
        )
    order: dict[str, Order] = {}
    standing = [item for item in sight.table.sort if item.removeprefix("-") in sight.sortable_columns]
    for item in sort or standing:
        name = item.removeprefix("-")
        if name not in sight.sortable_columns:
            raise unknown_column(sight, name, sight.sortable_columns, " to sort by")
        order.setdefault(name, Order(name, item.startswith("-")))
    for name in sight.table.primary_key or _whole_row(sight, bool(order)):
        order.setdefault(name, Order(name))
    return tuple(order.values())


def _whole_row(sight: Sight, is_sorted: bool) -> tuple[str, ...]:
    """What orders the rows of a table without key: all of the row, unless that would cost too much."""
    is_large = (sight.table.rows_estimate or 0) > _FULL_ORDER_ROWS
    return () if is_sorted and is_large else sight.sortable_columns[: 1 if is_large else MAX_SORT]


def find_relation(sight: Sight, name: str) -> tuple[Relation, Sight]:
    """A relation the actor may follow, and its target. Raises InvalidInput with the nearest name."""
    relation = sight.table.relation_by_name.get(name)
    target = None if relation is None else sight.reach(relation)
    if relation is None or target is None:
        known = [r.name for r in sight.table.relations if sight.reach(r) is not None]
        hint = did_you_mean(name, known)
        raise InvalidInput(
            phrase("There is no relation '{name}' in {ref}.", name=name, ref=sight.ref),
            code="rows.unknown_relation",
            hint=hint,
        )
    return relation, target


def _with(columns: tuple[str, ...], *more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*columns, *(name for names in more for name in names))))
