"""Paging: from fetched rows to a page with its cursors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from toolwright.errors import InvalidInput
from toolwright.extend.batch import JsonBatch
from toolwright.extend.datasource import Limits, Link, SelectQuery
from toolwright.model.table import TableKind
from toolwright.rows.completion import find
from toolwright.rows.contract import RowQuery
from toolwright.rows.cursor import Position, read_cursor, write_cursor
from toolwright.rows.plan import BoundPlan, Plan
from toolwright.rows.seal import Seal

Row = tuple[object, ...]
RowsT = TypeVar("RowsT")
START = Position()


@dataclass(frozen=True, slots=True)
class Cut(Generic[RowsT]):
    """The rows of one page as fetched, and where the pages around it begin."""

    rows: RowsT
    next: Position | None
    previous: Position | None
    limited_by: Literal["rows", "bytes"] | None


def position_of(plan: Plan, query: RowQuery, seal: Seal) -> Position:
    """Where the page begins. Raises InvalidInput for a cursor of another list."""
    if query.cursor:
        if query.offset is not None:
            raise InvalidInput("Give a cursor or an offset, not both.", code="rows.cursor_and_offset")
        position = read_cursor(query.cursor, plan.shape, len(plan.order), seal, is_hidden=not plan.sight.key_is_clear)
        if position.values is not None and not plan.is_keyset:
            raise InvalidInput("The cursor does not belong to this list.", code="rows.wrong_cursor")
        return position
    return START if query.offset is None else Position(offset=query.offset)


def cursor_of(plan: Plan, position: Position | None, seal: Seal) -> str | None:
    """The cursor of a position; sealed when it holds a key that the actor may not see."""
    if position is None:
        return None
    return write_cursor(plan.shape, position, seal, is_hidden=not plan.sight.key_is_clear)


async def fetch(link: Link, plan: Plan, bound: BoundPlan, position: Position, limits: Limits) -> Cut[Sequence[Row]]:
    """One page, one row more being fetched to know whether there is another."""
    query = paged(bound.query, position)
    if bound.bound.judge is not None:
        return await _judged(link, plan, bound, query, limits)
    batch = await link.select(query, limits)
    rows = batch.rows
    if len(rows) <= plan.limit:
        return _cut(plan, query, rows, _goes_on(plan, batch.limited_by), batch.limited_by)
    return _cut(plan, query, rows[1:] if query.backward else rows[:-1], True, batch.limited_by)


def cut_json(plan: Plan, query: SelectQuery, batch: JsonBatch) -> Cut[JsonBatch]:
    """The page of a query that knows its page and needs no judging, on its way into JSON."""
    has_more, size = _goes_on(plan, batch.limited_by), len(batch.rows)
    if size > plan.limit:
        batch, has_more, size = batch.slice(int(query.backward), size - int(not query.backward)), True, size - 1
    following, before = _around(plan, query, size, has_more, batch.values)
    return Cut(batch, following, before, batch.limited_by)


def _goes_on(plan: Plan, limited_by: str | None) -> bool:
    """Whether there is a page behind rows that a limit cut short: not of a result, of which nothing else is here."""
    return limited_by is not None and plan.sight.table.kind is not TableKind.QUERY


def paged(query: SelectQuery, position: Position) -> SelectQuery:
    """The query for the page at a position."""
    if position is START:
        return query
    return replace(query, after=position.values, backward=position.backward, offset=position.offset)


async def _judged(link: Link, plan: Plan, bound: BoundPlan, query: SelectQuery, limits: Limits) -> Cut[Sequence[Row]]:
    judge = bound.bound.judge
    assert judge is not None  # noqa: S101  # the caller asks
    places = plan.order_places if plan.is_keyset else ()
    found = await find(link, query, judge, places, plan.limit + 1, limits)
    rows = found.rows
    if len(rows) > plan.limit:
        rows = rows[1:] if query.backward else rows[:-1]
        if not places:  # the row that was found too many is looked at again
            return Cut(rows, Position(offset=query.offset + found.seen - 1), None, None)
        return _cut(plan, query, rows, True, None)
    if found.limited_by is None or found.last_seen is None:
        return _cut(plan, query, rows, False, None)
    if not places:
        return Cut(rows, Position(offset=query.offset + found.seen), None, found.limited_by)
    onward = Position(_values(plan, found.last_seen), query.backward)
    cut = _cut(plan, query, rows, True, found.limited_by)
    return replace(cut, previous=onward) if query.backward else replace(cut, next=onward)


def _cut(
    plan: Plan, query: SelectQuery, rows: Sequence[Row], has_more: bool, limited_by: Literal["rows", "bytes"] | None
) -> Cut[Sequence[Row]]:
    following, before = _around(plan, query, len(rows), has_more, lambda row, places: [rows[row][at] for at in places])
    return Cut(rows, following, before, limited_by)


def _around(
    plan: Plan, query: SelectQuery, size: int, has_more: bool, cells: Callable[[int, Sequence[int]], Sequence[object]]
) -> tuple[Position | None, Position | None]:
    """The places of the pages after and before one of so many rows; `cells` answers some cells of one of them."""
    if not plan.is_keyset:
        before = max(0, query.offset - plan.limit)
        following = Position(offset=query.offset + size) if has_more else None
        return following, Position(offset=before) if query.offset else None
    if not size:
        start = None if query.after is None else Position(query.after, backward=not query.backward)
        return (start, None) if query.backward else (None, start)
    has_next, has_previous = has_more, query.after is not None or bool(query.offset)
    if query.backward:
        has_next, has_previous = query.after is not None, has_more
    places = plan.order_places
    return (
        Position(tuple(cells(size - 1, places))) if has_next else None,
        Position(tuple(cells(0, places)), backward=True) if has_previous else None,
    )


def _values(plan: Plan, row: Row) -> tuple[object, ...]:
    return tuple(row[place] for place in plan.order_places)
