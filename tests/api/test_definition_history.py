"""The history of one definition over HTTP and on the command line: what became of it, and having it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import running_server, signed_in
from toolwright.cli import app as command_line

W = "/api/v1/workspaces/archive"
PATH = "apps/desk/screens/list.yaml"
FILES = {
    "workspace.yaml": "title: Archive\n",
    "tables/papers.yaml": "title: Papers\ncolumns:\n  - {name: name, kind: text}\n  - {name: place, kind: text}\n",
    "roles/staff.yaml": "title: Staff\ninherits: [basic]\n",
    "apps/desk/app.yaml": "title: Desk\nhome: list\n",
    PATH: "title: Papers\npath: /\ncontent:\n  - {kind: table, id: papers, rows: {table: papers}, columns: [name, place]}\n",
}


@pytest.fixture(scope="module", params=BOTH)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with kept_in(request, "archive"):
        yield tmp_path_factory.mktemp("archive") / "home"


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    with running_server(home) as base_url:
        yield base_url


@pytest.fixture
def builder(url: str, home: Path) -> Iterator[httpx.Client]:
    """An archive that nothing was published of."""
    client = signed_in(url, home)
    made = client.post("/api/v1/workspaces", json={"name": "archive", "files": FILES})
    assert made.status_code == 201, made.text
    yield client
    assert client.delete(W).status_code == 204


def _history(client: httpx.Client, path: str = PATH) -> list[tuple[object, object, object]]:
    answer = client.get(f"{W}/history", params={"path": path})
    assert answer.status_code == 200, answer.text
    return [(one["revision"], one["version"], one["what"]) for one in answer.json()["items"]]


def _title(client: httpx.Client, title: str) -> None:
    screen = client.get(f"{W}/apps/desk/screens/list").json()["definition"]
    assert client.put(f"{W}/apps/desk/screens/list", json={**screen, "title": title}).status_code == 200


def test_saved_changes_and_versions_are_told_apart(builder: httpx.Client) -> None:
    assert _history(builder) == [(1, None, "added")]
    _title(builder, "All papers")
    assert builder.put(f"{W}/roles/staff", json={"title": "Clerks"}).status_code == 200
    assert _history(builder) == [(2, None, "changed"), (1, None, "added")]
    found = builder.get(f"{W}/history", params={"path": PATH}).json()
    assert (found["kind"], found["names"], found["title"], found["is_there"]) == (
        "screen",
        ["desk", "list"],
        "All papers",
        True,
    )
    assert (found["items"][0]["message"], found["items"][0]["author"]) == ("Changed screen desk/list", "Ada")

    assert builder.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    _title(builder, "Papers of today")
    assert _history(builder) == [(2, None, "changed"), (None, 1, "added")]  # the draft began as version 1
    assert builder.post(f"{W}/publish", json={"message": "Today"}).status_code == 201
    assert builder.put(f"{W}/roles/staff", json={"title": "Staff"}).status_code == 200
    assert builder.post(f"{W}/publish", json={"message": "Only the role"}).status_code == 201
    assert _history(builder) == [(None, 2, "changed"), (2, None, "changed"), (None, 1, "added")]

    then = builder.get(f"{W}/history/change", params={"path": PATH, "version": 2}).json()
    assert [one["text"] for one in then["details"]] == ['title: "All papers" → "Papers of today"']
    now = builder.get(f"{W}/history/change", params={"path": PATH, "version": 3, "with_now": True}).json()
    assert (now["details"], now["before"]) == ([], now["after"])


def test_a_restored_definition_is_a_change_that_can_be_taken_back(builder: httpx.Client) -> None:
    _title(builder, "Changed")
    assert builder.put(f"{W}/roles/staff", json={"title": "Clerks"}).status_code == 200
    back = builder.post(f"{W}/history/restore", json={"path": PATH, "revision": 1})
    assert (back.status_code, back.json()) == (200, {"revision": 4}), back.text
    files = builder.get(f"{W}/files").json()["files"]
    assert files[PATH] == FILES[PATH]
    assert "Clerks" in files["roles/staff.yaml"]
    assert _history(builder)[0] == (4, None, "changed")
    undone = builder.post(f"{W}/history/restore", json={"path": PATH, "revision": 3, "expect_revision": 4})
    assert undone.status_code == 200, undone.text
    assert "Changed" in builder.get(f"{W}/files").json()["files"][PATH]
    stale = builder.post(f"{W}/history/restore", json={"path": PATH, "revision": 1, "expect_revision": 4})
    assert (stale.status_code, stale.json()["code"]) == (409, "workspace.stale")
    lines = builder.get("/api/v1/audit", params={"limit": 5}).json()["items"]
    assert "restore_definition" in {line["verb"] for line in lines}


def test_what_was_removed_comes_back_and_goes_again(builder: httpx.Client) -> None:
    assert builder.delete(f"{W}/roles/staff").status_code == 204
    found = builder.get(f"{W}/history", params={"path": "roles/staff.yaml"}).json()
    assert (found["is_there"], found["title"], found["items"][0]["what"]) == (False, "Staff", "removed")
    assert builder.post(f"{W}/history/restore", json={"path": "roles/staff.yaml", "revision": 1}).status_code == 200
    assert builder.get(f"{W}/roles/staff").json()["definition"]["title"] == "Staff"
    assert builder.post(f"{W}/history/restore", json={"path": "roles/staff.yaml", "revision": 2}).status_code == 200
    assert builder.get(f"{W}/roles/staff").status_code == 404


def test_what_no_longer_fits_is_refused_with_the_place(builder: httpx.Client) -> None:
    empty = {"title": "Papers", "path": "/", "content": []}
    assert builder.put(f"{W}/apps/desk/screens/list", json=empty).status_code == 200
    assert builder.delete(f"{W}/tables/papers", params={"allow_loss": True}).status_code == 204
    refused = builder.post(f"{W}/history/restore", json={"path": PATH, "revision": 1})
    assert (refused.status_code, refused.json()["code"]) == (422, "history.no_longer_fits")
    assert any("papers" in error["message"] for error in refused.json()["errors"])
    assert _history(builder)[0][0] == 2


def test_a_table_comes_back_only_where_nothing_is_lost(builder: httpx.Client) -> None:
    table = {**builder.get(f"{W}/tables/papers").json()["definition"]}
    wider = {"title": "Papers", "columns": [*table["columns"], {"name": "shelf", "kind": "text"}]}
    assert builder.put(f"{W}/tables/papers", json=wider).status_code == 200
    assert builder.post(f"{W}/tables/papers/rows", json={"name": "One", "shelf": "A"}).status_code == 201
    asked = {"path": "tables/papers.yaml", "revision": 1}
    refused = builder.post(f"{W}/history/restore", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (409, "schema.loses_data")
    assert builder.post(f"{W}/history/restore", json={**asked, "allow_loss": True}).status_code == 200
    assert "shelf" not in builder.get(f"{W}/tables/papers/rows").json()["items"][0]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"path": "roles/nobody.yaml"}, 404, "definition.not_found"),
        ({"path": "../secret.key"}, 400, "file.unknown"),
    ],
)
def test_what_there_never_was(builder: httpx.Client, asked: dict[str, str], status: int, code: str) -> None:
    answer = builder.get(f"{W}/history", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_moments_that_are_not_known(builder: httpx.Client) -> None:
    answers = [
        builder.get(f"{W}/history/change", params={"path": PATH, **asked})
        for asked in ({}, {"revision": 1, "version": 1}, {"revision": 99}, {"version": 1})
    ]
    assert [answer.json()["code"] for answer in answers] == [
        "history.no_moment",
        "history.no_moment",
        "history.no_revision",
        "version.not_found",
    ]


def test_the_history_is_for_builders(builder: httpx.Client, url: str, home: Path) -> None:
    reader = signed_in(url, home, "hilda.reader@example.org", is_admin=False)
    assert reader.get(f"{W}/history", params={"path": PATH}).status_code == 404
    assert reader.post(f"{W}/history/restore", json={"path": PATH, "revision": 1}).status_code == 404


def test_on_the_command_line(builder: httpx.Client, home: Path) -> None:
    _title(builder, "Changed")
    runner = CliRunner()

    def asked(*words: str) -> str:
        done = runner.invoke(command_line, ["history", *words, "--workspace", "archive", "--home", str(home)])
        assert done.exit_code == 0, done.output
        return done.output

    assert "Changed screen desk/list" in asked("list", PATH)
    assert 'title: "Papers" → "Changed"' in asked("changes", PATH, "2")
    assert "title" in asked("changes", PATH, "1", "--now")
    assert "is as of revision 1 again: revision 3" in asked("restore", PATH, "1")
    assert builder.get(f"{W}/files").json()["files"][PATH] == FILES[PATH]
    wrong = runner.invoke(command_line, ["history", "restore", PATH, "x", "--workspace", "archive"])
    assert wrong.exit_code == 2
