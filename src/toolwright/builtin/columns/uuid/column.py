"""A random id that no other row anywhere has."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, DataType


class UuidSettings(Model):
    """Where it comes from."""

    random: bool = Field(True, description="New rows get one by themselves.")


class Uuid(ColumnKind[UuidSettings]):
    """See the module."""

    kind, title, group, icon = "uuid", "UUID", "system", "fingerprint"
    Settings = UuidSettings
    type = DataType.UUID
    samples = ("123e4567-e89b-12d3-a456-426614174000", "{123E4567-E89B-12D3-A456-426614174000}")
    refused = ("123e4567", 7)

    def facts(self, column: Column, settings: UuidSettings) -> ColumnFacts:
        """An id, random by default."""
        return ColumnFacts(type=DataType.UUID, default="{{ uuid() }}" if settings.random else None)

    def cell(self, settings: UuidSettings) -> Cell | None:
        """In letters of equal width."""
        return Cell(format="mono")
