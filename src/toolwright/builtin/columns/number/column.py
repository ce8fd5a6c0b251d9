"""A number with decimals in floating point."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, ValueLimits
from toolwright.extend.number_range import check_ends, limits_of, plain_number, within
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType


class NumberSettings(Model):
    """Which numbers are welcome and how they are shown."""

    minimum: float | None = Field(None, description="The smallest number allowed.")
    maximum: float | None = Field(None, description="The largest number allowed.")
    unit: str | None = Field(None, max_length=20, description="What stands behind it: `km`, `GB`.")
    decimals: int | None = Field(None, ge=0, le=10, description="Decimals shown; as many as there are when empty.")


class Number(ColumnKind[NumberSettings]):
    """See the module."""

    kind, title, group, icon = "number", "Number", "number", "decimal"
    Settings = NumberSettings
    type = DataType.FLOAT
    samples = (0, -1.5, 0.1, 1e300, 2**40)
    refused = ("many", True, "1e999")

    def facts(self, column: Column, settings: NumberSettings) -> ColumnFacts:
        """A number of double precision."""
        check_ends(settings.minimum, settings.maximum)
        return ColumnFacts(type=DataType.FLOAT)

    def limits(self, settings: NumberSettings) -> ValueLimits | None:
        """Both ends."""
        return limits_of(settings.minimum, settings.maximum)

    def accept(self, value: object, settings: NumberSettings) -> object:
        """A number within the limits."""
        return within(value, settings.minimum, settings.maximum, settings.unit or "")

    def read_text(self, text: str, settings: NumberSettings) -> object:
        """Blanks between digits and the unit do not count."""
        return plain_number(text.strip().removesuffix(settings.unit or ""))

    def cell(self, settings: NumberSettings) -> Cell | None:
        """With its unit."""
        given = {"unit": settings.unit, "decimals": settings.decimals}
        return Cell(format="number", options={name: value for name, value in given.items() if value is not None})

    def field(self, settings: NumberSettings) -> Control | None:
        """A number field that knows the limits."""
        given = {"unit": settings.unit, "min": settings.minimum, "max": settings.maximum}
        return Control(kind="number_field", settings={k: v for k, v in given.items() if v is not None})
