"""Browser sessions: 256 random bits in a cookie, only their hash stored, ended by idleness, age, sign-out or change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update

from toolwright import clock
from toolwright.auth.digest import digest
from toolwright.ids import new_id, new_secret
from toolwright.policy.actor import Actor
from toolwright.store.connection import Connection
from toolwright.store.schema import session

GRACE = timedelta(seconds=30)
"""After a rotation the old cookie stays good this long: requests that were under way still carry it."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser and who it acts as. `csrf` is bound to it and kept when its token rotates."""

    id: str
    token_hash: str
    user_id: str
    csrf: str
    created_at: datetime
    expires_at: datetime
    rotate: bool
    actor: Actor


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What a person sees of one of their sessions."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    ip: str


async def open_session(connection: Connection, user_id: str, *, lifetime: timedelta, user_agent: str, ip: str) -> str:
    """A new session; answers the raw token for the cookie. Sessions long over are swept on the way."""
    now, raw = clock.now(), new_secret(32)
    await connection.execute(delete(session).where(session.c.expires_at < now))
    await connection.execute(
        insert(session).values(
            token_hash=digest(raw),
            id=new_id(),
            user_id=user_id,
            csrf=new_secret(24),
            created_at=now,
            last_seen_at=now,
            expires_at=now + lifetime,
            rotate=False,
            user_agent=user_agent[:300],
            ip=ip,
        )
    )
    return raw


async def rotate_session(connection: Connection, token_hash: str) -> str | None:
    """Give a session a new token; the old one ends after a moment. None when another request has done so already."""
    row = (
        await connection.execute(select(session).where(session.c.token_hash == token_hash, session.c.rotate))
    ).first()
    if row is None:
        return None
    raw = new_secret(32)
    fresh = dict(row._mapping) | {"token_hash": digest(raw), "rotate": False}  # the documented mapping of a row
    await connection.execute(insert(session).values(**fresh))
    await connection.execute(
        update(session)
        .where(session.c.token_hash == token_hash)
        .values(rotate=False, expires_at=min(row.expires_at, clock.now() + GRACE))
    )
    return raw


async def ask_rotation(connection: Connection, user_id: str) -> None:
    """Have every session of a person change its token with its next request: their rights were changed."""
    await connection.execute(update(session).where(session.c.user_id == user_id).values(rotate=True))


async def end_sessions(connection: Connection, user_id: str, *, only: str | None = None, but: str | None = None) -> int:
    """End a person's sessions: all, only the one of that id, or all but that one. Answers how many."""
    which: ColumnElement[bool] = session.c.user_id == user_id
    if only is not None:
        which &= session.c.id == only
    if but is not None:
        which &= session.c.id != but
    return (await connection.execute(delete(session).where(which))).rowcount


async def list_sessions(connection: Connection, user_id: str) -> Sequence[OpenSession]:
    """A person's sessions that are not over, newest first."""
    query = (
        select(session)
        .where(session.c.user_id == user_id, session.c.expires_at > clock.now())
        .order_by(session.c.created_at.desc(), session.c.expires_at)
    )
    found = {
        row.id: OpenSession(row.id, row.created_at, row.last_seen_at, row.expires_at, row.user_agent, row.ip)
        for row in await connection.execute(query)
    }
    return list(found.values())
