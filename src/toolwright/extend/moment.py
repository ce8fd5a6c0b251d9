"""What the fields for days, times and moments share: their limits, and the browser's own picker."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.control import FieldProps, attributes, declare, framed, shown_value
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr
from toolwright.model.tab import in_tab


class MomentProps(FieldProps):
    """The limits of a field for a day, a time or a moment."""

    min: Expr[str] | None = Field(
        None, description="Earliest value: ISO text or `{{ … }}`.", json_schema_extra=in_tab("data")
    )
    max: Expr[str] | None = Field(None, description="Latest value.", json_schema_extra=in_tab("data"))


def moment_field(build: Build, props: MomentProps, type: Literal["date", "time", "datetime"]) -> Nodes:
    """The field: the control of the component's own view inside label, help and error."""
    field = declare(build, props, type)
    control = build.view(
        attributes=attributes(build, props, field),
        value=shown_value(build, field),
        min=None if props.min is None else build.text(props.min, "input"),
        max=None if props.max is None else build.text(props.max, "input"),
    )
    return framed(build, props, field, control)
