"""A length of time."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, Refused, ValueLimits
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType

_LONGEST = dt.timedelta(days=365_000)


class DurationSettings(Model):
    """Which lengths are welcome."""

    negative: bool = Field(False, description="Lengths below zero are welcome.")


class Duration(ColumnKind[DurationSettings]):
    """See the module."""

    kind, title, group, icon = "duration", "Duration", "time", "hourglass"
    Settings = DurationSettings
    type = DataType.DURATION
    samples = ("1:30", "PT0S", "90 min", "1 h 30 min", "P2DT3H", 3600, "0:00:01.5")
    refused = ("a while", "-1:30", "P", "1:75", "99999999:00")

    def facts(self, column: Column, settings: DurationSettings) -> ColumnFacts:
        """A length of time."""
        return ColumnFacts(type=DataType.DURATION)

    def limits(self, settings: DurationSettings) -> ValueLimits | None:
        """Nothing: how lengths are stored is the database's own affair."""
        return None

    def accept(self, value: object, settings: DurationSettings) -> object:
        """A length that is not below zero, unless that is welcome."""
        assert isinstance(value, dt.timedelta)  # noqa: S101  # the type has seen to it
        if value < dt.timedelta(0) and not settings.negative:
            raise Refused("Must not be below zero.", "too_small")
        if abs(value) > _LONGEST:
            raise Refused("Must be shorter than a thousand years.", "too_large")
        return value

    def show_text(self, value: object, settings: DurationSettings) -> str | None:
        """Hours, minutes and seconds: `26:30:00`."""
        assert isinstance(value, dt.timedelta)  # noqa: S101  # the type has seen to it
        sign, left = ("-", -value) if value < dt.timedelta(0) else ("", value)
        minutes, seconds = divmod(left.days * 86_400 + left.seconds, 60)
        fraction = f".{left.microseconds:06d}" if left.microseconds else ""
        return f"{sign}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}{fraction}"

    def cell(self, settings: DurationSettings) -> Cell | None:
        """`1 h 30 min`."""
        return Cell(format="duration")

    def field(self, settings: DurationSettings) -> Control | None:
        """A text field that says how to write it."""
        return Control(kind="text_field", settings={"placeholder": "1 h 30 min"})
