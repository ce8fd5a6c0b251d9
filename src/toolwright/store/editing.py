"""Who is editing a definition. It keeps nobody out: others see it, and may take over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from toolwright import clock
from toolwright.store.database import Database
from toolwright.store.presence import KEPT
from toolwright.store.schema import editing, user


@dataclass(frozen=True, slots=True)
class Editor:
    """Whoever edits a definition, since when."""

    id: str
    name: str
    since: datetime


class Editing:
    """One editor for each definition of a workspace or draft, as long as they say so often enough."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def who(self, workspace: str, path: str) -> Editor | None:
        """Who edits it now."""
        query = (
            select(user.c.id, user.c.name, editing.c.since)
            .join(user, user.c.id == editing.c.user_id)
            .where(editing.c.workspace == workspace, editing.c.path == path, editing.c.at >= clock.now() - KEPT)
        )
        async with self._db.read() as connection:
            found = (await connection.execute(query)).first()
        return None if found is None else Editor(found.id, found.name, found.since)

    async def edit(self, workspace: str, path: str, user_id: str, *, take_over: bool) -> None:
        """Somebody edits it, or still does; where somebody else does already, only if they take over."""
        now = clock.now()
        which = (editing.c.workspace == workspace) & (editing.c.path == path)
        async with self._db.begin() as connection:
            found = (await connection.execute(select(editing.c.user_id, editing.c.at).where(which))).first()
            if found is None:
                line = {"workspace": workspace, "path": path, "user_id": user_id, "since": now, "at": now}
                await connection.execute(insert(editing).values(**line))
            elif found.user_id == user_id and found.at >= now - KEPT:
                await connection.execute(update(editing).where(which).values(at=now))
            elif take_over or found.at < now - KEPT:
                await connection.execute(update(editing).where(which).values(user_id=user_id, since=now, at=now))

    async def leave(self, workspace: str, path: str, user_id: str) -> None:
        """Somebody edits it no longer."""
        mine = (editing.c.workspace == workspace) & (editing.c.path == path) & (editing.c.user_id == user_id)
        async with self._db.begin() as connection:
            await connection.execute(delete(editing).where(mine))
