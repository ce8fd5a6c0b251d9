"""Live: tells open pages which tables have changed, by server-sent events. What is shown is asked for as usual."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from toolwright.render.visit import Visit
from toolwright.web.closing import closing
from toolwright.web.visits import caller, open_visit, services_of, split_at

LOOK_S = 1.0
"""How often a quiet stream looks whether the server is closing."""
BEAT_S = 20.0
"""A remark this often keeps proxies from giving up; the session is checked again at the same time."""
GATHER_S = 0.15
"""Changes within this time are told together."""
LONGEST_S = 3_600.0
"""A stream ends after this long; the browser opens it again and is checked again."""


async def live(request: Request) -> Response:
    """GET /apps/{workspace}/{app}/_live?at=…"""
    path, query = split_at(request.query_params.get("at", "/"))
    visit = await open_visit(request, path, query, None)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_stream(request, visit), media_type="text/event-stream", headers=headers)


async def _stream(request: Request, visit: Visit) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    ends, beat_at = loop.time() + LONGEST_S, loop.time() + BEAT_S
    yield b"retry: 3000\n\n"
    queue: asyncio.Queue[str] = asyncio.Queue()
    listener = asyncio.ensure_future(_listen(request, visit, queue))
    try:
        while loop.time() < ends and not closing.is_set:
            try:
                async with asyncio.timeout(LOOK_S):
                    first = await queue.get()
            except TimeoutError:
                if loop.time() > beat_at:
                    if not await _is_still_allowed(request, visit):
                        return
                    beat_at = loop.time() + BEAT_S
                    yield b": beat\n\n"
                continue
            await asyncio.sleep(GATHER_S)
            tables = {first}
            while not queue.empty():
                tables.add(queue.get_nowait())
            yield f"event: changed\ndata: {','.join(sorted(tables))}\n\n".encode()
    finally:
        listener.cancel()


async def _listen(request: Request, visit: Visit, queue: asyncio.Queue[str]) -> None:
    shown = _read_by(visit)
    events = services_of(request).events.subscribe(visit.workspace.name, shown)
    async with aclosing(events) as stream:  # type: ignore[type-var]  # an async generator behind its interface
        async for event in stream:
            for table in shown.get(event.table, ()):
                queue.put_nowait(table)


def _read_by(visit: Visit) -> dict[str, set[str]]:
    """For each table whose rows the page shows, itself or through lookups and views: the tables it shows them as."""
    found: dict[str, set[str]] = {}
    for ref in visit.plan.tables:
        table = visit.workspace.tables.get(ref)
        for read in (ref, *(table.joined if table is not None else ())):
            found.setdefault(read, set()).add(ref)
    return found


async def _is_still_allowed(request: Request, visit: Visit) -> bool:
    """Whether the session that opened the stream still stands."""
    request.scope.get("state", {}).pop("caller", None)
    who = await caller(request)
    return who.actor.user_id == visit.actor.user_id
