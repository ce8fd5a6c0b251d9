"""Indexes are chosen from what definitions ask of rows, said in the plan, and go when nobody asks any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from tests.tables.shop import CUSTOMERS, FILES, SHOP, add, change, make_shop
from toolwright.commands.explain_list import explain_list
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_tables import plan_files
from toolwright.commands.services import Services
from toolwright.rows import RowQuery

ORDERS = """\
title: Orders
columns:
  - {name: customer_id, kind: relation, settings: {to: customers, on_delete: cascade}}
  - {name: code, kind: text, required: true}
  - {name: status, kind: select, settings: {options: [open, closed]}}
  - {name: amount, kind: integer}
  - {name: placed_on, kind: date}
"""
APP = {
    "apps/desk/app.yaml": "title: Desk\nhome: queue\n",
    "apps/desk/screens/queue.yaml": """\
title: Queue
path: /
content:
  - kind: table
    id: orders
    filters: [status]
    rows: {table: orders, sort: [-placed_on]}
  - kind: table
    id: mine
    rows: {table: orders, filter: "status == 'open' and amount > 5 and code != 'x'", sort: [-placed_on]}
  - kind: table
    id: dear
    rows: {table: orders, filter: "amount >= 100"}
  - kind: table
    id: theirs
    rows: {table: orders, filter: "customer_id == 1"}
""",
}
SHOWN = {**FILES, "tables/orders.yaml": ORDERS, **APP}


async def planned(services: Services, files: Mapping[str, str | None]) -> list[str]:
    """What storing some files would do."""
    present = {**await services.workspaces.files(SHOP), **files}
    plan = await plan_files(
        services, OPERATOR, SHOP, {path: text for path, text in present.items() if text is not None}
    )
    return [one.text for one in plan.planned]


def made(home: Path, table: str = "orders") -> set[str]:
    """The indexes of a table, as their columns are written down."""
    connection = sqlite3.connect(next(home.rglob("_production.db")))
    found = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,)
    ).fetchall()
    connection.close()
    return {sql[sql.index("(") :].replace('"', "") for (sql,) in found if sql}


async def test_lists_views_and_rules_have_their_indexes(services: Services, tmp_path: Path) -> None:
    await make_shop(services, SHOWN)
    lists = {"(customer_id)", "(status, placed_on DESC)", "(placed_on DESC)", "(amount)"}
    assert made(tmp_path) == lists
    await add(services, "orders", {"code": "A"})
    view = "title: Open\nsort: [amount]\nview: {of: orders, filter: \"status == 'closed'\", columns: [code, {name: day, value: placed_on}]}\n"
    role = "title: Clerk\ngrants:\n  - {table: orders, rows: code == user.email}\n"
    more: dict[str, str | None] = {"tables/closed.yaml": view.replace("[amount]", "[-day]"), "roles/clerk.yaml": role}
    assert await planned(services, more) == [
        "An index over 'code', 'placed_on' (largest first) of 'orders', 1 row, is made for "
        "the table on screen desk/queue under a row rule of role clerk.",
        "An index over 'code', 'status', 'placed_on' (largest first) of 'orders', 1 row, is made for "
        "a filter of the table on screen desk/queue under a row rule of role clerk and the table on screen desk/queue under a row rule of role clerk.",
    ]
    await change(services, more)
    assert made(tmp_path) == lists | {"(code, placed_on DESC)", "(code, status, placed_on DESC)"}

    without: dict[str, str | None] = dict.fromkeys((*APP, "roles/clerk.yaml"))
    assert await planned(services, without) == [
        f"The index over {over} of 'orders' goes: nothing asks for it any more."
        for over in (
            "'placed_on' (largest first)", "'amount'", "'code', 'placed_on' (largest first)",
            "'code', 'status', 'placed_on' (largest first)",
        )
    ]  # fmt: skip
    await change(services, without)
    assert made(tmp_path) == {"(customer_id)", "(status, placed_on DESC)"}


async def test_by_hand_and_renamed(services: Services, tmp_path: Path) -> None:
    await make_shop(services, SHOWN)
    by_hand = {"tables/orders.yaml": ORDERS + "indexes: [[amount, code]]\n", "tables/customers.yaml": CUSTOMERS}
    assert await planned(services, by_hand) == [
        "An index over 'amount', 'code' of 'orders' is made: the design names it.",
        "The index over 'amount' of 'orders' goes: nothing asks for it any more.",
    ]
    await change(services, by_hand)
    assert await planned(services, {}) == []
    later = {path: text.replace("placed_on", "day") for path, text in {**SHOWN, **by_hand}.items()}
    await change(services, later, "orders.placed_on=day")
    assert made(tmp_path) == {"(customer_id)", "(status, day DESC)", "(day DESC)", "(amount, code)"}


async def test_calculation_views_are_worked_out_from_an_index_alone(services: Services, tmp_path: Path) -> None:
    await make_shop(services, {**FILES, "tables/orders.yaml": ORDERS})
    view = (
        "title: By status\nview:\n  of: orders\n  filter: amount != 3\n  group: [status]\n"
        "  measures: [{name: count}, {name: total, function: sum, value: amount}]\n"
    )
    files: dict[str, str | None] = {"tables/by_status.yaml": view}
    assert await planned(services, files) == [
        "An index over 'status', 'amount' of 'orders' is made for the figures of by_status."
    ]
    await change(services, files)
    assert made(tmp_path) == {"(customer_id)", "(status, amount)"}
    for status, amount in (("open", 2), ("open", 3), ("closed", 5), ("open", None)):
        await add(services, "orders", {"code": "A", "status": status, "amount": amount})
    workspace = await services.workspaces.get(SHOP)
    page = await services.rows.list(OPERATOR, workspace, "by_status", RowQuery(sort=("status",)))
    assert [tuple(row) for row in page.rows] == [("closed", 1, 5), ("open", 2, 2)]
    used = await explain_list(services, OPERATOR, SHOP, "by_status", RowQuery(sort=("status",)))
    assert any("COVERING INDEX" in step for step in used.steps)

    by_note: dict[str, str | None] = {"tables/by_status.yaml": view.replace("value: amount", "value: id")}
    await change(services, by_note)
    assert made(tmp_path) == {"(customer_id)", "(status, id, amount)"}
