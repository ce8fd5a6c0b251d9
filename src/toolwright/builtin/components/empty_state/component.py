"""What stands where nothing is yet: what this is, and the one thing to do."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node


class EmptyStateProps(Model):
    """What it says."""

    title: Expr[str] = Field(description="What is missing: `No changes planned`.")
    text: Expr[str] | None = Field(None, description="What would be here, or how to get there.")
    icon: IconName = Field("inbox", description="Name of a Tabler icon.")
    content: tuple[Node, ...] = Field((), description="Mostly one button.")


class EmptyState(Component[EmptyStateProps]):
    """See the module."""

    kind, title, group, icon = "empty_state", "Empty state", "text", "mood-empty"
    Props = EmptyStateProps

    def compile(self, props: EmptyStateProps, build: Build) -> Nodes:
        """A quiet box in the middle."""
        return build.view(
            title=build.text(props.title),
            text=None if props.text is None else build.text(props.text),
            icon_name=props.icon,
            content=build.kids(props.content),
        )
