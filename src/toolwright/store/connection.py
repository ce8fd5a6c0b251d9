"""Database connections for the event loop: SQLAlchemy's own connection, writing in a thread and reading in place.

Writing waits for the disk and for other writers, so it must not hold the loop. Reading SQLite in WAL mode waits for
nobody and takes a fraction of a millisecond, less than handing it to a thread and back. SQLAlchemy's asyncio extension
would hand over each single call of the driver, and loads its object mapper: a third of a second of every start.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import Connection as BlockingConnection
from sqlalchemy import CursorResult, Engine, Executable

from toolwright.errors import Unavailable

_PATIENCE_S = 30

ResultT = TypeVar("ResultT")
Values = Mapping[str, object] | Sequence[Mapping[str, object]] | None


class Connection:
    """A connection inside a transaction, for one task at a time."""

    def __init__(self, blocking: BlockingConnection, run: Runner) -> None:
        self._blocking = blocking
        self._run = run

    async def execute(self, statement: Executable, values: Values = None) -> CursorResult[Any]:  # Any: any rows
        """What the statement answers, with all its rows fetched."""
        return await self._run(lambda: _buffered(self._blocking.execute(statement, values)))

    async def exec_driver_sql(self, statement: str) -> CursorResult[Any]:  # Any: any rows
        """As `execute`, for text that only the driver understands."""
        return await self._run(lambda: _buffered(self._blocking.exec_driver_sql(statement)))


class Pool:
    """At most `size` connections of an engine, handed out in turn; their work is done by `run`."""

    def __init__(self, engine: Engine, size: int, run: Runner) -> None:
        self._engine = engine
        self._free = asyncio.Semaphore(size)  # waiting happens here, never in a thread that a holder may need
        self._run = run

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A connection in a transaction: committed at the end, rolled back on any error."""
        try:
            async with asyncio.timeout(_PATIENCE_S):  # `wait_for` may swallow that the task is cancelled
                await self._free.acquire()
        except TimeoutError:
            raise Unavailable("The installation's database is busy.", code="store.busy", hint="Try again.") from None
        begun: list[BlockingConnection] = []  # filled by the work itself: a task cancelled meanwhile gets no answer
        try:
            await self._run(lambda: begun.append(self._begin()))
            yield Connection(begun[0], self._run)
            await self._run(begun[0].commit)
        finally:
            try:
                if begun:
                    await self._run(begun[0].close)  # which rolls back what was not committed
            finally:
                self._free.release()

    async def close(self) -> None:
        """Give the connections back."""
        await self._run(self._engine.dispose)

    def _begin(self) -> BlockingConnection:
        blocking = self._engine.connect()
        try:
            blocking.begin()
        except BaseException:
            blocking.close()
            raise
        return blocking


class Runner(Protocol):
    """Does blocking work for the event loop."""

    async def __call__(self, work: Callable[[], ResultT], /) -> ResultT: ...


async def in_place(work: Callable[[], ResultT], /) -> ResultT:
    """What `work` answers, done here and now."""
    return work()


class OneThread:
    """Does work in a thread of its own, one after the other."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def __call__(self, work: Callable[[], ResultT], /) -> ResultT:
        """What `work` answers. A cancelled task waits for it all the same: its connection is in use until then."""
        future = asyncio.get_running_loop().run_in_executor(self._executor, work)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            while not future.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([future])
            raise

    def close(self) -> None:
        """End the thread."""
        self._executor.shutdown()


def _buffered(result: CursorResult[Any]) -> CursorResult[Any]:  # Any: rows of any shape
    if not result.returns_rows:
        return result
    return cast(CursorResult[Any], result.freeze()())  # the same interface but for the cursor, which is done
