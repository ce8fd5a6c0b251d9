"""Removing a person: their sessions, tokens and roles go with them, and their next request is refused."""

from __future__ import annotations

from toolwright.auth.users import get_user, remove_user
from toolwright.commands.change_user import keep_an_admin
from toolwright.commands.services import Services
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


async def delete_user(services: Services, actor: Actor, user_id: str) -> None:
    """Nobody of that id any more. Raises Denied, NotFound, and Conflict for the last administrator."""
    require(actor, "manage", Resource("installation"))
    async with services.db.begin() as connection:
        user = await get_user(connection, user_id)
        await keep_an_admin(connection, user)
        await remove_user(connection, user.id)
        await services.audit.append(connection, actor, "delete_user", f"user/{user.id}", {"email": user.email})
