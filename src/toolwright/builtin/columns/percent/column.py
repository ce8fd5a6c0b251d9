"""A number of hundredths."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, ValueLimits
from toolwright.extend.number_range import check_ends, limits_of, plain_number, within
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType


class PercentSettings(Model):
    """How exact it is and what is allowed."""

    decimals: int = Field(0, ge=0, le=6, description="Digits behind the point.")
    minimum: float | None = Field(0, description="The smallest allowed; none when null.")
    maximum: float | None = Field(100, description="The largest allowed; none when null.")
    bar: bool = Field(False, description="Drawn as a bar beside the number.")


class Percent(ColumnKind[PercentSettings]):
    """See the module."""

    kind, title, group, icon = "percent", "Percent", "number", "percentage"
    Settings = PercentSettings
    type = DataType.DECIMAL
    samples = (0, 25, "100")
    refused = (101, -1, "half", "12.5")

    def facts(self, column: Column, settings: PercentSettings) -> ColumnFacts:
        """An exact number."""
        check_ends(settings.minimum, settings.maximum)
        return ColumnFacts(type=DataType.DECIMAL, precision=9 + settings.decimals, scale=settings.decimals)

    def limits(self, settings: PercentSettings) -> ValueLimits | None:
        """Both ends."""
        return limits_of(settings.minimum, settings.maximum)

    def accept(self, value: object, settings: PercentSettings) -> object:
        """A number within the limits."""
        return within(value, settings.minimum, settings.maximum, "%")

    def read_text(self, text: str, settings: PercentSettings) -> object:
        """The sign may be there or not."""
        return plain_number(text.strip().removesuffix("%"))

    def cell(self, settings: PercentSettings) -> Cell | None:
        """With its sign, or as a bar."""
        return Cell(format="bar" if settings.bar else "percent", options={"of": 100, "decimals": settings.decimals})

    def field(self, settings: PercentSettings) -> Control | None:
        """A number field with the sign beside it."""
        given = {"unit": "%", "min": settings.minimum, "max": settings.maximum}
        return Control(kind="number_field", settings={k: v for k, v in given.items() if v is not None})
