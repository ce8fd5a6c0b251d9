"""Presence: who has which place of the studio open, in all processes of the installation.

A stream of a browser is at its places until it ends, or until its browser has said nothing for a while: a connection
that was lost without a word is noticed by the server much later.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from toolwright import clock
from toolwright.errors import ToolwrightError
from toolwright.store.database import Database
from toolwright.store.schema import presence, user

KEPT = timedelta(seconds=75)
"""Browsers say every half a minute that they are still there."""


@dataclass(frozen=True, slots=True, order=True)
class Present:
    """Somebody who is at a place."""

    name: str
    id: str


class Presence:
    """Who is where. Remembered for as long as streams last, never backed up or moved."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._leaving: set[asyncio.Task[None]] = set()

    async def enter(self, stream: str, workspace: str, user_id: str, places: Collection[str]) -> None:
        """The stream of somebody is at these places from now on."""
        now = clock.now()
        lines = [
            {"stream": stream, "place": place, "workspace": workspace, "user_id": user_id, "at": now}
            for place in places
        ]
        async with self._db.begin() as connection:
            await connection.execute(delete(presence).where(presence.c.at < now - KEPT))
            await connection.execute(insert(presence), lines)

    async def stay(self, stream: str, user_id: str) -> bool:
        """Note that the browser behind a stream is still there; False when that stream is nowhere by now."""
        mine = (presence.c.stream == stream) & (presence.c.user_id == user_id)
        async with self._db.begin() as connection:
            found = await connection.execute(update(presence).where(mine).values(at=clock.now()))
        return bool(found.rowcount)

    def leave(self, stream: str) -> None:
        """The stream has ended. Whoever says so may be cancelled at the moment, so this is done beside."""
        task = asyncio.get_running_loop().create_task(self._leave(stream))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _leave(self, stream: str) -> None:
        with contextlib.suppress(ToolwrightError):  # a full disk, say: it is forgotten after a while
            async with self._db.begin() as connection:
                await connection.execute(delete(presence).where(presence.c.stream == stream))

    async def close(self) -> None:
        """Wait for those who are leaving."""
        if self._leaving:
            await asyncio.wait(set(self._leaving))

    def version(self) -> int:
        """A number that changes when anybody comes or goes."""
        return self._db.version("presence")

    async def at(self, workspace: str, places: Sequence[str]) -> dict[str, list[Present]]:
        """Who is at each of these places, by name."""
        query = (
            select(presence.c.place, user.c.id, user.c.name)
            .join(user, user.c.id == presence.c.user_id)
            .where(
                presence.c.workspace == workspace,
                presence.c.place.in_(places),
                presence.c.at >= clock.now() - KEPT,
                user.c.is_active,
            )
            .distinct()
        )
        found: dict[str, list[Present]] = {place: [] for place in places}
        async with self._db.read() as connection:
            for line in (await connection.execute(query)).all():
                found[line.place].append(Present(line.name, line.id))
        return {place: sorted(people) for place, people in found.items()}
