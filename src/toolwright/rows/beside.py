"""Beside rows: reading and writing the tables of comments and mentions, which no policy knows.

Whoever calls decides first who may; nothing here looks at roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

from toolwright.errors import InvalidInput
from toolwright.expressions import Column, Compare, Filter, In, IsNull, Value, conjunction
from toolwright.extend.datasource import Author, Change, Limits, Link, Order, SelectQuery
from toolwright.extend.design import ID
from toolwright.extend.journal import JournalLink
from toolwright.extend.row_types import type_of
from toolwright.model.table import Table

Row = Mapping[str, object]
MOST = 1000


def equals(table: Table, name: str, value: object) -> Filter:
    """The condition that a column has this value."""
    return Compare("eq", _column(table, name), Value(value))


def below(table: Table, name: str, value: object) -> Filter:
    """The condition that a column has a smaller value."""
    return Compare("lt", _column(table, name), Value(value))


def among(table: Table, name: str, values: Iterable[object]) -> Filter:
    """The condition that a column has one of these values."""
    return In(_column(table, name), tuple(Value(value) for value in values))


def is_empty(table: Table, name: str) -> Filter:
    """The condition that a column has no value."""
    return IsNull(_column(table, name))


async def newest(
    slot: AbstractAsyncContextManager[Link], table: Table, *conditions: Filter, limits: Limits, limit: int = MOST
) -> list[Row]:
    """The rows that satisfy all conditions, the last made first."""
    names = tuple(column.name for column in table.columns)
    query = SelectQuery(table, names, conjunction(*conditions), order=(Order(ID, descending=True),), limit=limit)
    async with slot as link:
        await _room(link).make_room_beside()
        rows = (await link.select(query, limits)).rows
    return [dict(zip(names, row, strict=True)) for row in rows]


async def written(
    slot: AbstractAsyncContextManager[Link], changes: Sequence[Change], limits: Limits, author: Author | None
) -> None:
    """All changes in one transaction."""
    async with slot as link:
        await _room(link).make_room_beside()
        await link.write(changes, limits, author)


def added(table: Table, values: Row) -> Change:
    """A new row."""
    return Change("insert", table, (ID,), values=values)


def changed(table: Table, row: Row, values: Row) -> Change:
    """Other values for a row."""
    return Change("update", table, (ID,), key={ID: row[ID]}, values=values)


def removed(table: Table, row: Row) -> Change:
    """A row that goes."""
    return Change("delete", table, (ID,), key={ID: row[ID]})


def _column(table: Table, name: str) -> Column:
    return Column((name,), type_of(table.by_name[name]))


def _room(link: Link) -> JournalLink:
    if not isinstance(link, JournalLink):
        raise InvalidInput("Only rows of built-in tables have comments.", code="comments.none")
    return link
