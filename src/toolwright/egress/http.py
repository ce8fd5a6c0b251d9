"""The HTTP client of every feature that calls other servers."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import httpx

from toolwright.egress.reach import Reach
from toolwright.egress.transport import CheckedTransport
from toolwright.errors import InvalidInput, LimitReached, UpstreamFault, phrase

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE_ELSEWHERE = frozenset({"accept", "accept-language", "content-type", "user-agent"})
_DECODED = 65_536
_BAD_LOCATION = "The server redirected to an address that cannot be asked."


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """What one call may cost, redirects included."""

    timeout_s: float = 10.0
    connect_timeout_s: float = 5.0
    max_bytes: int = 50_000_000
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request. Its headers may hold credentials: most of them do not follow a redirect to another origin."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    follow_redirects: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names in small letters, the body unpacked, the address that answered in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class HttpClient:
    """Sends requests to what `reach` allows. Safe for concurrent use from one event loop."""

    def __init__(
        self, reach: Reach, limits: HttpLimits | None = None, *, context: ssl.SSLContext | None = None
    ) -> None:
        self._limits = limits or HttpLimits()
        timeout = httpx.Timeout(self._limits.timeout_s, connect=self._limits.connect_timeout_s)
        # No proxy from the environment: it would resolve names itself. No cookies: they would travel between features.
        self._client = httpx.AsyncClient(
            transport=CheckedTransport(reach, context), timeout=timeout, trust_env=False, follow_redirects=False
        )

    async def send(self, request: Outgoing) -> Answer:
        """The answer, whatever its status.

        Raises InvalidInput `egress.bad_url`, Denied `egress.refused`, LimitReached `egress.too_large` and UpstreamFault
        `egress.unreachable`, `egress.timeout`, `egress.redirect`.
        """
        try:
            async with asyncio.timeout(self._limits.timeout_s):
                return await self._followed(request)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise UpstreamFault(
                phrase("The server did not answer within {timeout_s} s.", timeout_s=f"{self._limits.timeout_s:g}"),
                code="egress.timeout",
                hint="Try again, or allow more time.",
                extra={"transient": True, "timed_out": True},
            ) from error
        except httpx.HTTPError as error:
            raise UpstreamFault(
                phrase("'{host}' cannot be reached, or its answer is broken.", host=httpx.URL(request.url).host),
                code="egress.unreachable",
                hint="Check host, port and certificate.",
                extra={"transient": True},
            ) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _followed(self, request: Outgoing) -> Answer:
        for _ in range(self._limits.max_redirects + 1):
            url = checked_url(request.url)
            answer, location = await self._once(request, url)
            if location is None:
                return answer
            request = _redirected(request, url, answer.status, location)
        raise _bad_redirect(
            phrase("The server redirected more than {max_redirects} times.", max_redirects=self._limits.max_redirects)
        )

    async def _once(self, request: Outgoing, url: httpx.URL) -> tuple[Answer, str | None]:
        headers = {"accept-encoding": "gzip, deflate", "user-agent": "toolwright", **_lower(request.headers)}
        headers.pop("host", None)  # the name that was checked is the name that is asked for
        asked = self._client.build_request(request.method, url, headers=headers, content=request.body or None)
        try:
            reply = await self._client.send(asked, stream=True)
        except httpx.InvalidURL as wrong:  # httpx looks at the location even when it does not follow it
            raise _bad_redirect(_BAD_LOCATION) from wrong
        try:
            location = reply.headers.get("location") if reply.status_code in _REDIRECTS else None
            if location is not None and request.follow_redirects:
                return Answer(reply.status_code, {}, b"", str(url)), location
            body = await self._read(reply)
            return Answer(reply.status_code, dict(reply.headers), body, str(url)), None
        finally:
            await reply.aclose()

    async def _read(self, reply: httpx.Response) -> bytes:
        unpack = _Unpacker(reply.headers.get("content-encoding", ""), self._limits.max_bytes)
        async for part in reply.aiter_raw():
            unpack.feed(part)
        return unpack.done()


class _Unpacker:
    """A body, unpacked in small steps: a few kilobytes may hold gigabytes of zeros."""

    def __init__(self, coding: str, max_bytes: int) -> None:
        name = coding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise httpx.DecodingError(f"packed as {name}, which was not asked for")
        self._packed = zlib.decompressobj(wbits=47 if "gzip" in name else 15) if name not in ("", "identity") else None
        self._max_bytes = max_bytes
        self._parts = bytearray()

    def feed(self, part: bytes) -> None:
        if self._packed is None:
            self._keep(part)
            return
        try:
            while part:
                self._keep(self._packed.decompress(part, _DECODED))
                part = self._packed.unconsumed_tail
        except zlib.error as error:
            raise httpx.DecodingError(str(error)) from error

    def done(self) -> bytes:
        return bytes(self._parts)

    def _keep(self, part: bytes) -> None:
        if len(self._parts) + len(part) > self._max_bytes:
            raise LimitReached(
                phrase("The answer is larger than {max_bytes} bytes.", max_bytes=f"{self._max_bytes:,}"),
                code="egress.too_large",
                hint="Ask for less, or allow more bytes.",
            )
        self._parts += part


def checked_url(text: str) -> httpx.URL:
    """An address that may be asked: http or https, a host, and no user name in it. Raises InvalidInput."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError) as wrong:
        raise _bad_url("This is not an address.") from wrong
    if url.scheme not in ("http", "https"):
        raise _bad_url("Addresses begin with https:// or http://.")
    if not url.host:
        raise _bad_url("The host is missing.")
    if url.userinfo:
        raise _bad_url("User name and password do not belong into an address: set them as credentials.")
    return url


def _redirected(request: Outgoing, url: httpx.URL, status: int, location: str) -> Outgoing:
    """The request that a redirect asks for, without what only the first origin may see."""
    try:
        target = checked_url(str(url.join(location)))
    except (InvalidInput, httpx.InvalidURL) as wrong:
        raise _bad_redirect(_BAD_LOCATION) from wrong
    if (url.scheme, target.scheme) == ("https", "http"):
        raise _bad_redirect("The server redirected to an address without encryption.")
    keeps_body = status in (307, 308)
    if not keeps_body and request.method not in ("GET", "HEAD"):
        request = replace(request, method="GET")
    if not keeps_body:
        request = replace(request, body=b"", headers=_without_content(request.headers))
    if _origin(target) != _origin(url):
        if request.body:
            raise _bad_redirect("The server redirected the request, with its content, to another server.")
        kept = {name: value for name, value in request.headers.items() if name.lower() in _SAFE_ELSEWHERE}
        request = replace(request, headers=kept)
    return replace(request, url=str(target))


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}[url.scheme]


def _without_content(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if not name.lower().startswith("content-")}


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _bad_url(hint: str) -> InvalidInput:
    return InvalidInput("The address cannot be used.", code="egress.bad_url", hint=hint)


def _bad_redirect(detail: str) -> UpstreamFault:
    return UpstreamFault(
        detail, code="egress.redirect", hint="Use the address it leads to.", extra={"transient": False}
    )
