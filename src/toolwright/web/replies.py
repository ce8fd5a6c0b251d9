"""Replies: what an event answered is kept for a short while, so that a request sent twice is carried out once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from toolwright.errors import Conflict, ToolwrightError
from toolwright.store import Claims

KEPT_S = 600
MAX_KEPT = 2_000
Key = tuple[str, str, str]


class Replies:
    """Replies by person, app and key of the request.

    A retry that reaches the same process gets the same reply. One that reaches another process, or comes after a
    restart, is refused: the request was taken, and whether it was carried out is for the person to look at.
    """

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._kept: OrderedDict[Key, tuple[float, asyncio.Future[Response]]] = OrderedDict()

    async def once(self, key: Key, run: Callable[[], Awaitable[Response]]) -> Response:
        """The reply to this request, carried out now or before. Without a key it always runs.

        Raises Conflict (`event.repeated`) when another process has taken it.
        """
        if not key[-1]:
            return await run()
        self._forget_old()
        known = self._kept.get(key)
        if known is not None:
            return await asyncio.shield(known[1])
        future: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._kept[key] = (time.monotonic(), future)
        try:
            reply = await self._claimed(key, run)
        except BaseException:
            del self._kept[key]
            future.cancel()
            raise
        future.set_result(reply)
        return reply

    async def _claimed(self, key: Key, run: Callable[[], Awaitable[Response]]) -> Response:
        if not await self._claims.take(key):
            raise Conflict(
                "This was sent before.",
                code="event.repeated",
                hint="Load the page again to see whether it was carried out, before you send it once more.",
            )
        try:
            return await run()
        except ToolwrightError:
            await self._claims.give_back(key)  # refused as a whole: nothing was changed
            raise

    def _forget_old(self) -> None:
        limit = time.monotonic() - KEPT_S
        while self._kept:
            key, (since, future) = next(iter(self._kept.items()))
            if (since >= limit and len(self._kept) <= MAX_KEPT) or not future.done():
                return
            del self._kept[key]
