"""Planned releases: at most one of each workspace, kept until it was carried out or taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, delete, insert, select, update

from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.schema import planned_release


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRelease:
    """What is to be published, by the hash of its files, and when. `refused` says why it was not, then it waits for
    people. `author_id` is None for whoever works on the server itself."""

    workspace: str
    due_at: datetime
    hash: str
    message: str
    allow_loss: bool
    author_id: str | None
    author: str | None
    created_at: datetime
    refused: Mapping[str, str] | None = None


async def read_planned(connection: Connection, workspace: str) -> PlannedRelease | None:
    """What is planned of a workspace."""
    query = select(planned_release).where(planned_release.c.workspace == workspace)
    row = (await connection.execute(query)).first()
    return None if row is None else _read(row)


async def due_releases(db: Database, now: datetime) -> Sequence[PlannedRelease]:
    """What has come due and was not refused, the longest due first."""
    query = select(planned_release).where(planned_release.c.due_at <= now).order_by(planned_release.c.due_at)
    async with db.read() as connection:
        found = [_read(row) for row in await connection.execute(query)]
    return [one for one in found if one.refused is None]


async def put_planned(connection: Connection, planned: PlannedRelease) -> None:
    """Plan it, in place of what was planned of the workspace, in a write transaction."""
    await connection.execute(delete(planned_release).where(planned_release.c.workspace == planned.workspace))
    values = {name: getattr(planned, name) for name in PlannedRelease.__slots__ if name != "refused"}
    await connection.execute(insert(planned_release).values(**values))


async def drop_planned(connection: Connection, workspace: str, fingerprint: str | None = None) -> bool:
    """Have nothing planned (of these files), in a write transaction; answers whether there was something."""
    which = planned_release.c.workspace == workspace
    if fingerprint is not None:
        which &= planned_release.c.hash == fingerprint
    return (await connection.execute(delete(planned_release).where(which))).rowcount > 0


async def refuse_planned(connection: Connection, planned: PlannedRelease, why: Mapping[str, str]) -> bool:
    """Note why it was not carried out, unless it is another plan by now; in a write transaction."""
    which = (planned_release.c.workspace == planned.workspace) & (planned_release.c.created_at == planned.created_at)
    which &= planned_release.c.refused.is_(None)
    return (await connection.execute(update(planned_release).where(which).values(refused=dict(why)))).rowcount > 0


def _read(row: Row[tuple[object, ...]]) -> PlannedRelease:
    return PlannedRelease(**{name: getattr(row, name) for name in PlannedRelease.__slots__})
