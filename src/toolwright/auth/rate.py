"""Limits on guessing, kept in the shared database so that more processes do not mean more guesses.

The generic cell rate algorithm: a key stores the moment at which its whole allowance will be there again, which is one
number, and says exactly how long to wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from sqlalchemy import delete, insert, select, update

from toolwright import clock
from toolwright.errors import LimitReached, phrase_of
from toolwright.store import Database
from toolwright.store.connection import Connection
from toolwright.store.schema import rate


@dataclass(frozen=True, slots=True)
class Allowance:
    """`times` within `per_s` seconds for one key."""

    key: str
    times: int
    per_s: float = 60.0

    @property
    def cost_s(self) -> float:
        """What one use costs, in seconds of refilling."""
        return self.per_s / self.times


class RateLimits:
    """Takes from allowances, all or none."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def take(self, *allowances: Allowance) -> None:
        """Use each allowance once. Raises LimitReached with `retry_after_s` when one is used up; then none is used."""
        now = clock.now().timestamp()
        async with self._db.begin() as connection:
            full_at = {wanted: max(await _full_at(connection, wanted.key), now) for wanted in allowances}
            wait_s = max(at + wanted.cost_s - now - wanted.per_s for wanted, at in full_at.items())
            if wait_s > 1e-6:
                raise LimitReached(
                    "Too many attempts.",
                    code="rate.limited",
                    hint=phrase_of(ceil(wait_s), "Wait one second.", "Wait {wait_s} seconds.", wait_s=ceil(wait_s)),
                    extra={"retry_after_s": ceil(wait_s)},
                )
            await connection.execute(delete(rate).where(rate.c.full_at < now))
            for wanted, at in full_at.items():
                await _store(connection, wanted.key, at + wanted.cost_s)

    async def give_back(self, *allowances: Allowance) -> None:
        """Undo one use of each: what succeeded does not count as a guess."""
        async with self._db.begin() as connection:
            for used in allowances:
                await connection.execute(
                    update(rate).where(rate.c.key == used.key).values(full_at=rate.c.full_at - used.cost_s)
                )


async def _full_at(connection: Connection, key: str) -> float:
    stored: float | None = (
        await connection.execute(select(rate.c.full_at).where(rate.c.key == key))
    ).scalar_one_or_none()
    return stored or 0.0


async def _store(connection: Connection, key: str, full_at: float) -> None:
    changed = await connection.execute(update(rate).where(rate.c.key == key).values(full_at=full_at))
    if changed.rowcount == 0:
        await connection.execute(insert(rate).values(key=key, full_at=full_at))
