"""Versions over HTTP: what is drafted shows to builders only, and to everybody once it is published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import in_home, running_server, signed_in
from tests.tables.shop import FILES, SHOP
from toolwright.cli import app as command_line
from toolwright.commands.create_token import create_token
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

W = f"/api/v1/workspaces/{SHOP}"
DRAFT = f"{SHOP}@development"
LIST = """\
title: Customers
path: /
content:
  - {kind: table, id: customers, rows: {table: customers}, columns: [name]}
  - {kind: text, text: "{{ workspace.environment }}"}
"""
APP = {
    "apps/desk/app.yaml": "title: Desk\naccess: basic\nhome: list\n",
    "apps/desk/screens/list.yaml": LIST,
    "tables/customers.yaml": FILES["tables/customers.yaml"] + "  - {name: papers, kind: attachment}\n",
}
STAFF = "title: Staff\ninherits: [basic]\ngrants:\n  - {table: customers, can: [read, update]}\n"


@pytest.fixture(scope="module", params=BOTH)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with everything in files, and one whose metadata and tables are in PostgreSQL."""
    with kept_in(request, "versions"):
        yield tmp_path_factory.mktemp("versions") / "home"


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    with running_server(home) as base_url:
        yield base_url


@pytest.fixture(scope="module")
def builder(url: str, home: Path) -> httpx.Client:
    """A published shop with one customer, who has a paper."""
    client = signed_in(url, home)
    files = {**FILES, **APP, "roles/staff.yaml": STAFF}
    assert client.post("/api/v1/workspaces", json={"name": SHOP, "files": files}).status_code == 201
    sent = client.post(f"{W}/tables/customers/files/upload?column=papers&name=a.txt", content=b"paper", headers=_BYTES)
    assert sent.status_code == 201, sent.text
    row = {"name": "Acme", "papers": sent.json()["id"]}
    assert client.post(f"{W}/tables/customers/rows", json=row).status_code == 201
    assert client.post(f"{W}/tables/orders/rows", json={"customer_id": 1, "code": "o1"}).status_code == 201
    plan = client.post(f"{W}/publish/plan", json={}).json()
    assert plan["schema_plan"] is None
    assert {change["what"] for change in plan["changes"]} == {"added"}
    made = client.post(f"{W}/publish", json={"message": "First"})
    assert made.status_code == 201, made.text
    return client


@pytest.fixture(scope="module")
def member(builder: httpx.Client, url: str, home: Path) -> httpx.Client:
    """Somebody who uses the app."""
    client = signed_in(url, home, "eve@example.org", is_admin=False)
    eve = next(one for one in builder.get("/api/v1/users").json()["items"] if one["email"] == "eve@example.org")
    given = builder.put(f"/api/v1/users/{eve['id']}/roles", json={"workspace": SHOP, "roles": ["staff"]})
    assert given.status_code == 200, given.text
    return client


_BYTES = {"content-type": "application/octet-stream"}


def test_definitions_are_those_of_the_draft_and_rows_those_of_production(builder: httpx.Client) -> None:
    changed = {"title": "Clients", "path": "/", "content": []}
    before = builder.get(f"{W}/files", params={"env": "production"}).json()
    stored = builder.put(f"{W}/apps/desk/screens/list", json=json.loads(json.dumps(changed)))
    assert stored.status_code == 200, stored.text
    assert builder.get(f"{W}/files", params={"env": "production"}).json() == before
    assert "Clients" in builder.get(f"{W}/files").json()["files"]["apps/desk/screens/list.yaml"]
    assert builder.get(f"/api/v1/workspaces/{DRAFT}/files").json() == builder.get(f"{W}/files").json()
    changes = builder.get(f"{W}/changes").json()["items"]
    assert [change["path"] for change in changes] == ["apps/desk/screens/list.yaml"]
    assert 'title: "Customers" → "Clients"' in [detail["text"] for detail in changes[0]["details"]]
    put = builder.put(f"{W}/apps/desk/screens/list", params={"env": "production"}, json=changed)
    assert (put.status_code, put.json()["code"]) == (409, "workspace.published")
    files = builder.get(f"{W}/files").json()
    files["files"]["apps/desk/screens/list.yaml"] = LIST
    back = builder.put(f"{W}/files", json={"files": files["files"], "expect_revision": files["revision"]})
    assert back.status_code == 200, back.text
    assert builder.get(f"{W}/changes").json()["items"] == []

    mine = builder.post(f"{W}/tables/customers/rows", params={"env": "development"}, json={"name": "Only drafted"})
    assert mine.status_code == 201, mine.text
    names = {
        env: {row["name"] for row in builder.get(f"{W}/tables/customers/rows", params=asked).json()["items"]}
        for env, asked in (("none", {}), ("production", {"env": "production"}), ("development", {"env": "development"}))
    }
    assert names["none"] == names["production"] == {"Acme"}
    assert names["development"] == {"Acme", "Only drafted"}


def test_environments_that_do_not_exist(builder: httpx.Client) -> None:
    asked = [
        builder.get(f"{W}/tables/customers/rows", params={"env": "test"}),
        builder.get(f"{W}/files", params={"env": "test"}),
        builder.get(f"/api/v1/workspaces/{SHOP}@test/files"),
        builder.get(f"/api/v1/workspaces/{DRAFT}/files", params={"env": "production"}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in asked] == [(400, "environment.unknown")] * 4
    assert builder.get(f"/apps/{SHOP}@test/desk/").status_code == 404


def test_files_of_rows_are_there_in_both(builder: httpx.Client) -> None:
    row = builder.get(f"/api/v1/workspaces/{DRAFT}/tables/customers/rows/1").json()
    paper = row["values"]["papers"]
    for name in (SHOP, DRAFT):
        found = builder.get(f"/api/v1/workspaces/{name}/tables/customers/rows/1/files/papers/{paper['id']}")
        assert (found.status_code, found.content) == (200, b"paper")


def test_draft_of_an_app_is_for_builders(builder: httpx.Client, member: httpx.Client) -> None:
    mine = builder.get(f"/apps/{DRAFT}/desk/")
    assert mine.status_code == 200, mine.text
    assert "development" in mine.text
    assert "production" in builder.get(f"/apps/{SHOP}/desk/").text
    theirs = member.get(f"/apps/{SHOP}/desk/")
    assert theirs.status_code == 200
    assert "Acme" in theirs.text
    assert member.get(f"/apps/{DRAFT}/desk/").status_code in (403, 404)
    for path in ("tables/customers/rows", "tables/customers/rows/1", "files", "tables"):
        answer = member.get(f"/api/v1/workspaces/{DRAFT}/{path}")
        assert answer.status_code in (403, 404), path
        assert "Acme" not in answer.text
    for path in ("environments", "versions", "versions/1", "changes"):
        assert member.get(f"{W}/{path}").status_code in (403, 404), path
    for path, body in (
        ("publish", {"message": "x"}),
        ("rollback", {"version": 1}),
        ("draft", {}),
        ("publish/plan", {}),
    ):
        assert member.post(f"{W}/{path}", json=body).status_code in (403, 404), path
    assert member.delete(f"{W}/draft").status_code in (403, 404)


def test_publishing_and_going_back(builder: httpx.Client, member: httpx.Client) -> None:
    files = builder.get(f"{W}/files").json()["files"]
    files["tables/customers.yaml"] = files["tables/customers.yaml"].replace("name: city", "name: town")
    files["apps/desk/screens/list.yaml"] = LIST.replace("columns: [name]", "columns: [name, town]")
    pushed = builder.put(f"{W}/files", json={"files": files, "rename": ["customers.city=town"]})
    assert pushed.status_code == 200, pushed.text
    assert "Town" not in member.get(f"/apps/{SHOP}/desk/").text
    plan = builder.post(f"{W}/publish/plan", json={}).json()
    assert [one["what"] for one in plan["schema_plan"]["planned"]] == ["rename_column"]
    assert plan["schema_plan"]["loses"] == []
    made = builder.post(f"{W}/publish", json={"message": "Towns"})
    assert (made.status_code, made.json()["number"]) == (201, 2)
    assert "Town" in member.get(f"/apps/{SHOP}/desk/").text
    versions = builder.get(f"{W}/versions").json()
    assert versions["served"] == 2
    assert [(one["number"], one["message"]) for one in versions["items"]] == [(2, "Towns"), (1, "First")]
    assert "name: city" in builder.get(f"{W}/versions/1").json()["files"]["tables/customers.yaml"]
    assert builder.get(f"{W}/versions/7").status_code == 404
    back = builder.post(f"{W}/rollback", json={"version": 1})
    assert back.status_code == 200, back.text
    assert "Town" not in member.get(f"/apps/{SHOP}/desk/").text
    audited = [one["verb"] for one in builder.get("/api/v1/audit").json()["items"]]
    assert audited[0] == "roll_back"
    assert "publish" in audited


def test_command_line_does_the_same(builder: httpx.Client, url: str, home: Path) -> None:
    async def token(services: Services) -> str:
        return (await create_token(services, OPERATOR, name="cli", scopes=None, user="ada@example.org"))[1]

    remote = ["--url", url, "--token", in_home(home, token)]
    for where in (remote, ["--home", str(home)]):
        listed = json.loads(_run("version", "list", "--workspace", SHOP, "--json", *where))
        assert listed["served"] == 1
        assert [one["number"] for one in listed["items"]] == [2, 1]
        assert "columns › town" in _run("version", "changes", "--workspace", SHOP, *where)
        assert "is called 'town' from now on" in _run("rollback", "2", "--workspace", SHOP, "--plan", *where)
        assert "Version 2 of shop is served." in _run("rollback", "2", "--workspace", SHOP, *where)
        assert "Version 1 of shop is served." in _run("rollback", "1", "--workspace", SHOP, *where)
        assert "Changed table Customers" in _run("publish", "--workspace", SHOP, "--plan", *where)
    assert "Version 2 of shop is published." in _run("publish", "--workspace", SHOP, *remote)
    nothing = CliRunner().invoke(command_line, ["publish", "--workspace", SHOP, *remote])
    assert nothing.exit_code == 5
    assert "gone" in _run("version", "draft", "--workspace", SHOP, "--discard", *remote)
    assert "ready" in _run("version", "draft", "--workspace", SHOP, "--no-rows", *remote)
    assert builder.get(f"{W}/tables/customers/rows", params={"env": "development"}).json()["items"] == []


def _run(*words: str) -> str:
    done = CliRunner().invoke(command_line, list(words))
    assert done.exit_code == 0, done.output
    return done.output
