"""A field for a number, whole or with decimals, and its unit."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build, FieldType
from toolwright.extend.component import Component
from toolwright.extend.control import FieldProps, attributes, column_of, declare, framed
from toolwright.extend.nodes import Nodes
from toolwright.model.tab import in_tab
from toolwright.model.table import Column, DataType


class NumberFieldProps(FieldProps):
    """A number."""

    whole: bool | None = Field(
        None, description="Whole numbers only; by the column's type when empty.", json_schema_extra=in_tab("data")
    )
    min: float | None = Field(None, description="Smallest number.", json_schema_extra=in_tab("data"))
    max: float | None = Field(None, description="Largest number.", json_schema_extra=in_tab("data"))
    step: float | None = Field(
        None, gt=0, description="Distance between allowed numbers.", json_schema_extra=in_tab("data")
    )
    unit: str | None = Field(None, description="Word behind the field: `EUR`, `GB`.")
    unit_at: Literal["start", "end"] = Field(
        "end", description="Side the unit stands on.", json_schema_extra=in_tab("style")
    )


class NumberField(Component[NumberFieldProps]):
    """See the module."""

    kind, title, group, icon = "number_field", "Number field", "form", "number-123"
    Props = NumberFieldProps

    def compile(self, props: NumberFieldProps, build: Build) -> Nodes:
        """A number input."""
        _table, column = column_of(build, props)
        sort = _sort(props, column)
        field = declare(build, props, sort)
        control = build.view(
            attributes=attributes(build, props, field),
            value=build.text(field.handle.value, "input", decimals=column.scale if column is not None else None),
            keyboard="numeric" if sort == "integer" else "decimal",
            min=props.min,
            max=props.max,
            step=_step(props, sort, column),
            unit=props.unit,
            unit_at=props.unit_at,
        )
        return framed(build, props, field, control)


def _sort(props: NumberFieldProps, column: Column | None) -> FieldType:
    if props.whole is not None:
        return "integer" if props.whole else "decimal"
    if column is None or column.type is DataType.DECIMAL:
        return "decimal"
    return "integer" if column.type is DataType.INTEGER else "float"


def _step(props: NumberFieldProps, sort: FieldType, column: Column | None) -> str:
    if props.step is not None:
        return f"{props.step:g}"
    if sort == "integer":
        return "1"
    return str(10**-column.scale) if column is not None and column.scale and column.scale <= 4 else "any"
