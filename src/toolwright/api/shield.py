"""What surrounds every request, whoever answers it: its id and origin, security headers, body limits, last resort.

Plain ASGI, a few microseconds: headers are made once, and bodies are counted as they pass.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, NamedTuple

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toolwright.api.problem import internal_problem, problem_response
from toolwright.api.proxies import Proxies
from toolwright.auth.caller import locale_of
from toolwright.errors import LimitReached, phrase
from toolwright.ids import new_id
from toolwright.settings import Settings
from toolwright.store import Origin, origin

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""For answers that do not bring a policy of their own."""

PART_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""For what is a part of pages and never one: half a kilobyte of policies would say nothing about it."""

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    *PART_HEADERS,
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"),
)
_OF_PAGES = frozenset(HEADERS) - frozenset(PART_HEADERS)
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_POLICY = (b"content-security-policy", CONTENT_SECURITY_POLICY.encode())
_NO_STORE = (b"cache-control", b"no-store")
_NAMES = frozenset(name for name, _ in (*HEADERS, _HSTS, (b"x-request-id", b"")))
_PARTS = (b"font/", b"text/css", b"text/javascript")
_UPLOADS = ("/import", "/upload")


class Shield:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._proxies = Proxies(settings.trusted_proxies)
        self._body_limit = _Limit(settings.body_max_bytes, "TOOLWRIGHT_BODY_MAX_BYTES")
        self._upload_limit = _Limit(settings.upload_max_bytes, "TOOLWRIGHT_UPLOAD_MAX_BYTES")
        self._is_public_https = (settings.public_url or "").startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._proxies.apply(scope)
        request_id = new_id()
        client = scope.get("client")
        origin.set(Origin(request_id, client[0] if client else None))
        scope.setdefault("state", {})["request_id"] = request_id
        limit = self._limit(scope["path"])
        exchange = _Exchange(scope, receive, send, limit, self._extra(scope, request_id))
        try:
            if exchange.announced_bytes > limit.size_bytes:
                await problem_response(_too_large(limit), _locale(scope))(scope, receive, exchange.send)
                return
            await self._app(scope, exchange.receive, exchange.send)
        except Exception as fault:  # the last resort: whatever it was, the client gets an answer and the log a line
            answer = internal_problem(fault, _locale(scope))
            if not exchange.is_answered:
                await answer(scope, receive, exchange.send)

    def _limit(self, path: str) -> _Limit:
        return self._upload_limit if path.endswith(_UPLOADS) else self._body_limit

    def _extra(self, scope: Scope, request_id: str) -> list[tuple[bytes, bytes]]:
        headers = [*HEADERS, (b"x-request-id", request_id.encode())]
        if self._is_public_https or scope.get("scheme") == "https":
            headers.append(_HSTS)
        return headers


class _Limit(NamedTuple):
    """How large a body may be, and the setting that says so."""

    size_bytes: int
    setting: str


class _Exchange:
    """One request and its answer: counts what comes in, completes the headers of what goes out."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, limit: _Limit, extra: list[tuple[bytes, bytes]]
    ) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._limit = limit
        self._left = limit.size_bytes
        self._extra = extra
        self._is_cut = False
        self.is_answered = False

    @property
    def announced_bytes(self) -> int:
        """The length the client announced, or 0."""
        for name, value in self._scope["headers"]:
            if name == b"content-length" and value.isdigit():
                return int(value)
        return 0

    async def receive(self) -> Message:
        """The next part of the body. Raises LimitReached when it grows too large."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self._is_cut = True
                raise _too_large(self._limit)
        return message

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on; its start gets the headers that every answer has."""
        if message["type"] != "http.response.start":
            if not self._is_cut:
                await self._send(message)
            return
        self.is_answered = True
        if self._is_cut:
            await self._answer_too_large()
            return
        message["headers"] = [*message.get("headers", ()), *self._missing(message)]
        await self._send(message)

    def _missing(self, message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:  # Any: an ASGI message
        headers = message.get("headers", ())
        present = {name for name, _ in headers}
        is_asset = self._scope["path"].startswith("/assets/")
        if is_asset and any(name == b"content-type" and value.startswith(_PARTS) for name, value in headers):
            return [header for header in self._extra if header not in _OF_PAGES and header[0] not in present]
        missing = self._extra if present.isdisjoint(_NAMES) else [h for h in self._extra if h[0] not in present]
        added = [] if _POLICY[0] in present else [_POLICY]
        if _NO_STORE[0] not in present and self._scope["path"].startswith("/api/"):
            added.append(_NO_STORE)
        cookie = self._scope["state"].get("set_cookie")
        if cookie and b"set-cookie" not in present:
            added.append((b"set-cookie", cookie.encode()))
        return [*missing, *added]

    async def _answer_too_large(self) -> None:
        """A framework between turned our error into one of its own; this is the one that counts."""
        answer = problem_response(_too_large(self._limit), _locale(self._scope))
        headers = [*answer.raw_headers, *self._extra, _POLICY]
        await self._send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
        await self._send({"type": "http.response.body", "body": bytes(answer.body)})


def _locale(scope: Scope) -> str:
    return locale_of(HTTPConnection(scope))


def _too_large(limit: _Limit) -> LimitReached:
    return LimitReached(
        phrase("The body is larger than {size_bytes} bytes.", size_bytes=f"{limit.size_bytes:,}"),
        code="request.too_large",
        hint=phrase("Send less at once; the operator can raise {setting}.", setting=limit.setting),
    )
