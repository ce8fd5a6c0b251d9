"""Renaming a variable: its values stay its own, in each environment, and whatever reads it follows."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

from toolwright.commands.check_name import check_new_name
from toolwright.commands.definition_comments import comments_follow
from toolwright.commands.definitions import Migration, open_workspace, save
from toolwright.commands.services import Services
from toolwright.commands.variables import VariableView, read_variable
from toolwright.errors import InvalidExpression, NotFound, ToolwrightError, did_you_mean, phrase
from toolwright.expressions.rename import rename, rename_in_template
from toolwright.extend.kinds import Kinds
from toolwright.model.files import MODULE, QUERY, SCREEN, SOURCE, VARIABLE, Place, place_of
from toolwright.model.variable import VARIABLES, sealed_as
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import dump_data, load_yaml
from toolwright.policy.actor import Actor
from toolwright.render.compile import expressions_of
from toolwright.tables import Renames

_BARE_IN_QUERIES = frozenset({"value"})


async def rename_variable(services: Services, actor: Actor, workspace: str, name: str, new: str) -> VariableView:
    """Call a variable otherwise, and read it so wherever it is read. Raises Conflict when the name is taken.

    Its value here comes along; those people use come along when it is published.
    """
    found = await open_workspace(services, actor, workspace)
    if name not in found.variables:
        raise NotFound(
            phrase("There is no variable '{name}'.", name=name),
            code="variable.not_found",
            hint=did_you_mean(name, found.env),
        )
    check_new_name("variable", new, found.variables)
    info, files = await services.workspaces.read(workspace)
    renamed = await asyncio.to_thread(_renamed, services.kinds, found, files, name, new)
    place = sealed_as(new, found.variables[name])
    value = await _value(services, workspace, sealed_as(name, found.variables[name]))
    await save(
        services,
        actor,
        workspace,
        renamed,
        verb="rename_variable",
        message=f"Renamed variable {name} to {new}",
        expect_revision=info.revision,
        secrets={} if value is None else {place: value},
        detail={"variable": new, "was": name},
        migration=Migration(Renames({}, {}, {name: new})),
    )
    await comments_follow(services, workspace, VARIABLE.path_for(name), VARIABLE.path_for(new))
    await services.links.forget(workspace)
    return await read_variable(services, actor, workspace, new)


async def renamed_values(services: Services, after: Workspace, renames: Mapping[str, str]) -> dict[str, str]:
    """Values of variables that are called otherwise from now on, by where they will be sealed, in plain text.

    One that was given under the new name already stays.
    """
    names = await services.vault.names(after.name)
    found = {}
    for old, new in renames.items():
        variable = after.variables.get(new)
        if variable is None or sealed_as(new, variable) in names:
            continue
        value = (
            await _value(services, after.name, sealed_as(old, variable)) if sealed_as(old, variable) in names else None
        )
        if value is not None:
            found[sealed_as(new, variable)] = value
    return found


def with_variables_renamed(files: Mapping[str, str], renames: Mapping[str, str]) -> dict[str, str]:
    """The files with variables called otherwise in the settings of data sources, which each environment has its own."""
    found = dict(files)
    for path in files:
        place = place_of(path)
        if place is not None and place.kind is SOURCE:
            for old, new in renames.items():
                found[path] = _file(path, found[path], old, new, frozenset(), frozenset())
    return found


async def _value(services: Services, workspace: str, place: str) -> str | None:
    return str(await services.vault.open(workspace, place)) if place in await services.vault.names(workspace) else None


def _renamed(kinds: Kinds, workspace: Workspace, files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, text in files.items():
        place = place_of(path)
        if place is None:
            found[path] = text
        elif place.kind is VARIABLE and place.names == (old,):
            found[VARIABLE.path_for(new)] = text
        else:
            bare = _expressions(kinds, workspace, place) if place.kind in (SCREEN, MODULE) else frozenset()
            keys = _BARE_IN_QUERIES if place.kind is QUERY else frozenset()
            found[path] = _file(path, text, old, new, bare, keys)
    return found


def _expressions(kinds: Kinds, workspace: Workspace, place: Place) -> frozenset[str]:
    try:
        return frozenset(seen.text for seen in expressions_of(workspace, place, kinds))
    except ToolwrightError:
        return frozenset()  # said with its place when the files are checked


def _file(path: str, text: str, old: str, new: str, bare: Collection[str], keys: Collection[str]) -> str:
    """A file with the variable renamed in `{{ }}`, in the expressions of `bare`, and in those under `keys`."""
    if old not in text or VARIABLES not in text:
        return text
    try:
        data = load_yaml(text, path).data
    except ToolwrightError:
        return text

    def value(found: object, key: str) -> object:
        if isinstance(found, Mapping):
            return {name: value(item, str(name)) for name, item in found.items()}
        if isinstance(found, list):
            return [value(item, key) for item in found]
        if not isinstance(found, str) or old not in found:
            return found
        is_template = "{{" in found
        if not is_template and found not in bare and key not in keys:
            return found
        try:
            return (rename_in_template if is_template else rename)(found, (VARIABLES, old), new)
        except InvalidExpression as fault:
            if fault.code == "expression.rename":
                raise
            return found

    changed = value(data, "")
    return text if changed == data or not isinstance(changed, Mapping) else dump_data(changed, text)
