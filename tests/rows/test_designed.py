"""Internal tables in the data plane: kinds, defaults, stamps and formulas, on a database laid out by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.rows.internal import internal_rows
from toolwright.errors import InvalidDefinition, InvalidInput
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import RowChange, RowQuery, Rows

FILES = {
    "workspace.yaml": "title: Shop\n",
    "tables/customers.yaml": "title: Customers\ncolumns:\n  - {name: name, kind: text, required: true}\n",
    "tables/orders.yaml": """\
title: Orders
columns:
  - {name: customer_id, kind: relation, settings: {to: customers}}
  - {name: code, kind: text, default: "{{ upper('new') }}", settings: {min_length: 2, max_length: 9}}
  - {name: amount, kind: integer, settings: {minimum: 0, maximum: 99}}
  - {name: price, kind: integer, default: 3}
  - {name: label, kind: formula, settings: {value: "f'{code}-{id:04}'"}}
  - {name: double, kind: formula, settings: {value: "total * 2", result: integer}}
  - {name: total, kind: formula, settings: {value: "amount * price", result: integer}}
  - {name: share, kind: formula, settings: {value: "100 / amount", result: float}}
""",
}
ANNA = Actor("user", "u1", "anna@example.org", "Anna", is_admin=True)


@pytest.fixture
def shop() -> Workspace:
    return load_workspace("shop", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, shop: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, shop) as made:
        yield made


async def test_a_new_row_gets_defaults_stamps_and_formulas(rows: Rows, shop: Workspace) -> None:
    row = await rows.create(ANNA, shop, "orders", {"amount": 4})
    values = row.values
    assert (values["code"], values["price"], values["label"]) == ("NEW", 3, "NEW-0001")
    assert (values["total"], values["double"], values["share"]) == (12, 24, 25.0)
    assert values["created_by"] == values["updated_by"] == "u1"
    assert values["created_at"] == values["updated_at"]


async def test_formulas_follow_a_change_and_fail_alone(rows: Rows, shop: Workspace) -> None:
    made = await rows.create(ANNA, shop, "orders", {"amount": 4})
    changed = await rows.update(ANNA, shop, "orders", made.id, {"amount": 0})
    assert (changed.values["total"], changed.values["double"], changed.values["share"]) == (0, 0, None)
    assert changed.values["created_at"] == made.values["created_at"]
    assert changed.values["updated_at"] > made.values["updated_at"]  # type: ignore[operator]  # moments


async def test_formulas_are_searched_sorted_and_filtered(rows: Rows, shop: Workspace) -> None:
    await rows.bulk(ANNA, shop, "orders", [RowChange("create", values={"amount": n}) for n in (1, 5, 3)])
    page = await rows.list(ANNA, shop, "orders", RowQuery(filter="double > 6", sort=("-total",), search="NEW-000"))
    assert [row[page.columns.index("total")] for row in page.rows] == [15, 9]


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"amount": 100}, "amount", "at most 99"),
        ({"amount": -1}, "amount", "at least 0"),
        ({"code": "x"}, "code", "at least 2 characters"),
        ({"total": 5}, "total", "computed"),
        ({"created_by": "somebody else"}, "created_by", "computed"),
    ],
)
async def test_what_a_kind_does_not_accept_is_refused_at_its_field(
    rows: Rows, shop: Workspace, values: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await rows.create(ANNA, shop, "orders", values)
    assert [error.field for error in refused.value.errors] == [field]
    assert said in refused.value.errors[0].message


async def test_a_reference_leads_to_its_row(rows: Rows, shop: Workspace) -> None:
    customer = await rows.create(ANNA, shop, "customers", {"name": "Ada"})
    await rows.create(ANNA, shop, "orders", {"customer_id": int(customer.id), "amount": 1})
    page = await rows.list(ANNA, shop, "orders", RowQuery(filter="customer.name == 'Ada'", expand=("customer",)))
    assert len(page.rows) == 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("amont * 2", "expression.unknown_name"),
        ("len(created_by, 1)", "expression.arguments"),
        ("now()", "formula.changes_by_itself"),
        ("double + 1", "formula.circle"),
    ],
)
def test_a_wrong_formula_is_refused_when_it_is_saved(value: str, code: str) -> None:
    text = FILES["tables/orders.yaml"].replace("amount * price", value)
    with pytest.raises(InvalidDefinition) as refused:
        load_workspace("shop", {**FILES, "tables/orders.yaml": text}, installed_kinds())
    error = refused.value.errors[0]
    assert error.code == code
    assert error.where is not None
    assert error.where.line is not None
