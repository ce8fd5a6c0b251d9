"""Claims: a request that must be carried out once is taken by the first process it reaches."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, insert, select

from toolwright import clock
from toolwright.store.database import Database
from toolwright.store.schema import claim

KEPT = timedelta(hours=1)
"""A retry later than this is a new request."""


class Claims:
    """Taken requests, by key, shared by every process of the installation and kept across restarts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def take(self, key: Sequence[str]) -> bool:
        """Whether the request is now the caller's; False when somebody took it within the last hour."""
        now, digest = clock.now(), _digest(key)
        async with self._db.begin() as connection:
            await connection.execute(delete(claim).where(claim.c.at < now - KEPT))
            taken = select(claim.c.key).where(claim.c.key == digest)
            if (await connection.execute(taken)).scalar_one_or_none() is not None:
                return False
            await connection.execute(insert(claim).values(key=digest, at=now))
        return True

    async def give_back(self, key: Sequence[str]) -> None:
        """The request was not carried out: it may be sent again."""
        async with self._db.begin() as connection:
            await connection.execute(delete(claim).where(claim.c.key == _digest(key)))


def _digest(key: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(key).encode()).hexdigest()
