"""Setting a password: one's own, knowing the old one, or somebody's, as an administrator."""

from __future__ import annotations

from toolwright.auth.passwords import check_password
from toolwright.auth.rate import Allowance
from toolwright.auth.sessions import ask_rotation, end_sessions
from toolwright.auth.tokens import end_tokens
from toolwright.auth.users import User, change_user, get_user, password_of
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


async def reset_password(services: Services, actor: Actor, user_id: str, password: str) -> User:
    """Somebody's new password, set by an administrator: every session and token of theirs ends."""
    require(actor, "manage", Resource("installation"))
    async with services.db.read() as connection:
        user = await get_user(connection, user_id)
    check_password(password, about=(user.email, user.name))
    hashed = await services.identity.passwords.hash(password)
    async with services.db.begin() as connection:
        await change_user(connection, user.id, {"password_hash": hashed})
        ended = {"sessions": await end_sessions(connection, user.id), "tokens": await end_tokens(connection, user.id)}
        await services.audit.append(connection, actor, "reset_password", f"user/{user.id}", {"ended": ended})
    return user


async def change_own_password(
    services: Services, actor: Actor, *, current: str | None, password: str, session_id: str | None
) -> None:
    """The actor's own new password: their other sessions end, this one gets a new token.

    Raises InvalidInput when `current` is wrong. Who never had a password (a one-time link let them in) needs none.
    """
    user_id = actor.user_id or ""
    require(actor, "update", Resource("user", name=user_id))
    async with services.db.read() as connection:
        user, stored = await get_user(connection, user_id), await password_of(connection, user_id)
    if stored is not None:
        await services.identity.limits.take(Allowance(f"password:{user_id}", times=5))
        if current is None or not await services.identity.passwords.verify(stored, current):
            raise InvalidInput(
                "The present password is wrong.",
                code="password.wrong",
                errors=(FieldError("current_password", "This is not your present password.", code="password.wrong"),),
            )
    check_password(password, about=(user.email, user.name))
    hashed = await services.identity.passwords.hash(password)
    async with services.db.begin() as connection:
        await change_user(connection, user_id, {"password_hash": hashed})
        ended = await end_sessions(connection, user_id, but=session_id)
        await ask_rotation(connection, user_id)
        await services.audit.append(connection, actor, "change_password", f"user/{user_id}", {"ended": ended})
