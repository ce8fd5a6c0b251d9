"""Paging: from fetched rows to a page with its cursors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolwright.errors import InvalidInput
from toolwright.extend.datasource import Limits, Link, SelectQuery
from toolwright.rows.completion import find
from toolwright.rows.contract import RowQuery
from toolwright.rows.cursor import Position, read_cursor, write_cursor
from toolwright.rows.plan import BoundPlan, Plan
from toolwright.rows.seal import Seal

Row = tuple[object, ...]
START = Position()


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of one page as fetched, and where the pages around it begin."""

    rows: Sequence[Row]
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


async def fetch(link: Link, plan: Plan, bound: BoundPlan, position: Position, limits: Limits) -> Cut:
    """One page, one row more being fetched to know whether there is another."""
    query = bound.query
    if position is not START:
        query = replace(query, after=position.values, backward=position.backward, offset=position.offset)
    if bound.bound.judge is not None:
        return await _judged(link, plan, bound, query, limits)
    batch = await link.select(query, limits)
    has_more = len(batch.rows) > plan.limit or batch.limited_by is not None
    limited_by = batch.limited_by
    rows = batch.rows
    if len(rows) > plan.limit:
        rows = rows[1:] if query.backward else rows[:-1]
        limited_by = None
    return _cut(plan, query, rows, has_more, limited_by)


async def _judged(link: Link, plan: Plan, bound: BoundPlan, query: SelectQuery, limits: Limits) -> Cut:
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
) -> Cut:
    if not plan.is_keyset:
        following = query.offset + len(rows)
        before = max(0, query.offset - plan.limit)
        return Cut(
            rows,
            Position(offset=following) if has_more else None,
            Position(offset=before) if query.offset else None,
            limited_by,
        )
    if not rows:
        start = None if query.after is None else Position(query.after, backward=not query.backward)
        return Cut(rows, start if query.backward else None, None if query.backward else start, limited_by)
    first, last = Position(_values(plan, rows[0]), backward=True), Position(_values(plan, rows[-1]))
    if query.backward:
        return Cut(rows, last if query.after is not None else None, first if has_more else None, limited_by)
    is_start = query.after is None and not query.offset
    return Cut(rows, last if has_more else None, None if is_start else first, limited_by)


def _values(plan: Plan, row: Row) -> tuple[object, ...]:
    return tuple(row[place] for place in plan.order_places)
