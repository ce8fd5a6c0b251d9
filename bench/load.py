"""Load on a server of our own on this machine, and what it cost the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
_ROUND_S = 0.7


@dataclass(frozen=True, slots=True)
class Load:
    """One measurement. `cpu_ms` is the server's own CPU time per request, all its processes together."""

    requests: int
    failures: int
    rate: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to repeat."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def raw(self, host: str) -> str:
        """The request as it goes over the wire, as Latin-1 text."""
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            f"Host: {host}",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        if self.body or self.method != "GET":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(lines) + "\r\n\r\n" + self.body.decode("latin-1")


def load(pid: int, port: int, requests: list[Request], *, connections: int, seconds: float) -> Load:
    """Send the requests in turn for some seconds. Raises when an answer was not 2xx or 304."""
    before = cpu_seconds(pid)
    command = [sys.executable, "-m", "bench.client", "127.0.0.1", str(port), str(connections), str(seconds)]
    payload = json.dumps([request.raw(f"127.0.0.1:{port}") for request in requests])
    answer = subprocess.run(command, input=payload, capture_output=True, text=True, check=True)
    spent = cpu_seconds(pid) - before
    result = json.loads(answer.stdout)
    if result["failures"] or not result["requests"]:
        raise RuntimeError(f"{result['failures']} of {result['requests']} answers of {requests[0].path} were not 2xx")
    count = result["requests"]
    return Load(count, 0, count / result["seconds"], result["p50_ms"], result["p99_ms"], spent * 1000 / count)


@dataclass(frozen=True, slots=True)
class Target:
    """A server and what to ask it."""

    pid: int
    port: int
    requests: list[Request]


def side_by_side(ours: Target, limit: Target, *, connections: int, rounds: int = 9) -> tuple[Load, Load, float]:
    """Typical loads of both, and the typical ratio of our rate to the limit's.

    Short rounds take turns, and the middle one counts: what else happens on the machine then strikes both alike.
    """
    pairs = []
    for _ in range(rounds):
        theirs = load(limit.pid, limit.port, limit.requests, connections=connections, seconds=_ROUND_S)
        mine = load(ours.pid, ours.port, ours.requests, connections=connections, seconds=_ROUND_S)
        pairs.append((mine, theirs))
    middle = rounds // 2
    mine, theirs = (sorted(side, key=lambda one: one.rate)[middle] for side in zip(*pairs, strict=True))
    return mine, theirs, sorted(mine.rate / theirs.rate for mine, theirs in pairs)[middle]


def family(pid: int) -> list[int]:
    """A process and everything it started."""
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += family(int(path.parent.name))
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its children so far."""
    total = 0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_mb(pid: int) -> float:
    """Memory of a process and its children, pages shared between them counted once (PSS)."""
    total = 0
    for member in family(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
