"""The transport under httpx: connections go to checked addresses, under the names they were asked for."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import Any, Protocol, cast

import httpcore
import httpx

from toolwright.egress.reach import Reach
from toolwright.errors import Denied

_CONNECTIONS = 100
_IDLE_S = 30.0


class _Checked(httpcore.AsyncNetworkBackend):
    """Opens sockets for httpcore, which keeps connections apart by name and checks certificates against the name."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's word
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # Any: what setsockopt takes
    ) -> httpcore.AsyncNetworkStream:
        """A stream to the first checked address that answers."""

        async def attempt(address: str) -> httpcore.AsyncNetworkStream:
            return await self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)

        try:
            return await self._reach.dial(host, port, attempt, _is_unreachable)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's word
        socket_options: Iterable[Any] | None = None,  # Any: what setsockopt takes
    ) -> httpcore.AsyncNetworkStream:
        """Never: sockets in the file system belong to this machine."""
        raise Denied("Sockets in the file system are not connected to.", code="egress.refused")

    async def sleep(self, seconds: float) -> None:
        """Wait between two tries."""
        await asyncio.sleep(seconds)


class CheckedTransport(httpx.AsyncBaseTransport):
    """For httpx clients, also those of libraries. Give them `trust_env=False`: a proxy would resolve names itself."""

    def __init__(self, reach: Reach, context: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context or ssl.create_default_context(),
            max_connections=_CONNECTIONS,
            keepalive_expiry=_IDLE_S,
            network_backend=_Checked(reach),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body still to be read."""
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(asked)
        except Exception as error:
            raise _translated(error) from error
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _ClosableStream(Protocol):
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    async def aclose(self) -> None: ...


class _Body(httpx.AsyncByteStream):
    """A body of httpcore's as one of httpx's."""

    def __init__(self, stream: Iterable[bytes] | AsyncIterable[bytes]) -> None:
        self._stream = cast(_ClosableStream, stream)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._stream:
                yield part
        except Exception as error:
            raise _translated(error) from error

    async def aclose(self) -> None:
        await self._stream.aclose()


def _is_unreachable(error: Exception) -> bool:
    return isinstance(error, (OSError, httpcore.ConnectError, httpcore.ConnectTimeout))


def _translated(error: Exception) -> Exception:
    """httpx has an error of the same name for each of httpcore's."""
    if isinstance(error, (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)):
        named: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        return named(str(error))
    return error
