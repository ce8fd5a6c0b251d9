"""What components that open over the page share: their settings, and their body while they are open."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node
from toolwright.model.tab import in_tab


class PanelProps(Model):
    """What it is called and what is inside."""

    title: Expr[str] = Field(description="Its heading; may use `panel.row`, the key it was opened for.")
    size: Literal["small", "normal", "large"] = Field(
        "normal", description="Width.", json_schema_extra=in_tab("layout")
    )
    content: tuple[Node, ...] = Field((), description="What is inside; asked for only while it is open.")


def panel_body(build: Build, props: PanelProps) -> Nodes:
    """The component's own view while the address says that it is open."""
    panel = build.panel()
    body = panel.inside.view(
        id=build.element_id,
        heading=build.ref("title"),
        title=panel.inside.text(props.title),
        size=props.size,
        close=panel.close_link,
        content=panel.inside.kids(props.content),
    )
    return panel.show(body)
