"""What new definitions would do to the internal tables and their rows: shown before anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toolwright.commands.definitions import NO_WORD, Migration, open_workspace, plan_tables, seal_files, settle
from toolwright.commands.rename_names import Renamed, rename_given, rename_stored
from toolwright.commands.services import Services
from toolwright.model.files import TABLE
from toolwright.model.yaml_form import dump_data
from toolwright.policy.actor import Actor
from toolwright.tables import SchemaPlan

Definitions = Mapping[str, Mapping[str, object] | None]
"""Tables by reference; None for one that goes."""


async def plan_files(
    services: Services, actor: Actor, name: str, files: Mapping[str, str], migration: Migration = NO_WORD
) -> SchemaPlan:
    """What storing these files would do, renamed where they still go by old names. Raises InvalidDefinition."""
    await open_workspace(services, actor, name)
    renamed = await rename_given(services, name, files, migration.renames)
    return await _plan(services, actor, name, renamed.files, renamed, migration)


async def plan_changes(
    services: Services, actor: Actor, name: str, tables: Definitions, migration: Migration = NO_WORD
) -> SchemaPlan:
    """What changing some tables would do, and renaming others wherever they are named."""
    workspace = await open_workspace(services, actor, name)
    renamed = await rename_stored(services, workspace, await services.workspaces.files(name), migration.renames)
    files = await designed_files(services, name, renamed, tables, migration)
    return await _plan(services, actor, name, files, renamed, migration)


async def designed_files(
    services: Services, name: str, renamed: Renamed, tables: Definitions, migration: Migration
) -> Mapping[str, str]:
    """The renamed files with some tables replaced. Expressions in a new design may still go by the old names."""
    files = with_tables(renamed.files, tables)
    return (await rename_given(services, name, files, migration.renames)).files


async def _plan(
    services: Services, actor: Actor, name: str, files: Mapping[str, str], renamed: Renamed, migration: Migration
) -> SchemaPlan:
    await settle(services, name)
    checked = await services.workspaces.check(name, seal_files(services, files).files)
    plan = await plan_tables(services, actor, checked, migration)
    return replace(plan, planned=(*plan.planned, *renamed.planned(migration.renames)))


def with_tables(files: Mapping[str, str], tables: Definitions) -> dict[str, str]:
    """The files with some tables replaced, added or (None) left out; comments are kept."""
    changed = dict(files)
    for ref, definition in tables.items():
        path = TABLE.path_for(ref)
        if definition is None:
            changed.pop(path, None)
        else:
            changed[path] = dump_data(definition, changed.get(path))
    return changed
