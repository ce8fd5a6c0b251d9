"""A field for text of several lines; grows with what is typed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import Declared, FieldProps, attributes, declare, framed
from toolwright.extend.nodes import Nodes
from toolwright.extend.sizing import sized
from toolwright.model.tab import in_tab
from toolwright.model.table import DataType


class LongTextFieldProps(FieldProps):
    """Several lines."""

    rows: int = Field(
        4, ge=2, le=30, description="Lines shown while it is empty.", json_schema_extra=sized("height", each=22)
    )
    max_length: int | None = Field(
        None, ge=1, description="Longest text; the column's when empty.", json_schema_extra=in_tab("data")
    )
    format: Literal["auto", "text", "json"] = Field(
        "auto", description="`json` for structured values.", json_schema_extra=in_tab("data")
    )


class LongTextField(Component[LongTextFieldProps]):
    """See the module."""

    kind, title, group, icon = "long_text_field", "Long text field", "form", "align-left"
    Props = LongTextFieldProps

    def compile(self, props: LongTextFieldProps, build: Build) -> Nodes:
        """A text area."""
        field = declare(build, props, "json" if _is_json(props, build) else "text")
        limit = props.max_length or (field.column.max_length if field.column else None)
        control = build.view(
            attributes=attributes(build, props, field),
            value=build.text(field.handle.value, "input", lines=_is_list(field)),
            rows=props.rows,
            limit=limit,
            mono=_is_json(props, build) and not _is_list(field),
        )
        return framed(build, props, field, control)


def _is_list(field: Declared) -> bool:
    return field.column is not None and field.column.type is DataType.LIST


def _is_json(props: LongTextFieldProps, build: Build) -> bool:
    if props.format != "auto" or props.table is None:
        return props.format == "json"
    column = build.table(props.table).by_name.get(props.name)
    return column is not None and column.type in {DataType.JSON, DataType.LIST}
