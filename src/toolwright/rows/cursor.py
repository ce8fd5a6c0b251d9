"""Cursors: where a page ends or begins, as opaque URL-safe text bound to the shape of its query.

A cursor holds the sort values of one row, which the actor could read anyway, and a fingerprint of the query; it gives
no right. It carries a tag, so that only cursors made here come back, and one of another list is refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

import orjson

from toolwright.errors import InvalidInput
from toolwright.rows.seal import SEALED, Seal

MAX_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an ordered list: the sort values of a row, or how many rows to skip."""

    values: tuple[object, ...] | None = None
    backward: bool = False
    offset: int = 0


def fingerprint(*parts: object) -> str:
    """A short text that tells query shapes apart."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def write_cursor(shape: str, position: Position, seal: Seal, *, is_hidden: bool = False) -> str:
    """The cursor for `position`; not even readable when the key it holds is hidden from the actor."""
    if position.values is None:
        body: list[object] = [shape, position.offset]
    else:
        body = [shape, "<" if position.backward else ">", *map(_encoded, position.values)]
    raw = orjson.dumps(body)
    text = base64.urlsafe_b64encode(seal.tag(raw) + raw).decode().rstrip("=")
    return seal.close(text, "cursor") if is_hidden else text


def read_cursor(text: str, shape: str, size: int, seal: Seal, *, is_hidden: bool = False) -> Position:
    """The position a cursor stands for. Raises InvalidInput when it does not belong to a query of this shape."""
    if len(text) > MAX_LENGTH or text.startswith(SEALED) != is_hidden:
        raise _wrong()
    if is_hidden:
        text = seal.open(text, "cursor") or ""
    try:
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise _wrong() from None
    tag, raw = whole[:8], whole[8:]
    if not hmac.compare_digest(tag, seal.tag(raw)):
        raise _wrong()
    body = orjson.loads(raw)
    if body[0] != shape:
        raise _wrong()
    return _position(body[1], body[2:], size)


def _position(mark: object, values: list[object], size: int) -> Position:
    if isinstance(mark, int) and not isinstance(mark, bool) and 0 <= mark < 1 << 40 and not values:
        return Position(offset=mark)
    if mark not in ("<", ">") or len(values) != size:
        raise _wrong()
    try:
        return Position(tuple(map(_decoded, values)), backward=mark == "<")
    except (KeyError, ValueError, TypeError, InvalidOperation, OverflowError):
        raise _wrong() from None


def _wrong() -> InvalidInput:
    return InvalidInput(
        "The cursor does not belong to this list.",
        code="rows.wrong_cursor",
        hint="Start again without a cursor; filter, search and sort must stay the same while paging.",
    )


_WRITERS: Mapping[type, tuple[str, Callable[[object], object]]] = {
    Decimal: ("n", str),
    date: ("d", str),
    datetime: ("D", lambda value: value.isoformat()),  # type: ignore[attr-defined]  # a datetime by its key
    time: ("t", lambda value: value.isoformat()),  # type: ignore[attr-defined]  # a time by its key
    timedelta: ("s", lambda value: [value.days, value.seconds, value.microseconds]),  # type: ignore[attr-defined]  # as above
    UUID: ("u", str),
    bytes: ("b", lambda value: base64.b64encode(value).decode()),  # type: ignore[arg-type]  # bytes by its key
}
_READERS: Mapping[str, Callable[[object], object]] = {
    "n": lambda text: Decimal(_text(text)),
    "d": lambda text: date.fromisoformat(_text(text)),
    "D": lambda text: datetime.fromisoformat(_text(text)),
    "t": lambda text: time.fromisoformat(_text(text)),
    "s": lambda parts: timedelta(*parts),  # type: ignore[misc]  # anything else raises TypeError, which is caught
    "u": lambda text: UUID(_text(text)),
    "b": lambda text: base64.b64decode(_text(text)),
    "i": lambda text: int(_text(text)),
}


def _encoded(value: object) -> object:
    if value is None or isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if -(1 << 53) < value < 1 << 53 else {"i": str(value)}
    writer = _WRITERS.get(type(value))
    if writer is None:
        return str(value)
    mark, write = writer
    return {mark: write(value)}


def _decoded(value: object) -> object:
    if isinstance(value, dict):
        ((mark, inner),) = value.items()
        return _READERS[mark](inner)
    if isinstance(value, list):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 400:
        raise ValueError
    return value
