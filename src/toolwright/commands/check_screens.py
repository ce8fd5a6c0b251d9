"""Compiling the screens a change touches before it is stored: what only shows when names meet is refused too."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidDefinition, ToolwrightError, Where, phrase
from toolwright.extend.checking import load_workspace, parse_file
from toolwright.extend.kinds import Kinds
from toolwright.extend.row_types import RELATION_DEPTH
from toolwright.model.files import APP, SCREEN, TABLE, VARIABLE, Place, place_of
from toolwright.model.table import Table
from toolwright.model.variable import VARIABLES
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import load_yaml
from toolwright.render.compile import compile_screen


async def check_screens(
    services: Services, workspace: Workspace, files: Mapping[str, str], before: Mapping[str, str]
) -> None:
    """Raise InvalidDefinition with the first mistake of every screen that a change from `before` to `files` breaks."""
    touched = _touched(workspace, files, before)
    await asyncio.to_thread(_refuse_broken, services.kinds, workspace, files, touched)


def check_folder(name: str, files: Mapping[str, str], kinds: Kinds) -> Workspace:
    """What files outside any installation define, every screen compiled. Raises InvalidDefinition."""
    workspace = load_workspace(name, files, kinds)
    _refuse_broken(kinds, workspace, files, _touched(workspace, files, {}))
    return workspace


def _refuse_broken(
    kinds: Kinds, workspace: Workspace, files: Mapping[str, str], touched: list[tuple[str, str]]
) -> None:
    errors = _compile(kinds, workspace, files, touched)
    if errors:
        first, more = errors[0], len(errors) - 1
        raise InvalidDefinition(
            phrase("{message} (and {more} more)", message=phrase(first.message), more=more) if more else first.message,
            code=first.code,
            hint=first.hint,
            where=first.where,
            errors=tuple(errors),
        )


def _touched(workspace: Workspace, files: Mapping[str, str], before: Mapping[str, str]) -> list[tuple[str, str]]:
    """The screens that may compile otherwise than before: those that changed, and those over tables or variables."""
    every = [(app, screen) for app, tree in workspace.apps.items() for screen in tree.screens]
    changed = {path for path in {*files, *before} if files.get(path) != before.get(path)}
    places = [place for place in map(place_of, changed) if place is not None]
    apps = {place.names[0] for place in places if place.kind is APP}
    names = _near(workspace, {ref for ref in _tables_in(places) if _is_felt(TABLE.path_for(ref), files, before)})
    if any(place.kind is VARIABLE for place in places):
        names |= {VARIABLES}
    return [
        (app, name)
        for app, name in every
        if app in apps or SCREEN.path_for(app, name) in changed or _names_one(files, SCREEN.path_for(app, name), names)
    ]


def _tables_in(places: list[Place]) -> set[str]:
    return {place.names[0] for place in places if place.kind is TABLE}


def _is_felt(path: str, files: Mapping[str, str], before: Mapping[str, str]) -> bool:
    """Whether a change of a table can change what an expression or a column means: not its titles and labels."""
    return _meaning(path, files) != _meaning(path, before)


def _meaning(path: str, files: Mapping[str, str]) -> object:
    table = parse_file(path, files[path]) if path in files else None
    if not isinstance(table, Table):
        return table
    columns = [(column.name, column.type, column.read_only) for column in table.columns]
    relations = [(relation.name, relation.columns, relation.target) for relation in table.relations]
    return columns, relations, table.primary_key, table.display, table.kind


def _near(workspace: Workspace, tables: set[str]) -> set[str]:
    """These tables and those from which expressions may reach them over relations."""
    found = set(tables)
    for _ in range(RELATION_DEPTH):
        found |= {
            ref
            for ref, table in workspace.tables.items()
            if any(relation.target in found for relation in table.relations)
        }
    return found


def _names_one(files: Mapping[str, str], path: str, names: set[str]) -> bool:
    text = files.get(path, "")
    return any(name in text for name in names)


def _compile(
    kinds: Kinds, workspace: Workspace, files: Mapping[str, str], screens: list[tuple[str, str]]
) -> list[FieldError]:
    errors = []
    for app, name in screens:
        try:
            compile_screen(workspace, app, name, kinds)
        except ToolwrightError as fault:
            path = SCREEN.path_for(app, name)
            errors.append(located(fault, path, files.get(path, "")))
    return errors


def located(fault: ToolwrightError, file: str, text: str) -> FieldError:
    """A mistake with line and column in the text of its file, which compiling does not know."""
    keys = fault.where.path if fault.where else ()
    try:
        where = load_yaml(text, file).where(keys)
    except InvalidDefinition:
        where = Where(file=file, path=keys)
    return FieldError(".".join(str(key) for key in keys), fault.detail, fault.code, fault.hint, where)
