"""Coerce: JSON values and form texts to the typed values of columns, with one set of messages.

JSON and forms say the same things differently: decimals and big numbers may be texts, dates are ISO 8601, a form's
empty text is no value. What cannot be meant is refused with a sentence that says what would be right.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from uuid import UUID

import orjson

from toolwright.errors import phrase, phrase_of
from toolwright.extend.column import Refused
from toolwright.model.table import Column, DataType

MAX_INTEGER = 2**63
MAX_DIGITS = 1000
_TRUE = frozenset({"true", "on", "yes", "1"})
_FALSE = frozenset({"false", "off", "no", "0"})
_INTEGER = re.compile(r"[+-]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d{1,6})?)S)?)?"
)
_WORDS = re.compile(
    r"(?P<sign>-)?(?=.)(?:(?P<weeks>\d{1,9}) ?w(?:eeks?)?)?(?: ?(?P<days>\d{1,9}) ?d(?:ays?)?)?"
    r"(?: ?(?P<hours>\d{1,9}(?:\.\d{1,6})?) ?h(?:ours?)?)?(?: ?(?P<minutes>\d{1,9}) ?m(?:in(?:utes?)?)?)?"
    r"(?: ?(?P<seconds>\d{1,9}(?:\.\d{1,6})?) ?s(?:ec(?:onds?)?)?)?"
)
_CLOCK = re.compile(r"(?P<sign>-)?(?P<hours>\d{1,9}):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d(?:\.\d{1,6})?))?")


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are to be read: the zone of times written without one, and whether they come from a form."""

    zone: tzinfo = UTC
    is_form: bool = False


_PLAIN = Manner()


def coerce(column: Column, given: object, manner: Manner = _PLAIN) -> object:
    """`given` as a value of the column's type, None for no value. Raises Refused.

    Whether a value is needed is not asked here.
    """
    if given is None:
        return None
    if isinstance(given, str):
        if "\x00" in given or _has_lone_surrogate(given):
            raise Refused("The text holds characters that cannot be stored.")
        if given == "" and (column.type is not DataType.TEXT or column.nullable or column.required):
            return None
    value = _READERS[column.type](column, given, manner)
    if column.options and value is not None:
        _check_option(column, value)
    return value


def _text(column: Column, given: object, manner: Manner) -> str:
    if not isinstance(given, str):
        raise Refused("Must be text.")
    if manner.is_form:
        given = given.replace("\r\n", "\n")
    if column.max_length is not None and len(given) > column.max_length:
        raise Refused(
            phrase_of(
                column.max_length,
                "Must have at most one character, not {given}.",
                "Must have at most {max_length} characters, not {given}.",
                max_length=f"{column.max_length:,}",
                given=f"{len(given):,}",
            ),
            "too_long",
        )
    return given


def _integer(_column: Column, given: object, _manner: Manner) -> int:
    if (isinstance(given, str) and _INTEGER.fullmatch(given.strip())) or (
        isinstance(given, float) and given.is_integer()
    ):
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool):
        raise Refused("Must be a whole number.")
    if not -MAX_INTEGER <= given < MAX_INTEGER:
        raise Refused("The number is too large.", "out_of_range")
    return given


def _decimal(column: Column, given: object, _manner: Manner) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise Refused("Must be a number.")
    text = given.strip() if isinstance(given, str) else repr(given) if isinstance(given, float) else str(given)
    if len(text) > MAX_DIGITS or not _DECIMAL.fullmatch(text):
        raise Refused("Must be a number.")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Refused("Must be a number.") from None
    _check_digits(column, value)
    return value


def _check_digits(column: Column, value: Decimal) -> None:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101  # the pattern admits finite numbers only
    decimals = max(0, -exponent)
    trimmed = len(str(value).rstrip("0").partition(".")[2]) if decimals and "E" not in str(value) else decimals
    if column.scale is not None and trimmed > column.scale:
        one, many = "Must have at most one decimal place.", "Must have at most {scale} decimal places."
        raise Refused(phrase_of(column.scale, one, many, scale=column.scale), "too_precise")
    if column.precision is not None and value.adjusted() + 1 > column.precision - (column.scale or 0) and value:
        raise Refused("The number is too large.", "out_of_range")


def _float(_column: Column, given: object, _manner: Manner) -> float:
    if isinstance(given, str) and _DECIMAL.fullmatch(given.strip()):
        given = float(given)
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise Refused("Must be a number.")
    try:
        value = float(given)
    except OverflowError:
        raise Refused("The number is too large.", "out_of_range") from None
    if value - value != 0:
        raise Refused("The number is too large.", "out_of_range")
    return value


def _boolean(_column: Column, given: object, _manner: Manner) -> bool:
    if isinstance(given, bool):
        return given
    text = str(given).strip().lower() if isinstance(given, str | int) else ""
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Refused("Must be yes or no.")


def _date(_column: Column, given: object, _manner: Manner) -> date:
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    try:
        if isinstance(given, str):
            return date.fromisoformat(given.strip())
    except ValueError:
        pass
    raise Refused("Must be a date such as 2026-03-31.")


def _time(_column: Column, given: object, _manner: Manner) -> time:
    if isinstance(given, time):
        return given
    try:
        if isinstance(given, str):
            return time.fromisoformat(given.strip())
    except ValueError:
        pass
    raise Refused("Must be a time such as 14:30.")


def _datetime(column: Column, given: object, manner: Manner) -> datetime:
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given.strip())
        except ValueError:
            given = None
    if not isinstance(given, datetime):
        raise Refused("Must be a date and time such as 2026-03-31T14:30.")
    try:
        if column.wall_clock:
            return given.replace(tzinfo=None)
        if column.zoned:
            return given if given.tzinfo is not None else given.replace(tzinfo=manner.zone)
        return given if given.tzinfo is None else given.astimezone(UTC).replace(tzinfo=None)
    except (OverflowError, ValueError):
        raise Refused("The date is out of range.", "out_of_range") from None


def _duration(_column: Column, given: object, _manner: Manner) -> timedelta:
    if isinstance(given, timedelta):
        return given
    try:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return timedelta(seconds=given)
        text = given.strip() if isinstance(given, str) else ""
        match = _DURATION.fullmatch(text) or _CLOCK.fullmatch(text) or _WORDS.fullmatch(text.lower())
        if match is not None and not text.endswith(("P", "T")):
            parts = match.groupdict()
            sign = -1 if parts.pop("sign", None) else 1
            return sign * timedelta(**{unit: float(amount) for unit, amount in parts.items() if amount})
    except (OverflowError, ValueError):
        raise Refused("The duration is too long.", "out_of_range") from None
    raise Refused("Must be a duration such as 1:30 or 1 h 30 min.")


def _uuid(_column: Column, given: object, _manner: Manner) -> UUID:
    if isinstance(given, UUID):
        return given
    try:
        if isinstance(given, str) and len(given) <= 45:
            return UUID(given.strip())
    except ValueError:
        pass
    raise Refused("Must be an id such as 123e4567-e89b-12d3-a456-426614174000.")


def _json(_column: Column, given: object, manner: Manner) -> object:
    if not (manner.is_form and isinstance(given, str)):
        return given
    try:
        return orjson.loads(given)
    except orjson.JSONDecodeError:
        raise Refused("Must be valid JSON.") from None


def _list(_column: Column, given: object, manner: Manner) -> list[object]:
    if isinstance(given, str) and manner.is_form:
        text = given.strip()
        given = _json(_column, text, manner) if text.startswith("[") else [line for line in text.split("\n") if line]
    if not isinstance(given, list):
        raise Refused("Must be a list.")
    return given


def _binary(_column: Column, given: object, _manner: Manner) -> bytes:
    if isinstance(given, bytes):
        return given
    try:
        if isinstance(given, str):
            return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise Refused("Must be binary data as Base64 text.")


def _other(_column: Column, _given: object, _manner: Manner) -> object:
    raise Refused("Values of this type cannot be written here.", "read_only")


def _check_option(column: Column, value: object) -> None:
    allowed = [option.value for option in column.options]
    for one in value if isinstance(value, list) else [value]:
        if str(one) not in allowed:
            shown = ", ".join(allowed[:10]) + (", …" if len(allowed) > 10 else "")
            raise Refused(phrase("Must be one of: {shown}.", shown=shown), "not_an_option")


def _has_lone_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


_READERS: Mapping[DataType, Callable[[Column, object, Manner], object]] = {
    DataType.TEXT: _text,
    DataType.INTEGER: _integer,
    DataType.DECIMAL: _decimal,
    DataType.FLOAT: _float,
    DataType.BOOLEAN: _boolean,
    DataType.DATE: _date,
    DataType.TIME: _time,
    DataType.DATETIME: _datetime,
    DataType.DURATION: _duration,
    DataType.UUID: _uuid,
    DataType.JSON: _json,
    DataType.LIST: _list,
    DataType.BINARY: _binary,
    DataType.OTHER: _other,
}
