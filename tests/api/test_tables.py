"""Internal tables over HTTP: designed, filled, asked, changed with a plan, and refused where data would be lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import running_server, signed_in
from tests.tables.shop import CUSTOMERS, FILES, SHOP
from toolwright.cli import app

W = f"/api/v1/workspaces/{SHOP}"
ORDERS = {
    "title": "Orders",
    "columns": [
        {"name": "customer_id", "kind": "relation", "settings": {"to": "customers", "on_delete": "cascade"}},
        {"name": "code", "kind": "text", "required": True},
        {"name": "amount", "kind": "text"},
    ],
}


@pytest.fixture(scope="module", params=BOTH)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with everything in files, and one whose metadata and tables are in PostgreSQL."""
    with kept_in(request, "installation"):
        yield tmp_path_factory.mktemp("tables") / "home"


@pytest.fixture(scope="module")
def admin(home: Path) -> Iterator[httpx.Client]:
    with running_server(home) as base_url:
        client = signed_in(base_url, home)
        files = {path: text for path, text in FILES.items() if "orders" not in path}
        made = client.post("/api/v1/workspaces", json={"name": SHOP, "files": files})
        assert made.status_code == 201, made.text
        stranger = signed_in(base_url, home, "eve@example.org", is_admin=False)
        for path in ("plan", "change", "explain"):
            assert (
                stranger.post(f"{W}/schema/{path}", json={"table": "orders"} if path == "explain" else {}).status_code
                == 404
            )
        yield client


def test_queries_see_one_workspace_or_none(admin: httpx.Client, home: Path) -> None:
    """In PostgreSQL one user owns the tables of all workspaces, so nothing would keep them apart."""
    asked = admin.post(f"{W}/queries/try", json={"definition": {"sql": "select id from customers"}})
    if os.environ.get("TOOLWRIGHT_DATABASE_URL"):
        assert (asked.status_code, asked.json()["code"]) == (400, "query.not_supported")
    else:
        assert (asked.status_code, asked.json()["items"]) == (200, [])


def test_tables_are_designed_filled_and_changed(admin: httpx.Client, home: Path, tmp_path: Path) -> None:
    made = admin.post(f"{W}/schema/change", json={"tables": {"orders": ORDERS}})
    assert made.status_code == 200, made.text
    assert made.json() == {"revision": 2}
    for name in ("Acme", "Bolt"):
        assert admin.post(f"{W}/tables/customers/rows", json={"name": name}).status_code == 201
    for number, amount in enumerate(["5", "many", None]):
        row = {"customer_id": 1, "code": f"o{number}", "amount": amount}
        assert admin.post(f"{W}/tables/orders/rows", json=row).status_code == 201
    asked = admin.get(
        f"{W}/tables/orders/rows", params={"filter": "customer.name == 'Acme'", "expand": "customer", "count": "exact"}
    )
    assert asked.json()["count"] == 3, asked.text
    changed = admin.patch(f"{W}/tables/orders/rows/1", json={"code": "first"})
    assert changed.json()["values"]["code"] == "first", changed.text

    numbers = {**ORDERS, "columns": [*ORDERS["columns"][:2], {"name": "amount", "kind": "integer"}]}
    plan = admin.post(f"{W}/schema/plan", json={"tables": {"orders": numbers}}).json()
    (step,) = plan["planned"]
    assert (step["what"], step["problem_count"], step["can_be_undone"]) == ("change_column", 1, False)
    assert step["problems"] == [{"row": 2, "value": "many", "message": "Must be a whole number."}]
    assert plan["loses"] == ["1 value of 'amount' of 'orders' that do not fit"]
    german = {"accept-language": "de"}
    told = admin.post(f"{W}/schema/plan", json={"tables": {"orders": numbers}}, headers=german).json()
    assert told["planned"][0]["problems"][0]["message"] == "Muss eine ganze Zahl sein."
    assert told["loses"] == ["unpassende Werte in „amount“ von „orders“ (1 Wert)"]
    refused = admin.put(f"{W}/tables/orders", json=numbers)
    assert (refused.status_code, refused.json()["code"]) == (409, "schema.loses_data")
    done = admin.put(f"{W}/tables/orders", json=numbers, params={"allow_loss": True})
    assert done.status_code == 200, done.text
    rows = admin.get(f"{W}/tables/orders/rows", params={"fields": "amount", "sort": "id"}).json()["items"]
    assert [row["amount"] for row in rows] == [5, None, None]

    indexed = {**numbers, "search": ["code"], "sort": ["-amount"]}
    assert admin.put(f"{W}/tables/orders", json=indexed).status_code == 200
    explained = admin.post(f"{W}/schema/explain", json={"table": "orders", "sort": ["-amount"]}).json()
    words = admin.post(f"{W}/schema/explain", json={"table": "orders", "search": "o1"}).json()
    if next(home.rglob("_production.db"), None) is not None:  # PostgreSQL reads all of so small a table
        assert explained["text"] == (
            "Rows are read in the order of the index over 'amount' (largest first), made for the table's own order."
        )
        assert (explained["indexes"], explained["sorts"], explained["looks_at_all"]) == ([["-amount"]], False, False)
        assert (words["uses_words"], words["text"]) == (True, "Words are looked up in the index of words.")
    assert explained["steps"]
    found = admin.get(f"{W}/tables/orders/rows", params={"search": "O2", "fields": "code"}).json()["items"]
    assert found == [{"code": "o2"}]
    _by_command_line(home, tmp_path)
    gone = admin.delete(f"{W}/tables/orders")
    assert (gone.status_code, gone.json()["code"]) == (409, "schema.loses_data")
    assert admin.delete(f"{W}/tables/orders", params={"allow_loss": True}).status_code == 204


def _by_command_line(home: Path, tmp_path: Path) -> None:
    """The same beside the running server: plan and push a folder."""

    def toolwright(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*words, "--home", str(home)])
        return result.exit_code, result.output

    folder = tmp_path / SHOP
    assert toolwright("pull", str(folder), "--workspace", SHOP)[0] == 0
    assert [one["name"] for one in json.loads(toolwright("table", "list", "--workspace", SHOP, "--json")[1])] == [
        "customers",
        "orders",
    ]
    assert toolwright("table", "plan", str(folder)) == (0, "No table changes.\n")
    code, said = toolwright(
        "table", "explain", "orders", "--workspace", SHOP, "--filter", "code == 'o1'", "--sort", "code"
    )
    assert (code, said.startswith("Every row is looked at: ")) == (0, True)
    (folder / "tables" / "customers.yaml").write_text(CUSTOMERS.replace("name: city", "name: town"))
    code, said = toolwright("table", "plan", str(folder), "--rename", "customers.city=town")
    assert (code, said) == (0, "· The column 'city' of 'customers' is called 'town' from now on; values stay.\n")
    assert toolwright("push", str(folder), "--rename", "customers.nothing=town")[0] == 1
    assert toolwright("push", str(folder), "--rename", "customers.city=town")[0] == 0
    (folder / "roles").mkdir()
    role = "title: Clerk\ngrants:\n  - {table: orders, can: [read], rows: \"code != 'x'\"}  # not those\n"
    (folder / "roles" / "clerk.yaml").write_text(role)
    assert toolwright("push", str(folder))[0] == 0
    code, said = toolwright("table", "plan", str(folder), "--rename", "orders.code=number")
    assert (code, said.splitlines()) == (
        0,
        [
            "· The column 'code' of 'orders' is called 'number' from now on; values stay.",
            "· roles/clerk.yaml is rewritten with the new names.",
            "· tables/orders.yaml is rewritten with the new names.",
        ],
    )
    assert toolwright("push", str(folder), "--rename", "orders.code=number")[0] == 0
    text = (folder / "roles" / "clerk.yaml").read_text()
    assert "number != 'x'" in text
    assert text.rstrip().endswith("# not those")
    (folder / "roles" / "clerk.yaml").unlink()
    assert toolwright("push", str(folder), "--rename", "orders.number=code")[0] == 0


def test_a_design_is_read_and_changed_with_renames_that_reach_its_own_expressions(admin: httpx.Client) -> None:
    columns = [
        {"name": "code", "kind": "text", "required": True},
        {"name": "low", "kind": "integer"},
        {"name": "high", "kind": "integer"},
        {"name": "span", "kind": "formula", "settings": {"value": "high - low", "result": "integer"}},
    ]
    checks = [{"rule": "high >= low", "message": "Must not be below.", "field": "high"}]
    made = admin.post(f"{W}/schema/change", json={"tables": {"gauges": {"columns": columns, "checks": checks}}})
    assert made.status_code == 200, made.text
    design = admin.get(f"{W}/schema/tables/gauges").json()
    assert (design["name"], design["revision"]) == ("gauges", made.json()["revision"])
    assert design["definition"] == {"columns": columns, "checks": checks}
    assert admin.get(f"{W}/schema/tables/none").status_code == 404

    # The rule and the formula go by the old name; the column itself by the new one.
    renamed = {**design["definition"], "columns": [columns[0], columns[1], {**columns[2], "name": "top"}, columns[3]]}
    renamed["checks"] = [{**checks[0], "field": "top"}]
    body = {"tables": {"gauges": renamed}, "rename": ["gauges.high=top"]}
    plan = admin.post(f"{W}/schema/plan", json=body).json()
    assert [one["what"] for one in plan["planned"]] == ["rename_column", "rewrite_definition"]
    assert admin.post(f"{W}/schema/change", json=body).status_code == 200
    now = admin.get(f"{W}/schema/tables/gauges").json()["definition"]
    assert now["checks"][0]["rule"] == "top >= low"
    assert now["columns"][3]["settings"]["value"] == "top - low"
    assert admin.post(f"{W}/schema/change", json={"tables": {"gauges": None}}).status_code == 200
