"""When the row was last changed."""

from __future__ import annotations

from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings
from toolwright.model.table import Column, DataType, Stamp


class UpdatedAt(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "updated_at", "Updated at", "system", "calendar-event"
    type = DataType.DATETIME
    can_be_unique = False

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """Written by the data plane alone."""
        return ColumnFacts(type=DataType.DATETIME, zoned=True, stamp=Stamp.UPDATED_AT, read_only=True)
