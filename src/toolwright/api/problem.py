"""The only writer of errors: `application/problem+json` (RFC 9457) for everything that goes wrong.

What we raise on purpose speaks for itself; everything else becomes a short sentence here and a full line in the log,
both with the same request id.
"""

from __future__ import annotations

import logging
import time
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from toolwright.auth import Caller
from toolwright.auth.caller import locale_of
from toolwright.commands.services import Services
from toolwright.errors import Denied, FieldError, InvalidInput, NotFound, ToolwrightError, phrase
from toolwright.extend.translation import ENGLISH, Say, language_of, say_everything
from toolwright.model.validation import told
from toolwright.store import origin

MEDIA_TYPE = "application/problem+json"

_TYPE = "urn:toolwright:error:"
_REPEAT_AFTER_S = 60.0

logger = logging.getLogger(__name__)


def problem_response(fault: ToolwrightError, locale: str = ENGLISH) -> Response:
    """The answer for an error of ours, in the language of that locale; the log has it in English."""
    if fault.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s: %s [%s]", fault.code, fault, origin.get().request_id, exc_info=fault)
    return _response(fault, fault.status, fault.title, locale)


def internal_problem(fault: BaseException, locale: str = ENGLISH) -> Response:
    """The answer for a mistake of ours: nothing of it is shown, all of it is logged."""
    logger.error("unexpected %s [%s]", type(fault).__name__, origin.get().request_id, exc_info=fault)
    return _hidden_problem(locale)


def _hidden_problem(locale: str) -> Response:
    hidden = ToolwrightError(
        "Something went wrong on our side.",
        code="internal",
        hint="Try again; if it stays, tell your administrator the request id.",
    )
    return _response(hidden, 500, hidden.title, locale)


def _response(fault: ToolwrightError, status: int, title: str, locale: str) -> Response:
    say = say_everything(language_of(locale))
    document: dict[str, object] = {
        "type": f"{_TYPE}{fault.code}",
        "title": say(title),
        "status": status,
        "detail": say.of(fault.detail),
        "code": fault.code,
        "hint": fault.hint and say.of(fault.hint),
        "where": fault.where.to_wire() if fault.where else None,
        "errors": [_field_to_wire(error, say) for error in fault.errors],
        "request_id": origin.get().request_id,
    }
    if fault.extra:
        document["extra"] = dict(fault.extra)
    body = orjson.dumps(document, default=str)
    headers = {**_headers(fault, status), "content-language": say.language}
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _field_to_wire(error: FieldError, say: Say) -> dict[str, object]:
    hint = error.hint and say.of(error.hint)
    return {**error.to_wire(), "message": say.of(error.message), "hint": hint}


def add_handlers(app: FastAPI) -> None:
    """Have the application answer every error with a problem document."""
    app.add_exception_handler(ToolwrightError, _on_fault)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_mistake)


async def answer_fault(request: Request, fault: Exception) -> Response:
    """The answer for whatever went wrong, for those who answer requests without the framework."""
    return await _on_fault(request, fault)


async def _on_fault(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, ToolwrightError):
        return internal_problem(fault, locale_of(request))
    if isinstance(fault, Denied):
        await _note_denied(request, fault)
    return problem_response(fault, locale_of(request))


async def _on_invalid(request: Request, fault: Exception) -> Response:
    errors = fault.errors() if isinstance(fault, RequestValidationError) else ()
    fields = tuple(FieldError(_field(error["loc"]), told(error), code=f"request.{error['type']}") for error in errors)
    fit = InvalidInput("The request does not fit.", code="request.invalid", hint="See the errors.", errors=fields)
    return problem_response(fit, locale_of(request))


async def _on_mistake(request: Request, _fault: Exception) -> Response:
    """What nobody foresaw. It is raised once more after this answer, and logged where that ends."""
    return _hidden_problem(locale_of(request))


async def _on_http(request: Request, fault: Exception) -> Response:
    """What the framework raises itself: unknown addresses, wrong methods, unreadable bodies."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    if status == HTTPStatus.NOT_FOUND:
        nothing = NotFound("There is nothing at this address.", code="route.not_found", hint="See /api/docs.")
        return problem_response(nothing, locale_of(request))
    known = HTTPStatus(status)
    told = ToolwrightError(phrase("{problem}.", problem=phrase(known.phrase)), code=f"http.{status}")
    response = _response(told, status, known.phrase, locale_of(request))
    for name, value in (getattr(fault, "headers", None) or {}).items():
        response.headers[name] = value
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["allow"] = ", ".join(_methods_at(request))
    return response


def _methods_at(request: Request) -> list[str]:
    """The methods of all routes at this address: the framework names those of the first alone."""
    routes = request.app.router.routes
    found = {
        method
        for route in routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
        for method in route.methods or ()
    }
    return sorted(found)


def _field(loc: tuple[int | str, ...]) -> str:
    rest = loc[1:] if loc and loc[0] in ("body", "query", "path", "header") else loc
    return ".".join(str(part) for part in rest)


def _headers(fault: ToolwrightError, status: int) -> dict[str, str]:
    headers = {"cache-control": "no-store"}
    if "retry_after_s" in fault.extra:
        headers["retry-after"] = str(fault.extra["retry_after_s"])
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return headers


_noted: dict[tuple[str | None, str], float] = {}


async def _note_denied(request: Request, fault: Denied) -> None:
    """An audit line for a refusal; the same one is not repeated within a minute, so that it cannot flood the log."""
    services: Services | None = getattr(request.app.state, "services", None)
    caller = request.scope.get("state", {}).get("caller")
    if services is None or not isinstance(caller, Caller):
        return
    key, now = (caller.actor.user_id, f"{request.method} {request.url.path}"), time.monotonic()
    if now - _noted.get(key, -_REPEAT_AFTER_S) < _REPEAT_AFTER_S:
        return
    if len(_noted) > 10_000:
        _noted.clear()
    _noted[key] = now
    try:
        await services.audit.record(caller.actor, "denied", request.url.path[:300], {"code": fault.code})
    except ToolwrightError as full:
        logger.warning("a refusal was not recorded: %s", full)
