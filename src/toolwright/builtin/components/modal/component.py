"""A dialog over the page, for one short task. Its state is in the address."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.extend.panel import PanelProps, panel_body


class Modal(Component[PanelProps]):
    """See the module. Steps `open` and `close` name it by its id."""

    kind, title, group, icon = "modal", "Dialog", "layout", "app-window"
    Props = PanelProps

    def compile(self, props: PanelProps, build: Build) -> Nodes:
        """A dialog element while it is open; Escape, the backdrop and the cross close it."""
        return panel_body(build, props)
