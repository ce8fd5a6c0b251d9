"""Making a workspace, empty or from files."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from toolwright.commands.check_screens import check_screens
from toolwright.commands.definitions import NO_WORD, Secrets, as_pending, change_tables, plan_tables, seal_files
from toolwright.commands.operator import sealed_for_files
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput
from toolwright.model.base import NAME_PATTERN
from toolwright.model.files import WORKSPACE
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.model.yaml_form import dump_yaml
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import Policy, require
from toolwright.policy.growth import check_growth
from toolwright.rows.person import user_of
from toolwright.store.connection import Connection
from toolwright.store.pending import PendingChange
from toolwright.store.secrets import keep_secrets, put_secret
from toolwright.tables.keeper import Fill


async def create_workspace(
    services: Services,
    actor: Actor,
    name: str,
    *,
    title: str | None = None,
    description: str | None = None,
    files: Mapping[str, str] | None = None,
    secrets: Secrets | None = None,
    message: str = "Created",
) -> Workspace:
    """A new workspace. Raises Denied, InvalidInput, Conflict (`workspace.exists`), InvalidDefinition.

    Whoever may make one holds everything in it, so its roles may grant anything, but for a token: its scopes count.
    """
    require(actor, "manage", Resource("installation"))
    check_name(name)
    sealed = seal_files(services, files or {})
    texts = dict(sealed.files)
    if WORKSPACE.path not in texts:
        texts[WORKSPACE.path] = dump_yaml(WorkspaceDefinition(title=title or name, description=description))

    checked = await services.workspaces.check(name, texts, 1)
    check_growth(actor, replace(checked, roles={}), checked)
    await check_screens(services, checked, texts, {})
    files_allowed = sealed_for_files(services, actor, {}, checked.sources)
    all_secrets = {**files_allowed, **sealed.secrets, **(secrets or {})}
    made = await create_with_tables(services, actor, name, texts, message, "create_workspace", all_secrets)
    if made is not None:
        return made

    async def within(connection: Connection) -> None:
        await keep_secrets(
            connection, name, all_secrets, ("variables/",)
        )  # an earlier workspace of that name may have left some
        for secret, value in all_secrets.items():
            await put_secret(connection, name, secret, services.vault.encrypt(name, secret, value))
        await services.audit.append(connection, actor, "create_workspace", f"workspace/{name}", {"message": message})

    author = actor.name or actor.email or actor.kind
    return await services.workspaces.create(name, texts, author=author, message=message, within=within)


async def create_with_tables(
    services: Services,
    actor: Actor,
    name: str,
    files: Mapping[str, str],
    message: str,
    verb: str,
    secrets: Secrets,
    fill: Fill | None = None,
    version: int | None = None,
) -> Workspace | None:
    """The workspace, when it designs internal tables and so takes two databases to make; None when it does not.

    The tables hold what `fill` says from the beginning. A draft begins at a `version`.
    """
    await services.tables.begin_anew(name)
    checked = await services.workspaces.check(name, files, 1)
    note = PendingChange(
        workspace=name,
        change="",
        sort="create",
        files=files,
        verb=verb,
        message=message,
        detail={"message": message},
        kept_secrets=tuple(secrets),
        gone_secrets=("variables/",),
        version=version,
    )
    return await change_tables(services, actor, checked, note, secrets, fill=fill)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was done to the tables of a workspace that is yet to be: rows by table, and what else it shall define."""

    rows: Mapping[str, int]
    files: Mapping[str, str]


async def create_filled(
    services: Services,
    actor: Actor,
    name: str,
    files: Mapping[str, str],
    message: str,
    fill: Callable[[Workspace], Awaitable[Filled]],
) -> Workspace:
    """A new workspace whose internal tables `fill` fills first, row by row.

    Nobody sees any of it before all of it is there. Whatever ends it before leaves nothing.
    """
    require(actor, "manage", Resource("installation"))
    await services.tables.begin_anew(name)
    first = await services.workspaces.check(name, files)
    check_growth(actor, replace(first, roles={}), first)
    note = PendingChange(
        workspace=name,
        change="",
        sort="create",
        verb="create_workspace",
        message=message,
        detail={"message": message},
        gone_secrets=("variables/",),
    )
    begun = as_pending(services, actor, note, {})
    async with services.tables.filling(first, begun, user_of(actor, Policy.of(first))) as pending:
        filled = await fill(first)
        texts = {**files, **filled.files}
        checked = await services.workspaces.check(name, texts, 1)
        check_growth(actor, replace(checked, roles={}), checked)
        await check_screens(services, checked, texts, {})
        last = await plan_tables(services, actor, checked, NO_WORD)
        told = replace(pending, files=texts, detail={**pending.detail, "rows": dict(filled.rows)})
        return await services.tables.carry_out(last, told)


def check_name(name: str) -> None:
    """Raise InvalidInput unless `name` can be a permanent name."""
    if not re.match(NAME_PATTERN, name):
        message = "Names are lower-case letters, digits and underscores, beginning with a letter."
        raise InvalidInput(message, code="name.invalid", errors=(FieldError("name", message),))
