"""Renaming a setting of a module: what reads it inside follows, and so does whatever uses the module."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

from toolwright.commands.change_definition import StoredDefinition, read_definition
from toolwright.commands.check_name import check_new_name
from toolwright.commands.definitions import open_workspace, save
from toolwright.commands.services import Services
from toolwright.errors import InvalidExpression, NotFound, ToolwrightError, did_you_mean, phrase
from toolwright.expressions.rename import rename, rename_in_template
from toolwright.extend.kinds import Kinds
from toolwright.model.files import MODULE, SCREEN, Place, place_of
from toolwright.model.module import MODULE_KIND, SETTINGS
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import dump_data, load_yaml
from toolwright.policy.actor import Actor
from toolwright.render.compile import expressions_of


async def rename_module_setting(
    services: Services, actor: Actor, workspace: str, module: str, setting: str, new: str
) -> StoredDefinition:
    """Call a setting of a module otherwise, where it is read inside and in the values that every use gives it.

    Raises NotFound, Conflict when the module has a setting of that name, and InvalidExpression when a loop variable
    inside would capture it.
    """
    stored = await open_workspace(services, actor, workspace)
    await read_definition(services, actor, workspace, MODULE, module)
    known = [one.name for one in stored.modules[module].settings]
    if setting not in known:
        title = stored.modules[module].title
        raise NotFound(
            phrase("“{title}” has no setting '{name}'.", title=title, name=setting),
            code="module.setting_not_found",
            hint=did_you_mean(setting, known),
        )
    check_new_name("setting", new, known)
    info, files = await services.workspaces.read(workspace)
    renamed = await asyncio.to_thread(_renamed, services.kinds, stored, files, (module, setting, new))
    await save(
        services,
        actor,
        workspace,
        renamed,
        verb="rename_module_setting",
        message=f"Renamed setting {setting} of module {module} to {new}",
        expect_revision=info.revision,
        detail={"module": module, "setting": new, "was": setting},
    )
    return await read_definition(services, actor, workspace, MODULE, module)


Names = tuple[str, str, str]
"""The module, its setting, and what that is called from now on."""


def _renamed(kinds: Kinds, workspace: Workspace, files: Mapping[str, str], names: Names) -> dict[str, str]:
    own = Place(MODULE, (names[0],))
    bare = _expressions(kinds, workspace, own)
    return {path: _file(path, text, names, bare if place_of(path) == own else None) for path, text in files.items()}


def _expressions(kinds: Kinds, workspace: Workspace, place: Place) -> frozenset[str]:
    try:
        return frozenset(seen.text for seen in expressions_of(workspace, place, kinds))
    except ToolwrightError:
        return frozenset()  # said with its place when the files are checked


def _file(path: str, text: str, names: Names, bare: Collection[str] | None) -> str:
    """A file with the setting renamed where the module is used, and in the module's own (`bare`) where it is read."""
    place = place_of(path)
    if place is None or place.kind not in (SCREEN, MODULE) or names[1] not in text:
        return text
    try:
        data = load_yaml(text, path).data
    except ToolwrightError:
        return text
    changed = _uses(data, names)
    if bare is not None and isinstance(changed, dict):
        _, old, new = names
        declared = [{**one, "name": new} if one.get("name") == old else one for one in changed[SETTINGS]]
        changed = {**changed, SETTINGS: declared, "content": _reads(changed.get("content", []), old, new, bare)}
    return text if changed == data or not isinstance(changed, Mapping) else dump_data(changed, text)


def _uses(value: object, names: Names) -> object:
    if isinstance(value, list):
        return [_uses(item, names) for item in value]
    if not isinstance(value, Mapping):
        return value
    found = {str(key): _uses(item, names) for key, item in value.items()}
    module, old, new = names
    given = found.get("values")
    if found.get("kind") == MODULE_KIND and found.get("module") == module and isinstance(given, dict):
        found["values"] = {new if key == old else key: item for key, item in given.items()}
    return found


def _reads(value: object, old: str, new: str, bare: Collection[str]) -> object:
    if isinstance(value, Mapping):
        return {str(key): _reads(item, old, new, bare) for key, item in value.items()}
    if isinstance(value, list):
        return [_reads(item, old, new, bare) for item in value]
    if not isinstance(value, str) or old not in value or ("{{" not in value and value not in bare):
        return value
    try:
        return (rename_in_template if "{{" in value else rename)(value, (SETTINGS, old), new)
    except InvalidExpression as fault:
        if fault.code == "expression.rename":
            raise
        return value
