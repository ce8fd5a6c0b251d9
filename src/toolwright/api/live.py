"""What happens at places of the studio while they are open: one stream of server-sent events for all of them.

It says that rows changed and never what they hold now: that is asked for as usual, under the caller's rights.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Annotated

import orjson
from fastapi import Query, Request
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints

from toolwright import clock
from toolwright.api.authorize import Me, Using, api_router, needs, services_of
from toolwright.auth import caller_of
from toolwright.closing import closing
from toolwright.commands.be_here import BeingHere, Others, stay_here
from toolwright.commands.definitions import open_workspace
from toolwright.commands.open_places import OpenPlaces, open_places
from toolwright.errors import ToolwrightError
from toolwright.rows import RowEvent
from toolwright.rows.following import BEAT_S, LONGEST_S, Following, now

router = api_router("/workspaces/{workspace}/live", "live")

EVENTS = "text/event-stream"
ASKING_S = 2.0
"""Rows may have been read so long before their place was opened here; what changed since is told at once."""

Name = Annotated[str, StringConstraints(max_length=400)]
Place = Annotated[
    list[Name],
    Query(min_length=1, max_length=100, description="`table:NAME`, `screen:APP/NAME` or `definition:KIND/NAME`."),
]
Since = Annotated[float | None, Query(description="The id of the last event heard, in place of `Last-Event-ID`.")]


@router.get(
    "", response_class=StreamingResponse, responses={200: {"content": {EVENTS: {"schema": {"type": "string"}}}}}
)
@needs("read", "workspace")
async def follow(
    request: Request, workspace: str, services: Using, actor: Me, place: Place, since: Since = None
) -> StreamingResponse:
    """A stream of what happens at places: `changed` when rows seen there did, as `{place: "you" | "others"}`, and
    `here` with who else has them open, as `{place: [{id, name}]}`: of all places first, then of those where it changed.

    Places that you may not see are left out. Come back with the id of the last event and hear what you missed. `began`
    names the stream: say every half a minute that you are still there, or others no longer see you.
    """
    places = await open_places(services, actor, workspace, place)
    known = _seconds(request.headers.get("last-event-id"), since)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_stream(request, places, known), media_type=EVENTS, headers=headers)


@router.post("/{stream}/stay", status_code=204)
@needs("read", "workspace")
async def stay(workspace: str, stream: str, services: Using, actor: Me) -> None:
    """Say that the browser behind a stream is still there."""
    await open_workspace(services, actor, workspace, "read")
    await stay_here(services, actor, stream)


def _seconds(back: str | None, since: float | None) -> float:
    latest = clock.now().timestamp() - ASKING_S
    try:
        known = float(back) if back is not None else since
    except ValueError:
        known = 0.0
    return latest if known is None else min(known, latest)


async def _stream(request: Request, places: OpenPlaces, since: float) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    ends, beat_at = loop.time() + LONGEST_S, loop.time() + BEAT_S
    yield f"retry: 3000\nid: {now()}\n\n".encode()
    seen_at, events = places.by_table(), services_of(request).events
    async with (
        Following(events, places.workspace.name, seen_at) as heard,
        BeingHere(services_of(request), places) as being,
    ):
        yield _told("began", heard.told_at, {"stream": being.stream})
        yield _here(heard.told_at, await being.others())
        missed = [table for table in seen_at if events.may_have_changed(places.workspace.name, table, since)]
        if missed:
            yield _told("changed", heard.told_at, {place: "others" for table in missed for place in seen_at[table]})
        while loop.time() < ends and not closing.is_set:
            found = await heard.gathered()
            is_beat = loop.time() > beat_at
            others = await being.others(anyway=is_beat)
            if not (found or others or is_beat):
                continue
            if not await _is_still_open(request, places):
                return
            if is_beat:
                beat_at = loop.time() + BEAT_S
                yield f"id: {now()}\n\n".encode()
            if found:
                yield _told("changed", heard.told_at, _changed(found, seen_at, places.actor.user_id))
            if others:
                yield _here(heard.told_at, others)


def _changed(events: Iterable[RowEvent], seen_at: Mapping[str, set[str]], you: str | None) -> dict[str, str]:
    """For each place where something changed: whether somebody else did it, or may have."""
    who: dict[str, str] = {}
    for event in events:
        is_you = you is not None and event.actor_id == you
        for place in seen_at.get(event.table, ()):
            who[place] = "you" if is_you and who.get(place) != "others" else "others"
    return who


def _here(at: str, others: Others) -> bytes:
    said = {place: [{"id": one.id, "name": one.name} for one in here] for place, here in others.items()}
    return _told("here", at, said)


def _told(event: str, at: str, data: Mapping[str, object]) -> bytes:
    return b"event: %b\nid: %b\ndata: %b\n\n" % (event.encode(), at.encode(), orjson.dumps(data))


async def _is_still_open(request: Request, places: OpenPlaces) -> bool:
    """Whether whoever opened the stream is still signed in, and may still see every place of it."""
    services = services_of(request)
    request.scope.get("state", {}).pop("caller", None)
    try:
        caller = await caller_of(request, services.identity, services.settings)
        still = await open_places(services, caller.actor, places.workspace.name, places.tables)
    except ToolwrightError:
        return False
    return still.actor.user_id == places.actor.user_id and still.tables.keys() == places.tables.keys()
