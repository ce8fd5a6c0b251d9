"""Values to be written, checked against their columns before the database sees them."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Protocol
from uuid import UUID

from toolwright.errors import FieldError, InvalidInput, did_you_mean, phrase, phrase_of
from toolwright.extend.sql.dialect import Raw
from toolwright.model.table import Column, DataType, Table


class Unfit(Exception):
    """A value does not fit its column."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class Capacity(Protocol):
    """What a database can hold."""

    def integer_range(self, column: Column) -> tuple[int, int]:
        """The whole numbers the column can hold."""

    def holds(self, number: Decimal) -> bool:
        """Whether a column with decimals keeps every digit of the number."""


def checked_values(table: Table, values: Mapping[str, object], capacity: Capacity) -> dict[str, object]:
    """Values by column name, each fit for its column. Raises InvalidInput with one error for each that is not."""
    fit: dict[str, object] = {}
    errors: list[FieldError] = []
    for name, value in values.items():
        column = table.by_name.get(name)
        if column is None:
            errors.append(
                FieldError(name, "No such column.", "value.unknown_column", did_you_mean(name, table.by_name))
            )
            continue
        try:
            fit[name] = checked(column, value, capacity)
        except Unfit as unfit:
            errors.append(FieldError(name, unfit.message, unfit.code, unfit.hint))
    if errors:
        first = errors[0]
        raise InvalidInput(
            phrase("{field}: {message}", field=first.field, message=phrase(first.message)),
            code=first.code,
            hint=first.hint,
            errors=tuple(errors),
        )
    return fit


def checked(column: Column, value: object, capacity: Capacity) -> object:
    """The value as its column takes it; text forms of numbers, dates and ids are read. Raises Unfit."""
    if column.read_only and not column.is_ours:
        raise Unfit("value.read_only", "The database computes this column.")
    if value is None:
        if not column.nullable:
            raise Unfit("value.required", "A value is required.")
        return None
    read = _READERS.get(column.type)
    if read is None:
        raise Unfit(
            "value.read_only",
            phrase("Columns of type {value} are not written.", value=column.native_type or column.type),
        )
    try:
        fit = read(column, value)
    except (ValueError, TypeError, InvalidOperation, OverflowError, RecursionError) as wrong:
        raise Unfit("value.invalid", phrase("Not a valid {words}.", words=phrase(_WORDS[column.type]))) from wrong
    if isinstance(fit, int) and column.type is DataType.INTEGER:
        low, high = capacity.integer_range(column)
        if not low <= fit <= high:
            raise Unfit("value.out_of_range", phrase("Must be from {low} to {high}.", low=low, high=high))
    if isinstance(fit, Decimal) and column.precision is not None and not capacity.holds(fit):
        digits = len(fit.normalize().as_tuple().digits)
        raise Unfit(
            "value.too_precise",
            phrase("Has {digits} digits, of which this database keeps 15 exactly.", digits=digits),
            "Whole numbers may have 18; tables in PostgreSQL keep every digit.",
        )
    return fit


def _text(column: Column, value: Raw) -> str:
    text = str(value) if isinstance(value, (str, int, float, Decimal, UUID)) and not isinstance(value, bool) else None
    if text is None:
        raise TypeError
    text.encode()  # a lone surrogate is not text
    if "\0" in text:
        raise Unfit("value.invalid", "Text cannot hold the NUL character.")
    if column.options:
        _option(column, text)
    elif column.max_length is not None and len(text) > column.max_length:
        raise Unfit(
            "value.too_long",
            phrase("At most {max_length} characters; this has {text}.", max_length=column.max_length, text=len(text)),
        )
    return text


def _option(column: Column, text: str) -> None:
    known = [option.value for option in column.options]
    is_set = (column.native_type or "").lower().startswith("set(")
    for part in text.split(",") if is_set and text else [text] if not is_set else []:
        if part not in known:
            raise Unfit(
                "value.unknown_option",
                phrase("Must be one of: {known}.", known=", ".join(known[:12])),
                did_you_mean(part, known),
            )


def _integer(_column: Column, value: Raw) -> int:
    if isinstance(value, bool):
        raise TypeError
    if isinstance(value, (float, Decimal)) and value != int(value):
        raise ValueError
    return int(value)


def _decimal(column: Column, value: Raw) -> Decimal:
    if isinstance(value, bool):
        raise TypeError
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError
    scale = column.scale if column.scale is not None else None
    exponent = number.normalize().as_tuple().exponent
    if scale is not None and isinstance(exponent, int) and -exponent > scale:
        one, many = "At most one digit after the point.", "At most {scale} digits after the point."
        raise Unfit("value.too_precise", phrase_of(scale, one, many, scale=scale))
    if column.precision is not None and number and number.adjusted() + 1 > column.precision - (scale or 0):
        one, many = "At most one digit before the point.", "At most {precision} digits before the point."
        precision = column.precision - (scale or 0)
        raise Unfit("value.out_of_range", phrase_of(precision, one, many, precision=precision))
    return number


def _float(_column: Column, value: Raw) -> float:
    if isinstance(value, bool):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _boolean(_column: Column, value: Raw) -> bool:
    if value in (0, 1, True, False) and isinstance(value, (bool, int)):
        return bool(value)
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise ValueError


def _date(_column: Column, value: Raw) -> date:
    if isinstance(value, datetime):
        if value.time() != time(0):
            raise ValueError
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _time(_column: Column, value: Raw) -> time:
    read = value if isinstance(value, time) else time.fromisoformat(value)
    return read.replace(tzinfo=None)


def _datetime(column: Column, value: Raw) -> datetime:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # the zone is decided below
    read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if read.tzinfo is None:
        return read.replace(tzinfo=UTC) if column.zoned else read
    moment = read.astimezone(UTC)
    return moment if column.zoned else moment.replace(tzinfo=None)


def _duration(_column: Column, value: Raw) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return timedelta(seconds=value)
    raise TypeError


def _uuid(_column: Column, value: Raw) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _json(_column: Column, value: Raw) -> object:
    json.dumps(value, allow_nan=False).encode()
    return value


def _binary(_column: Column, value: Raw) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as wrong:
        raise ValueError from wrong


def _list(_column: Column, value: Raw) -> list[object]:
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return list(value)


_READERS: dict[DataType, Callable[[Column, Raw], object]] = {
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
    DataType.BINARY: _binary,
    DataType.LIST: _list,
}
_WORDS: dict[DataType, str] = {
    DataType.TEXT: "text",
    DataType.INTEGER: "whole number",
    DataType.DECIMAL: "number",
    DataType.FLOAT: "number",
    DataType.BOOLEAN: "yes or no",
    DataType.DATE: "date",
    DataType.TIME: "time",
    DataType.DATETIME: "date and time",
    DataType.DURATION: "duration",
    DataType.UUID: "id",
    DataType.JSON: "JSON value",
    DataType.BINARY: "Base64 text",
    DataType.LIST: "list",
}
