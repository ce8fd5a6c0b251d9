"""A line of text."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, Refused, ValueLimits
from toolwright.model.base import Model
from toolwright.model.table import Column, DataType


class TextSettings(Model):
    """How long the text is."""

    max_length: int = Field(500, ge=1, le=100_000, description="The most characters it may have.")
    min_length: int = Field(0, ge=0, description="The fewest characters it may have, when it has any.")


class Text(ColumnKind[TextSettings]):
    """See the module."""

    kind, title, group, icon = "text", "Text", "text", "letter-case"
    Settings = TextSettings
    type = DataType.TEXT
    samples = ("Printer on floor 3", "Ünïcødé 🍕", "'; DROP TABLE x; --")
    refused = ("x" * 501, 12, ["list"])

    def facts(self, column: Column, settings: TextSettings) -> ColumnFacts:
        """Text of limited length."""
        if settings.min_length > settings.max_length:
            raise ValueError("The fewest characters are more than the most.")
        return ColumnFacts(type=DataType.TEXT, max_length=settings.max_length)

    def limits(self, settings: TextSettings) -> ValueLimits | None:
        """The fewest characters."""
        return ValueLimits(min_length=settings.min_length) if settings.min_length else None

    def accept(self, value: object, settings: TextSettings) -> object:
        """Text long enough."""
        if isinstance(value, str) and len(value) < settings.min_length:
            raise Refused(f"Must have at least {settings.min_length:,} characters.", "too_short")
        return value
