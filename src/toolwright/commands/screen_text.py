"""Screens, modules and components as the YAML text their files have, both ways; nothing is stored."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from toolwright.commands.change_definition import definition_text
from toolwright.commands.check_screens import located
from toolwright.commands.definitions import open_workspace
from toolwright.commands.preview_screen import workspace_of
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidDefinition, InvalidInput, phrase
from toolwright.extend.checking.drafts import with_drafted_text
from toolwright.extend.kinds import Kinds
from toolwright.model.files import Place, definitions_of
from toolwright.model.screen import Node
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import dump_data, load_yaml, model_data
from toolwright.policy.actor import Actor
from toolwright.render.compile import compile_place

_LIST_KEY = "content:\n"


@dataclass(frozen=True, slots=True)
class ReadScreen:
    """What a text defines. `keeps_comments` is false when its comments are not those of the stored file."""

    definition: Mapping[str, object]
    keeps_comments: bool


async def write_screen_text(
    services: Services, actor: Actor, workspace: str, place: Place, definition: Mapping[str, object]
) -> str:
    """The text that storing this definition would write, comments of the stored file included."""
    await workspace_of(services, actor, workspace, place)
    _, files = await services.workspaces.read(workspace)
    return definition_text(place.kind, definition, files.get(place.path))


async def read_screen_text(services: Services, actor: Actor, workspace: str, place: Place, text: str) -> ReadScreen:
    """What the text defines. Raises InvalidDefinition with every mistake in it, each with its line."""
    stored = await workspace_of(services, actor, workspace, place)
    _, files = await services.workspaces.read(workspace)
    definition = await asyncio.to_thread(_read, stored, place, text, services.kinds)
    before = files.get(place.path)
    keeps = "#" not in f"{text}{before}" or dump_data(definition, text) == dump_data(definition, before)
    return ReadScreen(definition, keeps)


async def write_components_text(
    services: Services, actor: Actor, workspace: str, components: Sequence[Mapping[str, object]]
) -> str:
    """Components as the list they would be in the file of a screen."""
    await open_workspace(services, actor, workspace)
    try:
        nodes = [model_data(Node.model_validate(component)) for component in components]
    except ValidationError:
        nodes = [dict(component) for component in components]
    try:
        lines = dump_data({"content": nodes}).splitlines()[1:]
    except ValueError as fault:
        raise InvalidInput(
            phrase("This cannot be written: {fault}.", fault=fault), code="definition.unstorable"
        ) from fault
    return "".join(f"{line.removeprefix('  ')}\n" for line in lines)


async def read_components_text(services: Services, actor: Actor, workspace: str, text: str) -> list[dict[str, object]]:
    """The components in a text: one, a list of them, or the content of a whole screen."""
    await open_workspace(services, actor, workspace)
    plain = textwrap.dedent(text)
    is_list = plain.lstrip().startswith("-")
    try:
        found = load_yaml(_LIST_KEY + plain if is_list else plain, "text").data
    except InvalidDefinition as fault:
        raise (_a_line_up(fault) if is_list else fault) from fault
    content = found.get("content") if "kind" not in found else [found]
    nodes = [node for node in content if isinstance(node, dict)] if isinstance(content, list) else []
    if not nodes or not all(isinstance(node.get("kind"), str) for node in nodes):
        raise InvalidInput(
            "This text holds no components.",
            code="definition.no_components",
            hint="A component begins with its kind, for example `kind: button`.",
        )
    return nodes


def _read(stored: Workspace, place: Place, text: str, kinds: Kinds) -> Mapping[str, object]:
    drafted = with_drafted_text(stored, place, text, kinds)
    try:
        compile_place(drafted, place, kinds)
    except InvalidDefinition as fault:
        error = located(fault, place.path, text)
        raise InvalidDefinition(error.message, error.code, error.hint, error.where, errors=(error,)) from fault
    return model_data(definitions_of(drafted)[place.path])


def _a_line_up(fault: InvalidDefinition) -> InvalidDefinition:
    """The mistakes with the lines of a list that was read below a key of its own."""
    errors = tuple(_moved(error) for error in fault.errors)
    return InvalidDefinition(fault.detail, fault.code, fault.hint, errors[0].where if errors else None, errors)


def _moved(error: FieldError) -> FieldError:
    where = error.where
    return error if where is None else replace(error, where=replace(where, line=max(1, (where.line or 2) - 1)))
