"""The head of a page: where it is, what it is called, and what can be done here."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.extend.trail import Crumb, crumb_nodes, trail_nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node
from toolwright.model.tab import in_tab


class PageHeaderProps(Model):
    """Title, way and actions."""

    title: Expr[str] = Field(description="What the page is about: `Tickets`, or the name of the row.")
    subtitle: Expr[str] | None = Field(None, description="A sentence below the title.")
    breadcrumbs: tuple[Crumb, ...] = Field((), description="The way from the first page to here.")
    badge: tuple[Node, ...] = Field((), description="Small parts beside the title, mostly a badge.")
    actions: tuple[Node, ...] = Field((), description="Buttons, the most important first.")
    visible: int = Field(
        1,
        ge=0,
        le=6,
        description="Buttons that stay in sight; the others go into a menu.",
        json_schema_extra=in_tab("layout"),
    )


class PageHeader(Component[PageHeaderProps]):
    """See the module."""

    kind, title, group, icon = "page_header", "Page header", "layout", "heading"
    Props = PageHeaderProps

    def compile(self, props: PageHeaderProps, build: Build) -> Nodes:
        """A header element with the page's one `h1`."""
        more = props.actions[props.visible :]
        menu = build.view("more.html", id=build.ref("more"), actions=build.kids(more)) if more else ()
        return build.view(
            title=build.text(props.title),
            subtitle=None if props.subtitle is None else build.text(props.subtitle),
            crumbs=trail_nodes(build, [crumb_nodes(build, crumb) for crumb in props.breadcrumbs]),
            badge=build.kids(props.badge),
            actions=build.kids(props.actions[: props.visible]),
            more=menu,
        )
