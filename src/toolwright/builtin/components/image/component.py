"""A picture. Its place is kept while it loads, and a missing one leaves a quiet box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.extend.sizing import sized
from toolwright.model.base import Expr, Model
from toolwright.model.tab import in_tab


class ImageProps(Model):
    """Which picture, and what it shows."""

    source: Expr[str] = Field(description="Address of the picture.")
    alt: Expr[str] = Field("", description="What it shows, for people who do not see it; empty for decoration.")
    ratio: Literal["natural", "square", "wide", "photo"] = Field(
        "natural", description="Shape it is cut to.", json_schema_extra=in_tab("layout")
    )
    width: Literal["small", "medium", "full"] = Field(
        "full",
        description="160, 320 pixels, or all there is.",
        json_schema_extra=sized("width", pixels={"small": 160, "medium": 320, "full": None}),
    )


class Image(Component[ImageProps]):
    """See the module."""

    kind, title, group, icon = "image", "Picture", "media", "photo"
    Props = ImageProps
    start: ClassVar[Mapping[str, object]] = {"source": "/picture.png", "alt": "Picture"}

    def compile(self, props: ImageProps, build: Build) -> Nodes:
        """An image element, or the box in its place."""
        picture = build.view(
            source=build.text(props.source, "image_url"),
            alt=build.text(props.alt),
            ratio=props.ratio,
            width=props.width,
        )
        return build.when(props.source, picture, build.view("missing.html", ratio=props.ratio, width=props.width))
