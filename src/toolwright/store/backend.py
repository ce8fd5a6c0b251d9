"""Backend: what the metadata database needs of the engine below it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from toolwright.store.connection import Connection


class Backend(Protocol):
    """A database engine that holds the metadata. One writes at a time, readers see one moment."""

    async def open(self, *, expect_existing: bool, moving_in: str | None) -> None:
        """Migrate and open. Raises StartRefused when data is expected and missing, or written by a newer release.

        With `moving_in` the data of that installation is about to come, so a home that knows it may have none here yet.
        """

    async def close(self) -> None:
        """Give every connection back."""

    def begin(self) -> AbstractAsyncContextManager[Connection]:
        """See `Database.begin`."""

    def read(self) -> AbstractAsyncContextManager[Connection]:
        """See `Database.read`."""

    def version(self, area: str | None) -> int:
        """See `Database.version`. Asks nobody who is far away."""

    async def integrity(self) -> list[str]:
        """What the engine finds wrong with the data; empty when all is well."""

    async def layout(self) -> str | None:
        """The layout number of the data."""
