"""The people of a workspace, for its administrators: who has which role in it, and giving and taking roles."""

from __future__ import annotations

from collections.abc import Sequence

from toolwright.auth.users import User, list_users
from toolwright.commands.assign_roles import check_roles, store_roles
from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.model.environment import base_of
from toolwright.policy.actor import Actor
from toolwright.policy.growth import check_assignment


async def list_people(
    services: Services, actor: Actor, workspace: str, *, after: str | None = None, limit: int = 200
) -> list[User]:
    """Who has a role in the workspace, and the administrators of the installation, by address. Raises Denied, NotFound.

    Other people of the installation are not told of: workspaces are isolated from each other.
    """
    workspace = base_of(workspace)
    await open_workspace(services, actor, workspace, "manage")
    async with services.db.read() as connection:
        return await list_users(connection, after=after, limit=limit, workspace=workspace)


async def give_roles(services: Services, actor: Actor, workspace: str, user_id: str, roles: Sequence[str]) -> User:
    """The person (by id or address) with exactly these roles in the workspace.

    Raises Denied for a role that allows more than the actor holds, NotFound, InvalidInput on unknown roles.
    """
    workspace = base_of(workspace)
    found = await open_workspace(services, actor, workspace, "manage")
    check_roles(found, roles)
    return await store_roles(
        services, actor, user_id, workspace, roles, check=lambda new: check_assignment(actor, found, new)
    )
