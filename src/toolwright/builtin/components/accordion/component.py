"""A part that opens and closes: for what few people need at once."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node


class AccordionProps(Model):
    """Its heading and what is inside."""

    label: Expr[str] = Field(description="What is inside, in a few words.")
    icon: IconName | None = Field(None, description="Name of a Tabler icon before the label.")
    open: bool = Field(False, description="Open at first.")
    content: tuple[Node, ...] = Field((), description="What is inside.")


class Accordion(Component[AccordionProps]):
    """See the module. The browser's own element: it needs no JavaScript."""

    kind, title, group, icon = "accordion", "Accordion", "layout", "layout-navbar-expand"
    Props = AccordionProps

    def compile(self, props: AccordionProps, build: Build) -> Nodes:
        """A details element."""
        return build.view(
            label=build.text(props.label), icon_name=props.icon, open=props.open, content=build.kids(props.content)
        )
