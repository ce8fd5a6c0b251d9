"""A panel at the side of the page, for looking at a row without leaving the list. Its state is in the address."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.extend.panel import PanelProps, panel_body


class SidePanel(Component[PanelProps]):
    """See the module. Steps `open` and `close` name it by its id."""

    kind, title, group, icon = "side_panel", "Side panel", "layout", "layout-sidebar-right"
    Props = PanelProps

    def compile(self, props: PanelProps, build: Build) -> Nodes:
        """A dialog element while it is open; Escape, the backdrop and the cross close it."""
        return panel_body(build, props)
