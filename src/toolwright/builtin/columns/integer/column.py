"""A whole number."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, ValueLimits
from toolwright.extend.number_range import check_ends, limits_of, plain_number, within
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType, Option


class IntegerSettings(Model):
    """Which numbers are welcome."""

    minimum: int | None = Field(None, description="The smallest number allowed.")
    maximum: int | None = Field(None, description="The largest number allowed.")
    one_of: tuple[int, ...] = Field((), max_length=500, description="The only numbers allowed; any when empty.")
    unit: str | None = Field(None, max_length=20, description="What stands behind it: `GB`, `days`.")


class Integer(ColumnKind[IntegerSettings]):
    """See the module."""

    kind, title, group, icon = "integer", "Whole number", "number", "number-123"
    Settings = IntegerSettings
    type = DataType.INTEGER
    samples = (0, -1, 2**53, 2**63 - 1)
    refused = (1.5, "many", 2**63)

    def facts(self, column: Column, settings: IntegerSettings) -> ColumnFacts:
        """A number of 64 bits."""
        check_ends(settings.minimum, settings.maximum)
        options = tuple(Option(value=str(number)) for number in settings.one_of)
        return ColumnFacts(type=DataType.INTEGER, options=options)

    def limits(self, settings: IntegerSettings) -> ValueLimits | None:
        """Both ends."""
        return limits_of(settings.minimum, settings.maximum)

    def accept(self, value: object, settings: IntegerSettings) -> object:
        """A number within the limits."""
        return within(value, settings.minimum, settings.maximum, settings.unit or "")

    def read_text(self, text: str, settings: IntegerSettings) -> object:
        """Blanks between digits and the unit do not count."""
        return plain_number(text.strip().removesuffix(settings.unit or ""))

    def cell(self, settings: IntegerSettings) -> Cell | None:
        """With its unit."""
        return Cell(format="number", options={} if settings.unit is None else {"unit": settings.unit})

    def field(self, settings: IntegerSettings) -> Control | None:
        """A number field that knows the limits; a list of the only numbers allowed."""
        if settings.one_of:
            return None
        given = {"unit": settings.unit, "min": settings.minimum, "max": settings.maximum}
        return Control(kind="number_field", settings={k: v for k, v in given.items() if v is not None})
