"""Statements of queries on PostgreSQL: prepared on the server, so one statement with bound values."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

import asyncpg

from toolwright.errors import InvalidInput, phrase
from toolwright.extend.datasource import Limits
from toolwright.extend.native import NativeColumn, NativeResult, NativeStatement
from toolwright.extend.sql.dialect import Raw
from toolwright.extend.sql.fault import too_large
from toolwright.extend.sql.size import fitting
from toolwright.model.table import DataType

_BATCH = 500
_STALE = (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)
_TYPES: dict[str, DataType] = {
    "int2": DataType.INTEGER, "int4": DataType.INTEGER, "int8": DataType.INTEGER, "oid": DataType.INTEGER,
    "numeric": DataType.DECIMAL, "float4": DataType.FLOAT, "float8": DataType.FLOAT, "bool": DataType.BOOLEAN,
    "text": DataType.TEXT, "varchar": DataType.TEXT, "bpchar": DataType.TEXT, "name": DataType.TEXT,
    "date": DataType.DATE, "time": DataType.TIME, "timestamp": DataType.DATETIME, "timestamptz": DataType.DATETIME,
    "interval": DataType.DURATION, "uuid": DataType.UUID, "json": DataType.JSON, "jsonb": DataType.JSON,
    "bytea": DataType.BINARY,
}  # fmt: skip


async def ask(connection: asyncpg.Connection, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
    """The result of a statement, run in a transaction of its own."""
    if statement.within is not None:
        raise InvalidInput(
            "The built-in database takes no queries while it is kept in PostgreSQL.",
            code="query.not_supported",
            hint="Its server knows one user for all workspaces, so nothing would keep them apart. Use a view.",
        )
    try:
        return await _in_transaction(connection, sql, statement, limits)
    except _STALE:  # somebody changed a table since it was prepared
        return await _in_transaction(connection, sql, statement, limits)


async def _in_transaction(
    connection: asyncpg.Connection, sql: str, statement: NativeStatement, limits: Limits
) -> NativeResult:
    transaction = connection.transaction(readonly=not statement.writes)
    await transaction.start()
    try:
        if statement.writes:
            await connection.execute("SET TRANSACTION READ WRITE")  # sessions begin read-only
        else:
            await connection.execute(f"SET LOCAL statement_timeout = {int((limits.timeout_s + 5) * 1000)}")
        result = await _result(connection, sql, statement, limits)
    except BaseException:
        if not connection.is_closed():
            await transaction.rollback()
        raise
    await (transaction.commit() if statement.writes else transaction.rollback())
    if "advisory" in sql.lower():  # such locks outlive the transaction
        await connection.execute("SELECT pg_advisory_unlock_all()")
    return result


async def _result(connection: asyncpg.Connection, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
    prepared = await connection.prepare(sql)
    kinds = [kind.name for kind in prepared.get_parameters()]
    if len(kinds) != len(statement.values):
        raise InvalidInput(
            "Not every value of the query stands where a value can.",
            code="query.refused",
            hint="Values cannot stand inside quotes.",
        )
    values = [
        _fit(kind, value, place) for place, (kind, value) in enumerate(zip(kinds, statement.values, strict=True), 1)
    ]
    shape = [(one.name, one.type.name) for one in prepared.get_attributes()]
    columns = tuple(NativeColumn(name, _type(kind)) for name, kind in shape)
    raw, limited_by = await _rows(prepared, values, limits, is_whole=statement.writes or not columns)
    others = [place for place, column in enumerate(columns) if column.type is DataType.OTHER]
    rows = [_shown(row, others) for row in raw]
    status = prepared.get_statusmsg().rpartition(" ")[2] if statement.writes else ""
    return NativeResult(columns, rows, limited_by, int(status) if status.isdigit() else 0)


async def _rows(
    prepared: asyncpg.prepared_stmt.PreparedStatement, values: Sequence[object], limits: Limits, *, is_whole: bool
) -> tuple[list[tuple[object, ...]], Literal["rows", "bytes"] | None]:
    if is_whole:
        return list(map(tuple, await prepared.fetch(*values))), None
    cursor = await prepared.cursor(*values)
    rows: list[tuple[object, ...]] = []
    while batch := await cursor.fetch(min(_BATCH, limits.max_rows + 1 - len(rows))):
        rows.extend(map(tuple, batch))
        if len(rows) > limits.max_rows:
            return _within_bytes(rows[: limits.max_rows], limits, "rows")
        if fitting(rows[-len(batch) :], limits.max_bytes) < len(batch):
            break
    return _within_bytes(rows, limits, None)


def _within_bytes(
    rows: list[tuple[object, ...]], limits: Limits, limited_by: Literal["rows", "bytes"] | None
) -> tuple[list[tuple[object, ...]], Literal["rows", "bytes"] | None]:
    count = fitting(rows, limits.max_bytes)
    if count == len(rows):
        return rows, limited_by
    if count == 0:
        raise too_large(limits.max_bytes)
    return rows[:count], "bytes"


def _type(kind: str) -> DataType:
    if kind.endswith("[]"):
        return DataType.LIST if _TYPES.get(kind[:-2], DataType.OTHER) is not DataType.OTHER else DataType.OTHER
    return _TYPES.get(kind, DataType.OTHER)


def _shown(row: tuple[object, ...], others: Sequence[int]) -> tuple[object, ...]:
    if not others:
        return row
    cells = list(row)
    for place in others:
        cells[place] = None if cells[place] is None else str(cells[place])
    return tuple(cells)


# --- values, as the types that the server found for them --------------------------------------------------------------


def _fit(kind: str, value: object, place: int) -> object:
    if value is None:
        return None
    change = _FITTING.get(kind)
    try:
        return value if change is None else change(value)
    except (ValueError, TypeError, ArithmeticError) as wrong:
        raise InvalidInput(
            phrase(
                "Value {place} of the query is no {kind}, which the data source needs there.", place=place, kind=kind
            ),
            code="query.bad_value",
            hint="Give the parameter another type, or write cast({{ … }} as …) around it.",
        ) from wrong


def _text(value: Raw) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _integer(value: Raw) -> int:
    found = int(value)
    if not isinstance(value, str) and found != value:
        raise ValueError
    return found


def _date(value: Raw) -> date:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.date() if isinstance(found, datetime) else _checked(found, date)


def _moment(value: Raw) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        found = datetime.combine(_checked(found, date), time())
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _checked(value: Raw, kind: type) -> Raw:
    if not isinstance(value, kind):
        raise TypeError
    return value


def _truth(value: Raw) -> bool:
    return bool(_checked(value, int))


_FITTING: dict[str, Callable[[Raw], object]] = {
    **dict.fromkeys(("text", "varchar", "bpchar", "name", "unknown", "citext"), _text),
    **dict.fromkeys(("int2", "int4", "int8", "oid"), _integer),
    **dict.fromkeys(("float4", "float8"), float),
    "numeric": lambda value: value if isinstance(value, Decimal) else Decimal(str(value)),
    "bool": _truth,
    "date": _date,
    "timestamp": lambda value: _moment(value).astimezone(UTC).replace(tzinfo=None),
    "timestamptz": _moment,
    "time": lambda value: time.fromisoformat(value) if isinstance(value, str) else _checked(value, time),
    "interval": lambda value: _checked(value, timedelta),
    "uuid": lambda value: value if isinstance(value, UUID) else UUID(str(value)),
    "json": lambda value: json.loads(value) if isinstance(value, str) else value,
    "jsonb": lambda value: json.loads(value) if isinstance(value, str) else value,
}
