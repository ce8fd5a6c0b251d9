"""A whole number."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, Refused, ValueLimits
from toolwright.model.base import Model
from toolwright.model.table import Column, DataType


class IntegerSettings(Model):
    """Which numbers are welcome."""

    minimum: int | None = Field(None, description="The smallest number allowed.")
    maximum: int | None = Field(None, description="The largest number allowed.")


class Integer(ColumnKind[IntegerSettings]):
    """See the module."""

    kind, title, group, icon = "integer", "Whole number", "number", "123"
    Settings = IntegerSettings
    type = DataType.INTEGER
    samples = (0, -1, 2**53, 2**63 - 1)
    refused = (1.5, "many", 2**63)

    def facts(self, column: Column, settings: IntegerSettings) -> ColumnFacts:
        """A number of 64 bits."""
        if None not in (settings.minimum, settings.maximum) and settings.minimum > settings.maximum:  # type: ignore[operator]  # neither is None
            raise ValueError("The smallest number is larger than the largest.")
        return ColumnFacts(type=DataType.INTEGER)

    def limits(self, settings: IntegerSettings) -> ValueLimits | None:
        """Both ends."""
        if settings.minimum is None and settings.maximum is None:
            return None
        return ValueLimits(minimum=settings.minimum, maximum=settings.maximum)

    def accept(self, value: object, settings: IntegerSettings) -> object:
        """A number within the limits."""
        assert isinstance(value, int)  # noqa: S101  # the type has seen to it
        if settings.minimum is not None and value < settings.minimum:
            raise Refused(f"Must be at least {settings.minimum:,}.", "too_small")
        if settings.maximum is not None and value > settings.maximum:
            raise Refused(f"Must be at most {settings.maximum:,}.", "too_large")
        return value
