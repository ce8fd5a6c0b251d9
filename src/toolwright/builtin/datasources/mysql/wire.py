"""What is used of asyncmy, which leaves its calls untyped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from toolwright.extend.sql.driver import Row


class Result(Protocol):
    """The answer to a prepared statement."""

    rows: Sequence[Row] | None
    affected_rows: int
    insert_id: int | None
    description: Sequence[Sequence[Any]] | None  # Any: as PEP 249 has it


class Prepared(Protocol):
    """A statement prepared on the server."""

    async def execute(self, args: tuple[object, ...]) -> Result:
        """Run it with bound values."""

    async def close(self) -> None:
        """Forget it on the server."""


class StreamCursor(Protocol):
    """A cursor that does not hold its rows."""

    async def execute(self, query: str, args: Sequence[object]) -> object:
        """Run a statement; the driver quotes the values."""

    async def fetchmany(self, size: int) -> Sequence[Row]:
        """The next rows."""

    async def close(self) -> None:
        """Read what is left."""


class Wire(Protocol):
    """A connection."""

    connected: bool

    async def query(self, sql: str) -> object:
        """Run a statement without values."""

    async def prepare(self, query: str) -> Prepared:
        """Prepare a statement on the server."""

    def cursor(self, cursor: type) -> StreamCursor:
        """A cursor of a class."""

    def thread_id(self) -> int:
        """The connection's number on the server."""

    def get_server_info(self) -> str:
        """The server's version."""

    def close(self) -> None:
        """Close the socket."""
