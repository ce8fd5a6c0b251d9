"""Statements of queries on SQLite: one statement, under an authorizer that knows reading alone.

`mode=ro` still lets a statement attach other files, so what may be done is decided action by action
(https://www.sqlite.org/c3ref/set_authorizer.html).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from toolwright.extend.datasource import Limits
from toolwright.extend.native import NativeColumn, NativeResult, NativeStatement
from toolwright.extend.sql.fault import too_large
from toolwright.extend.sql.size import fitting
from toolwright.model.table import DataType

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]
Row = tuple[object, ...]

_BATCH = 200
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_WRITING = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
_UNCALLED = frozenset({"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"})
_INDEX_OF_WORDS = "data_version"  # asked by FTS5 whenever it reads
_SCHEMA = re.compile(r"(?:sqlite_|pragma_)", re.IGNORECASE)


def ask(
    connection: sqlite3.Connection, sql: str, statement: NativeStatement, limits: Limits, usual: Authorizer
) -> NativeResult:
    """The result of a statement, run in a transaction of its own; `usual` is the authorizer to go back to."""
    if statement.writes:
        connection.execute("PRAGMA query_only = OFF")
    connection.execute("BEGIN IMMEDIATE" if statement.writes else "BEGIN")
    is_kept = False
    connection.set_authorizer(_authorizer(statement))
    try:
        result = _run(connection, sql, statement, limits)
        is_kept = statement.writes
    finally:
        connection.set_authorizer(usual)
        if connection.in_transaction:
            connection.execute("COMMIT" if is_kept else "ROLLBACK")
        connection.execute("PRAGMA query_only = ON")
    return result


def _authorizer(statement: NativeStatement) -> Authorizer:
    allowed = _READING | _WRITING if statement.writes else _READING

    def authorize(action: int, first: str | None, second: str | None, database: str | None, via: str | None) -> int:
        if action == sqlite3.SQLITE_PRAGMA and first == _INDEX_OF_WORDS:
            return sqlite3.SQLITE_OK
        if action not in allowed or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _UNCALLED):
            return sqlite3.SQLITE_DENY
        if statement.within is not None and action in _WRITING | {sqlite3.SQLITE_READ}:
            return sqlite3.SQLITE_OK if first in statement.within and database != "temp" else sqlite3.SQLITE_DENY
        if action in _WRITING and _SCHEMA.match(first or ""):
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return authorize


def _run(connection: sqlite3.Connection, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
    try:
        cursor = connection.execute(sql, tuple(map(_sent, statement.values)))
    except OverflowError as error:
        raise sqlite3.DataError("integer out of range") from error
    names = [str(one[0]) for one in cursor.description or ()]
    rows: list[Row] = []
    limited_by: Literal["rows", "bytes"] | None = None
    left = limits.max_bytes
    while batch := cursor.fetchmany(_BATCH):
        count = fitting(batch, left)
        rows.extend(batch[:count])
        left -= sum(len(cell) for row in batch for cell in row if isinstance(cell, (str, bytes)))
        if count < len(batch):
            if not rows:
                raise too_large(limits.max_bytes)
            limited_by = "bytes"
            break
        if len(rows) > limits.max_rows:
            limited_by = "rows"
            break
    cursor.close()
    rows = rows[: limits.max_rows]
    columns = tuple(NativeColumn(name, _type([row[place] for row in rows])) for place, name in enumerate(names))
    mixed = [place for place, column in enumerate(columns) if column.type is DataType.TEXT]
    found = [_shown(row, mixed) for row in rows] if mixed else rows
    return NativeResult(columns, found, limited_by, max(cursor.rowcount, 0) if statement.writes else 0)


def _type(cells: Sequence[object]) -> DataType:
    """What the values of a column are: SQLite's results have no types of their own."""
    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds == {int}:
        return DataType.INTEGER
    if kinds and kinds <= {int, float}:
        return DataType.FLOAT
    if not kinds:
        return DataType.OTHER  # nobody can tell yet
    return DataType.BINARY if kinds == {bytes} else DataType.TEXT


def _shown(row: Row, texts: Sequence[int]) -> Row:
    cells = list(row)
    for place in texts:
        cell = cells[place]
        if isinstance(cell, bytes):
            cells[place] = cell.decode("utf-8", "replace")
        elif cell is not None and not isinstance(cell, str):
            cells[place] = str(cell)
    return tuple(cells)


def _sent(value: object) -> object:
    match value:
        case bool():
            return int(value)
        case datetime():
            plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo is not None else value
            return plain.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case UUID() | timedelta():
            return str(value)
        case _:
            return value
