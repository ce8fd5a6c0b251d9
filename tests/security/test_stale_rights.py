"""Rights that end, end at once, also for a page that is open and listens for changes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.support.server import Server, signed_in

W = "/api/v1/workspaces/stale"
ROW = f"{W}/tables/db.note/rows/1"


@pytest.fixture(scope="module")
def admin(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An administrator, with a generated app."""
    path = tmp_path_factory.mktemp("stale") / "stale.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, name TEXT)")
        database.execute("INSERT INTO note VALUES (1, 'first')")
        database.commit()
    client = signed_in(server.url, server.home)
    body = {"url": f"sqlite:///{path}", "workspace": "stale", "source_name": "db", "title": "Stale"}
    assert client.post("/api/v1/generate", json=body).status_code == 201
    yield client
    assert client.delete(W).status_code == 204


def _person(admin: httpx.Client) -> str:
    found = admin.get("/api/v1/users?search=eve@example.org").json()["items"]
    return str(next(user["id"] for user in found if user["email"] == "eve@example.org"))


def _nothing(admin: httpx.Client, person: str) -> None:
    """They may go on."""


def _sign_out(admin: httpx.Client, person: str) -> None:
    assert admin.delete(f"/api/v1/users/{person}/sessions").status_code < 300


def _disable(admin: httpx.Client, person: str) -> None:
    assert admin.patch(f"/api/v1/users/{person}", json={"is_active": False}).status_code == 200


def _take_roles(admin: httpx.Client, person: str) -> None:
    assert admin.put(f"/api/v1/users/{person}/roles", json={"workspace": "stale", "roles": []}).status_code == 200


@pytest.mark.parametrize(
    ("change", "tells"), [(_nothing, True), (_sign_out, False), (_take_roles, False), (_disable, False)]
)
def test_an_open_page_hears_nothing_more(
    server: Server, admin: httpx.Client, change: Callable[[httpx.Client, str], None], tells: bool
) -> None:
    eve = signed_in(server.url, server.home, "eve@example.org", is_admin=False)
    person = _person(admin)
    assert (
        admin.put(f"/api/v1/users/{person}/roles", json={"workspace": "stale", "roles": ["viewer"]}).status_code == 200
    )
    screens = admin.get(f"{W}/apps/stale/screens").json()["items"]
    (name,) = (screen["name"] for screen in screens if screen["path"] == "/note")
    with eve.stream("GET", f"/apps/stale/stale/_live?screen={name}:9999999999") as stream:
        assert stream.status_code == 200
        lines = stream.iter_lines()
        assert next(lines).startswith("retry")
        change(admin, person)
        assert admin.patch(ROW, json={"name": f"after {change.__name__}"}).status_code == 200
        heard = next((line for line in lines if line.startswith("event")), None)  # None: the stream has ended
    assert heard == ("event: changed" if tells else None)
    assert (eve.get(ROW).status_code == 200) is tells
