"""Kinds of components, actions and columns: all that editors need to know of them, third-party ones included."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from toolwright.api.authorize import Using, api_router, needs
from toolwright.api.spoken import ENGLISH, Language, in_language, spoken
from toolwright.api.wire import Answer, Items
from toolwright.extend.action import Action
from toolwright.extend.column import ColumnKind
from toolwright.extend.component import Component, events, slots
from toolwright.extend.design import GIVEN, is_worked_out
from toolwright.extend.icon import icon_paths
from toolwright.extend.registry import Registry
from toolwright.extend.starting import start_of_action, start_of_column, start_of_component
from toolwright.extend.tabbing import tabbed_schema
from toolwright.model.titled import titled_schema

router = api_router("/kinds", "kinds")

KindT = TypeVar("KindT")
AnswerT = TypeVar("AnswerT", bound=Answer)


class SlotAnswer(Answer):
    """A setting that holds other components."""

    name: str
    description: str


class EventAnswer(Answer):
    """A setting that holds the steps of an event; they may read the keys of `payload` as `event.<key>`."""

    name: str
    title: str
    description: str
    payload: list[str]


class ComponentKindAnswer(Answer):
    """A kind of component. `settings_schema` is the JSON Schema of its settings, `icon_paths` SVG path data (24 by 24).

    `start` is what a new one begins with, where `$table`, `$column` and `$component` stand for names of the screen.
    `inside` is the only kind it may stand in.
    """

    kind: str
    title: str
    description: str
    group: str
    icon: str
    icon_paths: list[str]
    inside: str | None
    slots: list[SlotAnswer]
    events: list[EventAnswer]
    start: dict[str, object]
    settings_schema: dict[str, object]


class ActionKindAnswer(Answer):
    """A kind of action; `outputs` are what later steps may read as `steps.<id>.<key>`, each with a description."""

    kind: str
    title: str
    description: str
    group: str
    icon: str
    icon_paths: list[str]
    outputs: dict[str, str]
    start: dict[str, object]
    settings_schema: dict[str, object]


class ColumnKindAnswer(Answer):
    """A kind of column of built-in tables, `type` that of its values. `start` is what a new one begins with.

    `is_given` when every table has one by itself: its key, who made and changed a row and when. `is_written` when
    people give its values; the others are worked out.
    """

    kind: str
    title: str
    description: str
    group: str
    icon: str
    icon_paths: list[str]
    type: str
    can_be_unique: bool
    is_given: bool
    is_written: bool
    start: dict[str, object]
    settings_schema: dict[str, object]


@router.get("/components")
@needs("read", "workspace")
async def get_component_kinds(services: Using, language: Language = ENGLISH) -> Items[ComponentKindAnswer]:
    """Every kind of component that is installed."""
    return Items(items=list(await asyncio.to_thread(_components, services.kinds.components, spoken(language))))


@router.get("/actions")
@needs("read", "workspace")
async def get_action_kinds(services: Using, language: Language = ENGLISH) -> Items[ActionKindAnswer]:
    """Every kind of action that is installed."""
    return Items(items=list(await asyncio.to_thread(_actions, services.kinds.actions, spoken(language))))


@router.get("/columns")
@needs("read", "workspace")
async def get_column_kinds(services: Using, language: Language = ENGLISH) -> Items[ColumnKindAnswer]:
    """Every kind of column that is installed."""
    return Items(items=list(await asyncio.to_thread(_columns, services.kinds.columns, spoken(language))))


# Described once: what is installed stays while the process lives, and the schemas take half a second.


@cache
def _components(
    registry: Registry[Component[Any]], language: str
) -> tuple[ComponentKindAnswer, ...]:  # Any: as in `Kinds`
    return tuple(_said(registry, language, _component))


@cache
def _actions(registry: Registry[Action[Any]], language: str) -> tuple[ActionKindAnswer, ...]:  # Any: as in `Kinds`
    return tuple(_said(registry, language, _action))


@cache
def _columns(registry: Registry[ColumnKind[Any]], language: str) -> tuple[ColumnKindAnswer, ...]:  # Any: as in `Kinds`
    return tuple(_said(registry, language, _column))


def _said(registry: Registry[KindT], language: str, describe: Callable[[KindT, str], AnswerT]) -> Iterator[AnswerT]:
    """What each kind says of itself."""
    for name, kind in registry.all().items():
        yield in_language(describe(kind, registry.manifest(name).summary), registry.folder(name), language)


def _component(kind: Component[Any], summary: str) -> ComponentKindAnswer:  # Any: whatever settings the kind has
    fields = kind.Props.model_fields
    return ComponentKindAnswer(
        kind=kind.kind,
        title=kind.title,
        description=summary,
        group=kind.group,
        icon=kind.icon,
        icon_paths=list(icon_paths(kind.icon)),
        inside=kind.inside,
        slots=[SlotAnswer(name=name, description=fields[name].description or "") for name in slots(kind.Props)],
        events=[_event(kind, name) for name in events(kind.Props)],
        start=start_of_component(kind),
        settings_schema=tabbed_schema(kind.Props),
    )


def _event(kind: Component[Any], name: str) -> EventAnswer:  # Any: as above
    described = kind.events.get(name)
    words = name.removeprefix("on_").replace("_", " ").capitalize()
    return EventAnswer(
        name=name,
        title=described.title if described else words,
        description=(described.description if described else "") or (kind.Props.model_fields[name].description or ""),
        payload=list(described.payload) if described else [],
    )


def _action(kind: Action[Any], summary: str) -> ActionKindAnswer:  # Any: as above
    return ActionKindAnswer(
        kind=kind.kind,
        title=kind.title,
        description=summary,
        group=kind.group,
        icon=kind.icon,
        icon_paths=list(icon_paths(kind.icon)),
        outputs=dict(kind.outputs),
        start=start_of_action(kind),
        settings_schema=titled_schema(kind.Inputs),
    )


def _column(kind: ColumnKind[Any], summary: str) -> ColumnKindAnswer:  # Any: as above
    return ColumnKindAnswer(
        kind=kind.kind,
        title=kind.title,
        description=summary,
        group=kind.group,
        icon=kind.icon,
        icon_paths=list(icon_paths(kind.icon)),
        type=kind.type.value,
        can_be_unique=kind.can_be_unique,
        is_given=kind.kind in GIVEN,
        is_written=not is_worked_out(kind),
        start=start_of_column(kind),
        settings_schema=titled_schema(kind.Settings),
    )
