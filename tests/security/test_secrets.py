"""Secrets stay where they belong: canaries in every secret, searched for in everything that comes out or stays behind."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.peers.fixture import Database
from tests.support.server import Server, in_home, new_client, signed_in
from toolwright.cli import app as cli_app
from toolwright.commands.create_user import create_user
from toolwright.commands.operator import OPERATOR

W = "/api/v1/workspaces/canary"
JSON_ONLY = {"accept": "application/json"}


class Ear:
    """Keeps every answer, and says which of them hold a canary."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []

    def listen(self, client: httpx.Client) -> httpx.Client:
        def keep(answer: httpx.Response) -> None:
            answer.read()
            self.heard.append(
                (
                    f"{answer.request.method} {answer.request.url}",
                    answer.content + repr(answer.headers.multi_items()).encode(),
                )
            )

        client.event_hooks["response"].append(keep)
        return client

    def holding(self, canary: str) -> list[str]:
        return [place for place, content in self.heard if canary.encode() in content]


def _files(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.name != "secret.key"}


def _process(server: Server) -> bytes:
    """What other people on the machine may see of the server's processes."""
    found = b""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                arguments = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if str(server.home).encode() in arguments:
                found += arguments + (folder / "environ").read_bytes()
    assert found
    return found


async def _role(database: Database, name: str, password: str) -> None:
    await database.run(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'", f"GRANT SELECT ON thing TO {name}")


@pytest.mark.peer
async def test_no_secret_comes_out(postgres_database: Database, server: Server, tmp_path: Path) -> None:
    password, typed, wrong = (f"CANARY-{kind}-{secrets.token_hex(8)}" for kind in ("source", "person", "wrong"))
    role = f"reader_{secrets.token_hex(4)}"
    await postgres_database.run(
        "CREATE TABLE thing (id int PRIMARY KEY, name text)", "INSERT INTO thing VALUES (1, 'x')"
    )
    await _role(postgres_database, role, password)
    try:
        await asyncio.to_thread(_walk, postgres_database, server, tmp_path, role, password, typed, wrong)
    finally:
        await postgres_database.run(f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def _walk(database: Database, server: Server, folder: Path, role: str, password: str, typed: str, wrong: str) -> None:
    behind = database.server
    url = f"postgresql://{role}:{password}@{behind.host}:{behind.port}/{database.name}"
    ear = Ear()
    admin = ear.listen(signed_in(server.url, server.home))
    in_home(server.home, lambda s: create_user(s, OPERATOR, email="bo@example.org", name="Bo", password=typed))
    _use(admin, url, wrong)
    token = _person(ear, server, typed, wrong)
    canaries = [password, typed, wrong]
    for canary in canaries:
        assert ear.holding(canary) == []
        assert canary not in server.log()
        assert canary.encode() not in _process(server)
    for raw in (token, admin.cookies.get("toolwright_session") or next(iter(admin.cookies.values()))):
        assert raw not in server.log()
        assert len(ear.holding(raw)) <= 1  # a token is shown once, when it is made
    home = ("--home", str(server.home))
    out = "".join(
        CliRunner().invoke(cli_app, [*words, *home]).output
        for words in (("pull", str(folder / "desk"), "--workspace", "canary"), ("doctor", "--json"), ("user", "list"))
    )
    out += "".join(path.read_text() for path in (folder / "desk").rglob("*") if path.is_file())
    assert "password: {secret: true}" in out
    for name, content in {**_files(server.home), "out": out.encode()}.items():
        for kept in (*canaries, token):
            assert kept.encode() not in content, name
    assert admin.delete(W).status_code == 204


def _use(admin: httpx.Client, url: str, wrong: str) -> None:
    """Everything that touches a source's password, right and wrong."""
    admin.post("/api/v1/workspaces", json={"name": "canary", "title": "Canary"})
    assert admin.post("/api/v1/connectors/postgres/check", json={"url": url}, headers=JSON_ONLY).json()[-1]["ok"]
    mistyped = re.sub(r":CANARY[^@]*@", f":{wrong}@", url)
    for bad in (
        mistyped,
        f"{url}?sslmode=perhaps",
        url.replace("postgresql://", "postgrse://"),
        f"{url}/x",
        url.replace(f"@{url.split('@')[1]}", "@:99999/x"),
    ):
        admin.post("/api/v1/connectors/postgres/check", json={"url": bad}, headers=JSON_ONLY)
        admin.post("/api/v1/generate/plan", json={"url": bad})
        assert admin.post(f"{W}/sources", json={"url": bad}).status_code >= 400
    made = admin.post(f"{W}/sources", json={"url": url, "name": "db"})
    assert made.status_code == 201, made.text
    for path in ("", "/files", "/sources", "/sources/db", "/tables", "/tables/db.thing", "/tables/db.thing/rows", "/revisions", "/roles",
                 "/tables/db.thing/export?format=csv", "/why?verb=read&kind=source&name=db"):  # fmt: skip
        assert admin.get(f"{W}{path}").status_code < 500
    settings = admin.get(f"{W}/sources/db").json()["settings"]
    assert settings["password"] == {"secret": True}
    admin.patch(f"{W}/sources/db", json={"settings": {**settings, "password": wrong}})
    assert admin.get(f"{W}/tables/db.thing/rows").status_code == 502
    admin.patch(f"{W}/sources/db", json={"settings": {**settings, "port": "no number", "password": wrong}})
    files = admin.get(f"{W}/files").json()["files"]
    given = files["sources/db.yaml"].replace("password: {secret: true}", f"password: {wrong}\n  no_such_setting: 1")
    assert wrong in given
    assert admin.put(f"{W}/files", json={"files": {**files, "sources/db.yaml": given}}).status_code == 422
    assert admin.post(f"{W}/validate", json={"files": {**files, "sources/db.yaml": given}}).status_code == 422
    admin.post(f"{W}/sources/db/check", headers=JSON_ONLY)
    admin.post(f"{W}/sources/db/describe", json={"dry_run": True})
    for path in ("/api/v1/audit?limit=200", "/api/v1/me", "/api/v1/users", "/api/v1/openapi.json", "/api/v1/sessions"):
        admin.get(path)


def _person(ear: Ear, server: Server, typed: str, wrong: str) -> str:
    """Passwords of people, and a token."""
    bo = ear.listen(new_client(server.url))
    assert bo.post("/api/v1/session", json={"email": "bo@example.org", "password": wrong}).status_code == 401
    bo.post("/api/v1/session", json={"email": typed, "password": typed, "extra": wrong})
    assert bo.post("/api/v1/session", json={"email": "bo@example.org", "password": typed}).status_code < 300
    bo.headers["x-csrf-token"] = bo.get("/api/v1/me").json()["csrf"]
    made = bo.post("/api/v1/tokens", json={"name": "t", "password": wrong})
    made = bo.post("/api/v1/tokens", json={"name": "t"}) if made.status_code >= 400 else made
    token = str(json.loads(made.content)["token"])
    assert ear.holding(token)
    new_client(server.url, headers={"authorization": f"Bearer {token}"}).get("/api/v1/me")
    return token
