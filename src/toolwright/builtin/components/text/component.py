"""Text with simple formatting (Markdown)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.tab import in_tab


class TextProps(Model):
    """What it says and how."""

    text: Expr[str] = Field(description="Markdown: paragraphs, lists, links, emphasis, tables, code.")
    size: Literal["small", "normal", "large"] = Field(
        "normal", description="Size of the letters.", json_schema_extra=in_tab("style")
    )
    tone: Literal["normal", "muted"] = Field(
        "normal", description="`muted` for what matters less.", json_schema_extra=in_tab("style")
    )
    align: Literal["start", "center", "end"] = Field(
        "start", description="Side the lines keep to.", json_schema_extra=in_tab("layout")
    )
    plain: bool = Field(
        False, description="Show the text as it is, without formatting.", json_schema_extra=in_tab("style")
    )


class Text(Component[TextProps]):
    """See the module. HTML in the text is taken out."""

    kind, title, group, icon = "text", "Text", "text", "text-size"
    Props = TextProps

    def compile(self, props: TextProps, build: Build) -> Nodes:
        """Prose."""
        shown = build.text(props.text, "lines" if props.plain else "markdown")
        return build.view(text=shown, size=props.size, tone=props.tone, align=props.align)
