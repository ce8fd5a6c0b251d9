"""What became of one definition: the changes that were saved to it, and the versions that brought it to people."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, Text, cast, select

from toolwright.store.database import Database
from toolwright.store.schema import revision, version

MOST = 200
"""How many changes and how many versions are looked at."""


@dataclass(frozen=True, slots=True)
class State:
    """A definition as a change or a version left it; `text` is None when it was not there.

    `number` is of a revision of the workspace, or of a version of it.
    """

    number: int
    author: str | None
    message: str
    created_at: datetime
    text: str | None


class DefinitionHistory:
    """The states of one definition, the newest first: one more than is shown, so that each has one to compare with."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def changes(self, workspace: str, path: str) -> tuple[State, ...]:
        """What it was after each revision of a workspace that touched it."""
        names_it = cast(revision.c.files, Text).contains(f'"{path}"', autoescape=True)
        query = select(revision).where(revision.c.workspace == workspace, names_it)
        async with self._db.read() as connection:
            rows = (await connection.execute(query.order_by(revision.c.number.desc()).limit(MOST + 1))).all()
        return tuple(_state(row, row.files[path]) for row in rows if path in row.files)

    async def latest(self, workspace: str, path: str, since: int) -> State | None:
        """What the last revision after `since` that touched it made of it; None when there was none."""
        names_it = cast(revision.c.files, Text).contains(f'"{path}"', autoescape=True)
        newer = (revision.c.workspace == workspace) & (revision.c.number > since)
        query = select(revision).where(newer, names_it).order_by(revision.c.number.desc())
        async with self._db.read() as connection:
            rows = (await connection.execute(query.limit(MOST))).all()
        return next((_state(row, row.files[path]) for row in rows if path in row.files), None)

    async def versions(self, workspace: str, path: str) -> tuple[State, ...]:
        """What it was in each version."""
        query = select(version).where(version.c.workspace == workspace)
        async with self._db.read() as connection:
            rows = (await connection.execute(query.order_by(version.c.number.desc()).limit(MOST + 1))).all()
        return await asyncio.to_thread(_states, rows, path)


def _states(rows: Sequence[Row[tuple[object, ...]]], path: str) -> tuple[State, ...]:
    return tuple(_state(row, orjson.loads(zlib.decompress(row.files)).get(path)) for row in rows)


def _state(row: Row[tuple[object, ...]], text: str | None) -> State:
    return State(row.number, row.author, row.message, row.created_at, text)
