"""Changing what a workspace is called, and removing one."""

from __future__ import annotations

from toolwright.commands.definitions import open_workspace, save_changes
from toolwright.commands.services import Services
from toolwright.ids import new_id
from toolwright.model.environment import base_of, draft_of
from toolwright.model.files import WORKSPACE
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require
from toolwright.store.connection import Connection
from toolwright.store.pending import PendingChange, put_pending
from toolwright.store.workspaces import Within


async def change_workspace(
    services: Services, actor: Actor, name: str, *, title: str | None = None, description: str | None = None
) -> Workspace:
    """The workspace with another title or description; what is None stays."""
    workspace = await open_workspace(services, actor, name)
    update = {key: value for key, value in (("title", title), ("description", description)) if value is not None}
    definition = workspace.definition.model_copy(update=update)
    return await save_changes(
        services, actor, name, {WORKSPACE.path: definition}, verb="change_workspace", message="Changed the workspace"
    )


async def delete_workspace(services: Services, actor: Actor, name: str) -> None:
    """Remove a workspace with its definitions, versions, secrets and internal tables, and with its draft.

    What is in its data sources is not touched.
    """
    base = base_of(name)
    await open_workspace(services, actor, base, "read")
    require(actor, "manage", Resource("installation"))
    for each in (draft_of(base), base):
        if each in await services.workspaces.names():
            await remove_workspace(services, actor, each, "delete_workspace")


async def remove_workspace(services: Services, actor: Actor, name: str, verb: str, also: Within | None = None) -> None:
    """Remove files, history, secrets and internal tables of a workspace or a draft, whatever interrupts it.

    `also` is written in the same transaction.
    """
    note = PendingChange(workspace=name, change=new_id(), sort="delete")

    async def within(connection: Connection) -> None:
        await put_pending(connection, note)
        await services.audit.append(connection, actor, verb, f"workspace/{name}", {})
        if also is not None:
            await also(connection)

    await services.tables.settle(name)
    await services.workspaces.delete(name, within=within)
    await services.tables.remove(note)
    for prefix in ("sources/", "variables/"):
        await services.vault.forget(name, prefix)
