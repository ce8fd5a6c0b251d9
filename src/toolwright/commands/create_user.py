"""Adding a person."""

from __future__ import annotations

from toolwright.auth.passwords import check_password
from toolwright.auth.users import User, add_user
from toolwright.commands.services import Services
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


async def create_user(
    services: Services,
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None = None,
    is_admin: bool = False,
    time_zone: str = "UTC",
    locale: str = "",
) -> User:
    """A new person; without a password a one-time link signs them in. Raises Denied, Conflict, InvalidInput."""
    require(actor, "manage", Resource("installation"))
    if password is not None:
        check_password(password, about=(email, name))
    password_hash = None if password is None else await services.identity.passwords.hash(password)
    async with services.db.begin() as connection:
        user = await add_user(
            connection,
            email=email,
            name=name,
            password_hash=password_hash,
            is_admin=is_admin,
            time_zone=time_zone,
            locale=locale,
        )
        detail = {"email": user.email, "is_admin": is_admin}
        await services.audit.append(connection, actor, "create_user", f"user/{user.id}", detail)
    return user
