"""A hairline between parts."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model


class DividerProps(Model):
    """A word in the line, if any."""

    label: Expr[str] | None = Field(None, description="A word in the middle of the line.")


class Divider(Component[DividerProps]):
    """See the module."""

    kind, title, group, icon = "divider", "Divider", "layout", "separator-horizontal"
    Props = DividerProps

    def compile(self, props: DividerProps, build: Build) -> Nodes:
        """A rule."""
        return build.view(label=None if props.label is None else build.text(props.label))
