"""A container: puts components below each other, side by side or in a grid that folds on small screens."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.extend.sizing import sized
from toolwright.model.base import Model
from toolwright.model.screen import Node
from toolwright.model.tab import in_tab


class ContainerProps(Model):
    """How its children stand."""

    direction: Literal["column", "row", "grid", "split"] = Field(
        "column",
        description="`split` is a wide part and a narrow one beside it, `grid` columns of equal width.",
        json_schema_extra=in_tab("layout"),
    )
    columns: int = Field(
        3,
        ge=1,
        le=6,
        description="Columns of a grid, as far as there is room.",
        json_schema_extra=sized("columns", where={"direction": ("grid",)}),
    )
    gap: Literal["none", "small", "normal", "large"] = Field(
        "normal",
        description="Space between children.",
        json_schema_extra=sized(
            "gap",
            pixels={"none": 0, "small": 8, "normal": 16, "large": 32},
            where={"direction": ("column", "row", "grid")},
        ),
    )
    align: Literal["auto", "start", "center", "end", "stretch"] = Field(
        "auto", description="Across the direction.", json_schema_extra=in_tab("layout")
    )
    justify: Literal["start", "center", "end", "between"] = Field(
        "start", description="Along the direction.", json_schema_extra=in_tab("layout")
    )
    width: Literal["full", "narrow", "form"] = Field(
        "full",
        description="Widest it gets.",
        json_schema_extra=sized("width", pixels={"form": 560, "narrow": 640, "full": None}),
    )
    content: tuple[Node, ...] = Field((), description="The children.")


class Container(Component[ContainerProps]):
    """See the module."""

    kind, title, group, icon = "container", "Container", "layout", "layout-columns"
    Props = ContainerProps

    def compile(self, props: ContainerProps, build: Build) -> Nodes:
        """A box without a look of its own."""
        return build.view(content=build.kids(props.content), **props.model_dump(exclude={"content"}))
