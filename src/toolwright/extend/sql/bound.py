"""Bound values of a statement: which value of a request goes where, and how it is handed to the driver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

from toolwright.extend.sql.dialect import ColumnEncode, Dialect, Encode, Sql
from toolwright.extend.sql.quoting import restored


class Binds:
    """Makes the bound values of one statement."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[int, Encode | None]] = {}

    def bind(self, index: int, type_: TypeEngine[Any], encode: Encode | None) -> Sql:  # Any: SQLAlchemy's own types
        """Value number `index`, encoded and sent as `type_`."""
        name = f"v{len(self._places)}"
        self._places[name] = (index, encode)
        return sa.bindparam(name, type_=type_)

    def compiled(self, statement: ClauseElement, dialect: Dialect, *, stream: bool = False) -> Statement:
        """The finished text and the order of its values."""
        dialect_for = dialect.stream_compiler if stream else dialect.compiler
        compiled: Any = statement.compile(dialect=dialect_for)  # Any: SQLCompiler, whose attributes are not typed
        order = [self._places.get(name) or _constant(compiled.params[name]) for name in compiled.positiontup or ()]
        percent = "%%" if dialect_for.paramstyle == "format" else "%"
        return Statement(restored(compiled.string, percent=percent), order)


class Statement:
    """A compiled statement, used for every request of its shape."""

    __slots__ = ("_order", "sql")

    def __init__(self, sql: str, order: Sequence[tuple[int, Encode | None]]) -> None:
        self.sql = sql
        self._order = tuple(order)

    def values(self, given: Sequence[object]) -> list[object]:
        """The values of one request as the driver takes them."""
        return [
            encode(given[index] if index >= 0 else None) if encode is not None else given[index]
            for index, encode in self._order
        ]

    def rows(self, cells: Sequence[Sequence[object]]) -> list[tuple[object, ...]]:
        """As `values` for many requests at once: `cells` holds the values of each place, column by column."""
        nothing = (None,) * (len(cells[0]) if cells else 0)
        columns = [_encoded(encode, cells[index] if index >= 0 else nothing) for index, encode in self._order]
        return list(zip(*columns, strict=True))


def _encoded(encode: Encode | None, cells: Sequence[object]) -> Sequence[object]:
    if encode is None:
        return cells
    # By their types: to compare a decimal with None takes Python longer than to encode it.
    if isinstance(encode, AbsentAsNone) and type(None) not in set(map(type, cells)):
        encode = encode.inner
    return encode.column(cells) if isinstance(encode, ColumnEncode) else list(map(encode, cells))


def _constant(value: object) -> tuple[int, Encode]:
    """A value that SQLAlchemy itself put into the statement."""
    return -1, lambda _: value


def absent_as_none(encode: Encode | None) -> Encode | None:
    """The encoder for values that may be None."""
    return None if encode is None else AbsentAsNone(encode)


class AbsentAsNone:
    """An encoder that leaves None alone."""

    __slots__ = ("inner",)

    def __init__(self, inner: Encode) -> None:
        self.inner = inner

    def __call__(self, value: object) -> object:
        return None if value is None else self.inner(value)
