"""How MySQL and MariaDB say things."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

from toolwright.builtin.datasources.mysql import native
from toolwright.extend.sql.dialect import Bare, Bucket, Decode, Dialect, Encode, MatchKind, Raw, Sql, constant
from toolwright.extend.sql.nulls import NullsOrder
from toolwright.model.table import Column, DataType

_UTF8: Sql = sa.literal_column("utf8mb4")
_MICROSECOND: Sql = sa.literal_column("MICROSECOND")
_LARGEST = 1.7976931348623157e308
_FORMATS = {"hour": "%Y-%m-%d %H:00:00", "day": "%Y-%m-%d", "month": "%Y-%m-01", "year": "%Y-01-01"}


class MysqlDialect(Dialect):
    """MySQL 8, MariaDB 10.5 or newer; sessions in UTC, with the modes that `driver.py` sets."""

    compiler = mysql.dialect(paramstyle="qmark")
    stream_compiler = mysql.dialect(paramstyle="format")
    nulls = NullsOrder(smallest=True, spoken=False)
    row_values = False
    returning = False

    # --- columns ------------------------------------------------------------------------------------------------------

    def read(self, column: Column, sql: Sql) -> Sql:
        name = native.base(column.native_type)
        if name == "bit":
            return sql.op("+")(constant(0))
        if name == "float":  # the text protocol would round it
            return sql.op("+")(sa.literal_column("0e0"))
        return self._shown(sql) if column.type is DataType.OTHER else sql

    def decoder(self, column: Column) -> Decode | None:
        if column.type is DataType.DATETIME:
            return _zoned if column.zoned else _moment
        return _DECODERS.get(column.type)

    def encoder(self, column: Column) -> Encode | None:
        if column.type is DataType.DATETIME:
            return _naive
        return _ENCODERS.get(column.type)

    def compared(self, column: Column, sql: Sql) -> Sql:
        if column.type is DataType.BOOLEAN:
            return sql != constant(0)
        return self.text(column, sql) if native.base(column.native_type).startswith("inet") else self.read(column, sql)

    def sorted(self, column: Column, sql: Sql) -> Sql:
        if native.base(column.native_type) in ("enum", "set"):
            return sa.cast(sql, mysql.CHAR(charset="utf8mb4"))
        return self._shown(sql) if column.type is DataType.OTHER else sql

    def text(self, column: Column, sql: Sql) -> Sql:
        if column.type is DataType.OTHER:
            return self._shown(sql)
        return sql if column.type is DataType.TEXT else sa.cast(sql, mysql.CHAR(charset="utf8mb4"))

    def integer_range(self, column: Column) -> tuple[int, int]:
        return native.integer_range(column)

    # --- bound values -------------------------------------------------------------------------------------------------

    def bind(
        self, kind: DataType, zoned: bool, column: Column | None = None
    ) -> tuple[TypeEngine[Any], Encode | None]:  # Any: SQLAlchemy's own types
        if kind is DataType.DATETIME:
            return Bare(), _naive
        return Bare(), _BOUND.get(kind) or _ENCODERS.get(kind)

    # --- comparisons --------------------------------------------------------------------------------------------------

    def equal(self, column: Column | None, left: Sql, right: Sql, kind: DataType) -> Sql:
        if kind is not DataType.TEXT:
            return left == right
        exact = self.by_code_point(left) == self.by_code_point(right)
        # The collation's own equality is wider, but an index serves it.
        return sa.and_(left == right, exact) if native.is_utf8(column) else exact

    def by_code_point(self, sql: Sql) -> Sql:
        return sa.cast(_utf8(sql), sa.LargeBinary)

    def matches(self, kind: MatchKind, text: Sql, needle: Sql, ignore_case: Literal["no", "ascii", "unicode"]) -> Sql:
        text, needle = _utf8(text), _utf8(needle)
        if ignore_case != "no":
            text, needle = sa.func.lower(text), sa.func.lower(needle)
        text, needle = sa.cast(text, sa.LargeBinary), sa.cast(needle, sa.LargeBinary)
        if kind == "contains":
            return sa.func.instr(text, needle) > constant(0)
        part = sa.func.left if kind == "starts" else sa.func.right
        return part(text, sa.func.length(needle)) == needle

    def member(self, column: Column | None, left: Sql, items: Sequence[Sql], kind: DataType) -> Sql:
        if kind is not DataType.TEXT:
            return left.in_(items)
        exact = self.by_code_point(left).in_([self.by_code_point(item) for item in items])
        return sa.and_(left.in_(items), exact) if native.is_utf8(column) else exact

    # --- functions ----------------------------------------------------------------------------------------------------

    def number(self, sql: Sql, kind: DataType) -> Sql:
        return sa.cast(sql, sa.Numeric(40, 0)) if kind is DataType.INTEGER else sql

    def floor(self, sql: Sql) -> Sql:
        return sa.func.floor(sql)

    def midnight(self, sql: Sql) -> Sql:
        return sa.cast(sql, mysql.DATETIME(fsp=6))

    def to_text(self, sql: Sql, kind: DataType) -> Sql:
        return sa.cast(sql, mysql.CHAR(charset="utf8mb4"))

    def lower(self, sql: Sql) -> Sql:
        return sa.func.lower(_utf8(sql))

    def upper(self, sql: Sql) -> Sql:
        # The server leaves ß as it is; of the letters whose capitals are several, it is the one in daily use.
        return sa.func.replace(sa.func.upper(_utf8(sql)), sa.literal_column("'ß'"), sa.literal_column("'SS'"))

    def trim(self, sql: Sql) -> Sql:
        blanks: Sql = sa.literal_column("'^[[:space:]]+|[[:space:]]+$'")
        return sa.func.regexp_replace(_utf8(sql), blanks, sa.literal_column("''"))

    def length(self, sql: Sql) -> Sql:
        return sa.func.char_length(sql)

    def concat(self, left: Sql, right: Sql) -> Sql:
        return sa.func.concat(_utf8(left), _utf8(right))

    def shift(self, moment: Sql, duration: Sql, sign: int) -> Sql:
        signed = duration if sign > 0 else constant(0).op("-")(duration)
        return sa.func.timestampadd(_MICROSECOND, signed, moment)

    def between(self, later: Sql, earlier: Sql, kind: DataType) -> Sql:
        return sa.func.timestampdiff(_MICROSECOND, earlier, later)

    def grouped(self, column: Column, sql: Sql) -> tuple[Sql, Decode | None]:
        if column.type is DataType.TEXT:
            return self.by_code_point(sql), _utf8_text
        return self.read(column, sql), self.decoder(column)

    def smallest(self, column: Column, sql: Sql) -> Sql:
        return self.sorted(column, sql) if column.type is DataType.TEXT else self.read(column, sql)

    def bucket(self, column: Column, sql: Sql, bucket: Bucket) -> tuple[Sql, Decode | None]:
        decode = self._bucket_decoder(column)
        if bucket == "week":
            day = sa.func.subdate(sa.func.date(sql), sa.func.weekday(sql))
            return sa.cast(day, mysql.CHAR()), decode
        if bucket == "quarter":
            month = sa.func.quarter(sql).op("*")(constant(3)).op("-")(constant(2))
            padded = sa.func.lpad(month, constant(2), sa.literal_column("'0'"))
            return sa.func.concat(
                sa.func.year(sql), sa.literal_column("'-'"), padded, sa.literal_column("'-01'")
            ), decode
        return sa.func.date_format(sql, sa.literal_column(f"'{_FORMATS[bucket]}'")), decode

    def _bucket_decoder(self, column: Column) -> Decode:
        if column.type is DataType.DATE:
            return lambda value: date.fromisoformat(value[:10])
        zone = UTC if column.zoned else None
        return lambda value: datetime.fromisoformat(value).replace(tzinfo=zone)

    def _shown(self, sql: Sql) -> Sql:
        return sa.func.st_astext(sql)


def _utf8(sql: Sql) -> Sql:
    """Text in the character set that every other one fits into."""
    return sa.func.convert(sql.op("USING")(_UTF8))


def _utf8_text(value: Raw) -> object:
    return value.decode() if isinstance(value, bytes) else value


def _moment(value: Raw) -> datetime | None:
    """A date-time; the zero date is none."""
    return value if isinstance(value, datetime) else None


def _zoned(value: Raw) -> datetime | None:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


def _day(value: Raw) -> date | None:
    return value if isinstance(value, date) else None


def _time(value: Raw) -> object:
    """A time of day; what is none (MySQL's go up to 838 hours, either way) stays a duration."""
    if isinstance(value, timedelta) and timedelta(0) <= value < timedelta(days=1):
        return (datetime(1970, 1, 1) + value).time()  # noqa: DTZ001  # only its time is used
    return value


def _uuid(value: Raw) -> object:
    return UUID(value) if isinstance(value, str) else value


def _json(value: Raw) -> object:
    try:
        return json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return value


def _naive(value: datetime) -> datetime:
    return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)


def _time_text(value: Raw) -> object:
    return value.isoformat() if isinstance(value, time) else value


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _decimal(value: Decimal) -> Decimal | float:
    """An exact number as far as the server has digits for it."""
    if not value.is_finite() or abs(value.adjusted()) > 30 or len(value.as_tuple().digits) > 60:
        return float(value)
    return value


def _float(value: float) -> float:
    """There is no infinity here; the largest number comes before or after all others as well."""
    return max(-_LARGEST, min(_LARGEST, value))


def _microseconds(value: timedelta) -> int:
    return value // timedelta(microseconds=1)


_DECODERS: dict[DataType, Decode] = {
    DataType.BOOLEAN: bool,
    DataType.DATE: _day,
    DataType.TIME: _time,
    DataType.UUID: _uuid,
    DataType.JSON: _json,
}
_ENCODERS: dict[DataType, Encode] = {
    DataType.BOOLEAN: int,
    DataType.TIME: _time_text,
    DataType.UUID: str,
    DataType.JSON: _dump,
}
_BOUND: dict[DataType, Encode] = {
    DataType.DECIMAL: _decimal,
    DataType.FLOAT: _float,
    DataType.DURATION: _microseconds,
}
