"""Reading people."""

from __future__ import annotations

from toolwright.auth.users import User, get_user
from toolwright.auth.users import list_users as stored_users
from toolwright.commands.services import Services
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


async def list_users(
    services: Services, actor: Actor, *, after: str | None = None, limit: int = 200, search: str | None = None
) -> list[User]:
    """People by address, those after the address `after`. Raises Denied."""
    require(actor, "manage", Resource("installation"))
    async with services.db.read() as connection:
        return await stored_users(connection, after=after, limit=limit, search=search)


async def read_user(services: Services, actor: Actor, user_id: str) -> User:
    """One person, by id or address. Raises Denied, NotFound."""
    require(actor, "read", Resource("user", name=user_id))
    async with services.db.read() as connection:
        return await get_user(connection, user_id)
