"""A heading of a part of the page."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.tab import in_tab


class HeadingProps(Model):
    """What it says."""

    text: Expr[str] = Field(description="The heading.")
    level: Literal[1, 2, 3, 4] = Field(
        2, description="1 is the title of the page, of which there is one.", json_schema_extra=in_tab("style")
    )
    help: Expr[str] | None = Field(None, description="A sentence below it.")


class Heading(Component[HeadingProps]):
    """See the module."""

    kind, title, group, icon = "heading", "Heading", "text", "h-2"
    Props = HeadingProps

    def compile(self, props: HeadingProps, build: Build) -> Nodes:
        """A heading element."""
        said = None if props.help is None else build.text(props.help)
        return build.view(text=build.text(props.text), level=props.level, help=said)
