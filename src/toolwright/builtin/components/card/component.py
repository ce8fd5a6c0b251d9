"""A card: a thing with a title, a few words, and something to do."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Node


class CardProps(Model):
    """What it says and holds."""

    title: Expr[str] | None = Field(None, description="Its name.")
    subtitle: Expr[str] | None = Field(None, description="A few words below the title.")
    text: Expr[str] | None = Field(None, description="A sentence or two.")
    image: Expr[str] | None = Field(None, description="Address of a picture at the top.")
    icon: IconName | None = Field(None, description="Name of a Tabler icon beside the title.")
    to: Expr[str] | None = Field(None, description="Address the whole card leads to.")
    badge: tuple[Node, ...] = Field((), description="Small parts at the end of the title.")
    content: tuple[Node, ...] = Field((), description="Anything below the text.")
    actions: tuple[Node, ...] = Field((), description="Buttons at the foot.")


class Card(Component[CardProps]):
    """See the module."""

    kind, title, group, icon = "card", "Card", "layout", "square"
    Props = CardProps

    def compile(self, props: CardProps, build: Build) -> Nodes:
        """An article element."""
        image = () if props.image is None else build.view("image.html", source=build.text(props.image, "image_url"))
        return build.view(
            title=None if props.title is None else build.text(props.title),
            subtitle=None if props.subtitle is None else build.text(props.subtitle),
            text=None if props.text is None else build.text(props.text),
            image=build.when(props.image, image) if props.image is not None else (),
            icon_name=props.icon,
            to=None if props.to is None else build.url(props.to),
            badge=build.kids(props.badge),
            content=build.kids(props.content),
            actions=build.kids(props.actions),
        )
