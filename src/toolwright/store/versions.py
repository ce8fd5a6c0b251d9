"""Versions: what was published of a workspace, each with every definition file as it was. None is ever changed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, insert, select, update

from toolwright import clock
from toolwright.errors import Conflict, NotFound, phrase
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.schema import revision, version, workspace


@dataclass(frozen=True, slots=True)
class Version:
    """A version in a list. `hash` is of its files; `renames` is what it calls otherwise than the version before."""

    number: int
    hash: str
    author: str | None
    message: str
    created_at: datetime
    renames: tuple[str, ...] = ()


class VersionRepository:
    """Versions by workspace and number."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def list(self, name: str) -> tuple[Version, ...]:
        """Every version of a workspace, the last first."""
        columns = [column for column in version.c if column is not version.c.files]
        query = select(*columns).where(version.c.workspace == name).order_by(version.c.number.desc())
        async with self._db.read() as connection:
            return tuple(_version(row) for row in await connection.execute(query))

    async def files(self, name: str, number: int) -> dict[str, str]:
        """The files of a version. Raises NotFound."""
        query = select(version.c.files).where(version.c.workspace == name, version.c.number == number)
        async with self._db.read() as connection:
            packed = (await connection.execute(query)).scalar_one_or_none()
        if packed is None:
            raise NotFound(
                phrase("There is no version {number} of '{name}'.", number=number, name=name), code="version.not_found"
            )
        found: dict[str, str] = orjson.loads(zlib.decompress(packed))
        return found

    async def renames_since(self, name: str, number: int) -> tuple[tuple[str, ...], ...]:
        """What each change of a draft since a revision of it calls otherwise, in order."""
        query = select(revision.c.renames).where(
            revision.c.workspace == name, revision.c.number > number, revision.c.renames.is_not(None)
        )
        async with self._db.read() as connection:
            rows = (await connection.execute(query.order_by(revision.c.number))).scalars()
            return tuple(tuple(renames) for renames in rows if renames)


async def add_version(
    connection: Connection,
    name: str,
    files: Mapping[str, str],
    *,
    author: str | None,
    message: str,
    renames: Sequence[str] = (),
) -> int:
    """Keep these files as the next version, in a write transaction; answers its number.

    That of the last one, when somebody has just kept the same files.
    """
    columns = (version.c.number, version.c.hash)
    query = select(*columns).where(version.c.workspace == name).order_by(version.c.number.desc()).limit(1)
    last = (await connection.execute(query)).first()
    content = _content(files)
    if last is not None and last.hash == hashlib.sha256(content).hexdigest():
        return int(last.number)
    number = 1 if last is None else int(last.number) + 1
    await connection.execute(
        insert(version).values(
            workspace=name,
            number=number,
            hash=hashlib.sha256(content).hexdigest(),
            author=author,
            message=message,
            created_at=clock.now(),
            files=zlib.compress(content),
            renames=list(renames),
        )
    )
    return number


async def note_version(connection: Connection, name: str, number: int, *, expect_revision: int | None = None) -> None:
    """Have a workspace or a draft be at a version, in a write transaction.

    Raises Conflict (`workspace.stale`) when it has moved on from `expect_revision`.
    """
    which = workspace.c.name == name
    if expect_revision is not None:
        which &= workspace.c.revision == expect_revision
    values = {"version": number, "version_revision": workspace.c.revision}
    if (await connection.execute(update(workspace).where(which).values(**values))).rowcount == 0:
        raise Conflict(
            "Somebody has changed something meanwhile.",
            code="workspace.stale",
            hint="Look at the differences, and try again.",
        )


def hash_of(files: Mapping[str, str]) -> str:
    """The hash that a version of these files has."""
    return hashlib.sha256(_content(files)).hexdigest()


def _content(files: Mapping[str, str]) -> bytes:
    return orjson.dumps(dict(files), option=orjson.OPT_SORT_KEYS)


def _version(row: Row[tuple[object, ...]]) -> Version:
    return Version(row.number, row.hash, row.author, row.message, row.created_at, tuple(row.renames))
