"""How SQLite says things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import Grouping, UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.types import TypeEngine

from toolwright.builtin.datasources.sqlite import form
from toolwright.builtin.datasources.sqlite.words import SqliteWords
from toolwright.extend.sql.dialect import Bare, Bucket, Decode, Dialect, Encode, MatchKind, Sql, constant
from toolwright.extend.sql.nulls import NullsOrder
from toolwright.model.table import Column, DataType

_BUCKETS: dict[str, str] = {"hour": "%Y-%m-%d %H:00:00", "month": "%Y-%m-01", "year": "%Y-01-01", "day": "%Y-%m-%d"}


def _literal(text: str) -> Sql:
    """One of this module's own texts, which hold no quote."""
    return sa.literal_column(f"'{text}'")


class SqliteDialect(Dialect):
    """SQLite 3.35 or newer, with the functions that `driver.py` adds."""

    compiler = sqlite.dialect(paramstyle="qmark")
    stream_compiler = compiler
    words = SqliteWords()
    meets_in_order = True
    nulls = NullsOrder(smallest=True, spoken=True)

    # --- columns ------------------------------------------------------------------------------------------------------

    def read(self, column: Column, sql: Sql) -> Sql:
        return self.text(column, sql) if column.type is DataType.OTHER else sql

    def decoder(self, column: Column) -> Decode | None:
        if column.type is DataType.DATETIME:
            return form.decode_datetime(column.zoned)
        return _DECODERS.get(column.type)

    def json_decoder(self, column: Column) -> Decode | None:
        return form.decimal_as_json if column.type is DataType.DECIMAL else self.decoder(column)

    def encoder(self, column: Column) -> Encode | None:
        if column.type is DataType.DATETIME:
            return form.Form.of(column).encoder()
        return _ENCODERS.get(column.type)

    def holds(self, number: Decimal) -> bool:
        return Decimal(repr(form.encode_decimal(number))) == number

    def compared(self, column: Column, sql: Sql) -> Sql:
        if column.type is DataType.BOOLEAN:
            return sql != sa.literal_column("0")
        return self.read(column, sql)

    def sorted(self, column: Column, sql: Sql) -> Sql:
        return self.read(column, sql)

    def text(self, column: Column, sql: Sql) -> Sql:
        return sa.cast(sql, sa.Text)

    # --- bound values -------------------------------------------------------------------------------------------------

    def bind(
        self, kind: DataType, zoned: bool, column: Column | None = None
    ) -> tuple[TypeEngine[Any], Encode | None]:  # Any: SQLAlchemy's own types
        if kind is DataType.DATETIME:
            return Bare(), form.Form.of(column).encoder()
        return Bare(), _ENCODERS.get(kind)

    # --- comparisons --------------------------------------------------------------------------------------------------

    def equal(self, column: Column | None, left: Sql, right: Sql, kind: DataType) -> Sql:
        return sa.collate(left, "BINARY") == right if kind is DataType.TEXT else left == right

    def by_code_point(self, sql: Sql) -> Sql:
        return sa.collate(sql, "BINARY")

    def matches(self, kind: MatchKind, text: Sql, needle: Sql, ignore_case: Literal["no", "ascii", "unicode"]) -> Sql:
        if ignore_case != "no":
            fold = sa.func.lower if ignore_case == "ascii" else sa.func.tw_lower
            text, needle = fold(text), fold(needle)
        zero, one = constant(0), constant(1)
        if kind == "contains":
            return sa.func.instr(text, needle) > zero
        size = sa.func.length(needle)
        if kind == "starts":
            return sa.collate(sa.func.substr(text, one, size), "BINARY") == needle
        start = sa.func.length(text).op("-")(size)
        rest = sa.func.substr(text, start.op("+")(one))
        return sa.and_(start >= zero, sa.collate(rest, "BINARY") == needle)

    def member(self, column: Column | None, left: Sql, items: Sequence[Sql], kind: DataType) -> Sql:
        return (sa.collate(left, "BINARY") if kind is DataType.TEXT else left).in_(items)

    # --- functions ----------------------------------------------------------------------------------------------------

    def number(self, sql: Sql, kind: DataType) -> Sql:
        return sa.cast(sql, sa.REAL) if kind is DataType.FLOAT else sql

    def quotient(self, one: Sql, other: Sql) -> Sql:
        return sa.cast(one, sa.REAL).op("/")(other)

    def floor(self, sql: Sql) -> Sql:
        return sa.func.tw_floor(sql)

    def midnight(self, sql: Sql) -> Sql:
        return sql.op("||")(_literal(" 00:00:00"))

    def moment(self, column: Column | None, sql: Sql) -> Sql:
        return self._moment(column, sql, "%Y-%m-%d %H:%M:%S")

    def to_text(self, sql: Sql, kind: DataType) -> Sql:
        return sa.cast(sql, sa.Text)

    def lower(self, sql: Sql) -> Sql:
        return sa.func.tw_lower(sql)

    def upper(self, sql: Sql) -> Sql:
        return sa.func.tw_upper(sql)

    def trim(self, sql: Sql) -> Sql:
        return sa.func.tw_trim(sql)

    def length(self, sql: Sql) -> Sql:
        return sa.func.length(sql)

    def listed(self, key: Sql) -> Sql:
        return sa.func.nullif(sa.func.json_group_array(key), _literal("[]"))

    def grouped(self, column: Column, sql: Sql) -> tuple[Sql, Decode | None]:
        read = self.read(column, sql)
        return sa.collate(read, "BINARY") if column.type is DataType.TEXT else read, self.decoder(column)

    def unindexed(self, sql: Sql) -> Sql:
        # In the order of an index each row is looked up on its own: eight times slower than one pass and a sort.
        return UnaryExpression(Grouping(sql), operator=custom_op("+"), type_=sql.type)

    def bucket(self, column: Column, sql: Sql, bucket: Bucket) -> tuple[Sql, Decode | None]:
        decode: Decode = form.decode_datetime(column.zoned) if column.type is DataType.DATETIME else form.decode_date
        if bucket == "week":
            day = self._moment(column, sql, "%Y-%m-%d")
            return sa.func.date(day, _literal("-6 days"), _literal("weekday 1")), decode
        if bucket == "quarter":
            month = sa.cast(self._moment(column, sql, "%m"), sa.Integer)
            starts = [_literal(f"-{start:02d}-01") for start in (1, 4, 7, 10)]
            choices = [(month <= sa.literal_column(str(3 * place + 3)), start) for place, start in enumerate(starts)]
            return self._moment(column, sql, "%Y").op("||")(sa.case(*choices)), decode
        return self._moment(column, sql, _BUCKETS[bucket]), decode

    def _moment(self, column: Column | None, sql: Sql, pattern: str) -> Sql:
        """A stored moment in our own pattern."""
        unit = form.Form.of(column).unit
        if unit == "unix ms":
            return sa.func.strftime(_literal(pattern), sql.op("/")(sa.literal_column("1000.0")), _literal("unixepoch"))
        if unit == "unix":
            return sa.func.strftime(_literal(pattern), sql, _literal("unixepoch"))
        return sa.func.strftime(_literal(pattern), sql)


def _encode_date(value: date) -> str:
    return value.isoformat()


def _encode_time(value: time) -> str:
    return value.replace(tzinfo=None).isoformat()


_DECODERS: dict[DataType, Decode] = {
    DataType.DATE: form.decode_date,
    DataType.TIME: form.decode_time,
    DataType.BOOLEAN: form.decode_boolean,
    DataType.DECIMAL: form.decode_decimal,
    DataType.JSON: form.decode_json,
    DataType.LIST: form.decode_json,
    DataType.DURATION: form.decode_duration,
    DataType.UUID: form.decode_uuid,
}
_ENCODERS: dict[DataType, Encode] = {
    DataType.DATE: _encode_date,
    DataType.TIME: _encode_time,
    DataType.BOOLEAN: int,
    DataType.DECIMAL: form.DECIMALS,
    DataType.JSON: form.encode_json,
    DataType.LIST: form.encode_json,
    DataType.DURATION: form.encode_duration,
    DataType.UUID: str,
}
