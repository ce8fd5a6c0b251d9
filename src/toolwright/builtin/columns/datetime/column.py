"""A moment, or a date and time on the clock on the wall."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.base import Model
from toolwright.model.table import Column, DataType


class DatetimeSettings(Model):
    """Whether zones matter."""

    zone: Literal["keep", "ignore"] = Field(
        "keep", description="A moment, shown on everybody's own clock; or the same hands of the clock for everybody."
    )


class Datetime(ColumnKind[DatetimeSettings]):
    """See the module."""

    kind, title, group, icon = "datetime", "Date and time", "time", "calendar-time"
    Settings = DatetimeSettings
    type = DataType.DATETIME
    samples = ("2026-03-31T14:30:00Z", "2026-03-31T14:30", "2024-02-29T23:59:59.123456+02:00")
    refused = ("2026-02-30T10:00", "soon", 1234567890)

    def facts(self, column: Column, settings: DatetimeSettings) -> ColumnFacts:
        """A moment, unless zones are ignored."""
        is_moment = settings.zone == "keep"
        return ColumnFacts(type=DataType.DATETIME, zoned=is_moment, wall_clock=not is_moment)

    def accept(self, value: object, settings: DatetimeSettings) -> object:
        """Moments in UTC, so that equal ones are stored alike."""
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            return value.astimezone(dt.UTC)
        return value
