"""A badge: one word about the state of something."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.extend.tone import tone_of
from toolwright.model.base import Expr, Model
from toolwright.model.tab import in_tab


class BadgeProps(Model):
    """What it says."""

    text: Expr[str] = Field(description="The word.")
    tone: Literal["auto", "neutral", "blue", "green", "amber", "red", "violet"] = Field(
        "auto", description="Colour; by the word itself when automatic.", json_schema_extra=in_tab("style")
    )
    labels: dict[str, str] = Field(default_factory=dict, description="Other words for values: `in_progress: Working`.")
    tones: dict[str, Literal["neutral", "blue", "green", "amber", "red", "violet"]] = Field(
        default_factory=dict, description="Colours for values.", json_schema_extra=in_tab("style")
    )


class Badge(Component[BadgeProps]):
    """See the module."""

    kind, title, group, icon = "badge", "Badge", "text", "tag"
    Props = BadgeProps

    def compile(self, props: BadgeProps, build: Build) -> Nodes:
        """A span."""
        if props.tone != "auto":
            return build.text(props.text, "badge", labels=props.labels, tones=props.tones, tone=props.tone)
        tones = dict(props.tones) if "{{" in props.text else {props.text: tone_of(props.text), **props.tones}
        return build.text(props.text, "badge", labels=props.labels, tones=tones)
