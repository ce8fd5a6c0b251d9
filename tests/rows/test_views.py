"""Views: selections and summaries of built-in and of other tables are tables to everything else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from tests.rows import test_joined as shop_of
from tests.rows.internal import internal_rows
from toolwright.errors import InvalidDefinition, InvalidInput, NotFound
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.rows import AggregateRequest, GroupSpec, MeasureSpec, Page, RowQuery, Rows

VIEWS = {
    "tables/large_orders.yaml": """\
title: Large orders
sort: [-amount]
view:
  of: orders
  filter: "amount >= 4 and customer.name != 'Bob'"
  columns: [amount, customer_name, {name: city, value: customer.city, label: Town}, {name: twin, value: amount}]
""",
    "tables/per_customer.yaml": """\
title: Per customer
view:
  of: orders
  group: [{name: who, value: customer.name}, {name: month, value: created_at, bucket: month}]
  measures: [{name: orders}, {name: total, function: sum, value: amount}, {name: top, function: max, value: amount}]
""",
    "tables/middles.yaml": """\
title: Middles
view:
  of: orders
  group: [{name: who, value: customer.name}]
  measures: [{name: middle, function: median, value: amount}, {name: orders}]
""",
    "tables/busy.yaml": "title: Busy\nview: {of: per_customer, filter: orders > 1}\n",
    "roles/viewer.yaml": """\
title: Viewer
grants:
  - {table: large_orders, can: [read], mask: [twin]}
  - {table: busy, can: [read], rows: "total > 100"}
""",
    "roles/sweeping.yaml": 'title: Sweeping\ngrants:\n  - {table: "*", can: [read], mask: [amount]}\n',
}
FILES = {**shop_of.FILES, **VIEWS}
ANNA = shop_of.ANNA


@pytest.fixture
def shop() -> Workspace:
    return load_workspace("shop", FILES, installed_kinds(), revision=1)


@pytest.fixture
async def rows(internal: DataSource, shop: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(internal, shop) as made:
        await shop_of.fill(made, shop)
        yield made


def table(page: Page, *names: str) -> Sequence[tuple[object, ...]]:
    places = [page.columns.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in page.rows]


async def test_a_selection_shows_its_rows_and_columns_in_its_order(rows: Rows, shop: Workspace) -> None:
    page = await rows.list(ANNA, shop, "large_orders", RowQuery(count="exact"))
    assert page.columns == ("id", "amount", "customer_name", "city", "twin")
    assert table(page, "id", "amount", "customer_name", "twin") == [(2, 9, "Ada", 9), (1, 4, "Ada", 4)]
    assert page.count == 2
    assert shop.tables["large_orders"].by_name["city"].title == "Town"


async def test_a_selection_is_asked_like_a_table(rows: Rows, shop: Workspace) -> None:
    asked = RowQuery(filter="twin > 4 or city == 'Rome'", search="ada", sort=("-twin",), limit=1, count="exact")
    page = await rows.list(ANNA, shop, "large_orders", asked)
    assert table(page, "id") == [(2,)]
    assert (await rows.get(ANNA, shop, "large_orders", "1")).values["customer_name"] == "Ada"
    with pytest.raises(NotFound):
        await rows.get(ANNA, shop, "large_orders", "3")
    figures = AggregateRequest((MeasureSpec("n", "sum", "amount"),), (GroupSpec("c", "customer_name"),))
    assert (await rows.aggregate(ANNA, shop, "large_orders", figures)).rows == [("Ada", 13)]


async def test_a_summary_groups_and_a_view_of_it_narrows(rows: Rows, shop: Workspace) -> None:
    page = await rows.list(ANNA, shop, "per_customer", RowQuery(sort=("who",)))
    assert table(page, "who", "orders", "total", "top") == [("Ada", 2, 13, 9), ("Bob", 1, 7, 7), (None, 1, 1, 1)]
    middles = await rows.list(ANNA, shop, "middles", RowQuery(filter="orders > 1 or middle == 7", sort=("-middle",)))
    assert table(middles, "who", "middle") == [("Bob", 7), ("Ada", 6.5)]
    busy = await rows.list(ANNA, shop, "busy", RowQuery())
    assert table(busy, "who", "orders") == [("Ada", 2)]


async def test_views_follow_their_own_grants(rows: Rows, shop: Workspace) -> None:
    viewer, sweeping = shop_of.holder("viewer"), shop_of.holder("sweeping")
    page = await rows.list(viewer, shop, "large_orders", RowQuery())
    assert page.masked == {"twin"}
    assert not (await rows.list(viewer, shop, "busy", RowQuery())).rows
    with pytest.raises(NotFound):
        await rows.list(viewer, shop, "orders", RowQuery())
    # `twin` shows what the sweeping grant masks, so that grant must not open the view.
    with pytest.raises(NotFound):
        await rows.list(sweeping, shop, "large_orders", RowQuery())


async def test_rows_of_a_view_are_changed_in_its_table(rows: Rows, shop: Workspace) -> None:
    with pytest.raises(InvalidInput, match="changed there"):
        await rows.create(ANNA, shop, "large_orders", {"amount": 1})


@pytest.mark.parametrize(
    ("view", "code", "line"),
    [
        ("{of: order}", "reference.table", 2),
        ("{of: orders, filter: amonut > 1}", "expression.unknown_name", 2),
        ('{of: orders, filter: "note == user.email"}', "expression.unknown_name", 2),
        ("{of: orders, columns: [amount, nte]}", "reference.column", 2),
        ("{of: orders, columns: [{name: x, value: custmer.name}]}", "reference.relation", 2),
        ("{of: orders, columns: [amount, amount]}", "table.duplicate_column", 2),
        ("{of: orders, group: [{name: note, bucket: month}]}", "aggregate.unsupported", 2),
        ("{of: orders, measures: [{name: s, function: sum, value: note}]}", "rollup.no_number", 2),
        ("{of: wrong}", "view.circle", 2),
    ],
)
def test_a_wrong_view_is_refused_with_its_place(view: str, code: str, line: int) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        load_workspace("shop", {**FILES, "tables/wrong.yaml": f"title: Wrong\nview: {view}\n"}, installed_kinds())
    error = refused.value.errors[0]
    assert (error.code, error.where and error.where.file, error.where and error.where.line) == (
        code, "tables/wrong.yaml", line,
    )  # fmt: skip


def test_a_view_is_written_back_as_it_was() -> None:
    from toolwright.model.files import dump_workspace

    loaded = load_workspace("shop", FILES, installed_kinds(), revision=1)
    again = load_workspace("shop", dump_workspace(loaded), installed_kinds(), revision=1)
    assert again.tables == loaded.tables
    assert dump_workspace(loaded, FILES)["tables/busy.yaml"].count("\n") < 6
