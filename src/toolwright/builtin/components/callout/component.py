"""A note that stands out: something to know before going on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node
from toolwright.model.tab import in_tab

_ICONS = {
    "neutral": "info-circle",
    "info": "info-circle",
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-octagon",
}


class CalloutProps(Model):
    """What it says and how much it weighs."""

    text: Expr[str] = Field("", description="Markdown.")
    title: Expr[str] | None = Field(None, description="A few words above the text.")
    tone: Literal["neutral", "info", "success", "warning", "danger"] = Field(
        "info", description="What it means.", json_schema_extra=in_tab("style")
    )
    icon: IconName | None = Field(None, description="Another icon than the tone's.")
    content: tuple[Node, ...] = Field((), description="Anything below the text, mostly a button.")


class Callout(Component[CalloutProps]):
    """See the module."""

    kind, title, group, icon = "callout", "Note", "text", "info-square-rounded"
    Props = CalloutProps

    def compile(self, props: CalloutProps, build: Build) -> Nodes:
        """An aside with an icon."""
        return build.view(
            tone=props.tone,
            icon_name=props.icon or _ICONS[props.tone],
            title=None if props.title is None else build.text(props.title),
            text=build.text(props.text, "markdown") if props.text else None,
            content=build.kids(props.content),
        )
