"""A value computed from the other columns of the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.base import Model, RowExpression
from toolwright.model.table import Column, DataType

Result = Literal["text", "integer", "decimal", "float", "boolean", "date", "datetime", "duration"]


class FormulaSettings(Model):
    """What is computed, and what comes out."""

    value: RowExpression = Field(description="An expression over the columns of the row: `price * quantity`.")
    result: Result = Field("text", description="The type of what comes out; what does not fit is left empty.")


class Formula(ColumnKind[FormulaSettings]):
    """See the module. Stored with the row, so it is searched, sorted, filtered and indexed like any column."""

    kind, title, group, icon = "formula", "Formula", "computed", "math-function"
    Settings = FormulaSettings
    example: ClassVar[Mapping[str, object]] = {"value": "upper(title)"}
    start: ClassVar[Mapping[str, object]] = {"value": "1 + 1", "result": "integer"}

    def facts(self, column: Column, settings: FormulaSettings) -> ColumnFacts:
        """A column nobody writes."""
        if column.required:
            raise ValueError("A computed column cannot be required: some rows may have nothing to compute from.")
        type_ = DataType(settings.result)
        return ColumnFacts(type=type_, formula=settings.value, zoned=type_ is DataType.DATETIME)
