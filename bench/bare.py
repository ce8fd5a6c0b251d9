"""The limit that rows are measured against: a bare ASGI handler doing the same SQL over the same file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import orjson

COLUMNS = ("id", "number", "title", "status", "priority", "assignee", "amount", "created_at", "note")
LIST = (
    "SELECT id, number, title, status, priority, assignee, amount, created_at, note FROM ticket "
    "WHERE status = ? AND priority = ? ORDER BY created_at DESC, id LIMIT 50"
)
GET = "SELECT id, number, title, status, priority, assignee, amount, created_at, note FROM ticket WHERE id = ?"
NEWEST = (
    "SELECT id, number, title, status, priority, assignee, amount, created_at FROM ticket "
    "ORDER BY created_at DESC, id LIMIT 51"
)
COUNT = "SELECT count(*) FROM (SELECT 1 FROM ticket LIMIT 10001)"
FIRST = "SELECT id, title, status FROM ticket ORDER BY id LIMIT 6"
BELOW = "SELECT count(*) FROM ticket WHERE id < ?"
INSERT = (
    "INSERT INTO ticket (number, title, status, priority, assignee, amount, created_at, note) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)

connection = sqlite3.connect(os.environ.get("BENCH_DB", ":memory:"), isolation_level=None, check_same_thread=False)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")

Scope = dict[str, object]
Receive = Callable[[], Awaitable[dict[str, object]]]
Send = Callable[[dict[str, object]], Awaitable[None]]


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /list, GET /get/{id}, POST /create, PATCH /update/{id}, GET /page (one static page), /list_page and /board
    (the queries of those screens, without a page)."""
    if scope["type"] != "http":
        return
    path, method = str(scope["path"]), scope["method"]
    if path == "/list":
        query = parse_qs(bytes(scope["query_string"]).decode())  # type: ignore[arg-type]
        rows = connection.execute(LIST, (query["status"][0], query["priority"][0])).fetchall()
        body = orjson.dumps({"items": [dict(zip(COLUMNS, row, strict=True)) for row in rows]})
    elif path.startswith("/get/"):
        row = connection.execute(GET, (int(path[5:]),)).fetchone()
        body = orjson.dumps(dict(zip(COLUMNS, row, strict=True)))
    elif path in ("/list_page", "/board"):
        body = _queries(of_board=path == "/board")
    elif method == "POST":
        values = orjson.loads(await _body(receive))
        row = connection.execute(INSERT, tuple(values[name] for name in COLUMNS[1:])).fetchone()
        body = orjson.dumps({"id": row[0], **values})
    elif method == "PATCH":
        values = orjson.loads(await _body(receive))
        connection.execute("UPDATE ticket SET status = ? WHERE id = ?", (values["status"], int(path[8:])))
        row = connection.execute(GET, (int(path[8:]),)).fetchone()
        body = orjson.dumps(dict(zip(COLUMNS, row, strict=True)))
    else:
        body = PAGE
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _queries(*, of_board: bool) -> bytes:
    rows = connection.execute(NEWEST).fetchall()
    connection.execute(COUNT).fetchone()
    if of_board:
        connection.execute(FIRST).fetchall()
        for most in (100, 200, 300, 400):
            connection.execute(BELOW, (most,)).fetchone()
    return str(len(rows)).encode()


PAGE = b"<!doctype html><title>static</title>" + b"<p>static</p>" * 2000


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(bytes(message.get("body", b"")))  # type: ignore[call-overload]
        if not message.get("more_body"):
            return b"".join(parts)
