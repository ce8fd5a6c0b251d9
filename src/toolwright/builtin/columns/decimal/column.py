"""An exact number with a fixed number of decimals."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, ValueLimits
from toolwright.extend.number_range import check_ends, limits_of, plain_number, within
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType


class DecimalSettings(Model):
    """How exact it is and which numbers are welcome."""

    decimals: int = Field(2, ge=0, le=12, description="Digits behind the point.")
    digits: int = Field(15, ge=1, le=38, description="Digits in all.")
    minimum: float | None = Field(None, description="The smallest number allowed.")
    maximum: float | None = Field(None, description="The largest number allowed.")
    unit: str | None = Field(None, max_length=20, description="What stands behind it: `h`, `kg`.")


class Decimal(ColumnKind[DecimalSettings]):
    """See the module."""

    kind, title, group, icon = "decimal", "Decimal", "number", "number"
    Settings = DecimalSettings
    type = DataType.DECIMAL
    samples = ("0", "-1.50", "9999999999999.99", 12)
    refused = ("many", "1.234", "10000000000000.00", True)

    def facts(self, column: Column, settings: DecimalSettings) -> ColumnFacts:
        """An exact number."""
        check_ends(settings.minimum, settings.maximum)
        if settings.decimals > settings.digits:
            raise ValueError("There are more decimals than digits in all.")
        return ColumnFacts(type=DataType.DECIMAL, precision=settings.digits, scale=settings.decimals)

    def limits(self, settings: DecimalSettings) -> ValueLimits | None:
        """Both ends."""
        return limits_of(settings.minimum, settings.maximum)

    def accept(self, value: object, settings: DecimalSettings) -> object:
        """A number within the limits."""
        return within(value, settings.minimum, settings.maximum, settings.unit or "")

    def read_text(self, text: str, settings: DecimalSettings) -> object:
        """Blanks between digits and the unit do not count."""
        return plain_number(text.strip().removesuffix(settings.unit or ""))

    def cell(self, settings: DecimalSettings) -> Cell | None:
        """With all its decimals, and its unit."""
        unit = {} if settings.unit is None else {"unit": settings.unit}
        return Cell(format="number", options={"decimals": settings.decimals, **unit})

    def field(self, settings: DecimalSettings) -> Control | None:
        """A number field that knows the limits."""
        given = {"unit": settings.unit, "min": settings.minimum, "max": settings.maximum}
        return Control(kind="number_field", settings={k: v for k, v in given.items() if v is not None})
