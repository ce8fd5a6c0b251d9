"""A figure over the rows that refer to this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.base import ColumnName, DesignedTable, Model, ReferenceName, RowExpression
from toolwright.model.table import Column, DataType
from toolwright.model.table import Rollup as RollupFacts


class RollupSettings(Model):
    """Which rows, and what of them."""

    of: DesignedTable | None = Field(
        None, description="The table whose rows refer to this one; empty for those that links of this table lead to."
    )
    through: ReferenceName = Field(
        description="Its reference that leads here: `customer` of its column `customer_id`, or a column of links.",
        json_schema_extra={"x-of": ["of"]},
    )
    function: Literal["count", "count_distinct", "sum", "avg", "min", "max"] = Field(
        "count", description="What is worked out."
    )
    column: ColumnName | None = Field(
        None,
        description="The column it is worked out from; rows are counted when empty.",
        json_schema_extra={"x-of": ["of", "through"]},
    )
    filter: RowExpression | None = Field(None, description="Which of those rows count: `status != 'closed'`.")


class Rollup(ColumnKind[RollupSettings]):
    """See the module. Worked out by the database when it is read, so it is never out of date."""

    kind, title, group, icon = "rollup", "Rollup", "computed", "sum"
    Settings = RollupSettings
    example: ClassVar[Mapping[str, object]] = {"of": "orders", "through": "customer"}
    can_be_unique = False

    def facts(self, column: Column, settings: RollupSettings) -> ColumnFacts:
        """A column of the type of the figure."""
        if column.required:
            raise ValueError("A rollup is worked out, so it cannot be required.")
        rollup = RollupFacts(
            table=settings.of,
            relation=settings.through,
            function=settings.function,
            column=settings.column,
            filter=settings.filter,
        )
        return ColumnFacts(type=DataType.OTHER, rollup=rollup)
