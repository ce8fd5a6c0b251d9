"""Who made the row."""

from __future__ import annotations

from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings
from toolwright.model.table import Column, DataType, Stamp


class CreatedBy(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "created_by", "Created by", "system", "user-plus"
    type = DataType.TEXT
    can_be_unique = False

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """Written by the data plane alone."""
        return ColumnFacts(type=DataType.TEXT, stamp=Stamp.CREATED_BY, read_only=True)
