"""When what decides is broken, the answer is no: people, rights, rules and secrets taken away under a running server."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rows import desk
from tests.rows.served import Served, rows_path
from tests.support.server import Server, signed_in
from toolwright.policy import ANONYMOUS, Policy
from toolwright.policy.decision import Resource

ROWS = rows_path("desk")


@contextlib.contextmanager
def damaged(home: Path, harm: list[str], mend: list[str]) -> Iterator[None]:
    """Statements in the metadata database, undone afterwards."""
    try:
        _run(home, harm)
        yield
    finally:
        _run(home, mend)


def _run(home: Path, statements: list[str]) -> None:
    with contextlib.closing(sqlite3.connect(home / "toolwright.db", timeout=30)) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")  # leave the triggers alone
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("table", ["api_token", "user", "role_assignment", "workspace", "definition"])
def test_without_what_decides_nobody_gets_in(worlds: Served, table: str) -> None:
    client = worlds.as_("agent")
    assert client.get(ROWS).status_code == 200
    # What was kept in memory is asked for again.
    touch = ['UPDATE "change" SET value = value + 1', "UPDATE workspace SET revision = revision + 1"]
    moved = [*touch, f'ALTER TABLE "{table}" RENAME TO gone']
    back = [f'ALTER TABLE gone RENAME TO "{table}"', *touch]
    with damaged(worlds.home, moved, back):
        for method, path in (("GET", ROWS), ("GET", f"{ROWS}/3"), ("PATCH", f"{ROWS}/3"), ("GET", "/api/v1/me")):
            answer = client.request(method, path, json={"title": "x"} if method == "PATCH" else None)
            if path == "/api/v1/me" and table in ("workspace", "definition"):
                continue
            assert answer.status_code >= 400, (path, answer.text[:300])
            assert "Ticket" not in answer.text
    assert client.get(ROWS).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage: [",
        "title: X\ngrants: [{table: 'erp.*', can: [read], rows: 'no_such_column == 1'}]\n",
        "title: X\ninherits: [nobody]\n",
    ],
)
def test_a_role_that_cannot_be_read_grants_nothing(worlds: Served, text: str) -> None:
    client = worlds.as_("agent")
    quoted = text.replace("'", "''")
    where = "workspace = 'desk' AND path = 'roles/agent.yaml'"
    keep = f"CREATE TABLE kept AS SELECT text FROM definition WHERE {where}"
    raise_revision = "UPDATE workspace SET revision = revision + 1 WHERE name = 'desk'"
    harm = [keep, f"UPDATE definition SET text = '{quoted}' WHERE {where}", raise_revision]
    mend = [f"UPDATE definition SET text = (SELECT text FROM kept) WHERE {where}", "DROP TABLE kept", raise_revision]
    with damaged(worlds.home, harm, mend):
        answer = client.get(ROWS)
        assert answer.status_code >= 400, answer.text[:300]
        assert "Ticket" not in answer.text
    assert client.get(ROWS).status_code == 200


def test_no_actor_is_anonymous_never_the_system() -> None:
    policy = Policy.of(desk.workspace(Path("desk.db"), "desk"))
    for verb in ("read", "create", "update", "delete", "design", "manage"):
        for resource in (
            Resource("table", "desk", "erp.tickets"),
            Resource("workspace", "desk", "desk"),
            Resource("installation"),
        ):
            assert policy.decide(None, verb, resource) == policy.decide(ANONYMOUS, verb, resource)
            assert not policy.decide(None, verb, resource).allowed


def test_a_secret_that_does_not_open_is_not_left_out(server: Server) -> None:
    client = signed_in(server.url, server.home)
    source = "title: Db\nkind: postgres\nsettings: {host: 127.0.0.1, database: x, user: app, password: hunter-two}\n"
    files = {"workspace.yaml": "title: Sealed\n", "sources/db.yaml": source}
    assert client.post("/api/v1/workspaces", json={"name": "sealed", "title": "Sealed"}).status_code == 201
    assert client.put("/api/v1/workspaces/sealed/files", json={"files": files}).status_code == 200
    keep = "CREATE TABLE kept AS SELECT ciphertext FROM secret WHERE workspace = 'sealed'"
    mend = "UPDATE secret SET ciphertext = (SELECT ciphertext FROM kept) WHERE workspace = 'sealed'"
    answers = []
    for damage, code in (
        ("CAST(substr(ciphertext, 1, 40) || x'00' || substr(ciphertext, 42) AS BLOB)", "vault.tampered"),
        ("CAST(x'ff' AS TEXT)", "internal"),  # what nobody foresees
    ):
        harm = f"UPDATE secret SET ciphertext = {damage} WHERE workspace = 'sealed'"
        with damaged(server.home, [keep, harm], [mend, "DROP TABLE kept"]):
            answers.append(client.post("/api/v1/workspaces/sealed/sources/db/check"))
        assert (answers[-1].status_code, answers[-1].json()["code"]) == (500, code)
        assert answers[-1].json()["request_id"]
    assert "hunter-two" not in server.log() + "".join(answer.text for answer in answers)
    assert client.delete("/api/v1/workspaces/sealed").status_code == 204
