"""Kept answers: a write that names itself is carried out once, and answered alike however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from toolwright import clock
from toolwright.ids import new_id
from toolwright.store.database import Database
from toolwright.store.schema import kept_answer

KEPT = timedelta(hours=24)
"""A request that is sent again later than this is a new one."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A request that was taken. Without `status` it is still being carried out, or ended without a word.

    `request` tells it from others under the same name; `change` is what its rows are called in the journal.
    """

    key: str
    request: str
    change: str
    at: datetime
    status: int | None = None
    headers: Mapping[str, str] | None = None
    body: bytes | None = None


class KeptAnswers:
    """Answers by the name of the request, shared by every process of the installation and kept across restarts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def take(self, key: Sequence[str], request: str) -> tuple[KeptAnswer, bool]:
        """The request of that name, and whether it is new and now the caller's to carry out."""
        now, digest = clock.now(), hashlib.sha256("\0".join(key).encode()).hexdigest()
        async with self._db.begin() as connection:
            await connection.execute(delete(kept_answer).where(kept_answer.c.at < now - KEPT))
            query = select(kept_answer).where(kept_answer.c.key == digest)
            known = (await connection.execute(query)).one_or_none()
            if known is not None:
                return KeptAnswer(**known._mapping), False
            taken = KeptAnswer(digest, request, new_id(), now)
            values = {"key": digest, "request": request, "change": taken.change, "at": now}
            await connection.execute(insert(kept_answer).values(**values))
        return taken, True

    async def take_over(self, known: KeptAnswer) -> bool:
        """Whether a request that nobody seems to carry out any more is now the caller's."""
        is_same = (kept_answer.c.key == known.key) & (kept_answer.c.at == known.at) & kept_answer.c.status.is_(None)
        async with self._db.begin() as connection:
            done = await connection.execute(update(kept_answer).where(is_same).values(at=clock.now()))
        return done.rowcount == 1

    async def keep(self, taken: KeptAnswer, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """It was carried out, and this was answered."""
        values = {"status": status, "headers": dict(headers), "body": body}
        async with self._db.begin() as connection:
            await connection.execute(update(kept_answer).where(kept_answer.c.key == taken.key).values(**values))

    async def give_back(self, taken: KeptAnswer) -> None:
        """It was refused as a whole: nothing was changed, so it may be sent again, and differently."""
        async with self._db.begin() as connection:
            await connection.execute(delete(kept_answer).where(kept_answer.c.key == taken.key))
