"""Compiling the screens a change touches before it is stored: what only shows when names meet is refused too."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidDefinition, ToolwrightError, Where
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import Kinds
from toolwright.model.files import APP, SCREEN, SOURCE, TABLE, WORKSPACE, place_of
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
            first.message + (f" (and {more} more)" if more else ""),
            code=first.code,
            hint=first.hint,
            where=first.where,
            errors=tuple(errors),
        )


def _touched(workspace: Workspace, files: Mapping[str, str], before: Mapping[str, str]) -> list[tuple[str, str]]:
    """The screens that may compile otherwise than before: those that changed, or all when a table did."""
    every = [(app, screen) for app, tree in workspace.apps.items() for screen in tree.screens]
    changed = {path for path in {*files, *before} if files.get(path) != before.get(path)}
    kinds = {place.kind for place in map(place_of, changed) if place is not None}
    if kinds & {TABLE, SOURCE, WORKSPACE}:
        return every
    apps = {place.names[0] for place in map(place_of, changed) if place is not None and place.kind is APP}
    return [(app, name) for app, name in every if app in apps or SCREEN.path_for(app, name) in changed]


def _compile(
    kinds: Kinds, workspace: Workspace, files: Mapping[str, str], screens: list[tuple[str, str]]
) -> list[FieldError]:
    errors = []
    for app, name in screens:
        try:
            compile_screen(workspace, app, name, kinds)
        except ToolwrightError as fault:
            path = SCREEN.path_for(app, name)
            errors.append(_located(fault, path, files.get(path, "")))
    return errors


def _located(fault: ToolwrightError, file: str, text: str) -> FieldError:
    """The mistake with line and column in the file, which compiling does not know."""
    keys = fault.where.path if fault.where else ()
    try:
        where = load_yaml(text, file).where(keys)
    except InvalidDefinition:
        where = Where(file=file, path=keys)
    return FieldError(".".join(str(key) for key in keys), fault.detail, fault.code, fault.hint, where)
