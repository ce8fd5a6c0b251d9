"""Where nulls go in an order."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement


class NullsOrder:
    """How a database is told where nulls go; says nothing where its own order is right already.

    `smallest`: the database sorts nulls before everything else; `spoken`: it knows NULLS FIRST and NULLS LAST.
    """

    def __init__(self, *, smallest: bool, spoken: bool) -> None:
        self._smallest = smallest
        self._spoken = spoken

    def terms(
        self, sql: ColumnElement[Any], descending: bool, nulls_first: bool, nullable: bool
    ) -> list[ColumnElement[Any]]:  # Any: statements are typed by `DataType`
        """The terms of ORDER BY for one element."""
        term = sql.desc() if descending else sql.asc()
        comes_first = self._smallest is not descending
        if not nullable or comes_first is nulls_first:
            return [term]
        if self._spoken:
            return [term.nulls_first() if nulls_first else term.nulls_last()]
        is_null = sql.is_(sa.null())
        return [is_null.desc() if nulls_first else is_null.asc(), term]
