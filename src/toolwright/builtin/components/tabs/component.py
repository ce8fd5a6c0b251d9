"""Tabs: one part of a page at a time. The open tab is in the address, so it can be shared and the back button works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.build import Build, UrlState
from toolwright.extend.component import Component
from toolwright.extend.markup import join
from toolwright.extend.nodes import Allowed, Code, Nodes
from toolwright.model.base import Model
from toolwright.model.screen import Node, RowsBinding


class TabsProps(Model):
    """The tabs."""

    content: tuple[Node, ...] = Field((), description="Tabs, in order. The first is open at first.")


class Tabs(Component[TabsProps]):
    """See the module. Tabs are links: they work without JavaScript, and what is not open asks for no data."""

    kind, title, group, icon = "tabs", "Tabs", "layout", "layout-navbar"
    Props = TabsProps
    start: ClassVar[Mapping[str, object]] = {
        "content": [{"kind": "tab", "label": "First"}, {"kind": "tab", "label": "Second"}]
    }

    def compile(self, props: TabsProps, build: Build) -> Nodes:
        """A list of links and the open panel."""
        for place, node in enumerate(props.content):
            if node.kind != "tab":
                build.fail(("content", place, "kind"), "Only tabs can stand in tabs.", "Put it inside a tab.")
        names = [node.id or f"tab_{place + 1}" for place, node in enumerate(props.content)]
        state = build.url_state("tab", names[0] if names else None)
        return build.view(
            links=join(
                *(self._link(node, name, state, build) for node, name in zip(props.content, names, strict=True))
            ),
            panels=join(
                *(self._panel(node, name, state, build) for node, name in zip(props.content, names, strict=True))
            ),
        )

    def _link(self, node: Node, name: str, state: UrlState, build: Build) -> Nodes:
        link = build.view(
            "tab.html",
            label=build.text(node.props.get("label", name)),
            icon_name=node.props.get("icon"),
            count=self._count(node, build),
            to=state.link(name),
            current=build.when(_is_open(state, name), ' aria-current="true"'),
        )
        shown = link if node.show_if is None else build.when(node.show_if, link)
        return shown if node.access is None else build.when(Allowed("role", role=node.access), shown)

    def _count(self, node: Node, build: Build) -> Nodes:
        given, rows = node.props.get("count"), node.props.get("count_rows")
        if rows is not None:
            figures = build.figures(RowsBinding.model_validate(rows), [("total", "count", None)])
            shown = figures.loaded.view("count.html", count=figures.loaded.text(Code("figure.total"), "number"))
            return figures.show(shown)
        return () if given is None else build.view("count.html", count=build.text(given, "number"))

    def _panel(self, node: Node, name: str, state: UrlState, build: Build) -> Nodes:
        test = _is_open(state, name)
        return build.when(test, build.only_when(test).kids([node]))


def _is_open(state: UrlState, name: str) -> Code:
    return Code(f"({state.value.source}) == {name!r}")
