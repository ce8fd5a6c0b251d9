"""Row identifiers: the values of a primary key as one piece of a URL, and back.

Values are joined by `,`. Inside them `~` escapes what would break a path: `~~` is `~`, `~c` a comma, `~s` a slash, `~b`
a backslash, `~d` a dot (only where the whole value is dots), `~e` stands for empty text. `~` needs no percent-encoding
and survives proxies, which a backslash does not.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from toolwright.expressions import to_text
from toolwright.extend.column import Refused
from toolwright.model.table import Table
from toolwright.rows.coerce import coerce

_ESCAPES = {"~": "~~", ",": "~c", "/": "~s", "\\": "~b"}
_UNSAFE = re.compile(r"[~,/\\]")
_ESCAPED = re.compile(r"~(.?)", re.DOTALL)
_MEANINGS = {"~": "~", "c": ",", "s": "/", "b": "\\", "d": ".", "e": ""}


def row_id(values: Sequence[object]) -> str:
    """The identifier of the row whose key holds `values`, in the order of the primary key."""
    if len(values) == 1:
        only = values[0]
        if type(only) is int:
            return str(only)
    return ",".join(_escape(key_text(value)) for value in values)


def row_id_of(table: Table, row: Mapping[str, object]) -> str:
    """The identifier of `row`, which must hold the primary key."""
    return row_id([row[name] for name in table.primary_key])


def parse_row_id(table: Table, text: str) -> dict[str, object] | None:
    """The key (column → value) that `text` names; None when no row of the table can have it."""
    parts = text.split(",")
    if len(parts) != len(table.primary_key):
        return None
    key: dict[str, object] = {}
    for name, part in zip(table.primary_key, parts, strict=True):
        plain = _unescape(part)
        if plain is None:
            return None
        try:
            value = plain if plain == "" else coerce(table.by_name[name], plain)
        except Refused:
            return None
        if value is None or (plain == "" and not isinstance(value, str)):
            return None
        key[name] = value
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


def _escape(text: str) -> str:
    if not text:
        return "~e"
    if text.strip(".") == "":
        return "~d" * len(text)
    return _UNSAFE.sub(lambda match: _ESCAPES[match.group()], text)


def _unescape(text: str) -> str | None:
    if any(match.group(1) not in _MEANINGS for match in _ESCAPED.finditer(text)):
        return None
    return _ESCAPED.sub(lambda match: _MEANINGS[match.group(1)], text)
