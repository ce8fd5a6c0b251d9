"""The contract of a component: a kind of node in a screen.

    class ButtonProps(Model):
        label: Expr[str] = Field(description="What it says.")
        tone: Tone = Tone.NEUTRAL
        on_click: tuple[Step, ...] = ()

    class Button(Component[ButtonProps]):
        kind, title, group, icon = "button", "Button", "actions", "hand-click"
        Props = ButtonProps

        def compile(self, props: ButtonProps, build: Build) -> Nodes:
            click = build.event("click", props.on_click)
            return build.view(label=build.text(props.label), tone=props.tone, click=click)

and beside it `view.html` (MiniJinja, rendered when the screen is compiled; every value is escaped, nodes are embedded):

    {% if click.href %}<a class="tw-button" data-tone="{{ tone }}" href="{{ click.href }}">{{ label }}</a>
    {% else %}<button class="tw-button" data-tone="{{ tone }}"{{ click.attributes }}>{{ label }}</button>{% endif %}

The folder also holds `style.css` (all of them form one bundle; prefix classes with `tw-`), `manifest.toml`,
`README.md`, `examples.yaml` (list of `{title, node}`; tables from `toolwright.extend.testing.samples`), and where the
kind needs code in the browser `island.js`, a plain ES module that defines one custom element.

Children and events are found by type: a property `tuple[Node, ...]` is a slot for children, `tuple[Step, ...]` an
event. Every component is a region: an element `<tw-region>` with `display: contents` may surround it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Generic, TypeVar, get_args

from toolwright.extend.build import Build
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Model
from toolwright.model.screen import Node, Step

PropsT = TypeVar("PropsT", bound=Model)


@dataclass(frozen=True, slots=True)
class Event:
    """What an event is called for people, and the keys its steps may read as `event.<key>`."""

    title: str
    description: str = ""
    payload: tuple[str, ...] = ()


class Component(ABC, Generic[PropsT]):
    """A kind of component. Class facts describe it; instances hold nothing."""

    kind: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[str]
    """Heading in the palette: layout, text, data, form, actions, charts, media, advanced."""
    icon: ClassVar[str] = "box"
    """A Tabler icon name."""
    Props: ClassVar[type[Model]]
    events: ClassVar[dict[str, Event]] = {}
    """Event properties by name (`on_click`); those not listed get a title from their name."""
    inside: ClassVar[str | None] = None
    """The only kind it may stand in (`tab` in `tabs`); None for anywhere."""
    start: ClassVar[Mapping[str, object]] = {}
    """Settings that one put onto a screen begins with, where what is required does not say enough; see `starting`."""

    @abstractmethod
    def compile(self, props: PropsT, build: Build) -> Nodes:
        """The nodes of one use of this kind. Pure: no I/O, no clock, no actor."""


@cache
def slots(props: type[Model]) -> tuple[str, ...]:
    """The properties that hold child components."""
    return tuple(name for name, field in props.model_fields.items() if Node in _inner(field.annotation))


@cache
def events(props: type[Model]) -> tuple[str, ...]:
    """The properties that hold the steps of an event."""
    return tuple(name for name, field in props.model_fields.items() if Step in _inner(field.annotation))


def _inner(annotation: object) -> frozenset[object]:
    """Every type inside an annotation: `tuple[Node, ...] | None` holds `Node`."""
    parts = get_args(annotation)
    return frozenset({annotation}) if not parts else frozenset().union(*(_inner(part) for part in parts))
