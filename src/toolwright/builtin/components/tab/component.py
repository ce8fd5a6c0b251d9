"""One tab of `tabs`."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node, RowsBinding


class TabProps(Model):
    """Its label and what it shows."""

    label: Expr[str] = Field(description="What the tab is called.")
    icon: IconName | None = Field(None, description="Name of a Tabler icon.")
    count: Expr[int] | None = Field(None, description="A number beside the label.")
    count_rows: RowsBinding | None = Field(None, description="Rows to count for that number.")
    content: tuple[Node, ...] = Field((), description="What is shown while the tab is open.")


class Tab(Component[TabProps]):
    """See the module. Its label is drawn by `tabs`."""

    kind, title, group, icon = "tab", "Tab", "layout", "square-rounded"
    inside: ClassVar[str | None] = "tabs"
    Props = TabProps

    def compile(self, props: TabProps, build: Build) -> Nodes:
        """The panel."""
        return build.view(content=build.kids(props.content))
