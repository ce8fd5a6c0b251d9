"""A field for a colour."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import FieldProps, attributes, declare, framed, shown_value
from toolwright.extend.nodes import Nodes


class ColorFieldProps(FieldProps):
    """A colour."""


class ColorField(Component[ColorFieldProps]):
    """See the module."""

    kind, title, group, icon = "color_field", "Colour field", "form", "palette"
    Props = ColorFieldProps

    def compile(self, props: ColorFieldProps, build: Build) -> Nodes:
        """The browser's picker where a colour must be given, otherwise its code, which can be left empty."""
        field = declare(build, props, "text")
        control = build.view(
            attributes=attributes(build, props, field),
            value=shown_value(build, field),
            swatch=build.text(field.handle.value, "color", bare=True),
            must=field.required,
        )
        return framed(build, props, field, control)
