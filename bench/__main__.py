"""`make bench`: the promises of the design, each against its limit in the same run."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from bench import data
from bench.load import Load, Request, load, resident_mb
from bench.servers import Running, bare, prepare, toolwright

SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Line:
    """One promise and what was measured."""

    name: str
    measured: str
    limit: str
    promise: str
    kept: bool


def main() -> int:
    """Measure and print; ends with 1 when a promise is missed."""
    with tempfile.TemporaryDirectory(prefix="toolwright-bench-") as folder:
        ours, theirs, home = Path(folder) / "ours.db", Path(folder) / "bare.db", Path(folder) / "home"
        data.build(ours)
        data.build(theirs)
        token = prepare(home, ours)
        lines = start_lines(home)
        with toolwright(home) as server, bare(theirs) as limit:
            lines += row_lines(server, limit, token)
            lines += screen_lines(server, limit, token)
    width = max(len(line.name) for line in lines)
    for line in lines:
        mark = "kept  " if line.kept else "MISSED"
        print(f"{mark} {line.name:<{width}}  {line.measured:<44} limit {line.limit:<34} promise {line.promise}")
    return 0 if all(line.kept for line in lines) else 1


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


def row_lines(server: Running, limit: Running, token: str) -> list[Line]:
    """Rows over HTTP against the bare handler doing the same SQL."""
    tables = _get(server, "/api/v1/workspaces/bench/tables", token)["items"]
    ref = next(table["ref"] for table in tables if table["ref"].endswith(".ticket"))
    rows = f"/api/v1/workspaces/bench/tables/{ref}/rows"
    auth = (("Authorization", f"Bearer {token}"),)
    as_json = (*auth, ("Content-Type", "application/json"))
    pairs = [(status, priority) for status in ("open", "closed") for priority in ("high", "low")]
    fields = "id,number,title,status,priority,assignee,amount,created_at,note"
    query = "filter=status%20==%20'{}'%20and%20priority%20==%20'{}'&sort=-created_at&limit=50&fields=" + fields
    body = json.dumps({
        "number": "TCK-x", "title": "New", "status": "open", "priority": "high", "assignee": "agent1",
        "amount": "12.50", "created_at": "2026-11-23T10:00:00", "note": "n" * 100,
    }).encode()  # fmt: skip
    bare_body = body.replace(b'"12.50"', b"12.50")
    ids = range(1, 90_000, 997)
    change = b'{"status": "open"}'
    work = [
        (
            "list 50 filtered, sorted", 0.8,
            [Request("GET", f"{rows}?{query.format(*pair)}", auth) for pair in pairs],
            [Request("GET", f"/list?status={status}&priority={priority}") for status, priority in pairs],
        ),
        (
            "get", 0.09,
            [Request("GET", f"{rows}/{number}", auth) for number in ids],
            [Request("GET", f"/get/{number}") for number in ids],
        ),
        ("insert", 0.16, [Request("POST", rows, as_json, body)], [Request("POST", "/create", as_json, bare_body)]),
        (
            "update", 0.15,
            [Request("PATCH", f"{rows}/{number}", as_json, change) for number in ids],
            [Request("PATCH", f"/update/{number}", as_json, change) for number in ids],
        ),
    ]  # fmt: skip
    lines = []
    for name, promise, our_requests, bare_requests in work:
        for connections in (1, 16):
            theirs = load(limit.pid, limit.port, bare_requests, connections=connections, seconds=SECONDS)
            mine = load(server.pid, server.port, our_requests, connections=connections, seconds=SECONDS)
            ratio = mine.rate / theirs.rate
            label = f"rows: {name}, c{connections}"
            lines.append(
                Line(label, _figures(mine), _figures(theirs), f"≥ {promise} (is {ratio:.2f})", ratio >= promise)
            )
    lines.append(deep_page(server, rows, auth))
    return lines


def deep_page(server: Running, rows: str, auth: tuple[tuple[str, str], ...]) -> Line:
    """A page 20,000 rows in, by cursor, against the first page."""
    path = f"{rows}?sort=id&limit=1000"
    cursor = ""
    for _ in range(20):
        request = UrlRequest(f"http://127.0.0.1:{server.port}{path}{cursor}", headers=dict(auth))
        with urlopen(request) as answer:
            cursor = "&cursor=" + json.load(answer)["cursor"]
    path = f"{rows}?sort=id&limit=50"
    first = load(server.pid, server.port, [Request("GET", path, auth)], connections=1, seconds=SECONDS)
    deep = load(server.pid, server.port, [Request("GET", path + cursor, auth)], connections=1, seconds=SECONDS)
    ratio = deep.p50_ms / first.p50_ms
    promise = f"costs the same (is ×{ratio:.2f})"
    return Line("rows: deep page, c1", _figures(deep), _figures(first), promise, ratio < 1.25)


def screen_lines(server: Running, limit: Running, token: str) -> list[Line]:
    """A generated list page against one static page and against its own rows over the API."""
    screens = [
        Request("GET", f"/apps/bench/{app}/ticket", (("Authorization", f"Bearer {token}"),))
        for app in _apps(server, token)
    ]
    static = load(limit.pid, limit.port, [Request("GET", "/page")], connections=1, seconds=SECONDS)
    page = load(server.pid, server.port, screens, connections=1, seconds=SECONDS)
    return [
        Line(
            "screens: list page of 50 rows, CPU", f"{page.cpu_ms:.2f} ms CPU, p50 {page.p50_ms:.2f} ms",
            f"static page {static.cpu_ms:.2f} ms CPU", "≤ 2 ms plus queries", page.cpu_ms <= 2 + static.cpu_ms + 2,
        )
    ]  # fmt: skip


def _apps(server: Running, token: str) -> list[str]:
    return [app["name"] for app in _get(server, "/api/v1/workspaces/bench/apps", token)["items"]]


def _figures(figure: Load) -> str:
    return f"{figure.rate:,.0f}/s, p50 {figure.p50_ms:.2f} ms, CPU {figure.cpu_ms:.2f} ms"


def _get(server: Running, path: str, token: str) -> dict[str, list[dict[str, str]]]:
    request = UrlRequest(f"http://127.0.0.1:{server.port}{path}", headers={"Authorization": f"Bearer {token}"})
    with urlopen(request) as answer:
        found: dict[str, list[dict[str, str]]] = json.load(answer)
    return found


if __name__ == "__main__":
    sys.exit(main())
