"""Variables over HTTP, the command line and screens: secret values come in, and never out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import Server, in_home, new_client, signed_in, started_server
from tests.tables.shop import FILES, SHOP
from toolwright.cli import app as command_line
from toolwright.commands.create_token import create_token
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

W = f"/api/v1/workspaces/{SHOP}"
SECRET = "correct-horse-battery"
SCREEN = """\
title: Start
path: /
content:
  - {kind: text, text: "Region {{ env.region }}"}
  - {kind: table, id: customers, rows: {table: customers, filter: "city == env.region"}, columns: [name]}
"""
APP = {"apps/desk/app.yaml": "title: Desk\naccess: basic\nhome: start\n", "apps/desk/screens/start.yaml": SCREEN}
VARIABLES = {
    "variables/region.yaml": "title: Region\ndefault: Bonn\n",
    "variables/token.yaml": "type: secret\n",
    "sources/erp.yaml": """\
title: ERP
kind: postgres
settings: {host: "127.0.0.1", port: 1, database: erp, user: app, password: "{{ env.token }}"}
""",
}


@pytest.fixture(scope="module", params=BOTH)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("variables") / "home"
    with (
        kept_in(request, "variables"),
        started_server(home, {"TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": "127.0.0.1"}) as started,
    ):
        yield started


@pytest.fixture(scope="module")
def builder(server: Server) -> httpx.Client:
    client = signed_in(server.url, server.home)
    made = client.post("/api/v1/workspaces", json={"name": SHOP, "files": {**FILES, **APP, **VARIABLES}})
    assert made.status_code == 201, made.text
    for name, city in (("Acme", "Bonn"), ("Bolt", "Kiel")):
        assert client.post(f"{W}/tables/customers/rows", json={"name": name, "city": city}).status_code == 201
    return client


def test_values_come_in_and_secrets_never_out(builder: httpx.Client, server: Server) -> None:
    set_ = builder.put(f"{W}/variables/token/value", json={"value": SECRET})
    assert (set_.status_code, set_.json()["is_set"], set_.json()["value"]) == (200, True, None)
    tested = builder.post(f"{W}/sources/erp/check", headers={"accept": "application/json"})
    answers = [
        set_,
        builder.get(f"{W}/variables"),
        builder.get(f"{W}/variables/token"),
        builder.get(f"{W}/files"),
        builder.get(f"{W}/sources/erp"),
        tested,
        builder.get("/api/v1/audit?limit=100"),
        builder.put(f"{W}/variables/token/value", json={"value": [SECRET]}),
        builder.put(f"{W}/variables/token/value", json={"value": SECRET, "more": SECRET}),
        builder.put(f"{W}/variables/token/value?env=test", json={"value": SECRET}),
        builder.put(f"{W}/variables/token/value", json={"value": SECRET * 1000}),
    ]
    assert [one.status_code for one in answers] == [200] * 7 + [400] * 4, [one.text for one in answers]
    for answer in answers:
        assert SECRET not in answer.text, answer.request.url
    said = [(one["verb"], one["resource"]) for one in answers[6].json()["items"]]
    assert ("set_variable", f"variable/{SHOP}/token") in said
    assert SECRET not in server.log()
    for file in server.home.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def test_screens_and_their_conditions_read_plain_variables(builder: httpx.Client, server: Server) -> None:
    page = builder.get(f"/apps/{SHOP}/desk/").text
    assert "Region Bonn" in page
    assert "Acme" in page
    assert "Bolt" not in page
    assert builder.put(f"{W}/variables/region/value", json={"value": "Kiel"}).status_code == 200
    page = builder.get(f"/apps/{SHOP}/desk/").text
    assert "Region Kiel" in page
    assert "Bolt" in page
    assert "Acme" not in page
    assert builder.delete(f"{W}/variables/region/value").json()["is_set"] is False
    assert "Region Bonn" in builder.get(f"/apps/{SHOP}/desk/").text
    screen = {"title": "S", "path": "/", "content": [{"kind": "text", "text": "{{ env.token }}"}]}
    refused = builder.put(f"{W}/apps/desk/screens/start", json=screen)
    assert (refused.status_code, refused.json()["code"]) == (422, "expression.unknown_field")
    everything = {"title": "S", "path": "/all", "content": [{"kind": "text", "text": "{{ to_json(env) }}"}]}
    assert builder.put(f"{W}/apps/desk/screens/all", json=everything).status_code == 200
    assert SECRET not in builder.get(f"/apps/{SHOP}/desk/all").text
    assert builder.delete(f"{W}/apps/desk/screens/all").status_code == 204


def test_a_source_is_tested_with_variables_before_it_is_connected(builder: httpx.Client, server: Server) -> None:
    database = server.home.parent / "drafted.db"
    with sqlite3.connect(database) as connection:
        connection.execute("create table papers (id integer primary key)")
    connection.close()

    def tested(client: httpx.Client, **more: object) -> httpx.Response:
        settings = {"path": f"{database.parent}/{{{{ env.drafted_name }}}}.db"}
        asked = {"kind": "sqlite", "settings": settings, **more}
        return client.post(f"{W}/sources/check", json=asked, headers={"accept": "application/json"})

    assert builder.put(f"{W}/variables/drafted_name", json={"title": "Name"}).status_code == 200
    missing = tested(builder)
    assert (missing.status_code, missing.json()["code"]) == (422, "variable.no_value")
    assert "drafted_name" in missing.json()["detail"]
    assert builder.put(f"{W}/variables/drafted_name/value", json={"value": "drafted"}).status_code == 200
    steps = tested(builder)
    assert steps.status_code == 200
    assert all(step["ok"] for step in steps.json())
    assert builder.get(f"{W}/sources").json()["items"][0]["name"] == "erp"  # nothing was connected
    assert tested(builder, kind=None).json()["code"] == "source.no_kind"
    assert tested(new_client(server.url)).status_code == 401
    assert builder.delete(f"{W}/variables/drafted_name").status_code == 204


def test_nobody_else_sees_them(builder: httpx.Client, server: Server) -> None:
    member = signed_in(server.url, server.home, "eve@example.org", is_admin=False)
    eve = next(one for one in builder.get("/api/v1/users").json()["items"] if one["email"] == "eve@example.org")
    builder.put(f"/api/v1/users/{eve['id']}/roles", json={"workspace": SHOP, "roles": ["power"]})
    for ask in (
        lambda client: client.get(f"{W}/variables"),
        lambda client: client.get(f"{W}/variables/region"),
        lambda client: client.put(f"{W}/variables/region/value", json={"value": "x"}),
        lambda client: client.delete(f"{W}/variables/region/value"),
        lambda client: client.put(f"{W}/variables/mine", json={}),
        lambda client: client.delete(f"{W}/variables/region"),
    ):
        assert ask(member).status_code == 403
        assert ask(new_client(server.url)).status_code in (401, 403)


def test_definitions_and_what_reads_them(builder: httpx.Client) -> None:
    made = builder.put(f"{W}/variables/limit", json={"type": "whole", "default": "5", "title": "Limit"})
    assert (made.status_code, made.json()["default"], made.json()["is_set"]) == (200, "5", False)
    assert builder.put(f"{W}/variables/limit", json={"type": "whole", "default": "x"}).status_code == 422
    assert builder.put(f"{W}/variables/Not-A-Name", json={}).status_code in (400, 422)
    for name, code in (("region", "expression.unknown_field"), ("token", "reference.variable")):
        kept = builder.delete(f"{W}/variables/{name}")
        assert (kept.status_code, kept.json()["code"]) == (422, code)
    assert builder.delete(f"{W}/variables/limit").status_code == 204
    gone = builder.get(f"{W}/variables/limit")
    assert (gone.status_code, gone.json()["code"]) == (404, "variable.not_found")


def test_command_line_here_and_there(builder: httpx.Client, server: Server) -> None:
    async def token(services: Services) -> str:
        return (await create_token(services, OPERATOR, name="cli", user="ada@example.org"))[1]

    raw = in_home(server.home, token)
    for place in (["--home", str(server.home)], ["--url", server.url, "--token", raw]):
        where = ["--workspace", SHOP, *place]

        def said(*words: str, given: str | None = None, where: list[str] = where) -> str:
            done = CliRunner().invoke(command_line, ["variable", *words, *where], input=given)
            assert done.exit_code == 0, done.output
            return done.output

        said("define", "key", "--type", "secret")
        said("define", "floor", "--type", "whole", "--default", "3")
        said("set", "key", given=f"{SECRET}\n")
        said("set", "floor", "--value", "4", "--env", "production")
        listed = said("list")
        assert "(set)" in listed
        assert SECRET not in listed
        said("clear", "key")
        assert "(set)" not in said("list", "--json").partition("key")[2].partition("}")[0]
        said("delete", "key")
        said("delete", "floor")
    wrong = CliRunner().invoke(
        command_line,
        ["variable", "set", "region", "--value", "x", "--env", "test", "--workspace", SHOP, "--home", str(server.home)],
    )
    assert wrong.exit_code != 0


def test_publishing_says_what_has_no_value_in_production(builder: httpx.Client) -> None:
    assert builder.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    assert builder.put(f"{W}/variables/added", json={"type": "secret"}).status_code == 200
    drafted = builder.put(f"{W}/variables/added/value", json={"value": "x"})
    assert drafted.json()["is_set"]
    plan = builder.post(f"{W}/publish/plan", json={}).json()
    assert plan["missing_values"] == ["added"]
    refused = builder.put(f"{W}/variables/other?env=production", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "workspace.published")
    assert builder.post(f"{W}/publish", json={"message": "Added"}).status_code == 201
    listed = {
        env: {one["name"]: one["is_set"] for one in builder.get(f"{W}/variables?env={env}").json()["items"]}
        for env in ("development", "production")
    }
    assert (listed["development"]["added"], listed["production"]["added"]) == (True, False)
    assert builder.put(f"{W}/variables/added/value?env=production", json={"value": "y"}).status_code == 200
