"""The path every request takes: from the raw credential to who it acts as, from memory while nothing has changed.

What is remembered counts only while `Database.version("identity")` stays the same, so a change by any process (another
worker, the command line) takes effect with the next request. A lookup from memory costs a few microseconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Column, Row, Select, Table, Update, select, update

from toolwright import clock
from toolwright.auth.digest import digest
from toolwright.auth.sessions import Session
from toolwright.auth.tokens import PREFIX
from toolwright.auth.users import roles_of
from toolwright.errors import ToolwrightError
from toolwright.policy.actor import Actor
from toolwright.store import Database
from toolwright.store.schema import api_token, session, user

_TOUCH_EVERY = timedelta(minutes=1)
_MOST_REMEMBERED = 20_000

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Known:
    """A credential that was good when loaded. `written_at` is the last use that is stored."""

    hashed: str
    actor: Actor
    session: Session | None
    expires_at: datetime | None
    seen_at: datetime
    written_at: datetime


class Lookup:
    """Finds sessions and tokens; remembers them."""

    def __init__(self, db: Database, idle: timedelta) -> None:
        self._db = db
        self._idle = idle
        self._known: dict[str, _Known] = {}
        self._version = -1
        self._writes: set[asyncio.Task[None]] = set()

    async def session(self, raw: str) -> Session | None:
        """The session of a cookie, or None when it is over or never was."""
        known = await self._find(digest(raw), self._load_session)
        if known is None or not await self._is_alive(known):
            return None
        self._touch(known, session, session.c.last_seen_at)
        return known.session

    async def token(self, raw: str) -> Actor | None:
        """The actor of an API token, or None when it is over or never was."""
        if not raw.startswith(PREFIX):
            return None
        known = await self._find(digest(raw), self._load_token)
        if known is None or (known.expires_at is not None and clock.now() >= known.expires_at):
            return None
        self._touch(known, api_token, api_token.c.last_used_at)
        return known.actor

    async def drain(self) -> None:
        """Wait for writes of last use that are under way."""
        if self._writes:
            await asyncio.wait(self._writes, timeout=5)

    async def _find(self, hashed: str, load: Callable[[str], Awaitable[_Known | None]]) -> _Known | None:
        version = self._db.version("identity")
        if version != self._version or len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
            self._version = version
        known = self._known.get(hashed)
        if known is None:
            known = await load(hashed)
            # Something may have changed while loading: then what was read counts for this request only.
            if known is not None and self._version == version == self._db.version("identity"):
                self._known[hashed] = known
        return known

    async def _is_alive(self, known: _Known) -> bool:
        now = clock.now()
        if known.expires_at is not None and now >= known.expires_at:
            return False
        if now - known.seen_at >= self._idle and known.session is not None:
            # Another worker may have served this session meanwhile; the database knows.
            fresh = await self._load_session(known.session.token_hash)
            if fresh is None or now - fresh.seen_at >= self._idle:
                return False
        known.seen_at = now
        return True

    async def _load_session(self, hashed: str) -> _Known | None:
        query = _with_user(session).where(session.c.token_hash == hashed)
        async with self._db.read() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            roles = await roles_of(connection, [row.user_id])
        actor = _actor(row, roles.get(row.user_id, {}), "user")
        found = Session(
            row.id, hashed, row.user_id, row.csrf, row.created_at, row.expires_at, rotate=row.rotate, actor=actor
        )
        return _Known(hashed, actor, found, row.expires_at, row.last_seen_at, row.last_seen_at)

    async def _load_token(self, hashed: str) -> _Known | None:
        query = _with_user(api_token).where(api_token.c.token_hash == hashed, api_token.c.revoked_at.is_(None))
        async with self._db.read() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            roles = await roles_of(connection, [row.user_id])
        actor = _actor(row, roles.get(row.user_id, {}), "token", row.scopes)
        used_at = row.last_used_at or row.created_at - _TOUCH_EVERY
        return _Known(hashed, actor, None, row.expires_at, used_at, used_at)

    def _touch(self, known: _Known, table: Table, used_at: Column[datetime]) -> None:
        """Store the time of last use, at most once a minute, without making the request wait or fail."""
        now = clock.now()
        if now - known.written_at < _TOUCH_EVERY:
            return
        known.written_at = now
        change = update(table).where(table.c.token_hash == known.hashed).values({used_at: now})
        task = asyncio.ensure_future(self._write(change))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)

    async def _write(self, change: Update) -> None:
        try:
            async with self._db.begin() as connection:
                await connection.execute(change)
        except ToolwrightError as fault:
            logger.warning("the time of last use was not stored: %s", fault)


def _with_user(table: Table) -> Select[tuple[object, ...]]:
    return (
        select(table, user.c.email, user.c.name.label("user_name"), user.c.is_admin, user.c.time_zone, user.c.locale)
        .join(user, user.c.id == table.c.user_id)
        .where(user.c.is_active)
    )


def _actor(
    row: Row[tuple[object, ...]],
    roles: Mapping[str, tuple[str, ...]],
    kind: Literal["user", "token"],
    scopes: list[str] | None = None,
) -> Actor:
    return Actor(
        kind=kind,
        user_id=row.user_id,
        name=row.user_name,
        email=row.email,
        is_admin=row.is_admin,
        roles=roles,
        scopes=None if scopes is None else frozenset(scopes),
        time_zone=row.time_zone,
        locale=row.locale,
    )
