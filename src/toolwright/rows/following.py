"""Following tables: what happens to their rows from now on, told in batches to whoever keeps a stream open.

The streams of published apps and of the API are both made of this; they differ in what they say of a change, and to
whom.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from contextlib import aclosing
from types import TracebackType

from toolwright import clock
from toolwright.rows.contract import RowEvent
from toolwright.rows.event_bus import EventBus

LOOK_S = 1.0
"""How often a quiet stream looks whether the server is closing."""
BEAT_S = 20.0
"""A remark this often keeps proxies from giving up; the session is checked again at the same time."""
GATHER_S = 0.15
"""Changes within this time are told together."""
LONGEST_S = 3_600.0
"""A stream ends after this long; the browser opens it again and is checked again."""


def now() -> str:
    """The present time as clients keep it: the id of an event, which they come back with."""
    return f"{clock.now().timestamp():.3f}"


class Following:
    """Events of some tables of a workspace, from the moment this is entered.

    async with Following(events, "desk", tables) as heard:
        while (found := await heard.gathered()) …
    """

    def __init__(self, events: EventBus, workspace: str, tables: Collection[str]) -> None:
        self._events = events
        self._workspace = workspace
        self._tables = tables
        self._queue: asyncio.Queue[RowEvent | None] = asyncio.Queue()
        self._listener: asyncio.Future[None] | None = None
        self.told_at = now()
        """The time up to which `gathered` has told, as clients keep it."""

    async def __aenter__(self) -> Following:
        """Listen."""
        self._listener = asyncio.ensure_future(self._listen())
        await asyncio.sleep(0)  # it listens from here on, so nothing falls between what was missed and what comes
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.cancel()

    def wake(self) -> None:
        """Have `gathered` answer, though no row changed."""
        self._queue.put_nowait(None)

    async def gathered(self) -> list[RowEvent] | None:
        """What happened within a moment; empty when only woken, None when all was quiet for `LOOK_S`."""
        try:
            async with asyncio.timeout(LOOK_S):
                found = [await self._queue.get()]
        except TimeoutError:
            return None
        self.told_at = now()
        await asyncio.sleep(GATHER_S)
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                found.append(self._queue.get_nowait())
        return [event for event in found if event is not None]

    async def _listen(self) -> None:
        events = self._events.subscribe(self._workspace, self._tables)
        async with aclosing(events) as stream:  # type: ignore[type-var]  # an async generator behind its interface
            async for event in stream:
                self._queue.put_nowait(event)
