"""Live: tells open pages which tables have changed, by server-sent events. What is shown is asked for as usual.

All windows of an app in a browser share one stream, so it is about several screens. Each event has an id, the time up
to which it tells; a page that comes back with it hears of what it missed, and of nothing when there is nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from toolwright import clock
from toolwright.errors import ToolwrightError
from toolwright.web.closing import closing
from toolwright.web.visits import OpenScreens, open_screens, services_of

LOOK_S = 1.0
"""How often a quiet stream looks whether the server is closing."""
BEAT_S = 20.0
"""A remark this often keeps proxies from giving up; the session is checked again at the same time."""
GATHER_S = 0.15
"""Changes within this time are told together."""
LONGEST_S = 3_600.0
"""A stream ends after this long; the browser opens it again and is checked again."""


MAX_SCREENS = 100
"""More windows than this have no live updates."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A table whose rows a screen shows, by itself or through lookups and views of the table it shows them as."""

    screen: str
    table: str


async def live(request: Request) -> Response:
    """GET /apps/{workspace}/{app}/_live?screen=queue:1764115200.25&screen=…: each with the time it was drawn."""
    asked = [item.partition(":") for item in request.query_params.getlist("screen")[:MAX_SCREENS]]
    screens = await open_screens(request, dict.fromkeys(name for name, _, _ in asked))
    since = {name: min(_seconds(time) for other, _, time in asked if other == name) for name, _, _ in asked}
    back = request.headers.get("last-event-id")
    if back is not None:
        since = dict.fromkeys(since, _seconds(back))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_stream(request, screens, since), media_type="text/event-stream", headers=headers)


def now() -> str:
    """The present time as pages keep it."""
    return f"{clock.now().timestamp():.3f}"


async def _stream(request: Request, screens: OpenScreens, since: Mapping[str, float]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    ends, beat_at = loop.time() + LONGEST_S, loop.time() + BEAT_S
    told_at = now()
    yield f"retry: 3000\nid: {told_at}\n\n".encode()
    queue: asyncio.Queue[_Shown] = asyncio.Queue()
    shown = _read_by(screens)
    listener = asyncio.ensure_future(_listen(request, screens.workspace.name, shown, queue))
    try:
        await asyncio.sleep(0)  # it listens from here on, so nothing falls between what was missed and what comes
        for item in _missed(request, screens.workspace.name, shown, since):
            queue.put_nowait(item)
        while loop.time() < ends and not closing.is_set:
            try:
                async with asyncio.timeout(LOOK_S):
                    changed = {await queue.get()}
            except TimeoutError:
                if loop.time() > beat_at:
                    if not await _is_still_allowed(request, screens):
                        return
                    beat_at = loop.time() + BEAT_S
                    yield f"id: {now()}\n\n".encode()
                continue
            told_at = now()
            await asyncio.sleep(GATHER_S)
            while not queue.empty():
                changed.add(queue.get_nowait())
            if not await _is_still_allowed(request, screens):
                return
            yield b"event: changed\nid: %b\ndata: %b\n\n" % (told_at.encode(), _by_screen(changed))
    finally:
        listener.cancel()


async def _listen(
    request: Request, workspace: str, shown: Mapping[str, set[_Shown]], queue: asyncio.Queue[_Shown]
) -> None:
    events = services_of(request).events.subscribe(workspace, shown)
    async with aclosing(events) as stream:  # type: ignore[type-var]  # an async generator behind its interface
        async for event in stream:
            for item in shown.get(event.table, ()):
                queue.put_nowait(item)


def _missed(
    request: Request, workspace: str, shown: Mapping[str, set[_Shown]], since: Mapping[str, float]
) -> set[_Shown]:
    events = services_of(request).events
    return {
        item
        for table, items in shown.items()
        for item in items
        if events.may_have_changed(workspace, table, since[item.screen])
    }


def _read_by(screens: OpenScreens) -> dict[str, set[_Shown]]:
    """For each table whose rows the screens show, itself or through lookups and views: what they show them as."""
    found: dict[str, set[_Shown]] = {}
    for plan in screens.plans:
        for ref in plan.tables:
            table = screens.workspace.tables.get(ref)
            for read in (ref, *(table.joined if table is not None else ())):
                found.setdefault(read, set()).add(_Shown(plan.name, ref))
    return found


def _by_screen(changed: set[_Shown]) -> bytes:
    """JSON: for each screen the tables to draw again."""
    names = sorted({item.screen for item in changed})
    return orjson.dumps({name: sorted(item.table for item in changed if item.screen == name) for name in names})


def _seconds(time: str) -> float:
    """A time a page has kept; what cannot be one is long ago."""
    try:
        return float(time)
    except ValueError:
        return 0.0


async def _is_still_allowed(request: Request, screens: OpenScreens) -> bool:
    """Whether whoever opened the stream is still signed in, and may still open every screen it is about."""
    request.scope.get("state", {}).pop("caller", None)
    try:
        still = await open_screens(request, [plan.name for plan in screens.plans])
    except ToolwrightError:
        return False
    return still.actor.user_id == screens.actor.user_id and len(still.plans) == len(screens.plans)
