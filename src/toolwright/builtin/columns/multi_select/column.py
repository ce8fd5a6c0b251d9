"""Several of a fixed set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.choice import OptionSettings, check_options, option_of, options_in, text_of_all
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.table import Cell, Column, Control, DataType, Option


class MultiSelectSettings(OptionSettings):
    """What there is to choose from, and how much of it."""

    options: tuple[Option, ...] = Field(min_length=1, max_length=500, description="The options in order.")
    at_least: int = Field(0, ge=0, description="The fewest that may be chosen, when any are.")
    at_most: int | None = Field(None, ge=1, description="The most that may be chosen.")


class MultiSelect(ColumnKind[MultiSelectSettings]):
    """See the module."""

    kind, title, group, icon = "multi_select", "Choices", "choice", "list-check"
    Settings = MultiSelectSettings
    example: ClassVar[Mapping[str, object]] = {"options": ["red", "blue"]}
    start: ClassVar[Mapping[str, object]] = {"options": ["First", "Second"]}
    type = DataType.LIST
    can_be_unique = False
    samples = (["red"], ["red", "blue"])
    refused = (["green"], [1], 7, [["red"]])

    def facts(self, column: Column, settings: MultiSelectSettings) -> ColumnFacts:
        """A list with options."""
        check_options(settings.options)
        if settings.at_most is not None and settings.at_least > settings.at_most:
            raise ValueError("The fewest choices are more than the most.")
        return ColumnFacts(type=DataType.LIST, options=settings.options)

    def accept(self, value: object, settings: MultiSelectSettings) -> object:
        """Each option once, in the order given; none at all is no value."""
        assert isinstance(value, list)  # noqa: S101  # the type has seen to it
        if not all(isinstance(item, str) for item in value):
            raise Refused("Must be a list of texts.")
        chosen = list(dict.fromkeys(value))
        if len(chosen) < settings.at_least:
            raise Refused(phrase("Choose at least {at_least}.", at_least=settings.at_least), "too_few")
        if settings.at_most is not None and len(chosen) > settings.at_most:
            raise Refused(phrase("Choose at most {at_most}.", at_most=settings.at_most), "too_many")
        return chosen or None

    def read_text(self, text: str, settings: MultiSelectSettings) -> object:
        """Values or labels between commas, semicolons or on lines of their own."""
        return [option_of(part, settings.options) for part in options_in(text)]

    def show_text(self, value: object, settings: MultiSelectSettings) -> str | None:
        """The values between commas."""
        return text_of_all(value)

    def cell(self, settings: MultiSelectSettings) -> Cell | None:
        """A badge for each."""
        return Cell(format="badge")

    def field(self, settings: MultiSelectSettings) -> Control | None:
        """Boxes to tick."""
        return Control(kind="options_field", settings={"multiple": True})
