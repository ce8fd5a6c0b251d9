"""Giving a person roles in a workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from toolwright.auth.sessions import ask_rotation
from toolwright.auth.users import User, get_user, set_roles
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, did_you_mean, phrase
from toolwright.model.environment import base_of
from toolwright.model.role import BUILT_IN_ROLES
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


async def assign_roles(services: Services, actor: Actor, user_id: str, *, workspace: str, roles: Sequence[str]) -> User:
    """The person with exactly these roles in the workspace. Raises Denied, NotFound, InvalidInput on unknown roles.

    For those who manage the installation, and with it everybody's rights; `workspace_people` is for one workspace.
    """
    require(actor, "manage", Resource("installation"))
    workspace = base_of(workspace)
    if roles or not await _is_gone(services, workspace):
        check_roles(await services.workspaces.get(workspace), roles)
    return await store_roles(services, actor, user_id, workspace, roles)


async def store_roles(
    services: Services,
    actor: Actor,
    user_id: str,
    workspace: str,
    roles: Sequence[str],
    check: Callable[[Collection[str]], None] = lambda _: None,
) -> User:
    """The person with these roles, written to the audit log; `check` may refuse those that they do not have yet."""
    async with services.db.begin() as connection:
        before = await get_user(connection, user_id)
        had = before.roles.get(workspace, ())
        check([role for role in roles if role not in had])
        await set_roles(connection, before.id, workspace, roles)
        after = await get_user(connection, before.id)
        if before.roles != after.roles:
            await ask_rotation(connection, before.id)
            detail = {"workspace": workspace, "from": had, "to": list(roles)}
            await services.audit.append(connection, actor, "assign_roles", f"user/{before.id}", detail)
    return after


async def _is_gone(services: Services, workspace: str) -> bool:
    """Whether the workspace does not exist: roles in it may still be taken away."""
    return workspace not in {info.name for info in await services.workspaces.list()}


def check_roles(workspace: Workspace, roles: Sequence[str]) -> None:
    """Raise InvalidInput when some of `roles` do not exist in the workspace or cannot be assigned."""
    known = {*BUILT_IN_ROLES, *workspace.roles} - {"public"}  # everybody holds public
    errors = tuple(
        FieldError(
            f"roles.{index}",
            phrase("There is no role '{role}' to assign in '{name}'.", role=role, name=workspace.name),
            code="role.unknown",
            hint=did_you_mean(role, known),
        )
        for index, role in enumerate(roles)
        if role not in known
    )
    if errors:
        raise InvalidInput("Some roles do not exist.", code="role.unknown", errors=errors)
