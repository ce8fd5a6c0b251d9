"""Columns that a query computes from its result by expression: columns like any other, within the limits of expressions."""

from __future__ import annotations

import json
import time

import pytest
from typer.testing import CliRunner

from tests.api.query_site import Q, Site, W
from toolwright.cli import app

pytestmark = pytest.mark.peer

SQL = "select id, title as TITLE_TEXT, team, hours, opened from tickets order by id"
COLUMNS = [
    {"name": "id", "type": "integer"}, {"name": "subject", "native": "TITLE_TEXT"}, {"name": "team"},
    {"name": "hours", "type": "decimal"}, {"name": "opened", "type": "date"},
    {"name": "label", "value": "upper(team) + ' ' + text(row.id)"},
    {"name": "cost", "value": "hours * 80", "type": "decimal"},
    {"name": "dear", "value": "cost > 100", "type": "boolean"},
    {"name": "month", "value": "opened.month", "type": "integer"},
    {"name": "share", "value": "1 / (id - 1)", "type": "float"},
]  # fmt: skip


def stored(site: Site, engine: str, columns: list[dict[str, object]] = COLUMNS, **more: object) -> str:
    name = f"computed_{engine}"
    sql = SQL.replace("TITLE_TEXT", '"TITLE_TEXT"') if engine == "pg" else SQL
    answer = site.admin.put(f"{Q}/{name}", json={"source": engine, "sql": sql, "columns": columns, **more})
    assert answer.status_code == 200, answer.text
    return name


def test_computed_columns_are_columns_like_any_other(site: Site, engine: str) -> None:
    name = stored(site, engine, cache_s=60)
    definition = site.admin.get(f"{Q}/{name}").json()["definition"]
    assert next(one for one in definition["columns"] if one["name"] == "label")["type"] == "text"
    for _ in range(2):  # asked, then kept: what is computed is computed each time
        run = site.admin.post(f"{Q}/{name}/run", json={"parameters": {}}).json()
        assert [column["name"] for column in run["columns"]] == [one["name"] for one in COLUMNS]
        first, second = run["items"][:2]
        assert (first["subject"], first["label"], first["dear"], first["month"]) == ("Printer", "NORTH 1", True, 1)
        assert (first["share"], second["share"]) == (None, 1.0)  # divided by nothing: empty, in that row alone
        assert run["items"][2]["cost"] is None  # of nothing nothing
    rows = f"{W}/tables/queries.{name}/rows"
    found = site.admin.get(rows, params={"filter": "dear and month == 1", "sort": "-cost"}).json()["items"]
    assert [float(row["cost"]) for row in found] == [160.0, 120.0]
    assert len(site.admin.get(rows, params={"search": "SOUTH 4"}).json()["items"]) == 1
    grouped = {
        "groups": [{"name": "month", "column": "month"}],
        "measures": [{"name": "n"}, {"name": "s", "function": "sum", "column": "cost"}],
    }
    figures = site.admin.post(f"{rows}/aggregate", json=grouped).json()
    assert [(row["month"], row["n"], float(row["s"])) for row in figures["items"]] == [(1, 2, 280.0), (2, 2, 20.0)]
    assert "label" in site.admin.get(f"{W}/tables/queries.{name}/export?format=csv").text.splitlines()[0]

    role = site.admin.get(f"{W}/roles/agent").json()["definition"]
    ruled = {"table": f"queries.{name}", "rows": "month == 2", "hide": ["hours", "cost"], "mask": ["label"]}
    assert site.admin.put(f"{W}/roles/agent", json={**role, "grants": [*role["grants"], ruled]}).status_code == 200
    seen = site.agent.get(rows).json()["items"]
    assert [(row["id"], row["label"]) for row in seen] == [(3, "•••"), (4, "•••")]
    assert not {"hours", "cost"} & seen[0].keys()
    assert site.agent.get(rows, params={"filter": "cost > 1"}).status_code == 422
    assert site.admin.put(f"{W}/roles/agent", json=role).status_code == 200


def test_a_try_shows_names_and_what_is_computed(site: Site, engine: str) -> None:
    sql = SQL.replace("TITLE_TEXT", '"TITLE_TEXT"') if engine == "pg" else SQL
    definition = {"source": engine, "sql": sql, "columns": COLUMNS}
    tried = site.admin.post(f"{Q}/try", json={"definition": definition}).json()
    assert [(one["name"], one["type"]) for one in tried["columns"]][-5:] == [
        ("label", "text"), ("cost", "decimal"), ("dear", "boolean"), ("month", "integer"), ("share", "float"),
    ]  # fmt: skip
    assert {one["name"] for one in tried["columns"]} >= {"subject", "hours"}
    assert tried["items"][0]["label"] == "NORTH 1"
    # Without columns of the result, saving learns them and keeps those computed, with the types of what they give.
    fresh = {"source": engine, "sql": "select id, team from tickets", "columns": [{"name": "twice", "value": "id * 2"}]}
    assert site.admin.put(f"{Q}/fresh_{engine}", json=fresh).status_code == 200
    columns = site.admin.get(f"{Q}/fresh_{engine}").json()["definition"]["columns"]
    assert [(one["name"], one["type"]) for one in columns] == [
        ("id", "integer"),
        ("team", "text"),
        ("twice", "integer"),
    ]
    again = {**fresh, "columns": [*columns[:2], {"name": "even", "value": "id % 2 == 0"}]}
    assert site.admin.put(f"{Q}/fresh_{engine}", json=again).status_code == 200
    columns = site.admin.get(f"{Q}/fresh_{engine}").json()["definition"]["columns"]
    assert columns[2]["type"] == "boolean"


@pytest.mark.parametrize(
    ("columns", "code", "words"),
    [
        ([{"name": "x", "value": "tem"}], "expression.unknown_name", "team"),
        ([{"name": "x", "value": "id +"}], "expression.syntax", "x:"),
        ([{"name": "x", "value": "team", "type": "date"}], "query.column_type", "Give the column another type"),
        ([{"name": "x", "value": "y + 1", "type": "integer"}, {"name": "y", "value": "x + 1", "type": "integer"}],
         "formula.circle", "x"),
        ([{"name": "x", "value": "x"}], "expression.unknown_name", "x"),
        ([{"name": "x", "value": "upper(secret)"}, {"name": "secret", "sensitive": True}], "query.sensitive", "secret"),
        ([{"name": "x", "value": "id", "native": "y"}], "definition", "computed"),
        ([{"name": "x", "value": "rows('notes')"}], "expression.unknown_function", "rows"),
        ([{"name": "x", "value": "__import__('os')"}], "expression", "import"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused_with_its_place(
    site: Site, columns: list[dict[str, object]], code: str, words: str
) -> None:
    known = [{"name": "id", "type": "integer"}, {"name": "team"}]
    wrong = {"source": "lite", "sql": "select id, team, team as secret from tickets", "columns": [*known, *columns]}
    refused = site.admin.put(f"{Q}/wrong", json=wrong)
    assert refused.status_code == 422, refused.text
    assert refused.json()["code"].startswith(code), refused.text
    assert words in refused.text
    assert site.admin.get(f"{Q}/wrong").status_code == 404


def test_what_takes_too_much_is_ended_and_others_go_on(site: Site) -> None:
    """One expression has the budget of an expression many times over, for the whole result and not for each row."""
    value = "len([a for a in range(1000) for b in range(1000) for c in range(1000)])"
    slow = {
        "source": "lite",
        "sql": "select id from tickets",
        "columns": [{"name": "id"}, {"name": "x", "value": value}],
    }
    assert site.admin.put(f"{Q}/slow", json=slow).status_code == 200
    began = time.monotonic()
    ended = site.admin.post(f"{Q}/slow/run", json={"parameters": {}})
    assert ended.json()["code"] == "expression.budget", ended.text
    assert time.monotonic() - began < 30
    large = {
        **slow,
        "columns": [
            {"name": "id", "type": "integer"},
            {"name": "x", "value": "len([a for a in range(id * 30000000)])", "type": "integer"},
        ],
    }
    assert site.admin.put(f"{Q}/slow", json=large).status_code == 200
    assert site.admin.post(f"{Q}/slow/run", json={"parameters": {}}).json()["code"] == "expression.budget"
    assert site.admin.post(f"{Q}/lite/run", json={"parameters": {}}).status_code == 200


def test_the_command_line_prints_what_is_computed(site: Site) -> None:
    name = stored(site, "lite")
    ran = CliRunner().invoke(app, ["query", "run", name, "--workspace", "ops", "--home", str(site.home), "--json"])
    assert json.loads(ran.output)[0]["label"] == "NORTH 1"
