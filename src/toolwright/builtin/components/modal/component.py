"""A dialog over the page, for one short task. Its state is in the address."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node


class ModalProps(Model):
    """What it is called and what is inside."""

    title: Expr[str] = Field(description="Its heading; may use `panel.row`, the key it was opened for.")
    size: Literal["small", "normal", "large"] = Field("normal", description="Width.")
    content: tuple[Node, ...] = Field((), description="What is inside; asked for only while it is open.")


class Modal(Component[ModalProps]):
    """See the module. Steps `open` and `close` name it by its id."""

    kind, title, group, icon = "modal", "Dialog", "layout", "app-window"
    Props = ModalProps

    def compile(self, props: ModalProps, build: Build) -> Nodes:
        """A dialog element while it is open; Escape, the backdrop and the cross close it."""
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
