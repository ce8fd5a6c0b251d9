"""Who last changed the row."""

from __future__ import annotations

from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings
from toolwright.model.table import Column, DataType, Stamp


class UpdatedBy(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "updated_by", "Updated by", "system", "user-edit"
    type = DataType.TEXT
    can_be_unique = False

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """Written by the data plane alone."""
        return ColumnFacts(type=DataType.TEXT, stamp=Stamp.UPDATED_BY, read_only=True)
