"""A time of day."""

from __future__ import annotations

import datetime as dt

from toolwright.extend.column import ColumnKind, NoSettings
from toolwright.model.table import DataType


class Time(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "time", "Time", "time", "clock"
    type = DataType.TIME
    samples = ("00:00", "14:30", "23:59:59")
    refused = ("24:30", "noon", 12)

    def accept(self, value: object, settings: NoSettings) -> object:
        """The time without a zone, which a time of day has none of."""
        return value.replace(tzinfo=None) if isinstance(value, dt.time) else value
