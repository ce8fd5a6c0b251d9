"""Statements of queries on MySQL and MariaDB: prepared on the server, so one statement with bound values."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from asyncmy.constants import FIELD_TYPE

from toolwright.builtin.datasources.mysql.wire import Result
from toolwright.extend.datasource import Limits
from toolwright.extend.native import NativeColumn, NativeResult
from toolwright.extend.sql.fault import too_large
from toolwright.extend.sql.size import fitting
from toolwright.model.table import DataType

_BOUNDED = re.compile(r"\s*(?:--\s[^\n]*\n|#[^\n]*\n|/\*.*?\*/|\s|\()*(select|values|table)\b", re.I | re.S)
_TYPES: dict[int, DataType] = {
    **dict.fromkeys(
        (FIELD_TYPE.TINY, FIELD_TYPE.SHORT, FIELD_TYPE.LONG, FIELD_TYPE.LONGLONG, FIELD_TYPE.INT24, FIELD_TYPE.YEAR),
        DataType.INTEGER,
    ),
    FIELD_TYPE.BIT: DataType.INTEGER,
    FIELD_TYPE.DECIMAL: DataType.DECIMAL,
    FIELD_TYPE.NEWDECIMAL: DataType.DECIMAL,
    FIELD_TYPE.FLOAT: DataType.FLOAT,
    FIELD_TYPE.DOUBLE: DataType.FLOAT,
    FIELD_TYPE.DATE: DataType.DATE,
    FIELD_TYPE.NEWDATE: DataType.DATE,
    FIELD_TYPE.TIME: DataType.DURATION,
    FIELD_TYPE.DATETIME: DataType.DATETIME,
    FIELD_TYPE.TIMESTAMP: DataType.DATETIME,
    FIELD_TYPE.JSON: DataType.JSON,
}


def bounded(sql: str, max_rows: int) -> str:
    """The statement ended by the server after so many rows, where it is one that has rows.

    MariaDB takes no `WITH` in brackets: there `sql_select_limit` of the session counts, while the text has no LIMIT.
    """
    return f"({sql}\n) LIMIT {int(max_rows)}" if _BOUNDED.match(sql) else sql


def sent(values: Sequence[object]) -> tuple[object, ...]:
    """Values as the driver takes them."""
    return tuple(map(_sent, values))


def _sent(value: object) -> object:
    match value:
        case bool():
            return int(value)
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).replace(tzinfo=None)
        case time() | UUID():
            return str(value)
        case _:
            return value


def result_of(answer: Result, limits: Limits) -> NativeResult:
    """The result in values of the contract, as far as the limits let it through."""
    raw = answer.rows or ()
    described = answer.description or ()
    columns = tuple(
        NativeColumn(str(one[0]), _type(int(one[1]), [row[place] for row in raw]))
        for place, one in enumerate(described)
    )
    is_limited = len(raw) > limits.max_rows
    rows = [tuple(map(_cell, columns, row)) for row in raw[: limits.max_rows]]
    count = fitting(rows, limits.max_bytes)
    if count < len(rows):
        if count == 0:
            raise too_large(limits.max_bytes)
        return NativeResult(columns, rows[:count], "bytes")
    return NativeResult(columns, rows, "rows" if is_limited else None, 0 if described else answer.affected_rows)


def _type(code: int, cells: Sequence[object]) -> DataType:
    found = _TYPES.get(code, DataType.TEXT)
    if found is DataType.TEXT and any(isinstance(cell, bytes) for cell in cells):
        return DataType.BINARY
    return found


def _cell(column: NativeColumn, value: object) -> object:
    match column.type, value:
        case DataType.JSON, str() | bytes():
            return json.loads(value)
        case DataType.INTEGER, bytes():
            return int.from_bytes(value)
        case DataType.DECIMAL, int() | float():
            return Decimal(str(value))
        case DataType.DATE, datetime():
            return value.date()
        case DataType.TEXT, date() | timedelta():
            return str(value)
        case _:
            return value
