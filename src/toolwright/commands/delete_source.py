"""Removing a data source, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolwright.commands.check_screens import check_screens
from toolwright.commands.connect_source import definition_of
from toolwright.commands.definitions import open_workspace, save_changes
from toolwright.commands.services import Services
from toolwright.errors import InvalidDefinition
from toolwright.model.base import Model
from toolwright.model.files import SOURCE, TABLE, place_of
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A definition that names a data source or one of its tables: its kind, its name (`app/screen`) and title."""

    kind: str
    name: str
    title: str


async def uses_of_source(services: Services, actor: Actor, workspace: str, name: str) -> list[SourceUse]:
    """What would break without a data source and its tables, by kind and title."""
    found = await open_workspace(services, actor, workspace)
    definition_of(found, name)
    _, files = await services.workspaces.read(workspace)
    kept = {path: text for path, text in files.items() if path not in _parts(found, name)}
    try:
        await check_screens(services, await services.workspaces.check(workspace, kept), kept, files)
    except InvalidDefinition as fault:
        places = {error.where.file for error in fault.errors if error.where and error.where.file}
        return sorted((_use(found, path) for path in places), key=lambda use: (use.kind, use.title))
    return []


def _use(workspace: Workspace, path: str) -> SourceUse:
    place = place_of(path)
    if place is None:
        return SourceUse("file", path, path)
    names = place.names
    titles: dict[str, Callable[[], str]] = {
        "screen": lambda: workspace.apps[names[0]].screens[names[1]].title,
        "app": lambda: workspace.apps[names[0]].app.title,
        "role": lambda: workspace.roles[names[0]].title,
        "table": lambda: workspace.tables[names[0]].title or names[0],
    }
    title = titles.get(place.kind.name)
    return SourceUse(place.kind.name, "/".join(names), title() if title else "/".join(names))


def _parts(workspace: Workspace, name: str) -> dict[str, Model | None]:
    """The files that go with a data source, as changes that remove them."""
    tables = [ref for ref, table in workspace.tables.items() if table.source == name]
    return dict.fromkeys([SOURCE.path_for(name), *map(TABLE.path_for, tables)])


async def delete_source(services: Services, actor: Actor, workspace: str, name: str) -> None:
    """Remove a data source, its tables and its secrets. Refused while apps or roles use its tables."""
    found = await open_workspace(services, actor, workspace)
    definition_of(found, name)
    changes = _parts(found, name)
    await save_changes(
        services,
        actor,
        workspace,
        changes,
        verb="delete_source",
        message=f"Removed data source {name}",
        detail={"source": name},
    )
