"""What a search looks into is part of a table's design, and changes with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.tables.shop import ORDERS, SHOP, add, change, make_shop, shown
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_tables import plan_files
from toolwright.commands.services import Services
from toolwright.errors import InvalidDefinition

PLAIN = ORDERS.replace("search: [code]\n", "")


async def words(services: Services, orders: str, *renames: str) -> list[str]:
    """What the plan of other orders says."""
    files = {**await services.workspaces.files(SHOP), "tables/orders.yaml": orders}
    plan = await plan_files(services, OPERATOR, SHOP, files)
    return [one.text for one in plan.planned]


def sound(home: Path) -> list[str]:
    """The indexes of words in the one database, each of which holds what its table does."""
    connection = sqlite3.connect(next(home.rglob("_production.db")))
    found = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%fts5(%'").fetchall()
    for (name,) in found:
        connection.execute(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")  # as found
    left = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name LIKE '\\_tw\\_texts%' ESCAPE '\\'"
    ).fetchone()
    listed = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%fts5vocab(%'").fetchall()
    connection.close()
    assert [name.replace("terms", "words") for (name,) in listed] == [name for (name,) in found]
    assert left[0] == len(found)
    return [name for (name,) in found]


async def test_it_comes_changes_and_goes_with_the_design(services: Services, tmp_path: Path) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Ann"})
    await add(services, "orders", {"code": "Über 12", "amount": "seven"}, {"code": "other", "customer_id": 1})
    assert await shown(services, "orders", "code", search="uber") == [("Über 12",)]
    assert await shown(services, "orders", "code", search="seven") == []

    assert await words(services, ORDERS.replace("search: [code]", "search: [amount, code]")) == [
        "A search of 'orders' looks up words in 'amount', 'code'; their words are indexed for the 2 rows there are."
    ]
    await change(services, {"tables/orders.yaml": ORDERS.replace("search: [code]", "search: [amount, code]")})
    assert await shown(services, "orders", "code", search="seven uber") == [("Über 12",)]

    await change(
        services,
        {"tables/orders.yaml": ORDERS.replace("code,", "number,").replace("[code]", "[amount, number]")},
        "orders.code=number",
    )
    assert await shown(services, "orders", "number", search="oth") == [("other",)]
    assert sound(tmp_path) == ["_tw_words_orders"]

    renamed = {"tables/orders.yaml": None, "tables/sales.yaml": ORDERS.replace("search: [code]", "search: [amount]")}
    await change(services, renamed, "orders=sales", "orders.number=code")
    assert await shown(services, "sales", "code", search="sev") == [("Über 12",)]
    assert sound(tmp_path) == ["_tw_words_sales"]

    whole = ORDERS.replace("search: [code]", "search: [amount]").replace("amount, kind: text", "amount, kind: integer")
    await change(services, {"tables/sales.yaml": whole}, allow_loss=True)
    assert await shown(services, "sales", "code", search="sev") == []
    await add(services, "sales", {"code": "third", "amount": 77})
    assert await shown(services, "sales", "code", search="77") == [("third",)]
    assert sound(tmp_path) == ["_tw_words_sales"]

    await change(services, {"tables/sales.yaml": PLAIN}, allow_loss=True)
    assert await shown(services, "sales", "code", search="hir") == [("third",)], "any part of a word, row by row"
    assert sound(tmp_path) == []
    await change(services, {"tables/sales.yaml": ORDERS}, allow_loss=True)
    await change(services, {"tables/sales.yaml": None}, allow_loss=True)
    assert sound(tmp_path) == []


async def test_rows_that_go_with_another_are_not_found_any_more(services: Services, tmp_path: Path) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Ann"})
    await add(services, "orders", {"code": "first", "customer_id": 1})
    workspace = await services.workspaces.get(SHOP)
    await services.rows.delete(OPERATOR, workspace, "customers", "1")
    assert await shown(services, "orders", "code", search="first") == []
    sound(tmp_path)


@pytest.mark.parametrize(
    ("search", "code"),
    [
        ("[colour]", "reference.column"),
        ("[code, code]", "table.search_twice"),
        ("[created_at]", "table.not_searchable"),
    ],
)
async def test_columns_without_words_are_refused(services: Services, search: str, code: str) -> None:
    await make_shop(services)
    with pytest.raises(InvalidDefinition) as refused:
        await change(services, {"tables/orders.yaml": ORDERS.replace("[code]", search)})
    assert refused.value.code == code
