"""Giving a person roles in a workspace."""

from __future__ import annotations

from collections.abc import Sequence

from toolwright.auth.sessions import ask_rotation
from toolwright.auth.users import User, get_user, set_roles
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, did_you_mean
from toolwright.model.role import BUILT_IN_ROLES
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


async def assign_roles(services: Services, actor: Actor, user_id: str, *, workspace: str, roles: Sequence[str]) -> User:
    """The person with exactly these roles in the workspace. Raises Denied, NotFound, InvalidInput on unknown roles."""
    require(actor, "manage", Resource("installation"))
    if roles or not await _is_gone(services, workspace):
        await _check_roles(services, workspace, roles)
    async with services.db.begin() as connection:
        before = await get_user(connection, user_id)
        await set_roles(connection, before.id, workspace, roles)
        after = await get_user(connection, before.id)
        if before.roles != after.roles:
            await ask_rotation(connection, before.id)
            detail = {"workspace": workspace, "from": before.roles.get(workspace, ()), "to": list(roles)}
            await services.audit.append(connection, actor, "assign_roles", f"user/{before.id}", detail)
    return after


async def _is_gone(services: Services, workspace: str) -> bool:
    """Whether the workspace does not exist: roles in it may still be taken away."""
    return workspace not in {info.name for info in await services.workspaces.list()}


async def _check_roles(services: Services, workspace: str, roles: Sequence[str]) -> None:
    found = await services.workspaces.get(workspace)
    known = {*BUILT_IN_ROLES, *found.roles} - {"public"}  # everybody holds public
    errors = tuple(
        FieldError(
            f"roles.{index}",
            f"There is no role '{role}' to assign in '{workspace}'.",
            code="role.unknown",
            hint=did_you_mean(role, known),
        )
        for index, role in enumerate(roles)
        if role not in known
    )
    if errors:
        raise InvalidInput("Some roles do not exist.", code="role.unknown", errors=errors)
