"""A reference to one row of another table of the built-in database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.extend.design import reference
from toolwright.model.base import DesignedTable, Model
from toolwright.model.table import Column, DataType


class RelationSettings(Model):
    """Where it leads, and what happens when that row goes."""

    to: DesignedTable = Field(description="The table whose rows are referred to; may be this table itself.")
    on_delete: Literal["restrict", "cascade", "clear"] = Field(
        "restrict", description="When the other row is deleted: refuse, delete this row too, or leave the column empty."
    )
    inverse_label: str | None = Field(None, description="Heading of these rows on the other row's page.")


class Relation(ColumnKind[RelationSettings]):
    """See the module."""

    kind, title, group, icon = "relation", "Reference", "relation", "arrow-right"
    Settings = RelationSettings
    example: ClassVar[Mapping[str, object]] = {"to": "customers"}
    type = DataType.INTEGER
    samples = (7,)
    refused = ("somebody", 1.5)

    def facts(self, column: Column, settings: RelationSettings) -> ColumnFacts:
        """The id of the other row."""
        if settings.on_delete == "clear" and column.required:
            raise ValueError("A column that needs a value cannot be left empty when the other row is deleted.")
        relation = reference(column.name, settings.to, settings.on_delete, settings.inverse_label)
        return ColumnFacts(type=DataType.INTEGER, relation=relation)
