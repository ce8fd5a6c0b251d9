"""Order and keyset paging: nulls last in both directions, any mixture of directions, an index used where one can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from toolwright.errors import InvalidInput, phrase
from toolwright.extend.datasource import Order
from toolwright.extend.sql.bound import Binds
from toolwright.extend.sql.dialect import Bare, Dialect, Sql
from toolwright.extend.sql.scope import Scope
from toolwright.extend.sql.shape import Place
from toolwright.model.table import Column, DataType

UNSORTABLE = frozenset({DataType.JSON, DataType.BINARY, DataType.LIST})


def _as_it_was(bound: Sql) -> Sql:
    return bound


@dataclass(frozen=True, slots=True)
class Key:
    """One element of the order, in the direction the database is asked for."""

    column: Column
    sql: Sql
    descending: bool
    nulls_first: bool
    now: Callable[[Sql], Sql] = _as_it_was
    """What the value at which a page begins has become since, where values of the order move."""


def order_keys(dialect: Dialect, scope: Scope, order: Sequence[Order], backward: bool) -> list[Key]:
    """The elements of an order. Raises InvalidInput for columns that have none."""
    keys = []
    for element in order:
        column, sql = scope.column(element.column)
        if column.type in UNSORTABLE:
            raise InvalidInput(phrase("Rows cannot be sorted by '{name}'.", name=column.name), code="sort.unsupported")
        ordered = dialect.sorted(column, sql)
        keys.append(Key(column, ordered, element.descending is not backward, nulls_first=backward))
    return keys


def order_by(dialect: Dialect, keys: Sequence[Key]) -> list[Sql]:
    """The terms of ORDER BY."""
    return [
        term
        for key in keys
        for term in dialect.nulls.terms(key.sql, key.descending, key.nulls_first, key.column.nullable)
    ]


def beyond(dialect: Dialect, binds: Binds, keys: Sequence[Key], after: Sequence[Place]) -> Sql:
    """The condition for rows strictly beyond the values `after`."""
    pages = [_Bound(dialect, binds, key, place) for key, place in zip(keys, after, strict=True)]
    directions = {key.descending for key in keys}
    is_plain = not any(key.column.nullable or place.kind == "null" for key, place in zip(keys, after, strict=True))
    if len(keys) > 1 and is_plain and len(directions) == 1 and dialect.row_values:
        left, right = sa.tuple_(*(key.sql for key in keys)), sa.tuple_(*(page.value() for page in pages))
        return left < right if directions == {True} else left > right
    choices = []
    for place, page in enumerate(pages):
        choices.append(sa.and_(*(earlier.same() for earlier in pages[:place]), page.beyond()))
    condition = sa.or_(*choices)
    # The leading bound is implied, but said aloud it can be served from an index.
    return sa.and_(pages[0].not_before(), condition) if len(pages) > 1 and is_plain else condition


class _Bound:
    """The value of one order element at which the next page starts."""

    def __init__(self, dialect: Dialect, binds: Binds, key: Key, place: Place) -> None:
        self._encode = dialect.encoder(key.column)
        self._dialect = dialect
        self._binds = binds
        self._key = key
        self._place = place

    def value(self) -> Sql:
        bound = self._binds.bind(self._place.index, Bare(), self._encode)
        return self._key.now(self._dialect.paged(self._key.column, bound))

    def same(self) -> Sql:
        if self._place.kind == "null":
            return self._key.sql.is_(sa.null())
        return self._key.sql == self.value()

    def beyond(self) -> Sql:
        key = self._key
        if self._place.kind == "null":
            return key.sql.is_not(sa.null()) if key.nulls_first else sa.false()
        further = key.sql < self.value() if key.descending else key.sql > self.value()
        if not key.column.nullable or key.nulls_first:
            return further
        return sa.or_(further, key.sql.is_(sa.null()))

    def not_before(self) -> Sql:
        return self._key.sql <= self.value() if self._key.descending else self._key.sql >= self.value()
