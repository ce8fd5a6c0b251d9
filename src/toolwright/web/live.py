"""Live: tells open pages which tables have changed, by server-sent events. What is shown is asked for as usual.

All windows of an app in a browser share one stream, so it is about several screens. Each event has an id, the time up
to which it tells; a page that comes back with it hears of what it missed, and of nothing when there is nothing.

Where the bar of an app says how many mentions are new, screens hear of that as of a table of theirs, `NEW_MENTIONS`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from toolwright.closing import closing
from toolwright.errors import NotSignedIn, ToolwrightError
from toolwright.rows import RowEvent
from toolwright.rows.event_bus import NEW_MENTIONS
from toolwright.rows.following import BEAT_S, LONGEST_S, Following, now
from toolwright.web.visits import OpenScreens, open_screens, services_of

_LOG = logging.getLogger(__name__)
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
    try:
        screens = await open_screens(request, dict.fromkeys(name for name, _, _ in asked))
    except NotSignedIn:
        return Response(status_code=204)  # the page for signing in is no stream, and no error is to be told
    since = {name: min(_seconds(time) for other, _, time in asked if other == name) for name, _, _ in asked}
    back = request.headers.get("last-event-id")
    if back is not None:
        since = dict.fromkeys(since, _seconds(back))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_stream(request, screens, since), media_type="text/event-stream", headers=headers)


async def _stream(request: Request, screens: OpenScreens, since: Mapping[str, float]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    ends, beat_at = loop.time() + LONGEST_S, loop.time() + BEAT_S
    told_at = now()
    yield f"retry: 3000\nid: {told_at}\n\n".encode()
    shown = _read_by(screens)
    counted = Counted(request, screens)
    async with Following(services_of(request).events, screens.workspace.name, {*shown, *counted.tables}) as heard:
        missed = _missed(request, screens.workspace.name, shown, since) | counted.missed(since)
        if missed:
            yield _changed(told_at, missed)
        while loop.time() < ends and not closing.is_set:
            found = await heard.gathered()
            changed = await _changed_by(found or (), shown, counted)
            if not changed and loop.time() <= beat_at:
                continue
            if not await _is_still_allowed(request, screens):
                return
            if not changed:
                beat_at = loop.time() + BEAT_S
                yield f"id: {now()}\n\n".encode()
            else:
                yield _changed(heard.told_at, changed)


class Counted:
    """How many mentions of whoever opened the stream are new, where a bar says so."""

    def __init__(self, request: Request, screens: OpenScreens) -> None:
        workspace = screens.workspace
        is_told = screens.actor.user_id is not None and any(
            workspace.apps[one.app].app.mentions for one in screens.plans
        )
        self._request, self._screens = request, screens
        self._last: int | None = None
        internal = [ref for ref, table in workspace.tables.items() if table.is_internal]
        self.tables = {*internal, NEW_MENTIONS} if is_told else set[str]()

    def missed(self, since: Mapping[str, float]) -> set[_Shown]:
        """The bars of screens that were drawn before somebody may have written a comment."""
        events, workspace = services_of(self._request).events, self._screens.workspace.name
        return {
            _Shown(screen, NEW_MENTIONS)
            for screen, time in since.items()
            if any(events.may_have_changed(workspace, table, time) for table in self.tables)
        }

    async def changed(self, events: Collection[RowEvent]) -> set[_Shown]:
        """The bars of all screens, when there may be other mentions by these events."""
        if not any(event.table in self.tables and self._may_tell(event) for event in events):
            return set()
        rows, last = services_of(self._request).rows, self._last
        try:
            self._last = await rows.new_mentions(self._screens.actor, self._screens.workspace)
        except ToolwrightError:
            _LOG.exception("mentions could not be counted")
            return set()
        return set() if self._last == last else {_Shown(plan.name, NEW_MENTIONS) for plan in self._screens.plans}

    def _may_tell(self, event: RowEvent) -> bool:
        """Whether whoever opened the stream may have other new mentions by it: a comment, or that they saw them."""
        if event.table == NEW_MENTIONS:
            return event.row_id in ("", self._screens.actor.user_id)
        return event.verb == "commented" or not event.row_id


async def _changed_by(events: Collection[RowEvent], shown: Mapping[str, set[_Shown]], counted: Counted) -> set[_Shown]:
    return {item for event in events for item in shown.get(event.table, ())} | await counted.changed(events)


def _changed(told_at: str, changed: set[_Shown]) -> bytes:
    return b"event: changed\nid: %b\ndata: %b\n\n" % (told_at.encode(), _by_screen(changed))


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
