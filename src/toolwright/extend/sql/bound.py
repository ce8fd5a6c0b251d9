"""Bound values of a statement: which value of a request goes where, and how it is handed to the driver."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

from toolwright.extend.sql.dialect import Dialect, Encode, Sql

# SQLAlchemy substitutes positional parameters by searching the finished text for `%(name)s`. A column may be called
# just that, so no name may be guessable.
_TOKEN = secrets.token_hex(12)


class Binds:
    """Makes the bound values of one statement."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[int, Encode | None]] = {}

    def bind(self, index: int, type_: TypeEngine[Any], encode: Encode | None) -> Sql:  # Any: SQLAlchemy's own types
        """Value number `index`, encoded and sent as `type_`."""
        name = f"v{len(self._places)}_{_TOKEN}"
        self._places[name] = (index, encode)
        return sa.bindparam(name, type_=type_)

    def compiled(self, statement: ClauseElement, dialect: Dialect, *, stream: bool = False) -> Statement:
        """The finished text and the order of its values."""
        compiled: Any = statement.compile(  # Any: SQLCompiler, whose attributes are not typed
            dialect=dialect.stream_compiler if stream else dialect.compiler
        )
        order = [self._places[name] for name in compiled.positiontup or ()]
        return Statement(str(compiled.string), order)


class Statement:
    """A compiled statement, used for every request of its shape."""

    __slots__ = ("_order", "sql")

    def __init__(self, sql: str, order: Sequence[tuple[int, Encode | None]]) -> None:
        self.sql = sql
        self._order = tuple(order)

    def values(self, given: Sequence[object]) -> list[object]:
        """The values of one request as the driver takes them."""
        return [given[index] if encode is None else encode(given[index]) for index, encode in self._order]


def absent_as_none(encode: Encode | None) -> Encode | None:
    """The encoder for values that may be None."""
    if encode is None:
        return None
    inner = encode

    def encoded(value: object) -> object:
        return None if value is None else inner(value)

    return encoded
