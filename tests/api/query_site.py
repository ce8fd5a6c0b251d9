"""A running server with the same table in three databases, and queries to each: the ground of the tests of queries."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.peers.fixture import run_on_mariadb, run_on_postgres
from tests.peers.server import Server
from tests.support.server import ensure_user, in_home, signed_in, started_server, token_client
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

W = "/api/v1/workspaces/ops"
Q = f"{W}/queries"
ENGINES = ["pg", "maria", "lite"]

TABLE = "CREATE TABLE tickets (id INTEGER PRIMARY KEY, title VARCHAR(80), team VARCHAR(20), opened DATE, hours DECIMAL(8,2))"
ROWS = [
    "(1, 'Printer', 'north', '2026-01-02', 1.5)",
    "(2, 'Router', 'north', '2026-01-05', 2)",
    "(3, 'Laptop', 'south', '2026-02-01', NULL)",
    "(4, 'It''s \\ odd', 'south', '2026-02-03', 0.25)",
]
BY_TEAM = {
    "title": "Tickets of a team",
    "sql": "select id, title, team, opened, hours from tickets\nwhere team = {{ team }} [[ and id in ({{ ids }}) ]] order by id",
    "parameters": [{"name": "team", "default": "north"}, {"name": "ids", "type": "whole", "many": True}],
}


ASKED = {"table": "queries.pg", "parameters": {"team": "{{ query.team }}"}}
BOARD = {
    "title": "Board",
    "path": "/board",
    "access": "agent",
    "content": [
        {"kind": "table", "id": "list", "rows": ASKED, "columns": ["id", "title", "opened"]},
        {"kind": "stat", "label": "Tickets", "rows": ASKED, "measure": "count"},
        {"kind": "chart", "rows": ASKED, "group": "opened", "bucket": "month"},
    ],
}


@dataclass
class Site:
    """A running server with the same table in three databases."""

    admin: httpx.Client
    agent: httpx.Client
    stranger: httpx.Client
    postgres: Server
    mariadb: Server
    file: Path
    home: Path

    def try_(self, source: str, sql: str, parameters: object = None, **more: object) -> httpx.Response:
        names = [{"name": name, **kind} for name, kind in more.pop("takes", {}).items()]  # type: ignore[attr-defined]
        definition = {"source": source, "sql": sql, "parameters": names, **more}
        return self.admin.post(f"{Q}/try", json={"definition": definition, "parameters": parameters or {}})

    def titles(self, source: str) -> list[str]:
        """What is in the table, asked outside."""
        found = self.try_(source, "select title from tickets order by id").json()["items"]
        return [str(row["title"]) for row in found]


def files(postgres: Server, mariadb: Server, file: Path) -> dict[str, str]:
    def network(server: Server, kind: str, user: str, password: str) -> str:
        settings = {
            "host": server.host, "port": server.port, "database": "asked", "user": user, "password": password, "tls": "off",
        }  # fmt: skip
        return json.dumps({"title": kind, "kind": kind, "settings": settings})

    made = {
        "workspace.yaml": "title: Operations\n",
        "sources/pg.yaml": network(postgres, "postgres", "asker", "asker-password"),
        "sources/super.yaml": network(postgres, "postgres", postgres.user, postgres.password),
        "sources/maria.yaml": network(mariadb, "mysql", mariadb.user, mariadb.password),
        "sources/lite.yaml": json.dumps({"title": "Lite", "kind": "sqlite", "settings": {"path": str(file)}}),
        "roles/agent.yaml": json.dumps(
            {"title": "Agent", "grants": [{"table": f"queries.{one}", "hide": ["hours"]} for one in ENGINES]}
        ),
    }
    made["tables/notes.yaml"] = json.dumps({"title": "Notes", "columns": [{"name": "text", "kind": "text"}]})
    made["apps/desk/app.yaml"] = json.dumps({"title": "Desk", "access": "agent", "home": "board"})
    made["apps/desk/screens/board.yaml"] = json.dumps(BOARD)
    for one in ENGINES:
        columns = [{"name": "id", "type": "integer"}, {"name": "title"}, {"name": "team"}, {"name": "opened", "type": "date"},
                   {"name": "hours", "type": "decimal"}]  # fmt: skip
        made[f"queries/{one}.yaml"] = json.dumps({**BY_TEAM, "source": one, "columns": columns})
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgres_server: Server, mariadb_server: Server) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("queries")
    values = ", ".join(ROWS)
    made = [TABLE, f"INSERT INTO tickets VALUES {values}"]

    async def prepare() -> None:
        await run_on_postgres(
            postgres_server, "postgres", "DROP DATABASE IF EXISTS asked", "CREATE DATABASE asked",
            "DROP ROLE IF EXISTS asker", "CREATE ROLE asker LOGIN PASSWORD 'asker-password'",
        )  # fmt: skip
        await run_on_postgres(postgres_server, "asked", *made, "GRANT ALL ON tickets TO asker")
        await run_on_mariadb(mariadb_server, None, "CREATE OR REPLACE DATABASE asked CHARACTER SET utf8mb4")
        escaped = [made[0], made[1].replace("\\", "\\\\")]
        await run_on_mariadb(mariadb_server, "asked", *escaped)

    asyncio.run(prepare())
    with closing(sqlite3.connect(folder / "lite.db")) as connection:
        for statement in made:
            connection.execute(statement)
        connection.commit()
    home = folder / "home"

    async def people(services: Services) -> None:
        person = await ensure_user(services, "agent@example.org")
        await assign_roles(services, OPERATOR, person, workspace="ops", roles=("agent",))

    with started_server(
        home, {"TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": "127.0.0.1", "TOOLWRIGHT_REQUEST_MAX_ROWS": "50"}
    ) as server:
        admin = signed_in(server.url, home)
        created = admin.post(
            "/api/v1/workspaces",
            json={"name": "ops", "files": files(postgres_server, mariadb_server, folder / "lite.db")},
        )
        assert created.status_code == 201, created.text
        in_home(home, people)
        agent = token_client(server.url, home, "agent@example.org", is_admin=False)
        stranger = token_client(server.url, home, "eve@example.org", is_admin=False)
        yield Site(admin, agent, stranger, postgres_server, mariadb_server, folder / "lite.db", home)
        assert "internal" not in server.log()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)
