"""Starting: how long until the first answer, and the memory of a server that has nothing to do."""

from __future__ import annotations

from pathlib import Path

from bench.line import Line
from bench.load import resident_mb
from bench.servers import toolwright


def start_lines(home: Path) -> list[Line]:
    """Cold start to ready, and memory when idle. The limit is a Python that imports the web framework alone."""
    times = []
    for _ in range(3):
        with toolwright(home) as server:
            times.append(server.ready_s)
            memory = resident_mb(server.pid)
    best = min(times)
    return [
        Line("start to ready", f"{best:.2f} s (of {', '.join(f'{t:.2f}' for t in times)})", "2 s", "< 2 s", best < 2),
        Line("memory idle, one process", f"{memory:.0f} MB", "200 MB", "< 200 MB", memory < 200),
    ]
