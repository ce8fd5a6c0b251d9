"""A field for yes or no: a check box or a switch."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import FieldProps, attributes, below, declare
from toolwright.extend.nodes import Nodes
from toolwright.model.tab import in_tab


class BooleanFieldProps(FieldProps):
    """Yes or no."""

    style: Literal["check", "switch"] = Field(
        "check", description="A box to tick, or a switch.", json_schema_extra=in_tab("style")
    )


class BooleanField(Component[BooleanFieldProps]):
    """See the module. An empty box means no."""

    kind, title, group, icon = "boolean_field", "Check box", "form", "checkbox"
    Props = BooleanFieldProps

    def compile(self, props: BooleanFieldProps, build: Build) -> Nodes:
        """A check box with its label beside it."""
        field = declare(build, props, "boolean", must=False)
        return build.view(
            attributes=attributes(build, props, field, lock="disabled"),
            name=field.handle.name,
            locked=build.when(props.read_only, " disabled"),
            checked=build.when(field.handle.value, " checked"),
            switch=props.style == "switch",
            label=field.label,
            below=below(build, props, field),
            wide=props.wide,
        )
