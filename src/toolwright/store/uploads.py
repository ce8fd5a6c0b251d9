"""Uploads: files that were sent and that no row holds yet. Each belongs to whoever sent it, and ends after a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from toolwright import clock
from toolwright.errors import LimitReached
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.schema import upload

KEPT = timedelta(hours=24)
"""How long an upload waits for a row."""
LATE = timedelta(hours=1)
"""How much longer its content stays: a write that was under way when it ended still finds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file. `owner` is an account's id, None for people who are not signed in; `size` what it has, or shall have.

    Without `sha256` its content is still on its way.
    """

    id: str
    workspace: str
    owner: str | None
    name: str
    size: int
    type: str
    sha256: str | None
    place: str
    """Table and column it was sent for: `tickets.contract`."""
    expires_at: datetime


class UploadRepository:
    """Uploads by id."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, one: Upload, *, most_bytes: int) -> None:
        """Note one. Raises LimitReached when its owner has more than that waiting for rows."""
        async with self._db.begin() as connection:
            await connection.execute(delete(upload).where(upload.c.expires_at < clock.now() - LATE))
            waiting = await _waiting(connection, one)
            if waiting + one.size > most_bytes:
                raise LimitReached(
                    "You have uploaded a lot that no row holds yet.",
                    code="file.too_much_waiting",
                    hint="Save what you have uploaded, or wait a day.",
                )
            await connection.execute(insert(upload).values(**{n: getattr(one, n) for n in Upload.__slots__}))

    async def hold(self, one: Upload) -> None:
        """Note one that counts for nobody: its content stays while an import is under way."""
        async with self._db.begin() as connection:
            await connection.execute(insert(upload).values(**{n: getattr(one, n) for n in Upload.__slots__}))

    async def finish(self, id_: str, type_: str, sha256: str) -> None:
        """Its content has come."""
        async with self._db.begin() as connection:
            await connection.execute(update(upload).where(upload.c.id == id_).values(type=type_, sha256=sha256))

    async def find(self, workspace: str, owner: str | None, ids: Collection[str]) -> dict[str, Upload]:
        """Those of the uploads that this person sent and that have not ended."""
        if not ids:
            return {}
        whose = upload.c.owner.is_(None) if owner is None else upload.c.owner == owner
        query = select(upload).where(
            upload.c.id.in_(ids), upload.c.workspace == workspace, whose, upload.c.expires_at > clock.now()
        )
        async with self._db.read() as connection:
            rows = (await connection.execute(query)).all()
        return {row.id: Upload(**row._mapping) for row in rows}

    async def remove(self, id_: str) -> None:
        """Forget one."""
        async with self._db.begin() as connection:
            await connection.execute(delete(upload).where(upload.c.id == id_))

    async def release(self, owner: str) -> None:
        """Forget everything that was noted for an owner."""
        async with self._db.begin() as connection:
            await connection.execute(delete(upload).where(upload.c.owner == owner))

    async def contents(self, workspace: str) -> set[str]:
        """What content uploads of the workspace name, those that ended a moment ago among them."""
        query = select(upload.c.sha256).where(
            upload.c.workspace == workspace, upload.c.sha256.is_not(None), upload.c.expires_at > clock.now() - LATE
        )
        async with self._db.read() as connection:
            return set((await connection.execute(query)).scalars())


async def _waiting(connection: Connection, one: Upload) -> int:
    whose = upload.c.owner.is_(None) if one.owner is None else upload.c.owner == one.owner
    query = select(func.coalesce(func.sum(upload.c.size), 0)).where(whose, upload.c.expires_at > clock.now())
    return int((await connection.execute(query)).scalar_one())
