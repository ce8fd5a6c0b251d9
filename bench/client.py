"""A small HTTP/1.1 client that keeps connections open and measures each answer. Run as a process of its own:

python -m bench.client HOST PORT CONNECTIONS SECONDS < requests.bin

Standard input holds the raw requests as a JSON list of Latin-1 strings; connections go through them in turn.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time


class Connection(asyncio.Protocol):
    """One kept-alive connection that sends the next request as soon as an answer is complete."""

    def __init__(self, requests: list[bytes], start: int, until: float, done: asyncio.Future[None]) -> None:
        self.requests, self.next, self.until, self.done = requests, start, until, done
        self.latencies: list[float] = []
        self.failures = 0
        self.buffer = b""
        self.sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.failures += 1
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, mark, body = self.buffer.partition(b"\r\n\r\n")
        if not mark:
            return
        if len(body) < _length(head):
            return
        self.latencies.append(time.perf_counter() - self.sent)
        if not head.startswith((b"HTTP/1.1 2", b"HTTP/1.1 304")):
            self.failures += 1
        self.buffer = b""
        if time.perf_counter() < self.until:
            self._send()
        elif not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        request = self.requests[self.next % len(self.requests)]
        self.next += 1
        self.sent = time.perf_counter()
        self.transport.write(request)  # type: ignore[attr-defined]  # a write transport for TCP


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def run(host: str, port: int, connections: int, seconds: float, requests: list[bytes]) -> dict[str, object]:
    """Drive the server and answer {requests, failures, seconds, p50_ms, p99_ms}."""
    loop = asyncio.get_running_loop()
    begin = time.perf_counter()
    futures = [loop.create_future() for _ in range(connections)]
    protocols = [
        Connection(requests, number * len(requests) // connections, begin + seconds, future)
        for number, future in enumerate(futures)
    ]
    for protocol in protocols:
        await loop.create_connection(lambda protocol=protocol: protocol, host, port)  # type: ignore[misc]
    await asyncio.gather(*futures)
    elapsed = time.perf_counter() - begin
    latencies = sorted(latency for protocol in protocols for latency in protocol.latencies)
    return {
        "requests": len(latencies),
        "failures": sum(protocol.failures for protocol in protocols),
        "seconds": elapsed,
        "p50_ms": latencies[len(latencies) // 2] * 1000 if latencies else None,
        "p99_ms": latencies[int(len(latencies) * 0.99)] * 1000 if latencies else None,
    }


def main() -> None:
    """Read requests from standard input, print the result as JSON."""
    host, port, connections, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    requests = [text.encode("latin-1") for text in json.load(sys.stdin)]
    print(json.dumps(asyncio.run(run(host, port, connections, seconds, requests))))


if __name__ == "__main__":
    main()
