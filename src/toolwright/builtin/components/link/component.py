"""A link in running text or on its own line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model


class LinkProps(Model):
    """Where it leads."""

    label: Expr[str] = Field(description="Where it leads, in words.")
    to: Expr[str] = Field(description="A path of this app, or an address: http, https, mailto, tel.")
    icon: IconName | None = Field(None, description="Name of a Tabler icon before the label.")
    new_tab: bool = Field(False, description="Open it in a new tab.")


class Link(Component[LinkProps]):
    """See the module."""

    kind, title, group, icon = "link", "Link", "actions", "link"
    Props = LinkProps
    start: ClassVar[Mapping[str, object]] = {"to": "/"}

    def compile(self, props: LinkProps, build: Build) -> Nodes:
        """An anchor."""
        return build.view(
            label=build.text(props.label), to=build.url(props.to), icon_name=props.icon, new_tab=props.new_tab
        )
