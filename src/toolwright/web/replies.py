"""Replies: what an event answered is kept for a short while, so that a request sent twice is carried out once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.responses import Response

KEPT_S = 600
MAX_KEPT = 2_000
Key = tuple[str, str, str]


class Replies:
    """Replies by person, app and key of the request. One process; a retry that reaches another runs again, which the
    version check of saved rows then catches."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[float, asyncio.Future[Response]]] = OrderedDict()

    async def once(self, key: Key, run: Callable[[], Awaitable[Response]]) -> Response:
        """The reply to this request, carried out now or before. Without a key it always runs."""
        if not key[-1]:
            return await run()
        self._forget_old()
        known = self._kept.get(key)
        if known is not None:
            return await asyncio.shield(known[1])
        future: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._kept[key] = (time.monotonic(), future)
        try:
            reply = await run()
        except BaseException:
            del self._kept[key]
            future.cancel()
            raise
        future.set_result(reply)
        return reply

    def _forget_old(self) -> None:
        limit = time.monotonic() - KEPT_S
        while self._kept:
            key, (since, future) = next(iter(self._kept.items()))
            if (since >= limit and len(self._kept) <= MAX_KEPT) or not future.done():
                return
            del self._kept[key]
