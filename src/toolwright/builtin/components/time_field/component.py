"""A field for a time of day."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import FieldProps, attributes, declare, framed, shown_value
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr


class TimeFieldProps(FieldProps):
    """Its limits."""

    min: Expr[str] | None = Field(None, description="Earliest value: ISO text or `{{ … }}`.")
    max: Expr[str] | None = Field(None, description="Latest value.")


class TimeField(Component[TimeFieldProps]):
    """See the module. The browser's own picker."""

    kind, title, group, icon = "time_field", "Time field", "form", "clock"
    Props = TimeFieldProps

    def compile(self, props: TimeFieldProps, build: Build) -> Nodes:
        """An input."""
        field = declare(build, props, "time")
        control = build.view(
            attributes=attributes(build, props, field),
            value=shown_value(build, field),
            min=None if props.min is None else build.text(props.min, "input"),
            max=None if props.max is None else build.text(props.max, "input"),
        )
        return framed(build, props, field, control)
