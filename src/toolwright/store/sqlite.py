"""Metadata in a SQLite file, with WAL and synchronous FULL: what was acknowledged is on disk.

Several processes share the file; writers queue inside a process on a pool of one, and between processes on SQLite's own
lock.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection as BlockingConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from toolwright.errors import StartRefused, ToolwrightError, Unavailable
from toolwright.ids import new_id
from toolwright.store.connection import Connection, OneThread, Pool, in_place
from toolwright.store.marker import MOVED_TO, check_home, check_owner, in_file, mark_home, put_in_file
from toolwright.store.migrate import layout, migrate
from toolwright.store.origin import Origin, origin

PartT = TypeVar("PartT")

_PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_READERS = 16
_SAME_MOMENT_S = 0.001
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class SqliteBackend:
    """The metadata in the file at `path`, whose folder is the home."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread: OneThread | None = None
        self._writer: Pool | None = None
        self._reader: Pool | None = None
        self._watch: sqlite3.Connection | None = None
        self._now = self._seen = -1
        self._asker: Origin | None = None
        self._until = 0.0
        self._areas: dict[str, int] = {}

    async def open(self, *, expect_existing: bool, moving_in: str | None) -> None:
        """See `Backend`."""
        await asyncio.to_thread(self._prepare, expect_existing, moving_in)
        self._thread = OneThread("store")
        self._writer = Pool(_engine(self.path, size=1, begin="BEGIN IMMEDIATE"), 1, self._thread)
        self._reader = Pool(_engine(self.path, size=_READERS, begin="BEGIN"), _READERS, in_place)
        self._watch = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self._watch.execute("PRAGMA query_only=ON")
        self._watch.execute("PRAGMA busy_timeout=10000")

    def _prepare(self, expect_existing: bool, moving_in: str | None) -> None:
        home = self.path.parent
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_there = self.path.exists() and self.path.stat().st_size > 0
        if is_there and moving_in is not None and in_file(self.path, MOVED_TO) is not None:
            raise StartRefused(
                f"{self.path} holds what was moved from here before.",
                code="store.not_empty",
                hint="Take this file away, for instance into your backups, and move again.",
            )
        if is_there:
            check_owner(home, str(self.path), in_file(self.path, "id"), in_file(self.path, MOVED_TO))
        elif moving_in is None:
            check_home(home, str(self.path), expect_existing=expect_existing)
        migrate(self.path)
        mark_home(home, self.path.name, put_in_file(self.path, moving_in or new_id()))

    async def close(self) -> None:
        """Give every connection back."""
        for pool in (self._writer, self._reader):
            if pool is not None:
                await pool.close()
        if self._thread is not None:
            self._thread.close()
        if self._watch is not None:
            self._watch.close()
        self._writer = self._reader = self._watch = self._thread = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Connection]:
        """See `Database.begin`."""
        try:
            async with _opened(self._writer).transaction() as connection:
                yield connection
        except DBAPIError as fault:
            raise _translated(fault) from fault
        finally:
            self._asker = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """See `Database.read`; waits for nobody."""
        try:
            async with _opened(self._reader).transaction() as connection:
                yield connection
        except DBAPIError as fault:
            raise _translated(fault) from fault

    def version(self, area: str | None) -> int:
        """See `Database.version`. Asked several times at the start of one request, the file is looked at once: what the
        request is to know was committed before it was received.
        """
        asker, now = origin.get(), time.perf_counter()
        if asker is not self._asker or now > self._until:
            (self._now,) = _opened(self._watch).execute("PRAGMA data_version").fetchone()
            self._asker, self._until = (asker if asker.request_id else None), now + _SAME_MOMENT_S
        if area is None:
            return self._now
        if self._now != self._seen:
            self._areas = dict(_opened(self._watch).execute('SELECT area, value FROM "change"').fetchall())
            self._seen = self._now
        return self._areas.get(area, 0)

    async def layout(self) -> str | None:
        """The layout number of the file."""
        return await asyncio.to_thread(layout, self.path)

    async def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when all is well."""
        async with self.read() as connection:
            found = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalars().all()
            keys = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
        return [str(line) for line in found if line != "ok"] + [f"dangling reference in {row[0]}" for row in keys]


def _opened(part: PartT | None) -> PartT:
    if part is None:
        raise Unavailable("The database is not open.", code="store.closed")
    return part


def _engine(path: Path, *, size: int, begin: str) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=size,
        max_overflow=0,
        # The writing connection is opened here and used in its thread.
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connect(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # ours to begin, see below
        cursor = raw.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: BlockingConnection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _translated(fault: DBAPIError) -> ToolwrightError | DBAPIError:
    code = getattr(fault.orig, "sqlite_errorcode", None)
    if code in _FULL:
        return Unavailable(
            "The disk that holds the installation's data is full, so nothing was changed.",
            code="store.full",
            hint="Free some space; nothing needs a restart.",
            extra={"storage_full": True},
        )
    if code is not None and code & 0xFF in _BUSY:
        return Unavailable("The installation's database is busy.", code="store.busy", hint="Try again in a moment.")
    return fault
