"""Once: a write that names itself with `Idempotency-Key` is carried out once, however often it is sent.

The answer is kept for a day and given again to the same caller. When a process ended in between, the journal of
built-in tables knows whether the write was carried out; of other tables nobody does, and the caller is told so.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Literal

from fastapi import Request, Response

from toolwright import clock
from toolwright.api.authorize import actor_in, services_of
from toolwright.errors import Conflict, Denied, InvalidInput, NotFound, ToolwrightError
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import StoredRow
from toolwright.store.kept_answers import KeptAnswer, KeptAnswers

HEADER = "idempotency-key"
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "A name for this request. Sent again under it within a day, it is not carried out again.",
}
"""The header in the OpenAPI document."""
MOST_BODY = 4_000_000
"""An answer larger than this is not kept; that the write was carried out is."""
_PATIENCE_S = 30.0
_LEAST_LEASE_S = 60.0
_KEPT_HEADERS = ("content-type", "etag", "location")

Work = Callable[[str | None], Awaitable[Response]]
"""Does it, and calls what it changes by that name in the journal."""
Look = Callable[[str], Awaitable[Response | None]]
"""What a change of that name is answered with, None when it was not carried out. Raises Conflict if nobody knows."""


async def once(request: Request, work: Work, look: Look | None = None) -> Response:
    """The answer to a write, carried out now or before. Without the header it is always carried out.

    Raises Conflict when the same request is still under way (`request.under_way`) or nobody knows what came of it
    (`request.outcome_unknown`), and InvalidInput when the name was given to another request (`request.key_taken`).
    """
    name = request.headers.get(HEADER)
    if name is None:
        return await work(None)
    answers = KeptAnswers(services_of(request).db)
    asked = hashlib.sha256(request.scope["query_string"] + b"\0" + await request.body()).hexdigest()
    known, is_new = await answers.take(_key(request, name), asked)
    if is_new:
        return await _carried_out(answers, known, work)
    if known.request != asked:
        raise InvalidInput(
            "This Idempotency-Key was given to another request.",
            code="request.key_taken",
            hint="Use a new key for each request, and the same one only to send that request again.",
        )
    known = await _finished(request, answers, known, asked, name)
    if known.status is not None:
        return _again(known)
    if not await answers.take_over(known):
        raise _under_way()
    found = None if look is None else await look(known.change)
    if found is not None:
        await _keep(answers, known, found)
        return found
    if look is None:
        raise _unknown()
    return await _carried_out(answers, known, work)


def look_in_journal(
    request: Request,
    actor: Actor,
    workspace: Workspace,
    table: str,
    verb: Literal["create", "update", "delete"],
    answer: Callable[[StoredRow], Response] | None,
) -> Look:
    """How the journal of a built-in table tells what came of a change; `answer` puts a single row into words."""

    async def look(change: str) -> Response | None:
        found = workspace.tables.get(table)
        if found is None or not found.is_internal:
            raise _unknown()
        rows = services_of(request).rows
        touched = await rows.changed_by(actor, workspace, table, verb, change)
        if not touched:
            return None
        if request.method == "DELETE":
            return Response(status_code=204, headers={"cache-control": "no-store"})
        if answer is None:
            raise _lost()
        try:
            return answer(await rows.get(actor, workspace, table, touched[0]))
        except (NotFound, Denied):
            raise _lost() from None

    return look


def _lost() -> Conflict:
    return Conflict(
        "This was carried out before; its answer is not known any more.",
        code="request.carried_out",
        hint="Read the rows to see how they are now.",
    )


def _unknown() -> Conflict:
    """The error when the server ended before it could say what came of a write."""
    return Conflict(
        "This was sent before, and the server ended before it could say what came of it.",
        code="request.outcome_unknown",
        hint="Look whether it was carried out. If it was not, send it with a new Idempotency-Key.",
    )


def _under_way() -> Conflict:
    return Conflict("This is being carried out.", code="request.under_way", hint="Send it again in a minute.")


def _key(request: Request, name: str) -> tuple[str, ...]:
    who = actor_in(request).user_id
    if who is None:
        raise InvalidInput(
            "An Idempotency-Key is only kept for people who are signed in.",
            code="request.key_anonymous",
            hint="Sign in, use an API token, or leave the header out.",
        )
    if not 1 <= len(name) <= 255 or not name.isprintable():
        raise InvalidInput("An Idempotency-Key has 1 to 255 printable characters.", code="request.bad_key")
    return who, request.method, request.url.path, name


async def _carried_out(answers: KeptAnswers, taken: KeptAnswer, work: Work) -> Response:
    try:
        answer = await work(taken.change)
    except ToolwrightError as fault:
        if fault.code != "source.outcome_unknown":
            await answers.give_back(taken)
        raise
    await _keep(answers, taken, answer)
    return answer


async def _keep(answers: KeptAnswers, taken: KeptAnswer, answer: Response) -> None:
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    body = bytes(answer.body)
    if len(body) > MOST_BODY:
        await answers.keep(taken, 0, {}, b"")
    else:
        await answers.keep(taken, answer.status_code, headers, body)


def _again(known: KeptAnswer) -> Response:
    if not known.status:
        raise _lost()
    headers = {**(known.headers or {}), "cache-control": "no-store", "idempotency-replayed": "true"}
    return Response(known.body, known.status, headers)


async def _finished(request: Request, answers: KeptAnswers, known: KeptAnswer, asked: str, name: str) -> KeptAnswer:
    """The request once it is answered, or once nobody can be carrying it out any more. Raises Conflict meanwhile."""
    lease = timedelta(seconds=max(_LEAST_LEASE_S, 3 * services_of(request).settings.request_timeout_s))
    waited, pause = 0.0, 0.02
    while known.status is None and clock.now() - known.at < lease:
        if waited >= _PATIENCE_S:
            raise _under_way()
        await asyncio.sleep(pause)
        waited, pause = waited + pause, min(2 * pause, 0.5)
        known, is_new = await answers.take(_key(request, name), asked)
        if is_new:  # it was refused meanwhile: the caller may send it again
            await answers.give_back(known)
            raise _under_way()
    return known
