"""Moving metadata: every row of one database into another, in one transaction, compared in the end.

What is remembered for a short while only (notices between processes, who is where) stays behind; counters of changes
are raised by the rows as they come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Table, delete, func, insert, select

from toolwright.errors import Conflict
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.marker import MOVED_TO
from toolwright.store.schema import change, editing, installation, metadata, notice, presence

_LEFT_BEHIND = {change, editing, notice, presence}
_BATCH = 1000
_DIGITS = 1 << 128

Digest = tuple[int, int]
"""How many rows a table has, and a sum of their digests, in which their order does not matter."""


async def copy_metadata(source: Database, target: Database) -> dict[str, Digest]:
    """Every row of the source into the target, which must hold nothing; answers what was copied by table.

    Raises Conflict (`store.not_empty`).
    """
    copied = {}
    async with source.read() as before, target.begin() as after:
        for table in _tables():
            await _expect_nothing(after, table)
            rows = await _rows(before, table)
            for start in range(0, len(rows), _BATCH):
                await after.execute(insert(table), rows[start : start + _BATCH])
            copied[table.name] = digest_of([tuple(row.values()) for row in rows])
    return copied


async def metadata_digests(db: Database) -> dict[str, Digest]:
    """What a database holds, by table."""
    async with db.read() as connection:
        return {
            table.name: digest_of([tuple(row.values()) for row in await _rows(connection, table)])
            for table in _tables()
        }


async def installation_of(db: Database) -> str:
    """The identity of the installation."""
    async with db.read() as connection:
        query = select(installation.c.value).where(installation.c.key == "id")
        return str((await connection.execute(query)).scalar_one())


async def mark_moved(db: Database, place: str) -> None:
    """Have the data not be served from here any more."""
    async with db.begin() as connection:
        await connection.execute(insert(installation).values(key=MOVED_TO, value=place))


def digest_of(rows: Sequence[tuple[object, ...]]) -> Digest:
    """The digest of rows of plain values."""
    total = 0
    for row in rows:
        total += int.from_bytes(hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return len(rows), total % _DIGITS


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table not in _LEFT_BEHIND]


async def _expect_nothing(connection: Connection, table: Table) -> None:
    if table is installation:  # both have the identity of the installation that moves in
        await connection.execute(delete(installation))
        return
    if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
        raise Conflict(
            f"The database to move to is in use: there are rows in '{table.name}'.",
            code="store.not_empty",
            hint="Choose an empty one.",
        )


async def _rows(connection: Connection, table: Table) -> list[dict[str, object]]:
    found = await connection.execute(select(table))
    return [dict(row._mapping) for row in found]  # the documented mapping of a row
