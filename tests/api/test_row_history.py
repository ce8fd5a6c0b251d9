"""History of built-in rows over HTTP: read, restored, undone, and closed to who may not see the row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.server import ADMIN, running_server, signed_in, token_client
from toolwright.cli import build_app

FILES = {
    "workspace.yaml": "title: Desk\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: opened_on, kind: date}
  - {name: owner, kind: user}
""",
}
TABLE = "/api/v1/workspaces/history_desk/tables/tickets"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("history") / "home"


@pytest.fixture(scope="module")
def people(home: Path) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    with running_server(home) as base_url:
        admin = signed_in(base_url, home)
        made = admin.post("/api/v1/workspaces", json={"name": "history_desk", "files": FILES})
        assert made.status_code == 201, made.text
        yield admin, signed_in(base_url, home, "eve@example.org", is_admin=False)


def test_a_row_tells_what_happened_and_goes_back(people: tuple[httpx.Client, httpx.Client]) -> None:
    admin, _ = people
    row = admin.post(f"{TABLE}/rows", json={"title": "a", "opened_on": "2026-11-25"}).json()
    admin.patch(f"{TABLE}/rows/{row['id']}", json={"title": "b"})
    history = admin.get(f"{TABLE}/rows/{row['id']}/history").json()["items"]
    assert [one["verb"] for one in history] == ["updated", "created"]
    assert history[0]["fields"] == [{"column": "title", "before": "a", "after": "b"}]
    assert history[0]["actor"]["name"]
    assert {"column": "opened_on", "before": None, "after": "2026-11-25"} in history[1]["fields"]
    back = admin.post(f"{TABLE}/rows/{row['id']}/restore", json={"change": history[1]["number"]})
    assert (back.status_code, back.json()["values"]["title"]) == (200, "a")
    gone = admin.post(f"{TABLE}/rows/{row['id']}/restore", json={"change": 10_000})
    assert (gone.status_code, gone.json()["code"]) == (404, "history.not_found")


def test_the_bin_and_undo_bring_rows_back(people: tuple[httpx.Client, httpx.Client]) -> None:
    admin, _ = people
    row = admin.post(f"{TABLE}/rows", json={"title": "c"}).json()
    admin.delete(f"{TABLE}/rows/{row['id']}")
    assert admin.get(f"{TABLE}/rows/{row['id']}").status_code == 404
    (entry, *_) = admin.get(f"{TABLE}/deleted").json()["items"]
    assert (entry["row_id"], entry["verb"]) == (row["id"], "deleted")
    undone = admin.post(f"{TABLE}/undo", json={})
    assert undone.json()["items"][0]["id"] == row["id"], undone.text
    assert admin.get(f"{TABLE}/rows/{row['id']}").json()["values"]["title"] == "c"
    assert not [one for one in admin.get(f"{TABLE}/deleted").json()["items"] if one["row_id"] == row["id"]]


def test_a_table_goes_back_to_a_moment(people: tuple[httpx.Client, httpx.Client], home: Path) -> None:
    admin, eve = people
    row = admin.post(f"{TABLE}/rows", json={"title": "before"}).json()
    moment = datetime.now(UTC).isoformat()
    admin.patch(f"{TABLE}/rows/{row['id']}", json={"title": "after"})
    for path in ("restore", "restore/preview"):
        assert eve.post(f"{TABLE}/{path}", json={"at": moment}).status_code == 404
    seen = admin.post(f"{TABLE}/restore/preview", json={"at": moment}).json()["items"]
    assert seen == [{"row_id": row["id"], "verb": "update", "title": "after", "columns": ["title"]}]
    refused = admin.post(f"{TABLE}/restore", json={"at": "2026-11-26T10:00:00"})
    assert (refused.status_code, refused.json()["code"]) == (400, "history.no_moment")
    done = admin.post(f"{TABLE}/restore", json={"at": moment})
    assert [one["values"]["title"] for one in done.json()["items"]] == ["before"], done.text
    here = ["--workspace", "history_desk", "--json"]
    there = [*here, "--url", str(admin.base_url), "--token", token_of(admin, home)]
    for place in ([*here, "--home", str(home)], there):
        admin.patch(f"{TABLE}/rows/{row['id']}", json={"title": "after"})
        asked = ["table", "restore", "tickets", "--at", moment, *place]
        (seen,) = typed(*asked, "--preview")
        assert (seen["row_id"], seen["verb"], seen["columns"]) == (row["id"], "update", ["title"])
        assert admin.get(f"{TABLE}/rows/{row['id']}").json()["values"]["title"] == "after"
        assert typed(*asked) == {"rows": 1}
        assert admin.get(f"{TABLE}/rows/{row['id']}").json()["values"]["title"] == "before"
    assert typed("table", "undo", "tickets", *there) == {"rows": 1}
    assert admin.get(f"{TABLE}/rows/{row['id']}").json()["values"]["title"] == "after"
    me = admin.get("/api/v1/me").json()["email"]
    admin.patch(f"{TABLE}/rows/{row['id']}", json={"title": "by hand"})
    assert typed("table", "undo", "tickets", *here, "--home", str(home), "--as", me) == {"rows": 1}
    assert admin.get(f"{TABLE}/rows/{row['id']}").json()["values"]["title"] == "after"


def test_comments_by_the_command_line(people: tuple[httpx.Client, httpx.Client], home: Path) -> None:
    admin, _ = people
    row = admin.post(f"{TABLE}/rows", json={"title": "talked about"}).json()["id"]
    here = ["--workspace", "history_desk", "--home", str(home)]
    there = ["--workspace", "history_desk", "--url", str(admin.base_url), "--token", token_of(admin, home)]
    for place, who in ((there, []), (here, ["--as", admin.get("/api/v1/me").json()["email"]])):
        said = typed("comment", "add", "tickets", row, "Looks *good*", *place, *who, "--json")
        listed = typed("comment", "list", "tickets", row, *place, "--json")
        assert [(one["id"], one["body"]) for one in listed] == [(said["id"], "Looks *good*")]
        assert listed[0].keys() == said.keys() == admin.get(f"{TABLE}/rows/{row}/comments").json()["items"][0].keys()
        assert "Looks *good*" in typed("comment", "list", "tickets", row, *place, is_json=False)
        taken = typed("comment", "delete", "tickets", row, said["id"], *place, *who, is_json=False)
        assert taken == "Taken back.\n"
        assert typed("comment", "list", "tickets", row, *place, "--json") == []
    for who, said in (([], "--as"), (["--as", "nobody@example.org"], "nobody@example.org")):
        nobody = CliRunner().invoke(build_app(["comment"]), ["comment", "add", "tickets", row, "Hm", *here, *who])
        assert nobody.exit_code in (1, 3)
        assert said in nobody.output


def token_of(admin: httpx.Client, home: Path) -> str:
    """A token of an administrator."""
    return token_client(str(admin.base_url), home).headers["authorization"].removeprefix("Bearer ")


def typed(*arguments: str, is_json: bool = True) -> Any:  # Any: what the command prints
    """What a command prints that ends well."""
    done = CliRunner().invoke(build_app([arguments[0]]), list(arguments))
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout) if is_json else done.stdout


def test_strangers_learn_nothing(people: tuple[httpx.Client, httpx.Client]) -> None:
    admin, eve = people
    row = admin.post(f"{TABLE}/rows", json={"title": "d"}).json()
    for answer in (
        eve.get(f"{TABLE}/rows/{row['id']}/history"),
        eve.get(f"{TABLE}/deleted"),
        eve.post(f"{TABLE}/rows/{row['id']}/restore", json={"change": 1}),
        eve.post(f"{TABLE}/undo", json={}),
    ):
        assert answer.status_code == 404, answer.text


def test_people_are_named_until_they_are_gone(people: tuple[httpx.Client, httpx.Client]) -> None:
    admin, eve = people
    users = admin.get("/api/v1/users").json()["items"]
    eve_id = next(user["id"] for user in users if user["email"] == "eve@example.org")
    admin.put("/api/v1/workspaces/history_desk/people/eve@example.org", json={"roles": ["power"]})
    row = eve.post(f"{TABLE}/rows", json={"title": "e", "owner": ADMIN}).json()
    names = {"expand": "created_by,updated_by[],owner[]", "fields": "created_by,updated_by,owner"}
    asked = {**names, "filter": f"id == {row['id']}"}
    (listed,) = eve.get(f"{TABLE}/rows", params=asked).json()["items"]
    ada = next(user["name"] for user in users if user["email"] == ADMIN)
    assert listed["created_by"] == {"id": eve_id, "name": "Eve"}
    assert (listed["updated_by"], listed["updated_by[]"]["name"]) == (eve_id, "Eve")
    assert listed["owner[]"] == {"email": ADMIN, "name": ada}
    assert admin.delete(f"/api/v1/users/{eve_id}").status_code in (200, 204)
    (listed,) = admin.get(f"{TABLE}/rows", params=asked).json()["items"]
    assert listed["created_by"]["name"] == "Former user"
    one = admin.get(f"{TABLE}/rows/{row['id']}", params={"expand": "created_by"}).json()["values"]
    assert one["created_by"] == {"id": eve_id, "name": "Former user"}
    history = admin.get(f"{TABLE}/rows/{row['id']}/history").json()["items"]
    assert history[0]["actor"] == {"id": eve_id, "name": "Former user"}


def test_names_are_told_to_people_of_the_workspace_only(people: tuple[httpx.Client, httpx.Client]) -> None:
    admin, _ = people
    role = {"title": "Public", "grants": [{"table": "tickets", "can": ["read"]}]}
    assert admin.put("/api/v1/workspaces/history_desk/roles/public", json=role).status_code in (200, 201)
    admin.post(f"{TABLE}/rows", json={"title": "seen by all", "owner": ADMIN})
    asked = {"expand": "created_by,owner", "filter": "title == 'seen by all'"}
    with httpx.Client(base_url=str(admin.base_url)) as nobody:
        (listed,) = nobody.get(f"{TABLE}/rows", params=asked).json()["items"]
    assert listed["created_by"]["name"] == "Somebody"
    assert listed["owner"] == {"email": ADMIN, "name": ADMIN}
