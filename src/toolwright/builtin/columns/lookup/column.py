"""A value of the row that a reference leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.base import ColumnName, Model, ReferenceName
from toolwright.model.table import Column, DataType
from toolwright.model.table import Lookup as LookupFacts


class LookupSettings(Model):
    """Where it is looked up."""

    through: ReferenceName = Field(
        description="The reference to follow: `customer` of the column `customer_id`, or a column of links."
    )
    column: ColumnName = Field(
        description="The column of the row it leads to; may be a lookup or rollup itself.",
        json_schema_extra={"x-of": ["through"]},
    )


class Lookup(ColumnKind[LookupSettings]):
    """See the module. Read when it is shown, so it is never out of date."""

    kind, title, group, icon = "lookup", "Lookup", "computed", "zoom-in"
    Settings = LookupSettings
    example: ClassVar[Mapping[str, object]] = {"through": "customer", "column": "name"}
    can_be_unique = False

    def facts(self, column: Column, settings: LookupSettings) -> ColumnFacts:
        """A column of the type of what is looked up; along links a list of it."""
        if column.required:
            raise ValueError("A lookup cannot be required: there may be no row to look at.")
        lookup = LookupFacts(relation=settings.through, column=settings.column)
        return ColumnFacts(type=DataType.OTHER, lookup=lookup)
