"""Rows over HTTP, against a bare handler that does the same SQL over the same rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from bench.data import changing
from bench.line import Line, figures, get
from bench.load import Request, Target, side_by_side
from bench.servers import Running


def row_lines(server: Running, limit: Running, token: str, databases: Sequence[Path]) -> list[Line]:
    """Rows over HTTP against the bare handler doing the same SQL."""
    tables = get(server, "/api/v1/workspaces/bench/tables", token)["items"]
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
            ours = Target(server.pid, server.port, our_requests)
            bare = Target(limit.pid, limit.port, bare_requests)
            mine, theirs, ratio = side_by_side(ours, bare, connections=connections)
            label = f"rows: {name}, c{connections}"
            lines.append(Line(label, figures(mine), figures(theirs), f"≥ {promise} (is {ratio:.2f})", ratio >= promise))
    lines += changing_lists(server, limit, work[0][2], work[0][3], databases)
    lines.append(deep_page(server, rows, auth))
    return lines


def changing_lists(
    server: Running, limit: Running, ours: list[Request], bare: list[Request], databases: Sequence[Path]
) -> list[Line]:
    """The list while another process changes rows of both databases all the time, so that the SQL is done each time.

    Mostly the rows on the page are those of before. Where they change as well, everything is made anew: nobody has
    promised how fast that is, and it is held to what it once was.
    """
    lines = []
    for which, name, least in (("any", "rows", 0.8), ("listed", "its own rows", 0.6)):
        with changing(databases, which):
            mine, theirs, ratio = side_by_side(
                Target(server.pid, server.port, ours), Target(limit.pid, limit.port, bare), connections=1
            )
        label = f"rows: list 50 while {name} change, c1"
        lines.append(Line(label, figures(mine), figures(theirs), f"≥ {least} (is {ratio:.2f})", ratio >= least))
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
    near = Target(server.pid, server.port, [Request("GET", path, auth)])
    far = Target(server.pid, server.port, [Request("GET", path + cursor, auth)])
    deep, first, speed = side_by_side(far, near, connections=1)
    ratio = 1 / speed
    promise = f"costs the same (is ×{ratio:.2f})"
    return Line("rows: deep page, c1", figures(deep), figures(first), promise, ratio < 1.25)
