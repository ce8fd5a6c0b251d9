"""The number that tells rows apart."""

from __future__ import annotations

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings
from toolwright.extend.design import ID
from toolwright.model.table import Cell, Column, DataType


class RowId(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "row_id", "Row id", "system", "key"
    type = DataType.INTEGER

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """A number the database counts."""
        if column.name != ID:
            raise ValueError(phrase("The row id is always called '{id}'; give it a label to show another word.", id=ID))
        return ColumnFacts(type=DataType.INTEGER, read_only=True)

    def cell(self, settings: NoSettings) -> Cell | None:
        """In letters of equal width."""
        return Cell(format="mono")
