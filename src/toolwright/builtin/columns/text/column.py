"""A line of text."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, ValueLimits
from toolwright.extend.text_form import TextForm, check_form, form_limits, in_form
from toolwright.model.table import Column, DataType, Option


class TextSettings(TextForm):
    """How long the text is and what it looks like."""

    one_of: tuple[str, ...] = Field((), max_length=500, description="The only texts allowed; any when empty.")


class Text(ColumnKind[TextSettings]):
    """See the module."""

    kind, title, group, icon = "text", "Text", "text", "letter-case"
    Settings = TextSettings
    type = DataType.TEXT
    samples = ("Printer on floor 3", "Ünïcødé 🍕", "'; DROP TABLE x; --")
    refused = ("x" * 501, 12, ["list"])

    def facts(self, column: Column, settings: TextSettings) -> ColumnFacts:
        """Text of limited length."""
        check_form(settings)
        options = tuple(Option(value=value, label=value) for value in settings.one_of)
        return ColumnFacts(type=DataType.TEXT, max_length=settings.max_length, options=options)

    def limits(self, settings: TextSettings) -> ValueLimits | None:
        """The fewest characters."""
        return form_limits(settings)

    def accept(self, value: object, settings: TextSettings) -> object:
        """Text of the form."""
        return in_form(str(value), settings)
