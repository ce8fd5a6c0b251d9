"""Row identifiers: values of a primary key as one piece of a URL, and back. `ids.join_key` says how it is written."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from toolwright.expressions import to_text
from toolwright.extend.coerce import coerce
from toolwright.extend.column import Refused
from toolwright.ids import join_key, split_key
from toolwright.model.table import Column, DataType, Table


def row_id(values: Sequence[object]) -> str:
    """The identifier of the row whose key holds `values`, in the order of the primary key."""
    if len(values) == 1:
        only = values[0]
        if type(only) is int:
            return str(only)
    return join_key(map(key_text, values))


def row_id_of(table: Table, row: Mapping[str, object]) -> str:
    """The identifier of `row`, which must hold the primary key."""
    return row_id([row[name] for name in table.primary_key])


def parse_row_id(table: Table, text: str) -> dict[str, object] | None:
    """The key (column → value) that `text` names; None when no row of the table can have it."""
    return parse_key([table.by_name[name] for name in table.primary_key], text)


def parse_key(columns: Sequence[Column], text: str) -> dict[str, object] | None:
    """The values of these columns that `text` joins; None when they cannot have them."""
    parts = split_key(text)
    if parts is None or len(parts) != len(columns):
        return None
    key: dict[str, object] = {}
    for column, plain in zip(columns, parts, strict=True):
        if plain == "" and column.type is not DataType.TEXT:
            return None
        try:
            value = plain if plain == "" else coerce(column, plain)
        except Refused:
            return None
        if value is None:
            return None
        key[column.name] = value
    return key


def key_text(value: object) -> str:
    """A key value as text, exact and readable by `coerce`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, bool | int | float | Decimal | date | datetime | time | timedelta):
        return to_text(value)
    return str(value)
