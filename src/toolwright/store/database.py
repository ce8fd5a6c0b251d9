"""The metadata database: transactions for one writer at a time, snapshots for readers, and a cheap change counter.

A SQLite file in the home, or PostgreSQL for installations that want one; `backend.py` says what both do.
"""

from __future__ import annotations

import importlib
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from toolwright.errors import InvalidInput
from toolwright.store.backend import Backend
from toolwright.store.connection import Connection
from toolwright.store.sqlite import SqliteBackend

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


class Database:
    """The metadata database behind `url`: `sqlite:///path`, whose folder is the home, or `postgresql://…` of `home`.

    `expect_existing` refuses to begin a new one; `moving_in` names the installation whose data is about to come.
    """

    def __init__(
        self, url: str, *, home: Path | None = None, expect_existing: bool = False, moving_in: str | None = None
    ) -> None:
        self._expect_existing = expect_existing
        self._moving_in = moving_in
        self._backend, self.home = _backend(url, home)

    async def open(self) -> None:
        """Migrate and open. Raises StartRefused when data is expected and missing, or written by a newer release."""
        await self._backend.open(expect_existing=self._expect_existing, moving_in=self._moving_in)

    async def close(self) -> None:
        """Give every connection back."""
        await self._backend.close()

    def begin(self) -> AbstractAsyncContextManager[Connection]:
        """A write transaction: alone from its first statement, committed at the end, rolled back on any error.

        Raises Unavailable when the disk is full (507), another process holds the database too long, or its server
        cannot be reached (503).
        """
        return self._backend.begin()

    def read(self) -> AbstractAsyncContextManager[Connection]:
        """A connection that sees one unchanging snapshot."""
        return self._backend.read()

    def version(self, area: str | None = None) -> int:
        """A number that changes when any process commits; with an area, only when that area's tables changed.

        Areas: `identity` (people, roles, sessions ended, tokens), `definitions`, `secrets`, `presence`. With SQLite
        a commit elsewhere shows to the next request; with PostgreSQL as soon as its notification has come, and
        while none can come every answer is another one, so that nobody goes on trusting what they remember.
        """
        return self._backend.version(area)

    async def integrity(self) -> list[str]:
        """What the engine finds wrong with the data; empty when all is well."""
        return await self._backend.integrity()

    async def layout(self) -> str | None:
        """The layout number of the data."""
        return await self._backend.layout()


def _backend(url: str, home: Path | None) -> tuple[Backend, Path]:
    if url.startswith(_SQLITE):
        path = Path(url.removeprefix(_SQLITE)).absolute()
        return SqliteBackend(path), path.parent
    if url.startswith(_POSTGRES) and home is not None:
        # SQLAlchemy's asyncio extension takes a third of a second to load, which a SQLite installation saves.
        module = importlib.import_module("toolwright.store.postgres")
        backend: Backend = module.PostgresBackend(url, home)
        return backend, home
    raise InvalidInput(
        f"The metadata database cannot be at '{url.partition(':')[0]}://…'.",
        code="store.unsupported_url",
        hint="Use sqlite:///path or postgresql://user:password@host/database.",
    )
