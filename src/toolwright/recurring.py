"""Recurring: something done again and again beside the requests of a process, until it is closed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable


class Recurring:
    """Does `work` after every pause. Work that fails with an error it does not handle itself ends it."""

    def __init__(self, work: Callable[[], Awaitable[object]], pause_s: float) -> None:
        self._work = work
        self._pause_s = pause_s
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Do it from now on."""
        self._task = asyncio.create_task(self._go_on())

    async def close(self) -> None:
        """Stop, in the middle of the work if need be. Raises what ended the work, if something did."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(self._pause_s)
            await self._work()
