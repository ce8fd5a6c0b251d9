"""When the row was made."""

from __future__ import annotations

from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings
from toolwright.model.table import Column, DataType, Stamp


class CreatedAt(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "created_at", "Created at", "system", "calendar-plus"
    type = DataType.DATETIME
    can_be_unique = False

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """Written by the data plane alone."""
        return ColumnFacts(type=DataType.DATETIME, zoned=True, stamp=Stamp.CREATED_AT, read_only=True)
