"""Convert: the values of a column as the values of a column of another kind, and what cannot be said in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal

import orjson

from toolwright.extend.coerce import coerce
from toolwright.extend.column import DesignedColumn, Refused
from toolwright.model.table import Column, DataType

_NUMBERS = frozenset({DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT})


@dataclass(eq=False)
class Lossy(Refused):
    """A value converts only in part; `rest` is what would be left of it."""

    rest: object = None


@dataclass(frozen=True, slots=True)
class Converter:
    """From a column as it was to the column as it shall be."""

    before: Column
    after: Column
    before_kind: DesignedColumn | None = None
    after_kind: DesignedColumn | None = None

    def __call__(self, value: object) -> object:
        """The value in the new column. Raises Refused, or Lossy where something can be kept."""
        meant = self._meant(value)
        if meant is None:
            return None
        try:
            fit = coerce(self.after, meant)
        except Refused as refused:
            raise self._partly(meant, refused) from None
        return fit if fit is None or self.after_kind is None else self.after_kind.accept(fit)

    def allowing_loss(self, value: object) -> object:
        """The value in the new column, or what is left of it: nothing, in the worst case."""
        try:
            return self(value)
        except Lossy as lossy:
            return lossy.rest
        except Refused:
            return None

    def _meant(self, value: object) -> object:
        """The value as `coerce` reads it for the new type."""
        before, after = self.before.type, self.after.type
        if self.after.files is not None and self.before.files is None:
            raise Refused("Names no file that was uploaded.", "no_file")  # or texts could name files of other rows
        if before is after:
            return value
        change = _CHANGES.get((before, after))
        if change is not None:
            return change(value)
        if before in _NUMBERS and after in _NUMBERS:
            return _number(value, after)
        if after is DataType.JSON:
            return value if isinstance(value, str | int | float | bool | list) else text_of(value)
        text = self.before_kind.kind.show_text(value, self.before_kind.settings) if self.before_kind else None
        text = text_of(value) if text is None else text
        if after is DataType.TEXT:
            return text
        return self.after_kind.kind.read_text(text, self.after_kind.settings) if self.after_kind else text

    def _partly(self, value: object, refused: Refused) -> Refused:
        """What can be kept of a value that is only too long or too precise."""
        if refused.code == "too_long" and isinstance(value, str):
            return Lossy(refused.message, refused.code, value[: self.after.max_length])
        if refused.code == "too_precise" and self.after.scale is not None:
            rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-self.after.scale), ROUND_HALF_EVEN)
            return Lossy(refused.message, refused.code, rounded)
        return refused


def text_of(value: object) -> str:
    """A value as text, so that the type's own reader reads it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list | dict):
        return orjson.dumps(value, default=str).decode()
    return str(value)


def _number(value: object, after: DataType) -> object:
    if after is not DataType.INTEGER:
        return value
    number = Decimal(str(value))
    if number == number.to_integral_value():
        return int(number)
    raise Lossy("Has decimal places.", "too_precise", int(number.to_integral_value(ROUND_HALF_EVEN)))


def _day(value: object) -> object:
    assert isinstance(value, datetime)  # noqa: S101  # the type it comes from
    if value.time() != time(0):
        raise Lossy("Has a time of day.", "too_precise", value.date())
    return value.date()


def _clock(value: object) -> object:
    assert isinstance(value, datetime)  # noqa: S101  # the type it comes from
    raise Lossy("Has a date.", "too_precise", value.time())


def _yes_or_no(value: object) -> object:
    if value in (0, 1):
        return bool(value)
    raise Refused("Must be 0 or 1.")


def _one(value: object) -> object:
    items = value if isinstance(value, list) else []
    if len(items) > 1:
        raise Lossy("Has several values.", "several", text_of(items[0]))
    return text_of(items[0]) if items else None


def _several(value: object) -> object:
    return [value] if value != "" else []


_CHANGES: dict[tuple[DataType, DataType], Callable[[object], object]] = {
    (DataType.DATETIME, DataType.DATE): _day,
    (DataType.DATETIME, DataType.TIME): _clock,
    (DataType.DATE, DataType.DATETIME): text_of,
    (DataType.LIST, DataType.TEXT): _one,
    (DataType.TEXT, DataType.LIST): _several,
    (DataType.INTEGER, DataType.BOOLEAN): _yes_or_no,
    (DataType.BOOLEAN, DataType.INTEGER): lambda value: int(bool(value)),
    (DataType.BOOLEAN, DataType.FLOAT): lambda value: int(bool(value)),
    (DataType.BOOLEAN, DataType.DECIMAL): lambda value: int(bool(value)),
}
