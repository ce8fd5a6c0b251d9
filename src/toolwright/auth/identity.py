"""Everything about who is who, gathered: what commands use to change it and requests to look it up."""

from __future__ import annotations

from datetime import timedelta

from toolwright.auth.lookup import Lookup
from toolwright.auth.passwords import Passwords
from toolwright.auth.rate import RateLimits
from toolwright.auth.sessions import Session, rotate_session
from toolwright.auth.users import count_users
from toolwright.policy.actor import Actor
from toolwright.settings import Settings
from toolwright.store import Database


class Identity:
    """Passwords, sessions, tokens and limits of one installation.

    Changes are functions of `users`, `sessions`, `tokens` and `codes` inside a command's transaction; this object holds
    what has state: hashing threads, limits, and the memory of credentials seen.
    """

    def __init__(self, db: Database, settings: Settings) -> None:
        self.passwords = Passwords()
        self.limits = RateLimits(db)
        self.session_lifetime = timedelta(hours=settings.session_hours)
        self._db = db
        self._lookup = Lookup(db, timedelta(minutes=settings.session_idle_minutes))
        self._has_users = False

    async def session(self, raw: str) -> Session | None:
        """The session of a cookie's value, or None."""
        return await self._lookup.session(raw)

    async def actor_for_session(self, raw: str) -> Actor | None:
        """Who a cookie's value acts as, or None."""
        found = await self._lookup.session(raw)
        return found.actor if found else None

    async def actor_for_token(self, raw: str) -> Actor | None:
        """Who an API token acts as, or None."""
        return await self._lookup.token(raw)

    async def rotated(self, session: Session) -> str | None:
        """A new token for a session whose rights were changed; None when another request got it first."""
        async with self._db.begin() as connection:
            return await rotate_session(connection, session.token_hash)

    async def setup_needed(self) -> bool:
        """Whether nobody exists yet. Once somebody does, it stays false: the last administrator cannot be removed."""
        if not self._has_users:
            async with self._db.read() as connection:
                self._has_users = await count_users(connection) > 0
        return not self._has_users

    async def close(self) -> None:
        """Finish writes under way and end the threads."""
        await self._lookup.drain()
        self.passwords.close()
