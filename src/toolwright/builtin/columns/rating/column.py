"""A number of stars."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, ValueLimits
from toolwright.extend.number_range import within
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType


class RatingSettings(Model):
    """How many stars there are."""

    stars: int = Field(5, ge=2, le=10, description="The most stars.")


class Rating(ColumnKind[RatingSettings]):
    """See the module."""

    kind, title, group, icon = "rating", "Rating", "number", "star"
    Settings = RatingSettings
    type = DataType.INTEGER
    samples = (1, 3, 5)
    refused = (0, 6, 2.5, "good")

    def facts(self, column: Column, settings: RatingSettings) -> ColumnFacts:
        """A small whole number."""
        return ColumnFacts(type=DataType.INTEGER)

    def limits(self, settings: RatingSettings) -> ValueLimits | None:
        """From one star to all."""
        return ValueLimits(minimum=1, maximum=settings.stars)

    def accept(self, value: object, settings: RatingSettings) -> object:
        """One to all stars."""
        return within(value, 1, settings.stars)

    def cell(self, settings: RatingSettings) -> Cell | None:
        """Stars."""
        return Cell(format="rating", options={"stars": settings.stars})

    def field(self, settings: RatingSettings) -> Control | None:
        """Stars to choose."""
        return Control(kind="rating_field", settings={"stars": settings.stars})
