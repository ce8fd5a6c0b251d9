"""A day."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.base import Model
from toolwright.model.table import Column, DataType


class DateSettings(Model):
    """Which days are welcome."""

    earliest: dt.date | None = Field(None, description="The first day allowed.")
    latest: dt.date | None = Field(None, description="The last day allowed.")


class Date(ColumnKind[DateSettings]):
    """See the module."""

    kind, title, group, icon = "date", "Date", "time", "calendar"
    Settings = DateSettings
    type = DataType.DATE
    samples = ("2026-03-31", "0001-01-01", "9999-12-31", "2024-02-29")
    refused = ("2026-02-30", "soon", 20260331)

    def facts(self, column: Column, settings: DateSettings) -> ColumnFacts:
        """A day."""
        if settings.earliest and settings.latest and settings.earliest > settings.latest:
            raise ValueError("The first day is after the last.")
        return ColumnFacts(type=DataType.DATE)

    def accept(self, value: object, settings: DateSettings) -> object:
        """A day within the limits."""
        assert isinstance(value, dt.date)  # noqa: S101  # the type has seen to it
        if settings.earliest is not None and value < settings.earliest:
            raise Refused(phrase("Must be {earliest} or later.", earliest=settings.earliest), "too_early")
        if settings.latest is not None and value > settings.latest:
            raise Refused(phrase("Must be {latest} or earlier.", latest=settings.latest), "too_late")
        return value
