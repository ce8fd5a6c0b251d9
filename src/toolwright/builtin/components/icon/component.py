"""An icon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import has_icon, nearest_icon
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Model
from toolwright.model.tab import in_tab


class IconProps(Model):
    """Which icon, and what it means."""

    name: str = Field(description="Name of a Tabler icon: `server`, `alert-triangle`.")
    label: str | None = Field(None, description="What it means, for people who do not see it; none for decoration.")
    tone: Literal["muted", "accent", "green", "amber", "red", "blue", "violet"] = Field(
        "muted", description="Colour.", json_schema_extra=in_tab("style")
    )
    size: Literal["normal", "large"] = Field(
        "normal", description="16 or 20 pixels.", json_schema_extra=in_tab("style")
    )


class Icon(Component[IconProps]):
    """See the module."""

    kind, title, group, icon = "icon", "Icon", "text", "icons"
    Props = IconProps
    start: ClassVar[Mapping[str, object]] = {"name": "star"}

    def compile(self, props: IconProps, build: Build) -> Nodes:
        """Inline SVG."""
        if not has_icon(props.name):
            build.fail(("name",), phrase("There is no icon '{name}'.", name=props.name), nearest_icon(props.name))
        return build.view(**props.model_dump())
