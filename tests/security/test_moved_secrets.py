"""A stored password is sent only where it was entered for, whichever way a source comes to another address."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.peers.fixture import Database
from tests.support.server import Server, signed_in

W = "/api/v1/workspaces/moving"
JSON_ONLY = {"accept": "application/json"}
DB = "sources/db.yaml"
AT_HOME = "title: Db\nkind: postgres\nsettings: {host: 127.0.0.1, database: x, user: app, password: hunter-two}\n"
KEPT = AT_HOME.replace("hunter-two", "{secret: true}")
ELSEWHERE = KEPT.replace("127.0.0.1", "127.0.0.9")
INTERNAL = "columns:\n- {name: title, kind: text}\n"


@pytest.fixture
def admin(server: Server) -> Iterator[httpx.Client]:
    """An administrator with an empty workspace."""
    client = signed_in(server.url, server.home)
    assert client.post("/api/v1/workspaces", json={"name": "moving", "title": "Moving"}).status_code == 201
    yield client
    assert client.delete(W).status_code == 204


def push(admin: httpx.Client, **files: str) -> httpx.Response:
    """The workspace as these files say; `table_…` is one of its own tables, the others are sources."""
    places = {name: f"tables/{name}.yaml" if name.startswith("table_") else f"sources/{name}.yaml" for name in files}
    texts = {"workspace.yaml": "title: Moving\n", **{places[name]: text for name, text in files.items()}}
    return admin.put(f"{W}/files", json={"files": texts})


def sealed(home: Path) -> list[str]:
    """What the vault holds for the workspace."""
    with contextlib.closing(sqlite3.connect(home / "toolwright.db")) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM secret WHERE workspace = 'moving' ORDER BY 1")]


@pytest.mark.parametrize("table", [{}, {"table_note": INTERNAL}], ids=["files alone", "with a change of tables"])
def test_what_goes_takes_its_password_along(admin: httpx.Client, server: Server, table: dict[str, str]) -> None:
    assert push(admin, db=AT_HOME).status_code == 200
    assert sealed(server.home) == ["sources/db/password"]
    assert push(admin, **table).status_code == 200
    assert sealed(server.home) == []
    assert push(admin, db=ELSEWHERE).status_code == 200  # as on a new installation, where it is entered later
    assert sealed(server.home) == []


def test_a_new_name_is_a_new_source(admin: httpx.Client, server: Server) -> None:
    push(admin, db=AT_HOME)
    assert push(admin, renamed=ELSEWHERE).status_code == 200
    assert sealed(server.home) == []


def test_a_password_that_was_taken_out_does_not_come_back(admin: httpx.Client, server: Server) -> None:
    """In three steps: no password, another host, and a password again."""
    push(admin, db=AT_HOME)
    without = KEPT.replace(", password: {secret: true}", "")
    for text in (without, without.replace("127.0.0.1", "127.0.0.9"), ELSEWHERE):
        assert push(admin, db=text).status_code == 200
        assert sealed(server.home) == []


@pytest.mark.parametrize(
    "text",
    [
        ELSEWHERE,
        KEPT.replace("host:", "port: 5433, host:"),
        KEPT.replace("kind: postgres", "kind: mysql"),
        ELSEWHERE.replace("kind: postgres", "kind: mysql"),
    ],
)
def test_another_server_is_refused_until_it_is_entered_again(admin: httpx.Client, server: Server, text: str) -> None:
    push(admin, db=AT_HOME)
    refused = push(admin, db=text)
    assert (refused.status_code, refused.json()["code"]) == (400, "source.secret_moved")
    with_table = push(admin, db=text, table_note=INTERNAL)
    assert with_table.json()["code"] == "source.secret_moved"
    assert sealed(server.home) == ["sources/db/password"]
    assert push(admin, db=text.replace("{secret: true}", "another")).status_code == 200
    assert sealed(server.home) == ["sources/db/password"]


def test_another_kind_and_back_finds_nothing(admin: httpx.Client, server: Server) -> None:
    push(admin, db=AT_HOME)
    assert push(admin, db="title: Db\nkind: sqlite\nsettings: {path: /nowhere.db}\n").status_code == 200
    assert sealed(server.home) == []
    assert push(admin, db=ELSEWHERE).status_code == 400  # of another kind before, so it has to be entered


def test_what_stays_keeps_its_password(admin: httpx.Client, server: Server) -> None:
    push(admin, db=AT_HOME, other=AT_HOME)
    changed = KEPT.replace("title: Db", "title: Database")
    assert push(admin, db=changed, other=KEPT).status_code == 200
    assert push(admin, db=changed, other=KEPT, table_note=INTERNAL).status_code == 200
    assert sealed(server.home) == ["sources/db/password", "sources/other/password"]
    assert admin.delete(f"{W}/sources/other").status_code == 204
    assert sealed(server.home) == ["sources/db/password"]


@pytest.mark.peer
def test_the_server_it_was_entered_for_gets_it_and_no_other(postgres_database: Database, admin: httpx.Client) -> None:
    assert admin.post(f"{W}/sources", json={"url": postgres_database.url, "name": "db"}).status_code == 201
    settings = admin.get(f"{W}/sources/db").json()["settings"]
    for elsewhere in ({"host": "127.0.0.2"}, {"port": 1}, {"host": "localhost"}):
        refused = admin.patch(f"{W}/sources/db", json={"settings": {**settings, **elsewhere}})
        assert (refused.status_code, refused.json()["code"]) == (400, "source.secret_moved")
    assert [step["ok"] for step in admin.post(f"{W}/sources/db/check", headers=JSON_ONLY).json()] == [True] * 5
    files = admin.get(f"{W}/files").json()["files"]
    without = {path: text for path, text in files.items() if "db" not in path}
    for step in (without, files):
        assert admin.put(f"{W}/files", json={"files": step}).status_code == 200
    last = admin.post(f"{W}/sources/db/check", headers=JSON_ONLY).json()[-1]
    assert (last["name"], last["ok"]) == ("sign_in", False)  # the password went with the source
