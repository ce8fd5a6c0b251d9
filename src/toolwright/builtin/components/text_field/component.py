"""A field for a line of text: plain, e-mail, address, phone number."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import Declared, FieldProps, attributes, declare, framed, shown_value
from toolwright.extend.format import Format, format_of
from toolwright.extend.nodes import Nodes
from toolwright.model.tab import in_tab
from toolwright.model.table import DataType

_TYPES: dict[Format, str] = {Format.EMAIL: "email", Format.URL: "url", Format.PHONE: "tel"}
_COMPLETE = {"email": "email", "tel": "tel"}


class TextFieldProps(FieldProps):
    """A line of text."""

    type: Literal["auto", "text", "email", "url", "tel", "password"] = Field(
        "auto",
        description="Sort of text: decides the keyboard of phones and what the browser checks.",
        json_schema_extra=in_tab("data"),
    )
    max_length: int | None = Field(
        None, ge=1, description="Longest text; the column's when empty.", json_schema_extra=in_tab("data")
    )
    mono: bool = Field(
        False, description="Letters of equal width, for codes and hosts.", json_schema_extra=in_tab("style")
    )


class TextField(Component[TextFieldProps]):
    """See the module."""

    kind, title, group, icon = "text_field", "Text field", "form", "forms"
    Props = TextFieldProps

    def compile(self, props: TextFieldProps, build: Build) -> Nodes:
        """An input."""
        field = declare(build, props, "text")
        limit = props.max_length or (field.column.max_length if field.column else None)
        kind = _type(props, field)
        control = build.view(
            attributes=attributes(build, props, field),
            value=shown_value(build, field),
            type=kind,
            limit=limit,
            complete=_COMPLETE.get(kind, "off"),
            mono=props.mono or (field.column is not None and field.column.type is DataType.UUID),
        )
        return framed(build, props, field, control)


def _type(props: TextFieldProps, field: Declared) -> str:
    if props.type != "auto":
        return props.type
    if field.table is None or field.column is None:
        return "text"
    return _TYPES.get(format_of(field.table, field.column), "text")
