"""How PostgreSQL says things."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg as compiling
from sqlalchemy.types import TypeEngine

from toolwright.builtin.datasources.postgres import native
from toolwright.builtin.datasources.postgres.words import PostgresWords
from toolwright.extend.sql.dialect import Bare, Bucket, Decode, Dialect, Encode, MatchKind, Raw, Sql, constant
from toolwright.extend.sql.nulls import NullsOrder
from toolwright.model.table import Column, DataType

_TYPES: dict[DataType, TypeEngine[Any]] = {  # Any: SQLAlchemy's own types
    DataType.TEXT: sa.Text(),
    DataType.INTEGER: sa.BigInteger(),
    DataType.DECIMAL: sa.Numeric(),
    DataType.FLOAT: sa.Double(),
    DataType.BOOLEAN: sa.Boolean(),
    DataType.TIME: sa.Time(),
    DataType.DURATION: sa.Interval(),
    DataType.UUID: sa.Uuid(),
    DataType.BINARY: sa.LargeBinary(),
    DataType.OTHER: sa.Text(),
    DataType.JSON: sa.Text(),
    DataType.LIST: sa.Text(),
}
_BLANKS: Sql = sa.literal_column("E' \\t\\n\\r\\f\\x0b\\x1c\\x1d\\x1e\\x1f\\u0085\\u00a0\\u2028\\u2029\\u3000'")
_BUCKETS: dict[str, Sql] = {
    name: sa.literal_column(f"'{name}'") for name in ("hour", "day", "week", "month", "quarter", "year")
}


def _iso(value: date) -> str:
    return value.isoformat()


def _as_date(bound: Sql) -> Sql:
    """A date sent as text: the driver takes 9999-12-31, a common "never", for infinity."""
    return sa.cast(sa.cast(bound, sa.Text), sa.Date)


class _DateText(sa.types.TypeDecorator[Any]):  # Any: SQLAlchemy's own types
    """The type of a bound date."""

    impl = Bare
    cache_ok = True

    def bind_expression(self, bindparam: Sql) -> Sql:
        return _as_date(sa.type_coerce(bindparam, Bare()))


class PostgresDialect(Dialect):
    """PostgreSQL 11 or newer, sessions in UTC."""

    words = PostgresWords()
    compiler = compiling.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    stream_compiler = compiler
    nulls = NullsOrder(smallest=False, spoken=True)

    # --- columns ------------------------------------------------------------------------------------------------------

    def read(self, column: Column, sql: Sql) -> Sql:
        if column.type is DataType.OTHER or _is_shown(column):
            return _shown(sql)
        return _within_calendar(column, sql)

    def decoder(self, column: Column) -> Decode | None:
        if column.zoned:
            return _zoned
        if column.type is DataType.TEXT and native.base(column.native_type) == "character":
            return str.rstrip
        return _DECODERS.get(column.type)

    def encoder(self, column: Column) -> Encode | None:
        return _iso if column.type is DataType.DATE else None

    def write(self, column: Column, bound: Sql) -> Sql:
        return _as_date(bound) if column.type is DataType.DATE else bound

    def paged(self, column: Column, bound: Sql) -> Sql:
        return self.write(column, bound)

    def compared(self, column: Column, sql: Sql) -> Sql:
        if column.type is DataType.OTHER or _is_shown(column):
            return _shown(sql)
        if column.type is DataType.TEXT and not native.is_plain_text(column):
            return sa.cast(sql, sa.Text)
        return sql

    def sorted(self, column: Column, sql: Sql) -> Sql:
        return _shown(sql) if column.type is DataType.OTHER or _is_shown(column) else sql

    def text(self, column: Column, sql: Sql) -> Sql:
        if column.type is DataType.TEXT and native.is_plain_text(column):
            return sql
        return _shown(sql) if column.type is DataType.OTHER or _is_shown(column) else sa.cast(sql, sa.Text)

    def integer_range(self, column: Column) -> tuple[int, int]:
        return native.integer_range(column)

    # --- bound values -------------------------------------------------------------------------------------------------

    def bind(
        self, kind: DataType, zoned: bool, column: Column | None = None
    ) -> tuple[TypeEngine[Any], Encode | None]:  # Any: SQLAlchemy's own types
        if kind is DataType.DATETIME:
            return sa.DateTime(timezone=zoned), None
        if kind is DataType.DATE:
            return _DateText(), _iso
        return _TYPES[kind], _without_nul if kind is DataType.TEXT else None

    # --- comparisons --------------------------------------------------------------------------------------------------

    def is_enum(self, column: Column) -> bool:
        return native.is_enum(column)

    def by_code_point(self, sql: Sql) -> Sql:
        return sa.collate(sql, "C")

    def matches(self, kind: MatchKind, text: Sql, needle: Sql, ignore_case: Literal["no", "ascii", "unicode"]) -> Sql:
        if ignore_case != "no":
            text, needle = self.lower(text), self.lower(needle)
        text, needle = sa.collate(text, "C"), sa.collate(needle, "C")
        if kind == "contains":
            return sa.func.strpos(text, needle) > constant(0)
        if kind == "starts":
            return sa.func.starts_with(text, needle)
        return sa.func.right(text, sa.func.length(needle)) == needle

    # --- functions ----------------------------------------------------------------------------------------------------

    def number(self, sql: Sql, kind: DataType) -> Sql:
        return sa.cast(sql, sa.Numeric) if kind is DataType.INTEGER else sql

    def floor(self, sql: Sql) -> Sql:
        return sa.func.floor(sql)

    def midnight(self, sql: Sql) -> Sql:
        return sa.cast(sql, sa.DateTime)

    def to_text(self, sql: Sql, kind: DataType) -> Sql:
        return sa.cast(sql, sa.Text)

    def lower(self, sql: Sql) -> Sql:
        return sa.func.lower(_lettered(sql))

    def upper(self, sql: Sql) -> Sql:
        # The server leaves ß as it is; of the letters whose capitals are several, it is the one in daily use.
        return sa.func.replace(sa.func.upper(_lettered(sql)), sa.literal_column("'ß'"), sa.literal_column("'SS'"))

    def trim(self, sql: Sql) -> Sql:
        return sa.func.btrim(sql, _BLANKS)

    def length(self, sql: Sql) -> Sql:
        return sa.func.length(sql)

    def shift(self, moment: Sql, duration: Sql, sign: int) -> Sql:
        return moment.op("+" if sign > 0 else "-")(duration).self_group()

    def between(self, later: Sql, earlier: Sql, kind: DataType) -> Sql:
        return later.op("-")(earlier).self_group()

    def smallest(self, column: Column, sql: Sql) -> Sql:
        if column.type is DataType.BOOLEAN:
            return self.as_integer(sql)
        return sa.cast(sql, sa.Text) if column.type is DataType.UUID or self.is_enum(column) else self.read(column, sql)

    def median(self, number: Sql) -> Sql | None:
        return sa.func.percentile_cont(sa.literal_column("0.5")).within_group(number)

    def bucket(self, column: Column, sql: Sql, bucket: Bucket) -> tuple[Sql, Decode | None]:
        if column.type is DataType.DATE:
            start = sa.func.date_trunc(_BUCKETS["day" if bucket == "hour" else bucket], self.midnight(sql))
            return sa.cast(start, sa.Date), None
        return sa.func.date_trunc(_BUCKETS[bucket], sql), None


def _lettered(sql: Sql) -> Sql:
    """Text whose large and small letters are those of the database.

    Our own columns are compared by code point (collation C), and that knows only the letters of ASCII.
    """
    return sa.collate(sql, "default")


def _is_shown(column: Column) -> bool:
    return column.type is DataType.TEXT and native.base(column.native_type) in ("inet", "cidr", "xml")


def _shown(sql: Sql) -> Sql:
    """The value as the type's own output function shows it; a cast would show more (`10.0.0.1/32`)."""
    return sa.case((sql.is_not(sa.null()), sa.func.concat(sql)))


def _within_calendar(column: Column, sql: Sql) -> Sql:
    """Dates, date-times and times that Python has too; a year before 1 or after 9999 is read as NULL."""
    if column.type in (DataType.DATE, DataType.DATETIME):
        fits = sa.and_(sql >= sa.literal_column("'0001-01-01'"), sql < sa.literal_column("'10000-01-01'"))
        return sa.case((sa.or_(fits, sa.not_(sa.func.isfinite(sql))), sql))
    if column.type is DataType.TIME:  # 24:00 is later than any time of Python's; `least` passes over NULL
        return sa.case((sql.is_not(sa.null()), sa.func.least(sql, sa.literal_column("'23:59:59.999999'"))))
    return sql


def _zoned(value: Raw) -> object:
    """A date-time with its zone; the driver leaves it off infinity."""
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _without_nul(value: str) -> str | None:
    """Text; no stored text holds NUL, so text that does equals nothing."""
    return None if "\0" in value else value


def _uuid(value: Raw) -> UUID:
    return UUID(int=value.int) if isinstance(value, UUID) else UUID(value)


def _items(value: Raw) -> object:
    if isinstance(value, list):
        return [_items(item) for item in value]
    return _uuid(value) if isinstance(value, UUID) else value


_DECODERS: dict[DataType, Decode] = {DataType.UUID: _uuid, DataType.LIST: _items}
