"""Designing internal tables: any number of them created, changed, renamed or dropped in one go."""

from __future__ import annotations

from toolwright.commands.definitions import NO_WORD, Migration, open_workspace, save, seal_files
from toolwright.commands.plan_tables import Definitions, designed_files
from toolwright.commands.rename_names import rename_stored
from toolwright.commands.services import Services
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor


async def design_tables(
    services: Services,
    actor: Actor,
    name: str,
    tables: Definitions,
    *,
    message: str = "Changed tables",
    expect_revision: int | None = None,
    migration: Migration = NO_WORD,
) -> Workspace:
    """The workspace with these tables, their rows migrated, and every definition told of what is renamed.

    Raises InvalidDefinition, and Conflict (`schema.loses_data`, `schema.impossible`) with what stands in the way.
    """
    workspace = await open_workspace(services, actor, name)
    info, files = await services.workspaces.read(name)
    renamed = await rename_stored(services, workspace, files, migration.renames)
    sealed = seal_files(services, await designed_files(services, name, renamed, tables, migration))
    return await save(
        services,
        actor,
        name,
        sealed.files,
        verb="design_tables",
        message=message,
        expect_revision=info.revision if expect_revision is None else expect_revision,
        secrets=sealed.secrets,
        detail={"changed": sorted(tables)},
        migration=migration,
    )
