"""Adding tables that hold their rows from the beginning: definitions and rows are there together, or neither is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from toolwright.commands.definitions import NO_WORD, as_pending, open_workspace, plan_tables, prepared, settle
from toolwright.commands.plan_tables import Definitions, with_tables
from toolwright.commands.services import Services
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.engine import Policy
from toolwright.rows.person import user_of
from toolwright.store.pending import PendingChange


async def add_filled(
    services: Services,
    actor: Actor,
    name: str,
    tables: Definitions,
    message: str,
    fill: Callable[[Workspace], Awaitable[int]],
) -> Workspace:
    """The workspace with new internal tables, which `fill` has filled, row by row; it answers how many rows.

    Whatever ends it before leaves nothing of them. Meanwhile nobody else changes definitions of the workspace.
    """
    await open_workspace(services, actor, name)
    await settle(services, name)
    info, files = await services.workspaces.read(name)
    _, checked, note, secrets = await prepared(
        services,
        actor,
        PendingChange(
            workspace=name,
            change="",
            sort="replace",
            files=with_tables(files, tables),
            base_revision=info.revision,
            verb="design_tables",
            message=message,
            detail={"message": message, "changed": sorted(tables)},
            staged=tuple(tables),
        ),
    )
    begun = as_pending(services, actor, note, secrets)
    async with services.tables.filling(checked, begun, user_of(actor, Policy.of(checked))) as pending:
        rows = await fill(checked)
        last = await plan_tables(services, actor, checked, NO_WORD)
        told = replace(pending, detail={**pending.detail, "rows": rows})
        return await services.tables.carry_out(last, told)
