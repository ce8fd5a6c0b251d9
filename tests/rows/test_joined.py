"""Lookups and rollups: right on every row, usable like any column, and closed where what they read is closed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from tests.rows.internal import internal_rows
from toolwright.errors import InvalidDefinition, InvalidInput
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import (
    AggregateRequest,
    GroupSpec,
    MeasureSpec,
    Page,
    RowChange,
    RowQuery,
    Rows,
)

FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/customers.yaml": """\
title: Customers
columns:
  - {name: name, kind: text, required: true}
  - {name: city, kind: text}
  - {name: orders, kind: rollup, settings: {of: orders, through: customer}}
  - {name: large, kind: rollup, settings: {of: orders, through: customer, filter: "amount > 5 and note != 'a\\"b'"}}
  - {name: turnover, kind: rollup, settings: {of: orders, through: customer, function: sum, column: amount}}
  - {name: best, kind: rollup, settings: {of: orders, through: customer, function: max, column: amount}}
  - {name: mean, kind: rollup, settings: {of: orders, through: customer, function: avg, column: amount}}
""",
    "tables/orders.yaml": """\
title: Orders
columns:
  - {name: customer_id, kind: relation, settings: {to: customers}}
  - {name: amount, kind: integer}
  - {name: note, kind: text}
  - {name: customer_name, kind: lookup, settings: {through: customer, column: name}}
  - {name: customer_orders, kind: lookup, settings: {through: customer, column: orders}}
""",
    "roles/clerk.yaml": """\
title: Clerk
grants:
  - {table: orders, can: [read, update]}
  - {table: customers, can: [read], hide: [city]}
""",
    "roles/blind.yaml": """\
title: Blind
grants:
  - {table: orders, can: [read]}
  - {table: customers, can: [read], mask: [name]}
""",
    "roles/partly.yaml": """\
title: Partly
grants:
  - {table: orders, can: [read]}
  - {table: customers, can: [read], rows: "city == 'Rome'"}
""",
    "roles/alone.yaml": "title: Alone\ngrants:\n  - {table: orders, can: [read]}\n",
}
CUSTOMERS = ("Ada", "Bob", "Cleo")
ORDERS = ((1, 4), (1, 9), (2, 7), (None, 1))
ANNA = Actor("user", "u1", "anna@example.org", "Anna", is_admin=True)


async def fill(rows: Rows, shop: Workspace) -> None:
    await rows.bulk(ANNA, shop, "customers", [RowChange("create", values={"name": name}) for name in CUSTOMERS])
    orders = [RowChange("create", values={"customer_id": who, "amount": amount}) for who, amount in ORDERS]
    await rows.bulk(ANNA, shop, "orders", orders)


def holder(role: str) -> Actor:
    return Actor("user", "u2", "x@example.org", "X", roles={"shop": (role,)})


@pytest.fixture
def shop() -> Workspace:
    return load_workspace("shop", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, shop: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, shop) as made:
        await fill(made, shop)
        yield made


def column(page: Page, name: str) -> Sequence[object]:
    place = page.columns.index(name)
    return [row[place] for row in page.rows]


async def test_rollups_count_and_sum_what_refers_to_the_row(rows: Rows, shop: Workspace) -> None:
    page = await rows.list(ANNA, shop, "customers", RowQuery(sort=("id",)))
    assert column(page, "orders") == [2, 1, 0]
    assert column(page, "large") == [1, 1, 0]
    assert column(page, "turnover") == [13, 7, 0]
    assert column(page, "best") == [9, 7, None]
    assert [None if mean is None else float(mean) for mean in column(page, "mean")] == [6.5, 7.0, None]  # type: ignore[arg-type]  # decimals


async def test_lookups_reach_columns_and_rollups_of_the_other_row(rows: Rows, shop: Workspace) -> None:
    page = await rows.list(ANNA, shop, "orders", RowQuery(sort=("id",)))
    assert column(page, "customer_name") == ["Ada", "Ada", "Bob", None]
    assert column(page, "customer_orders") == [2, 2, 1, None]


async def test_they_are_filtered_sorted_searched_counted_and_grouped_by(rows: Rows, shop: Workspace) -> None:
    page = await rows.list(
        ANNA, shop, "customers", RowQuery(filter="turnover > 5 and orders < 3", sort=("-turnover",), count="exact")
    )
    assert (column(page, "name"), page.count) == (["Ada", "Bob"], 2)
    found = await rows.list(ANNA, shop, "orders", RowQuery(search="ada", sort=("-customer_name", "id"), limit=1))
    assert column(found, "id") == [1]
    more = await rows.list(
        ANNA, shop, "orders", RowQuery(search="ada", sort=("-customer_name", "id"), limit=1, cursor=found.next_cursor)
    )
    assert column(more, "id") == [2]
    request = AggregateRequest((MeasureSpec("n"),), (GroupSpec("who", "customer_name"),), sort=("who",))
    assert (await rows.aggregate(ANNA, shop, "orders", request)).rows == [("Ada", 2), ("Bob", 1), (None, 1)]


async def test_a_write_answers_them_and_another_row_does_not_make_it_stale(rows: Rows, shop: Workspace) -> None:
    made = await rows.create(ANNA, shop, "orders", {"customer_id": 3, "amount": 2})
    assert (made.values["customer_name"], made.values["customer_orders"]) == ("Cleo", 1)
    await rows.update(ANNA, shop, "customers", "3", {"name": "Cleopatra"})
    await rows.create(ANNA, shop, "orders", {"customer_id": 3, "amount": 2})
    changed = await rows.update(ANNA, shop, "orders", made.id, {"amount": 5}, if_match=made.version)
    assert (changed.values["customer_name"], changed.values["customer_orders"]) == ("Cleopatra", 2)
    with pytest.raises(InvalidInput):
        await rows.update(ANNA, shop, "orders", made.id, {"customer_name": "Me"})


@pytest.mark.parametrize(
    ("role", "open_", "closed"),
    [
        ("clerk", {"customer_name", "customer_orders"}, set()),
        ("blind", {"customer_orders"}, {"customer_name"}),
        ("partly", set(), {"customer_name", "customer_orders"}),
        ("alone", set(), {"customer_name", "customer_orders"}),
    ],
)
async def test_they_show_no_more_than_what_they_read(
    rows: Rows, shop: Workspace, role: str, open_: set[str], closed: set[str]
) -> None:
    page = await rows.list(holder(role), shop, "orders", RowQuery())
    assert open_ <= set(page.columns)
    assert not closed & set(page.columns)
    for name in closed:
        for query in (RowQuery(filter=f"{name} == 'Ada'"), RowQuery(sort=(name,)), RowQuery(fields=(name,))):
            with pytest.raises((InvalidInput, InvalidDefinition)):
                await rows.list(holder(role), shop, "orders", query)
    if "customer_name" in closed:
        assert not (await rows.list(holder(role), shop, "orders", RowQuery(search="ada"))).rows


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("column: name}", "column: nam}", "reference.column"),
        ("through: customer, column: orders", "through: custmer, column: orders", "reference.relation"),
        ("column: orders}", "column: circle}", "column.reads_itself"),
    ],
)
def test_what_does_not_lead_anywhere_is_refused_with_its_place(before: str, after: str, code: str) -> None:
    circle = "  - {name: circle, kind: rollup, settings: {of: orders, through: customer, function: max, column: customer_orders}}\n"
    files = {**FILES, "tables/customers.yaml": FILES["tables/customers.yaml"] + circle}
    files["tables/orders.yaml"] = FILES["tables/orders.yaml"].replace(before, after)
    with pytest.raises(InvalidDefinition) as refused:
        load_workspace("shop", files, installed_kinds())
    assert code in {error.code for error in refused.value.errors}
    assert all(error.where is not None and error.where.line for error in refused.value.errors)
