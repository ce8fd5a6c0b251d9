"""One of a fixed set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.choice import OptionSettings, check_options, option_of
from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.table import Column, DataType, Option


class SelectSettings(OptionSettings):
    """What there is to choose from."""

    options: tuple[Option, ...] = Field(min_length=1, max_length=500, description="The options in order.")


class Select(ColumnKind[SelectSettings]):
    """See the module."""

    kind, title, group, icon = "select", "Choice", "choice", "select"
    Settings = SelectSettings
    example: ClassVar[Mapping[str, object]] = {"options": ["yes", "no"]}
    start: ClassVar[Mapping[str, object]] = {"options": ["First", "Second"]}
    type = DataType.TEXT
    samples = ("yes", "no")
    refused = ("maybe", 1, ["yes"])

    def facts(self, column: Column, settings: SelectSettings) -> ColumnFacts:
        """Text with options."""
        check_options(settings.options)
        return ColumnFacts(type=DataType.TEXT, options=settings.options)

    def read_text(self, text: str, settings: SelectSettings) -> object:
        """An option by its value or its label."""
        return option_of(text, settings.options)
