"""How dates, times and numbers are stored in SQLite, which has no types for them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Literal
from uuid import UUID

import orjson

from toolwright.extend.sql.dialect import ColumnDecode, ColumnEncode, Raw
from toolwright.model.table import Column, DataType

_TEXT = re.compile(
    r"\d{4}-\d\d-\d\d(?P<gap>[ T])\d\d:\d\d(?P<seconds>:\d\d(?P<fraction>\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?$"
)
_BRACKET = re.compile(r" \[(.+)\]$")
_zone = attrgetter("tzinfo")
_OFFSET = "+00:00"
_LOCAL_LENGTH = len('"2026-01-01T08:00:00",')
_AWARE_LENGTH = _LOCAL_LENGTH + len(_OFFSET)
_AS_IT_IS = (None, UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Form:
    """How the date-times of a column are stored; text unless `unit` says otherwise."""

    unit: Literal["text", "unix", "unix ms", "julian"] = "text"
    gap: str = " "
    digits: int = 0
    zone: str = ""

    def __str__(self) -> str:
        if self.unit != "text":
            return self.unit
        fraction = "." + "s" * self.digits if self.digits else ""
        return f"YYYY-MM-DD{self.gap}HH:MM:SS{fraction}{self.zone}"

    @classmethod
    def of(cls, column: Column | None) -> Form:
        """The form noted in a column's native type."""
        noted = _BRACKET.search((column.native_type if column else None) or "")
        if noted is None:
            return cls()
        text = noted[1]
        if text in ("unix", "unix ms", "julian"):
            return cls(text)  # type: ignore[arg-type]  # one of the units
        digits = text.count("s")
        return cls("text", text[10:11] or " ", digits, text[text.rindex("S") + 1 :].replace(".", "").replace("s", ""))

    @classmethod
    def seen(cls, value: object) -> Form | None:
        """The form of a stored value; None when it is the usual one or none we know."""
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, (int, float)):
            if isinstance(value, float) and 1_000_000 < value < 5_000_000:
                return cls("julian")
            return cls("unix ms" if abs(value) > 100_000_000_000 else "unix")
        found = _TEXT.match(value) if isinstance(value, str) else None
        if found is None:
            return None
        form = cls("text", found["gap"], max(len(found["fraction"] or "") - 1, 0), found["zone"] or "")
        return None if form == cls() else form

    def encoder(self) -> ColumnEncode:
        """Writes date-times as this form stores them."""
        return ColumnEncode(self.encode, self._whole_seconds)

    def _whole_seconds(self, moments: Sequence[Raw]) -> Sequence[object] | None:
        """Moments without fractions, local or UTC, which are nearly all there are, written as texts."""
        if self.unit != "text" or not moments:
            return None
        try:  # a fifth of the time that `isoformat` takes for each
            text = orjson.dumps(moments).decode()
        except TypeError:
            return None
        if len(text) == _AWARE_LENGTH * len(moments) + 1 and text.count(_OFFSET) == len(moments):
            text = text.replace(_OFFSET, "")
        if len(text) != _LOCAL_LENGTH * len(moments) + 1:  # fractions and other zones make it longer
            return None
        end = ("." + "0" * self.digits if self.digits else "") + self._zone
        texts = text[2:-2].replace("T", self.gap) + end
        return texts.replace('","', f'{end}","').split('","') if end else texts.split('","')

    @property
    def _zone(self) -> str:
        return self.zone if self.zone in ("", "Z") else _OFFSET

    def encode(self, moment: Raw) -> object:
        """A date-time as this form stores it."""
        if self.unit == "text":
            return self._text(moment if moment.tzinfo in _AS_IT_IS else moment.astimezone(UTC))
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        seconds = (aware - _EPOCH) / timedelta(seconds=1)
        if self.unit == "julian":
            return seconds / 86400 + 2440587.5
        number = seconds * 1000 if self.unit == "unix ms" else seconds
        return int(number) if number == int(number) else number

    def _text(self, moment: datetime) -> str:
        zone = self._zone
        digits = self.digits or (6 if moment.microsecond else 0)
        if not digits:
            return moment.isoformat(self.gap, "seconds")[:19] + zone
        return f"{moment.isoformat(self.gap, 'microseconds')[:26]}000"[: 20 + digits] + zone


def decode_datetime(zoned: bool) -> Callable[[Raw], object]:
    """Reads stored date-times of any form; what is none stays as it is."""

    def decode(value: Raw) -> object:
        try:
            moment = _moment(value)
        except (ValueError, OverflowError, TypeError):
            return value
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC) if zoned else moment
        aware = moment.astimezone(UTC)
        return aware if zoned else aware.replace(tzinfo=None)

    def quick(cells: Sequence[Raw]) -> Sequence[object]:
        moments = list(map(datetime.fromisoformat, cells))
        if any(map(_zone, moments)):
            raise ValueError
        return [moment.replace(tzinfo=UTC) for moment in moments] if zoned else moments

    return ColumnDecode(decode, quick)


def _moment(value: Raw) -> datetime:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    form = Form.seen(value)
    if form is None or form.unit == "text":
        raise ValueError
    if form.unit == "julian":
        return (_EPOCH + timedelta(days=value - 2440587.5)).replace(microsecond=0)
    return _EPOCH + (timedelta(milliseconds=value) if form.unit == "unix ms" else timedelta(seconds=value))


def _decode_date(value: Raw) -> object:
    """A stored date; what is none stays as it is."""
    try:
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).date()
    except (ValueError, TypeError):
        return value


def decode_time(value: Raw) -> object:
    """A stored time; what is none stays as it is."""
    try:
        return time.fromisoformat(value)
    except (ValueError, TypeError):
        return value


def _decode_boolean(value: Raw) -> object:
    """A stored boolean: numbers by being zero, text by its word."""
    return value.lower() in ("1", "t", "true", "yes", "on") if isinstance(value, str) else bool(value)


def _decode_decimal(value: Raw) -> object:
    """A stored number, exactly as SQLite shows it."""
    try:
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return value


def _plain_numbers(cells: Sequence[Raw]) -> Sequence[str]:
    """The texts that `str` of a Decimal has, without making one: only for numbers that need no exponent."""
    if not _PLAIN.issuperset(map(type, cells)):
        raise ValueError
    # The shortest texts that read back as the same numbers, as `repr` writes them, in a tenth of its time.
    joined = orjson.dumps(cells).decode()
    if "e" in joined or "n" in joined:  # an exponent; what is no number
        raise ValueError
    return joined[1:-1].split(",") if cells else []


_PLAIN = frozenset({int, float})
_BOOLEANS = {0: False, 1: True}
decode_date = ColumnDecode(_decode_date, lambda cells: list(map(date.fromisoformat, cells)))
decode_boolean = ColumnDecode(_decode_boolean, lambda cells: list(map(_BOOLEANS.__getitem__, cells)))
decode_decimal = ColumnDecode(_decode_decimal, lambda cells: list(map(Decimal, map(repr, cells))))

decimal_as_json = ColumnDecode(_decode_decimal, _plain_numbers)


def decode_json(value: Raw) -> object:
    """Stored JSON; what is none stays text."""
    try:
        return json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return value


def encode_decimal(value: Decimal) -> int | float:
    """A number as SQLite can hold it: whole, or a float."""
    number = float(value)
    if number.is_integer() and abs(number) < 1 << 63 and value == (whole := int(value)):
        return whole
    return number


def _decimals(values: Sequence[Decimal]) -> Sequence[object]:
    floats = map(float, values)
    return [
        encode_decimal(value) if number.is_integer() else number for number, value in zip(floats, values, strict=True)
    ]


DECIMALS = ColumnEncode(encode_decimal, _decimals)
"""Writes decimals."""


def encode_json(value: object) -> str:
    """JSON text."""
    return json.dumps(value, ensure_ascii=False)


def decode_duration(value: Raw) -> object:
    """Stored seconds; what is none stays as it is."""
    return timedelta(seconds=value) if isinstance(value, (int, float)) else value


def decode_uuid(value: Raw) -> object:
    """A stored id; what is none stays as it is."""
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        return value


def encode_duration(value: timedelta) -> float:
    """Seconds."""
    return value.total_seconds()


def data_type(declared: str) -> DataType:
    """What the declared type of a column stands for."""
    name = declared.upper()
    if name.startswith("TINYINT(1)"):
        return DataType.BOOLEAN
    for words, kind in _DECLARED:
        if any(word in name for word in words):
            return kind
    return DataType.OTHER


_DECLARED: tuple[tuple[tuple[str, ...], DataType], ...] = (
    (("BOOL",), DataType.BOOLEAN),
    (("DATETIME", "TIMESTAMP"), DataType.DATETIME),
    (("INTERVAL", "POINT"), DataType.OTHER),
    (("INT", "SERIAL"), DataType.INTEGER),
    (("DATE",), DataType.DATE),
    (("TIME",), DataType.TIME),
    (("JSON",), DataType.JSON),
    (("CHAR", "CLOB", "TEXT", "STRING", "UUID", "GUID", "ENUM"), DataType.TEXT),
    (("BLOB", "BINARY", "BYTEA", "IMAGE"), DataType.BINARY),
    (("REAL", "FLOA", "DOUB"), DataType.FLOAT),
    (("DEC", "NUMERIC", "MONEY", "NUMBER"), DataType.DECIMAL),
)
