"""A TCP proxy that misbehaves on command: slow, silent, reset or cut."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

_END_S = 30.0


class FaultProxy:
    """Forwards to one server. Faults apply to connections that are open and to later ones, until `heal`."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._pairs: dict[asyncio.Task[None], tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = {}
        self._open = asyncio.Event()
        self._open.set()
        self.delay_s = 0.0
        self.refuse = False
        self.cut_after_bytes: int | None = None
        """Close both sides once this many more bytes came from the server."""
        self.cut_on: bytes | None = None
        """Close both sides when the client sends these bytes, after forwarding them."""

    @property
    def port(self) -> int:
        """Where to connect to."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Listen on a free loopback port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)

    async def close(self) -> None:
        """Stop listening and close every connection."""
        assert self._server is not None
        self._server.close()
        self._cut()
        self._open.set()
        for task in list(self._pairs):
            task.cancel()
        await asyncio.gather(*self._pairs, return_exceptions=True)
        await self._server.wait_closed()

    def hang(self) -> None:
        """Forward nothing more, but keep connections open."""
        self._open.clear()

    def heal(self) -> None:
        """Forward again, without any fault."""
        self.delay_s, self.refuse, self.cut_after_bytes, self.cut_on = 0.0, False, None, None
        self._open.set()

    async def cut(self) -> None:
        """Close every open connection, and wait until they are closed."""
        tasks = set(self._pairs)
        self._cut()
        await _ended(tasks)

    async def reset(self) -> None:
        """Reset (RST) every open connection, and wait until they are gone."""
        tasks = set(self._pairs)
        for client, server in self._pairs.values():
            if not client.is_closing():
                raw = client.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.transport.abort()
            server.close()
        await _ended(tasks)

    def _cut(self) -> None:
        for client, server in self._pairs.values():
            client.close()
            server.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuse:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.close()
            return
        task = asyncio.current_task()
        assert task is not None
        self._pairs[task] = (writer, far_writer)
        try:
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await asyncio.gather(self._pump(reader, far_writer, False), self._pump(far_reader, writer, True))
        finally:
            self._pairs.pop(task, None)
            writer.close()
            far_writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, from_server: bool) -> None:
        while data := await reader.read(65536):
            await self._open.wait()
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            if from_server and self.cut_after_bytes is not None:
                self.cut_after_bytes -= len(data)
                if self.cut_after_bytes < 0:
                    self._cut()
                    return
            writer.write(data)
            await writer.drain()
            if not from_server and self.cut_on is not None and self.cut_on in data:
                self._cut()
                return
        writer.close()


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    if tasks:
        _, pending = await asyncio.wait(tasks, timeout=_END_S)
        assert not pending, "connections through the proxy did not end"
