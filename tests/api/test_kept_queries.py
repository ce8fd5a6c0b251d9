"""Results of queries that are kept for a while: by whom they may be seen, when they go, and what is told of them."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from tests.api.query_site import Q, Site, W
from tests.peers.fixture import run_on_mariadb, run_on_postgres
from tests.support.server import token_client
from toolwright.cli import app

pytestmark = pytest.mark.peer

SQL = "select id, title, team from tickets where team = {{ team }} order by id"
COLUMNS = [{"name": "id", "type": "integer"}, {"name": "title"}, {"name": "team"}]


def behind(site: Site, engine: str, title: str) -> None:
    """Change the first ticket in the database itself, where Toolwright cannot know of it."""
    statement = f"UPDATE tickets SET title = '{title}' WHERE id = 1"
    if engine == "pg":
        asyncio.run(run_on_postgres(site.postgres, "asked", statement))
    elif engine == "maria":
        asyncio.run(run_on_mariadb(site.mariadb, "asked", statement))
    else:
        with closing(sqlite3.connect(site.file)) as connection:
            connection.execute(statement)
            connection.commit()


def keep(site: Site, engine: str, name: str, sql: str = SQL, **more: object) -> dict[str, object]:
    """Store a query whose result is kept for an hour."""
    parameters = [{"name": "team", "default": "north"}] if "team }}" in sql else []
    columns = COLUMNS if sql == SQL else []
    definition = {"source": engine, "sql": sql, "parameters": parameters, "cache_s": 3600, "columns": columns, **more}
    stored = site.admin.put(f"{Q}/{name}", json=definition)
    assert stored.status_code == 200, stored.text
    return definition


def run(site: Site, name: str, **parameters: object) -> dict[str, object]:
    found = site.admin.post(f"{Q}/{name}/run", json={"parameters": parameters})
    assert found.status_code == 200, found.text
    return dict(found.json())


def titles(answer: dict[str, object]) -> list[str]:
    return [row["title"] for row in answer["items"]]  # type: ignore[attr-defined]


def given_again(site: Site, engine: str, name: str) -> dict[str, object]:
    """The kept result after a change behind it. What is kept may go early, as when the server hears of a workspace
    that was just made, so a result that was asked anew is changed behind once more; one that is never kept is found out.
    """
    for _ in range(3):
        behind(site, engine, "Printer")
        before = run(site, name)
        behind(site, engine, "Scanner")
        again = run(site, name)
        if again["age_s"] is not None and before["items"] == again["items"]:
            return again
        keep(site, engine, name)  # a new revision, so that the next one is asked anew
    raise AssertionError(f"never given again: {again}")


def test_a_result_is_given_again_until_something_is_known_to_have_changed(site: Site, engine: str) -> None:
    name = f"kept_{engine}"
    definition = keep(site, engine, name)
    again = given_again(site, engine, name)
    assert titles(again) == ["Printer", "Router"]
    assert isinstance(again["age_s"], float)
    rows = f"{W}/tables/queries.{name}/rows"
    assert site.admin.get(rows, params={"sort": "-id"}).json()["items"][1]["title"] == "Printer"
    # Other values are another result, and who writes the query may ask anew; what they get is kept from then on.
    assert run(site, name, team="south")["age_s"] is None
    tried = {"definition": definition, "parameters": {}}
    assert titles(site.admin.post(f"{Q}/try", json=tried).json())[0] == "Printer"
    anew = site.admin.post(f"{Q}/try", json={**tried, "anew": True}).json()
    assert (titles(anew)[0], anew["age_s"]) == ("Scanner", None)
    assert titles(run(site, name))[0] == "Scanner"

    # A query that changes rows of the source is known of; so is a change of any definition.
    behind(site, engine, "Fax")
    writing = {"source": engine, "writes": True, "sql": "update tickets set team = team where id = 4"}
    assert site.admin.put(f"{Q}/touch_{engine}", json=writing).status_code == 200
    assert titles(run(site, name))[0] == "Fax"
    behind(site, engine, "Printer")
    assert titles(run(site, name))[0] == "Fax"
    assert site.admin.post(f"{Q}/touch_{engine}/run", json={"parameters": {}}).status_code == 200
    assert titles(run(site, name))[0] == "Printer"


def test_what_is_kept_is_no_way_around_rights(site: Site, engine: str) -> None:
    """Who may not run a query gets nothing kept, and what it says of `user` is part of what it is kept under."""
    behind(site, engine, "Printer")
    name = f"mine_{engine}"
    keep(site, engine, name)
    assert len(run(site, name)["items"]) == 2  # type: ignore[arg-type]
    for client in (site.agent, site.stranger):
        assert client.post(f"{Q}/{name}/run", json={"parameters": {}}).status_code == 404
    own = f"own_{engine}"
    word = "cast({{ user.email }} as char(60))" if engine == "maria" else "cast({{ user.email }} as varchar(60))"
    keep(site, engine, own, f"select id, title, {word} as who from tickets where id < 3 order by id",
         columns=[{"name": "id", "type": "integer"}, {"name": "title"}, {"name": "who"}])  # fmt: skip
    role = site.admin.get(f"{W}/roles/agent").json()["definition"]
    grants = [*role["grants"], {"table": f"queries.{own}", "rows": "id == 2", "mask": ["title"]},
              {"table": f"queries.{name}", "rows": "title != 'Printer'", "hide": ["team"]}]  # fmt: skip
    assert site.admin.put(f"{W}/roles/agent", json={**role, "grants": grants}).status_code == 200
    for _ in range(2):
        everything = run(site, own)["items"]
        assert {row["who"] for row in everything} == {"ada@example.org"}, everything  # type: ignore[attr-defined]
        assert len(run(site, name)["items"]) == 2  # type: ignore[arg-type]
        shown = site.agent.post(f"{Q}/{own}/run", json={"parameters": {}}).json()
        assert [(row["who"], row["title"]) for row in shown["items"]] == [("agent@example.org", "•••")]
        ruled = site.agent.post(f"{Q}/{name}/run", json={"parameters": {}}).json()
        assert ruled["items"] == [{"id": 2, "title": "Router"}]
    assert ruled["age_s"] is not None
    # Kept under its values alone, so what two people share is asked once; a right that goes is gone at once.
    assert site.admin.put(f"{W}/roles/agent", json=role).status_code == 200
    assert site.agent.post(f"{Q}/{name}/run", json={"parameters": {}}).status_code == 404


def test_changes_of_built_in_rows_are_known_of(site: Site) -> None:
    definition = {
        "sql": "select count(*) as n from notes",
        "cache_s": 3600,
        "columns": [{"name": "n", "type": "integer"}],
    }
    assert site.admin.put(f"{Q}/notes_kept", json=definition).status_code == 200
    before = run(site, "notes_kept")
    assert run(site, "notes_kept")["age_s"] is not None
    assert site.admin.post(f"{W}/tables/notes/rows", json={"text": "new"}).status_code == 201
    after = run(site, "notes_kept")
    assert after["age_s"] is None
    assert after["items"][0]["n"] == before["items"][0]["n"] + 1  # type: ignore[index]


def test_a_query_that_changes_rows_is_never_kept(site: Site) -> None:
    definition = {"source": "lite", "writes": True, "sql": "update tickets set team = team", "cache_s": 60}
    refused = site.admin.put(f"{Q}/never", json=definition)
    assert refused.status_code == 422, refused.text
    assert "cache_s" in refused.text


def test_the_command_line_says_how_old_it_is(site: Site) -> None:
    keep(site, "lite", "told")
    token = token_client(str(site.admin.base_url), site.home).headers["authorization"].removeprefix("Bearer ")
    command = ["query", "run", "told", "--workspace", "ops", "--url", str(site.admin.base_url), "--token", token]
    assert "s old" not in CliRunner().invoke(app, command).output
    assert re.search(r"Kept by the server; \d+ s old\.", CliRunner().invoke(app, command).output)
