"""Changing a person: their own words by themselves, everything else by an administrator."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.auth.sessions import ask_rotation, end_sessions
from toolwright.auth.users import User, count_active_admins, get_user
from toolwright.auth.users import change_user as store_user
from toolwright.commands.services import Services
from toolwright.errors import Conflict, phrase
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require
from toolwright.store.connection import Connection

OWN_FIELDS = frozenset({"name", "time_zone", "locale"})


async def change_user(services: Services, actor: Actor, user_id: str, changes: Mapping[str, object]) -> User:
    """The person with `changes` (email, name, is_admin, is_active, time_zone, locale) applied.

    A closed account loses its sessions at once; changed rights give the open ones new tokens.
    Raises Denied, NotFound, and Conflict for a taken address or the last administrator.
    """
    if changes.keys() <= OWN_FIELDS:
        require(actor, "update", Resource("user", name=user_id))
    else:
        require(actor, "manage", Resource("installation"))
    async with services.db.begin() as connection:
        before = await get_user(connection, user_id)
        real = {field: value for field, value in changes.items() if getattr(before, field) != value}
        if not real:
            return before
        if real.get("is_admin") is False or real.get("is_active") is False:
            await keep_an_admin(connection, before)
        after = await store_user(connection, before.id, real)
        if not after.is_active:
            await end_sessions(connection, before.id)
        elif "is_admin" in real:
            await ask_rotation(connection, before.id)
        await services.audit.append(connection, actor, "change_user", f"user/{before.id}", _detail(before, real))
    return after


async def keep_an_admin(connection: Connection, user: User) -> None:
    """Raise Conflict when this person is the only administrator who can sign in."""
    if user.is_admin and user.is_active and await count_active_admins(connection) <= 1:
        raise Conflict(
            phrase("{name} is the only administrator.", name=user.name),
            code="user.last_administrator",
            hint="Make somebody else an administrator first.",
        )


def _detail(before: User, changes: Mapping[str, object]) -> dict[str, object]:
    return {field: {"from": getattr(before, field), "to": value} for field, value in changes.items()}
