"""Renaming a module: every screen and module that uses it follows."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.commands.change_definition import StoredDefinition, read_definition
from toolwright.commands.check_name import check_new_name
from toolwright.commands.definition_comments import comments_follow
from toolwright.commands.definitions import open_workspace, save
from toolwright.commands.services import Services
from toolwright.errors import ToolwrightError
from toolwright.model.files import MODULE, SCREEN, place_of
from toolwright.model.module import MODULE_KIND
from toolwright.model.yaml_form import dump_data, load_yaml
from toolwright.policy.actor import Actor


async def rename_module(services: Services, actor: Actor, workspace: str, name: str, new: str) -> StoredDefinition:
    """Call a module otherwise, and whatever uses it. Raises NotFound, Conflict when the name is taken."""
    found = await open_workspace(services, actor, workspace)
    await read_definition(services, actor, workspace, MODULE, name)
    check_new_name("module", new, found.modules)
    info, files = await services.workspaces.read(workspace)
    own = MODULE.path_for(name)
    renamed = {
        MODULE.path_for(new) if path == own else path: _file(path, text, name, new) for path, text in files.items()
    }
    await save(
        services,
        actor,
        workspace,
        renamed,
        verb="rename_module",
        message=f"Renamed module {name} to {new}",
        expect_revision=info.revision,
        detail={"module": new, "was": name},
    )
    await comments_follow(services, workspace, own, MODULE.path_for(new))
    return await read_definition(services, actor, workspace, MODULE, new)


def _file(path: str, text: str, old: str, new: str) -> str:
    place = place_of(path)
    if place is None or place.kind not in (SCREEN, MODULE) or old not in text:
        return text
    try:
        data = load_yaml(text, path).data
    except ToolwrightError:
        return text
    changed = _value(data, old, new)
    return text if changed == data or not isinstance(changed, Mapping) else dump_data(changed, text)


def _value(value: object, old: str, new: str) -> object:
    if isinstance(value, list):
        return [_value(item, old, new) for item in value]
    if not isinstance(value, Mapping):
        return value
    found = {name: _value(item, old, new) for name, item in value.items()}
    is_use = found.get("kind") == MODULE_KIND and found.get("module") == old
    return {**found, "module": new} if is_use else found
