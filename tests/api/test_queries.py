"""Queries over HTTP on real servers: values are bound, nothing is written, limits hold, grants decide."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import closing

import pytest
from typer.testing import CliRunner

from tests.api.query_site import ASKED, BOARD, BY_TEAM, ENGINES, Q, Site, W
from tests.peers.fixture import run_on_mariadb, run_on_postgres
from toolwright.cli import app

pytestmark = pytest.mark.peer


def test_a_query_is_run_and_read_like_a_table(site: Site, engine: str) -> None:
    found = site.admin.post(f"{Q}/{engine}/run", json={"parameters": {}})
    assert found.status_code == 200, found.text
    answer = found.json()
    assert [column["type"] for column in answer["columns"]] == ["integer", "text", "text", "date", "decimal"]
    assert answer["items"][0] == {
        "id": 1,
        "title": "Printer",
        "team": "north",
        "opened": "2026-01-02",
        "hours": answer["items"][0]["hours"],
    }
    assert float(answer["items"][0]["hours"]) == 1.5
    assert (answer["limited_by"], [row["id"] for row in answer["items"]]) == (None, [1, 2])
    run = site.admin.post(f"{Q}/{engine}/run", json={"parameters": {"team": "south", "ids": [4, 1]}}).json()
    assert [row["title"] for row in run["items"]] == ["It's \\ odd"]

    given = {"parameters": json.dumps({"team": "south"})}
    rows = site.admin.get(
        f"{W}/tables/queries.{engine}/rows", params={**given, "sort": "-opened", "limit": 1, "count": "exact"}
    )
    page = rows.json()
    assert ([row["id"] for row in page["items"]], page["count"]) == ([4], 2)
    following = site.admin.get(
        f"{W}/tables/queries.{engine}/rows", params={**given, "sort": "-opened", "limit": 1, "cursor": page["cursor"]}
    )
    assert ([row["id"] for row in following.json()["items"]], following.json()["cursor"]) == ([3], None)
    filtered = site.admin.get(
        f"{W}/tables/queries.{engine}/rows",
        params={**given, "filter": "hours is none or opened > date('2026-02-02')", "search": "lap"},
    )
    assert [row["id"] for row in filtered.json()["items"]] == [3]
    asked = {
        "measures": [{"name": "n"}, {"name": "h", "function": "sum", "column": "hours"}],
        "groups": [{"name": "m", "column": "opened", "bucket": "month"}],
    }
    asked["parameters"] = {"team": "north"}
    figures = site.admin.post(f"{W}/tables/queries.{engine}/rows/aggregate", json=asked).json()["items"]
    assert [(one["m"], one["n"], float(one["h"])) for one in figures] == [("2026-01-01", 2, 3.5)]


def test_values_are_never_text(site: Site, engine: str) -> None:
    hostile = [
        "x' or '1'='1",
        "'; drop table tickets; --",
        "\\' or 1=1 #",
        "{{ user.email }}",
        "$$;drop table tickets;$$",
        "a\x00b",
    ]
    sql = "select id from tickets where title = {{ word }} [[ or team = {{ other }} ]] or title in ({{ list }})"
    takes = {"word": {}, "other": {}, "list": {"many": True}}
    for text in hostile:
        answer = site.try_(engine, sql, {"word": text, "other": text, "list": [text, text]}, takes=takes)
        assert (answer.status_code, answer.json().get("items")) == ((400, None) if "\x00" in text else (200, [])), (
            answer.text
        )
    with_ = site.try_(
        engine,
        "with one as (select 1 as a)\nselect a, {{ word }} as b from one; -- done",
        {"word": "x"},
        takes={"word": {}},
    )
    assert with_.json()["items"] == [{"a": 1, "b": "x"}], with_.text
    exact = site.try_(engine, sql, {"word": "It's \\ odd"}, takes=takes)
    assert [row["id"] for row in exact.json()["items"]] == [4]
    assert len(site.titles(engine)) == 4


WRITES = {
    "pg": [
        "with gone as (delete from tickets returning id) select * from gone",
        "select set_config('transaction_read_only', 'off', false), (select count(*) from tickets)",
        "explain analyze delete from tickets",
        "select nextval('counted')",
        "select \"pg_read_file\"('/etc/passwd')",
    ],
    "maria": [
        "with gone as (select 1) delete from tickets",
        "select nextval(counted)",
        "select spoil()",
    ],
    "lite": [
        "with gone as (select 1) delete from tickets",
        "with gone as (select 1) insert into tickets (id) values (99)",
        "select * from pragma_table_info('tickets')",
        "select fts3_tokenizer('x')",
    ],
}


@pytest.fixture(scope="module")
def armed(site: Site) -> Site:
    """With what a statement that looks harmless could do harm with."""
    asyncio.run(run_on_postgres(site.postgres, "asked", "CREATE SEQUENCE counted", "GRANT ALL ON counted TO asker"))
    spoil = "CREATE FUNCTION spoil() RETURNS INT BEGIN DELETE FROM tickets; RETURN 1; END"
    asyncio.run(run_on_mariadb(site.mariadb, "asked", "CREATE SEQUENCE counted", spoil))
    return site


def test_the_database_keeps_reads_from_writing(armed: Site, engine: str) -> None:
    """The first word is one of those that read, so nothing but the database stands in the way."""
    for sql in WRITES[engine]:
        answer = armed.try_(engine, sql)
        assert (answer.status_code, answer.json()["code"]) == (400, "query.refused"), (sql, answer.text)
    # A superuser may write too, but not in a transaction that reads; the session afterwards is as before.
    if engine == "pg":
        assert (
            armed.try_("super", "with gone as (delete from tickets returning id) select * from gone").status_code == 400
        )
        program = armed.try_("super", "copy tickets to program 'touch /tmp/owned'")
        assert (program.status_code, program.json()["code"]) == (422, "query.not_allowed")
        locked = armed.try_(
            "pg", "select pg_advisory_lock(7) is null as a, current_setting('transaction_read_only') as b"
        )
        assert locked.json()["items"] == [{"a": True, "b": "on"}] or locked.json()["items"][0]["b"] == "on"
        free = armed.try_("super", "select count(*) as n from pg_locks where locktype = 'advisory'")
        assert free.json()["items"] == [{"n": 0}]
    assert len(armed.titles(engine)) == 4


def test_a_query_that_writes_says_so_and_is_granted_by_itself(site: Site, engine: str) -> None:
    name = f"close_{engine}"
    definition = {
        "source": engine, "writes": True, "sql": "update tickets set title = {{ title }} where id = {{ id }}",
        "parameters": [{"name": "title", "required": True}, {"name": "id", "type": "whole", "required": True}],
    }  # fmt: skip
    assert site.admin.put(f"{Q}/{name}", json=definition).status_code == 200
    assert site.admin.post(f"{Q}/{name}/run", json={"parameters": {"id": 1}}).json()["code"] == "query.bad_parameter"
    assert site.agent.post(f"{Q}/{name}/run", json={"parameters": {"id": 1, "title": "x"}}).status_code == 404
    for title in ("Changed", "Printer"):
        done = site.admin.post(f"{Q}/{name}/run", json={"parameters": {"id": 1, "title": title}})
        assert (done.status_code, done.json().get("touched")) == (200, 1), done.text
        assert site.titles(engine)[0] == title
    assert site.admin.get(f"{W}/tables/queries.{name}/rows").json()["code"] == "query.writes"
    audited = site.admin.get("/api/v1/audit", params={"limit": 20}).json()["items"]
    assert [line["detail"] for line in audited if line["verb"] == "run_query"][:1] == [{"rows": 1}]
    assert site.admin.delete(f"{Q}/{name}").status_code == 204


def test_grants_decide_who_reads_which_columns(site: Site, engine: str) -> None:
    shown = site.agent.post(f"{Q}/{engine}/run", json={"parameters": {}}).json()
    assert [column["name"] for column in shown["columns"]] == ["id", "title", "team", "opened"]
    assert site.agent.get(f"{W}/tables/queries.{engine}/rows", params={"filter": "hours > 1"}).status_code == 422
    assert {one["name"] for one in site.agent.get(Q).json()["items"]} == set(ENGINES)
    definition = {**BY_TEAM, "source": engine}
    for path, body in (("try", {"definition": definition}), ("plan", {"definition": definition})):
        assert site.agent.post(f"{Q}/{path}", json=body).status_code == 403
        assert site.stranger.post(f"{Q}/{path}", json=body).status_code == 404
    assert site.agent.put(f"{Q}/{engine}", json=definition).status_code == 403
    assert site.agent.get(f"{Q}/{engine}").status_code == 403
    assert site.stranger.post(f"{Q}/{engine}/run", json={"parameters": {}}).status_code == 404
    assert site.stranger.get(f"{W}/tables/queries.{engine}/rows").status_code == 404


def test_rules_and_masks_hold_for_results(site: Site, engine: str) -> None:
    """As for any table: rows that no rule shows are in no list, count or figure, and masked values are dots."""
    role = site.admin.get(f"{W}/roles/agent").json()["definition"]
    ref = f"queries.{engine}"
    ruled = {"table": ref, "rows": "id == 2 or team == user.email", "mask": ["title"], "hide": ["hours"]}
    changed = {**role, "grants": [*(one for one in role["grants"] if one["table"] != ref), ruled]}
    assert site.admin.put(f"{W}/roles/agent", json=changed).status_code == 200
    run = site.agent.post(f"{Q}/{engine}/run", json={"parameters": {}}).json()
    assert [(row["id"], row["title"]) for row in run["items"]] == [(2, "•••")]
    rows = f"{W}/tables/{ref}/rows"
    assert site.agent.get(rows, params={"count": "exact"}).json()["count"] == 1
    figures = site.agent.post(f"{rows}/aggregate", json={"measures": [{"name": "n"}]}).json()["items"]
    assert figures == [{"n": 1}]
    assert site.agent.get(rows, params={"filter": "title == 'Router'"}).status_code == 422
    assert site.agent.get(rows, params={"search": "Router"}).json()["items"] == []
    assert site.admin.put(f"{W}/roles/agent", json=role).status_code == 200


def test_limits_hold_and_what_runs_too_long_ends_on_the_server(site: Site, engine: str) -> None:
    many = " union all ".join(["select id from tickets"] * 20)
    answer = site.try_(engine, many).json()
    assert (len(answer["items"]), answer["limited_by"]) == (50, "rows")
    assert len(site.try_(engine, many, max_rows=7).json()["items"]) == 7
    within = site.try_(engine, f"with one as ({many}) select * from one", max_rows=7).json()
    assert (len(within["items"]), within["limited_by"]) == (7, "rows")
    slow = {
        "pg": "select pg_sleep(20)",
        "maria": "select sleep(20)",
        "lite": "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select count(*) from n",
    }[engine]
    began = time.monotonic()
    late = site.try_(engine, slow, timeout_s=0.4)
    assert (late.status_code, late.json()["code"]) == (504, "source.timeout")
    assert time.monotonic() - began < 5
    still = {"pg": "select count(*) as n from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()",
             "maria": "select count(*) as n from information_schema.processlist where info like '%sleep(20)%' and id <> connection_id()",
             "lite": "select 0 as n"}[engine]  # fmt: skip
    for _ in range(40):
        if site.try_("super" if engine == "pg" else engine, still).json()["items"] == [{"n": 0}]:
            break
        time.sleep(0.1)
    else:
        raise AssertionError("it still runs")


def test_columns_are_learned_and_mistakes_are_told_with_their_place(site: Site, engine: str) -> None:
    sql = 'select id, team as "Team Name", count(*) as n from tickets where team = {{ team }} group by id, team'
    if engine == "maria":
        sql = sql.replace('"', "`")
    made = site.admin.put(
        f"{Q}/learned_{engine}", json={"source": engine, "sql": sql, "parameters": [{"name": "team"}]}
    )
    assert made.status_code == 200, made.text
    columns = made.json()["definition"]["columns"]
    assert [(one["name"], one["native"]) for one in columns] == [("id", None), ("team_name", "Team Name"), ("n", None)]
    run = site.admin.post(f"{Q}/learned_{engine}/run", json={"parameters": {"team": "north"}}).json()
    assert run["items"] == [{"id": 1, "team_name": "north", "n": 1}, {"id": 2, "team_name": "north", "n": 1}]
    plan = site.admin.post(f"{Q}/plan", json={"definition": made.json()["definition"], "parameters": {"team": "x"}})
    assert plan.json()["lines"], plan.text

    wrong = site.admin.put(f"{Q}/learned_{engine}", json={"source": engine, "sql": "select 1\nwhere '{{ x }}' = 1"})
    assert wrong.status_code == 422
    assert "Line 2, column 8" in wrong.json()["detail"]
    unknown = site.admin.put(
        f"{Q}/learned_{engine}", json={"source": engine, "sql": "select {{ tem }}", "parameters": [{"name": "team"}]}
    )
    assert (unknown.json()["code"], unknown.json()["hint"]) == ("query.unknown_parameter", "Did you mean 'team'?")
    names = site.admin.post(f"{Q}/names", json={"source": engine}).json()
    assert names["language"] == {"pg": "postgresql", "maria": "mysql", "lite": "sqlite"}[engine]
    said = site.try_(engine, "select nonsense from tickets")
    assert said.json()["code"] == "query.refused"
    assert "nonsense" in said.json()["detail"]


def test_what_names_a_query_keeps_it(site: Site) -> None:
    assert site.admin.delete(f"{Q}/pg").status_code == 422
    assert site.admin.delete(f"{W}/sources/pg").status_code in (409, 422)
    export = site.admin.get(
        f"{W}/tables/queries.pg/export", params={"format": "csv", "parameters": '{"team": "south"}'}
    )
    assert export.text.splitlines()[0].startswith("id,")
    assert len(export.text.splitlines()) == 3


def test_screens_show_the_result_of_a_query(site: Site) -> None:
    page = site.agent.get("/apps/ops/desk/board")
    assert page.status_code == 200, page.text
    assert "Printer" in page.text
    assert "Laptop" not in page.text
    south = site.agent.get("/apps/ops/desk/board?team=south").text
    assert "Laptop" in south
    assert "Printer" not in south

    moved = site.admin.post(f"{Q}/pg/rename", json={"name": "by_team"})
    assert moved.status_code == 200, moved.text
    files = site.admin.get(f"{W}/files").json()["files"]
    assert "queries/pg.yaml" not in files
    for path in ("apps/desk/screens/board.yaml", "roles/agent.yaml"):
        assert "queries.by_team" in files[path]
        assert "queries.pg" not in files[path]
    assert "Laptop" in site.agent.get("/apps/ops/desk/board?team=south").text
    assert site.admin.post(f"{Q}/by_team/rename", json={"name": "pg"}).status_code == 200

    wrong = {**BOARD, "content": [{"kind": "table", "rows": {**ASKED, "parameters": {"tem": 1}}}]}
    refused = site.admin.put(f"{W}/apps/desk/screens/board", json=wrong)
    assert (refused.status_code, refused.json()["code"], refused.json()["hint"]) == (
        422, "reference.parameter", "Did you mean 'team'?",
    )  # fmt: skip
    for table in ("queries.nothing", "queries.pgg"):
        unknown = {**BOARD, "content": [{"kind": "table", "rows": {"table": table}}]}
        assert site.admin.put(f"{W}/apps/desk/screens/board", json=unknown).json()["code"] == "reference.table"


def test_the_built_in_database_shows_its_own_tables_alone(site: Site) -> None:
    for text in ("one", "two"):
        assert site.admin.post(f"{W}/tables/notes/rows", json={"text": text}).status_code == 201
    definition = {
        "sql": "select id, text from notes where text <> {{ word }} order by id",
        "parameters": [{"name": "word"}],
    }
    found = site.admin.post(f"{Q}/try", json={"definition": definition, "parameters": {"word": "two"}})
    assert found.json()["items"] == [{"id": 1, "text": "one"}], found.text
    assert site.admin.put(f"{Q}/own", json={"sql": "select id, text from notes"}).status_code == 200
    assert len(site.admin.post(f"{Q}/own/run", json={"parameters": {}}).json()["items"]) == 2
    assert site.agent.post(f"{Q}/own/run", json={"parameters": {}}).status_code == 404
    assert site.admin.post(f"{Q}/names", json={}).json()["tables"]["notes"][:2] == ["id", "text"]
    tables = sqlite_tables(site)
    others = {name for name in tables if name != "notes"}
    assert len(others) > 2
    for name in (*others, "sqlite_master", "sqlite_temp_master"):
        refused = site.admin.post(f"{Q}/try", json={"definition": {"sql": f'select * from "{name}"'}})
        assert (refused.status_code, refused.json()["code"]) == (400, "query.refused"), name
    for sql in ("select * from pragma_table_list", "with x as (select 1) delete from notes"):
        assert site.admin.post(f"{Q}/try", json={"definition": {"sql": sql}}).json()["code"] == "query.refused", sql
    assert site.admin.get(f"{W}/tables/notes/rows?count=exact").json()["count"] == 2


def sqlite_tables(site: Site) -> set[str]:
    """What is in the file of the built-in tables of the workspace, history and all."""
    (file,) = [path for path in site.home.rglob("*.db") if "ops" in str(path.relative_to(site.home))]
    with closing(sqlite3.connect(file)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_samples_name_parameters(site: Site) -> None:
    known = {**BY_TEAM, "source": "lite", "columns": [{"name": "id"}]}
    good = {**known, "samples": [{"name": "South", "values": {"team": "south", "ids": [3, 4]}}]}
    assert site.admin.put(f"{Q}/sampled", json=good).status_code == 200
    assert site.admin.get(f"{Q}/sampled").json()["definition"]["samples"] == good["samples"]
    wrong = {**known, "samples": [{"name": "South", "values": {"tem": "south"}}]}
    refused = site.admin.put(f"{Q}/sampled", json=wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "reference.parameter"), refused.text
    assert "team" in refused.text


def test_the_command_line_runs_queries(site: Site) -> None:
    runner = CliRunner()
    listed = runner.invoke(app, ["query", "list", "--workspace", "ops", "--home", str(site.home), "--json"])
    assert {one["name"] for one in json.loads(listed.output)} >= set(ENGINES)
    here = ["query", "run", "lite", "--workspace", "ops", "--home", str(site.home)]
    ran = runner.invoke(app, [*here, "--set", "team=south", "--set", "ids=4,3", "--json"])
    assert [one["id"] for one in json.loads(ran.output)] == [3, 4], ran.output
    assert "Laptop" in runner.invoke(app, [*here, "--set", "team=south"]).output
    assert runner.invoke(app, [*here, "--set", "nothing"]).exit_code == 1
