"""Ending sessions: this one, another one, or all."""

from __future__ import annotations

from collections.abc import Sequence

from toolwright.auth.sessions import OpenSession, end_sessions, list_sessions
from toolwright.auth.users import get_user
from toolwright.commands.services import Services
from toolwright.errors import NotFound, NotSignedIn
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


def user_id_of(actor: Actor) -> str:
    """The account the actor acts for. Raises NotSignedIn when it has none."""
    if actor.user_id is None:
        raise NotSignedIn("This needs an account of your own.", code="auth.not_signed_in")
    return actor.user_id


async def own_sessions(services: Services, actor: Actor) -> Sequence[OpenSession]:
    """The actor's sessions, newest first."""
    async with services.db.read() as connection:
        return await list_sessions(connection, user_id_of(actor))


async def sign_out(services: Services, actor: Actor, session_id: str) -> None:
    """End one of the actor's sessions. Raises NotFound."""
    user_id = user_id_of(actor)
    async with services.db.begin() as connection:
        if await end_sessions(connection, user_id, only=session_id) == 0:
            raise NotFound("There is no such session.", code="session.unknown")
        await services.audit.append(connection, actor, "sign_out", f"user/{user_id}", {"session": session_id})


async def sign_out_everywhere(services: Services, actor: Actor, keep: str | None = None) -> int:
    """End all of the actor's sessions, but for the one of id `keep`; answers how many ended."""
    user_id = user_id_of(actor)
    async with services.db.begin() as connection:
        ended = await end_sessions(connection, user_id, but=keep)
        await services.audit.append(connection, actor, "sign_out.everywhere", f"user/{user_id}", {"ended": ended})
    return ended


async def sign_out_user(services: Services, actor: Actor, user_id: str) -> int:
    """End all sessions of somebody; answers how many ended. Raises Denied, NotFound."""
    require(actor, "manage", Resource("installation"))
    async with services.db.begin() as connection:
        user = await get_user(connection, user_id)
        ended = await end_sessions(connection, user.id)
        await services.audit.append(connection, actor, "sign_out.everywhere", f"user/{user.id}", {"ended": ended})
    return ended
