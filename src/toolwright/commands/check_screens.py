"""Compiling the screens a change touches before it is stored: what only shows when names meet is refused too."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidDefinition, ToolwrightError, Where, phrase
from toolwright.extend.checking import load_workspace, parse_file
from toolwright.extend.kinds import Kinds
from toolwright.extend.row_types import RELATION_DEPTH
from toolwright.model.files import APP, MODULE, SCREEN, TABLE, VARIABLE, Place, place_of
from toolwright.model.table import Table
from toolwright.model.variable import VARIABLES
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import load_yaml
from toolwright.render.compile import compile_place


async def check_screens(
    services: Services, workspace: Workspace, files: Mapping[str, str], before: Mapping[str, str]
) -> None:
    """Raise InvalidDefinition with the first mistake of every module or screen that a change from `before` to `files`
    breaks."""
    touched = _touched(workspace, files, before)
    await asyncio.to_thread(_refuse_broken, services.kinds, workspace, files, touched)


def check_folder(name: str, files: Mapping[str, str], kinds: Kinds) -> Workspace:
    """What files outside any installation define, every screen compiled. Raises InvalidDefinition."""
    workspace = load_workspace(name, files, kinds)
    _refuse_broken(kinds, workspace, files, _touched(workspace, files, {}))
    return workspace


def _refuse_broken(
    kinds: Kinds, workspace: Workspace, files: Mapping[str, str], touched: tuple[list[Place], ...]
) -> None:
    modules, screens = touched
    # Screens would say the mistakes of their modules again.
    errors = _compile(kinds, workspace, files, modules) or _compile(kinds, workspace, files, screens)
    if errors:
        first, more = errors[0], len(errors) - 1
        raise InvalidDefinition(
            phrase("{message} (and {more} more)", message=phrase(first.message), more=more) if more else first.message,
            code=first.code,
            hint=first.hint,
            where=first.where,
            errors=tuple(errors),
        )


def _touched(workspace: Workspace, files: Mapping[str, str], before: Mapping[str, str]) -> tuple[list[Place], ...]:
    """The modules, and the screens, that may compile otherwise than before: those that changed, those over tables or
    variables, and those that use such a module."""
    changed = {path for path in {*files, *before} if files.get(path) != before.get(path)}
    places = [place for place in map(place_of, changed) if place is not None]
    apps = {place.names[0] for place in places if place.kind is APP}
    names = _near(workspace, {ref for ref in _tables_in(places) if _is_felt(TABLE.path_for(ref), files, before)})
    if any(place.kind is VARIABLE for place in places):
        names |= {VARIABLES}
    modules = [Place(MODULE, (name,)) for name in workspace.modules]
    met = dict[Place, None]()
    while more := [
        one for one in modules if one not in met and (one.path in changed or _names_one(files, one.path, names))
    ]:
        met |= dict.fromkeys(more)
        names |= {one.names[0] for one in more}
    screens = [Place(SCREEN, (app, screen)) for app, tree in workspace.apps.items() for screen in tree.screens]
    return [*met], [
        one for one in screens if one.names[0] in apps or one.path in changed or _names_one(files, one.path, names)
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


def _compile(kinds: Kinds, workspace: Workspace, files: Mapping[str, str], places: list[Place]) -> list[FieldError]:
    """The first mistake of each."""
    errors = []
    for place in places:
        try:
            compile_place(workspace, place, kinds)
        except ToolwrightError as fault:
            errors.append(located(fault, place.path, files.get(place.path, "")))
    return errors


def located(fault: ToolwrightError, file: str, text: str) -> FieldError:
    """A mistake with line and column in the text of its file, which compiling does not know."""
    keys = fault.where.path if fault.where else ()
    try:
        where = load_yaml(text, file).where(keys)
    except InvalidDefinition:
        where = Where(file=file, path=keys)
    return FieldError(".".join(str(key) for key in keys), fault.detail, fault.code, fault.hint, where)
