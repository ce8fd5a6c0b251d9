"""Data sources made on the web cannot be used to reach into this machine or the cloud it runs in.

Each host of the corpus is tried on every way that connects. A listener on loopback counts: nothing may reach it.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.peers.fixture import Database
from tests.support.server import Server, signed_in, started_server
from toolwright.builtin.datasources.mysql.connector import Mysql
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.egress import AddressPolicy, Reach
from toolwright.errors import Denied, ToolwrightError
from toolwright.extend.datasource import DataSource, Limits, LinkOptions

LIMITS = Limits(timeout_s=5)
CORPUS = [
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.0.0.2", "0.0.0.0", "0", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "localhost.", "LOCALHOST",
    "169.254.169.254", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "[fe80::1]", "100.64.0.1", "100.100.100.200",
    "168.63.129.16", "224.0.0.1",
]  # fmt: skip
ODD = [
    "user@127.0.0.1",
    "/var/run/postgresql",
    "127.0.0.1,127.0.0.1",
    "127.0.0.1:5432",
    "http://127.0.0.1",
    "../x",
    " 127.0.0.1",
    "%31%32%37.1",
]


class Canary:
    """A listener on every address of this machine that counts who connects."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = int(self._listener.getsockname()[1])
        self.connections = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._listener.close()


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    listening = Canary()
    with socket.create_connection(("127.0.0.1", listening.port), timeout=5):
        pass
    while not listening.connections:
        pass
    listening.connections = 0
    yield listening
    listening.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started_server(tmp_path_factory.mktemp("outbound") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def builder(server: Server) -> httpx.Client:
    client = signed_in(server.url, server.home)
    assert client.post("/api/v1/workspaces", json={"name": "desk", "title": "Desk"}).status_code == 201
    return client


def _doors(client: httpx.Client, kind: str, url: str, settings: dict[str, object]) -> Iterator[httpx.Response]:
    json_only = {"accept": "application/json"}
    yield client.post(f"/api/v1/connectors/{kind}/check", json={"url": url}, headers=json_only)
    yield client.post(f"/api/v1/connectors/{kind}/check", json={"settings": settings}, headers=json_only)
    yield client.post("/api/v1/generate/plan", json={"url": url})
    yield client.post("/api/v1/generate", json={"url": url, "workspace": "made"})
    yield client.post("/api/v1/workspaces/desk/sources", json={"kind": kind, "settings": settings})


@pytest.mark.parametrize("kind", ["postgres", "mysql"])
@pytest.mark.parametrize("host", CORPUS)
def test_no_door_leads_inside(host: str, kind: str, builder: httpx.Client, canary: Canary) -> None:
    scheme = "postgresql" if kind == "postgres" else "mysql"
    settings: dict[str, object] = {"host": host.strip("[]"), "port": canary.port, "database": "d", "user": "u"}
    for answer in _doors(builder, kind, f"{scheme}://u:p@{host}:{canary.port}/d", settings):
        assert answer.status_code < 500 or answer.status_code == 502, answer.text
        if answer.status_code == 200:  # the steps of a test
            assert [(step["name"], step["ok"]) for step in answer.json()] == [("resolve", False)]
            assert answer.json()[0]["hint"]
        else:
            assert answer.json()["code"] == "source.resolve_failed"
            assert answer.json()["hint"]
    assert canary.connections == 0


@pytest.mark.parametrize("host", ODD)
def test_what_is_no_host_leads_nowhere(host: str, builder: httpx.Client, canary: Canary) -> None:
    settings: dict[str, object] = {"host": host, "port": canary.port, "database": "d", "user": "u"}
    answer = builder.post(
        "/api/v1/connectors/postgres/check", json={"settings": settings}, headers={"accept": "application/json"}
    )
    assert answer.status_code in (200, 400)
    assert not any(step["name"] == "connect" for step in answer.json() if isinstance(step, dict))
    assert canary.connections == 0


def test_a_definition_leads_nowhere_either(builder: httpx.Client, server: Server, canary: Canary) -> None:
    """A source can also be written as a file; its tables and its test are then refused, and nothing else is."""
    path = "/api/v1/workspaces/desk/files"
    files = builder.get(path).json()["files"]
    files["sources/inner.yaml"] = (
        f"title: Inner\nkind: postgres\nsettings: {{host: 127.0.0.1, port: {canary.port}, database: d, user: u}}\n"
    )
    files["tables/inner.t.yaml"] = (
        "source: inner\nnative: {table: t}\ncolumns:\n  - name: id\n    type: integer\nprimary_key: [id]\n"
    )
    stored = builder.put(path, json={"files": files})
    assert stored.status_code == 200, stored.text
    rows = builder.get("/api/v1/workspaces/desk/tables/inner.t/rows")
    assert (rows.status_code, rows.json()["code"]) == (403, "egress.refused")
    steps = builder.post("/api/v1/workspaces/desk/sources/inner/check", headers={"accept": "application/json"})
    assert [(step["name"], step["ok"]) for step in steps.json()] == [("resolve", False)]
    assert canary.connections == 0
    assert "internal" not in server.log()


@pytest.fixture(
    params=[pytest.param("postgres", marks=pytest.mark.peer), pytest.param("mysql", marks=pytest.mark.peer)]
)
def peer(request: pytest.FixtureRequest) -> tuple[DataSource[Any], Database]:
    """Each database server in turn."""
    if request.param == "postgres":
        return Postgres(), request.getfixturevalue("postgres_database")
    return Mysql(), request.getfixturevalue("mariadb_database")


class Flipping:
    """A name that leads to an allowed address once, and to a forbidden one ever after."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return ["127.0.0.1"] if self.asked == 1 else ["127.0.0.2"]


async def test_a_name_that_changes_between_check_and_connection(
    peer: tuple[DataSource[Any], Database],
) -> None:
    source, database = peer
    settings = source.settings_from_url(database.url).model_copy(update={"host": "rebinding.example"})
    names = Flipping()
    reach = Reach(AddressPolicy.allowing("127.0.0.1"), names)
    # One resolution, one check, one connection to that address: the flip has nothing to come between.
    link = await source.open(settings, LinkOptions(pool_size=1, reach=reach))
    assert await link.describe(LIMITS) == []
    assert names.asked == 1
    await link.close()
    again = await source.open(settings, LinkOptions(pool_size=1, reach=reach))
    with pytest.raises(Denied) as refused:
        await again.describe(LIMITS)
    assert refused.value.code == "egress.refused"
    await again.close()


async def test_the_certificate_is_checked_against_the_name_not_the_address(
    peer: tuple[DataSource[Any], Database],
) -> None:
    source, database = peer

    async def here(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]  # the certificate names this address, too

    authority = database.server.certificates.authority.read_text()
    reach = Reach(AddressPolicy.allowing("127.0.0.1"), here)
    for host, fits in (("localhost", True), ("db.corp.example", False)):
        changes = {"host": host, "tls": "verify_full", "ca_certificate": authority}
        settings = source.settings_from_url(database.url).model_copy(update=changes)
        link = await source.open(settings, LinkOptions(pool_size=1, reach=reach))
        if fits:
            assert await link.describe(LIMITS) == []
        else:
            with pytest.raises(ToolwrightError) as refused:
                await link.describe(LIMITS)
            assert refused.value.code == "source.tls"
        await link.close()


@pytest.mark.peer
async def test_what_the_operator_typed_stays_allowed_for_that_source_alone(
    postgres_database: Database, tmp_path: Path
) -> None:
    await postgres_database.run(
        "CREATE TABLE thing (id int PRIMARY KEY, name text)", "INSERT INTO thing VALUES (1, 'x')"
    )
    home = tmp_path / "home"
    command = [
        sys.executable,
        "-c",
        "from toolwright.cli import main; main()",
        "generate",
        "--from",
        postgres_database.url,
    ]
    command += ["--workspace", "made", "--source", "db", "--home", str(home), "--yes", "--json"]
    assert json.loads(await asyncio.to_thread(_run, command))["workspace"] == "made"
    with started_server(home) as server:
        client = signed_in(server.url, home)
        rows = client.get("/api/v1/workspaces/made/tables/db.thing/rows")
        assert rows.status_code == 200, rows.text
        assert [row["name"] for row in rows.json()["items"]] == ["x"]
        source = "/api/v1/workspaces/made/sources/db"
        steps = client.post(f"{source}/check", headers={"accept": "application/json"}).json()
        assert [step["ok"] for step in steps] == [True] * 5
        # The same host in another source, and another port in this one, were not typed by the operator.
        other = client.post("/api/v1/workspaces/made/sources", json={"url": postgres_database.url})
        assert (other.status_code, other.json()["code"]) == (502, "source.resolve_failed")
        settings = client.get(source).json()["settings"]
        moved = {**settings, "port": 1, "password": "given again, since the address is another"}
        assert client.patch(source, json={"settings": moved}).status_code == 200
        refused = client.get("/api/v1/workspaces/made/tables/db.thing/rows")
        assert (refused.status_code, refused.json()["code"]) == (403, "egress.refused")
        # What was allowed is not part of the definitions, so it cannot be written into them.
        assert "allowed" not in str(client.get("/api/v1/workspaces/made/files").json())


@pytest.mark.peer
def test_the_operator_can_allow_a_host_by_name(postgres_database: Database, tmp_path: Path) -> None:
    port = postgres_database.server.port
    with started_server(tmp_path / "home", {"TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": f"127.0.0.1:{port}"}) as server:
        client = signed_in(server.url, server.home)
        answer = client.post(
            "/api/v1/connectors/postgres/check",
            json={"url": postgres_database.url},
            headers={"accept": "application/json"},
        )
        assert [step["ok"] for step in answer.json()] == [True] * 5
        other = postgres_database.url.replace("127.0.0.1", "127.0.0.2")
        assert other != postgres_database.url
        refused = client.post(
            "/api/v1/connectors/postgres/check", json={"url": other}, headers={"accept": "application/json"}
        )
        assert [(step["name"], step["ok"]) for step in refused.json()] == [("resolve", False)]


def test_a_list_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from toolwright.cli import main; main()",
        "serve",
        "--home",
        str(tmp_path / "home"),
        "--port",
        "0",
    ]
    environment = {**os.environ, "TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": "db.example, http://x"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert done.returncode != 0
    assert "neither a host nor a network" in done.stdout + done.stderr


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env={**os.environ})
    assert done.returncode == 0, done.stderr
    return done.stdout
