"""A bounded pool of sessions with a wait limit; the most recently used session is lent first."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from toolwright.errors import UpstreamFault, phrase
from toolwright.extend.sql.driver import Session

SessionT = TypeVar("SessionT", bound=Session)

IDLE_S = 300.0


class Pool(Generic[SessionT]):
    """At most `size` sessions, opened when needed, closed after `IDLE_S` without use."""

    def __init__(self, connect: Callable[[], Awaitable[SessionT]], size: int) -> None:
        self._connect = connect
        self._free = asyncio.Semaphore(size)
        self._idle: list[tuple[float, SessionT]] = []
        self._closing: set[asyncio.Task[None]] = set()
        self._closed = False

    async def take(self, wait_s: float) -> SessionT:
        """Lend a session. Raises UpstreamFault `source.busy` when all stay in use for `wait_s`."""
        if self._closed:
            raise UpstreamFault("The connection to the data source was closed.", code="source.closed")
        try:
            async with asyncio.timeout(wait_s):
                await self._free.acquire()
        except TimeoutError:
            raise UpstreamFault(
                phrase("Every connection to the data source stayed in use for {wait_s} s.", wait_s=f"{wait_s:g}"),
                code="source.busy",
                hint="Try again, or allow more connections for this data source.",
                extra={"transient": True},
            ) from None
        try:
            return self._reuse() or await self._connect()
        except BaseException:
            self._free.release()
            raise

    def give_back(self, session: SessionT) -> None:
        """Take a healthy session back."""
        if self._closed or not session.is_open:
            self.discard(session)
            return
        self._idle.append((time.monotonic(), session))
        self._free.release()

    def discard(self, session: SessionT) -> None:
        """End a session whose state is unknown, and whatever it still runs on the server, in the background."""
        self._end(session, release=True)

    async def close(self) -> None:
        """End every idle session; sessions on loan end when they are given back."""
        self._closed = True
        for _, session in self._idle:
            self._end(session, release=False)
        self._idle.clear()
        await self.settle()

    async def settle(self) -> None:
        """Wait until sessions that are being ended have ended."""
        while self._closing:
            await asyncio.wait(self._closing)

    def drop_idle(self) -> None:
        """End every idle session: the server was restarted, so none of them can be trusted."""
        for _, session in self._idle:
            self._end(session, release=False)
        self._idle.clear()

    def _reuse(self) -> SessionT | None:
        oldest = time.monotonic() - IDLE_S
        while self._idle and self._idle[0][0] < oldest:
            self._end(self._idle.pop(0)[1], release=False)
        while self._idle:
            _, session = self._idle.pop()
            if session.is_open:
                return session
            self._end(session, release=False)
        return None

    def _end(self, session: SessionT, *, release: bool) -> None:
        async def end() -> None:
            try:
                with contextlib.suppress(Exception):
                    await session.abandon()
            finally:
                if release:
                    self._free.release()

        task = asyncio.create_task(end())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
