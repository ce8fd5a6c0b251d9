"""Pushing all files of a workspace at once, or only checking them."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.commands.check_screens import check_screens
from toolwright.commands.definitions import NO_WORD, Migration, open_workspace, save, seal_files
from toolwright.commands.rename_names import rename_given
from toolwright.commands.services import Services
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor


async def replace_files(
    services: Services,
    actor: Actor,
    name: str,
    files: Mapping[str, str],
    *,
    message: str = "Pushed",
    expect_revision: int | None = None,
    dry_run: bool = False,
    migration: Migration = NO_WORD,
) -> Workspace:
    """The workspace with exactly these files; refused whole, with every mistake, when one is wrong.

    Where something is renamed, the rest may still go by its old name. Secrets in plain text are sealed and replaced
    by `{secret: true}`. With `dry_run` nothing is stored.
    """
    await open_workspace(services, actor, name)
    renamed = await rename_given(services, name, files, migration.renames)
    sealed = seal_files(services, renamed.files)
    if dry_run:
        return await _check(services, name, sealed.files)
    return await save(
        services,
        actor,
        name,
        sealed.files,
        verb="replace_files",
        message=message,
        expect_revision=expect_revision,
        secrets=sealed.secrets,
        migration=migration,
    )


async def validate_files(services: Services, actor: Actor, name: str, files: Mapping[str, str]) -> Workspace:
    """What these files define. Raises InvalidDefinition with everything that is wrong; stores nothing."""
    await open_workspace(services, actor, name)
    return await _check(services, name, seal_files(services, files).files)


async def _check(services: Services, name: str, files: Mapping[str, str]) -> Workspace:
    checked = await services.workspaces.check(name, files)
    await check_screens(services, checked, files, {})
    return checked


async def read_files(services: Services, actor: Actor, name: str) -> tuple[int, dict[str, str]]:
    """The revision and every file by path. Secrets are not in them."""
    await open_workspace(services, actor, name)
    info, files = await services.workspaces.read(name)
    return info.revision, files
