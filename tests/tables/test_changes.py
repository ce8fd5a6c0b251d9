"""Designs change, and the tables with them: what is kept, what converts, what is refused, and what is said about it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.tables.shop import CUSTOMERS, FILES, ORDERS, SHOP, add, change, make_shop, shown
from toolwright import wiring
from toolwright.commands.change_workspace import delete_workspace
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.definitions import Migration
from toolwright.commands.design_tables import design_tables
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidDefinition, InvalidInput, NotFound
from toolwright.rows import AggregateRequest, RowChange, RowQuery
from toolwright.rows.contract import GroupSpec, MeasureSpec
from toolwright.settings import Settings
from toolwright.tables import Renames


async def test_new_tables_take_rows(services: Services) -> None:
    shop = await make_shop(services)
    await add(services, "customers", {"name": "Acme", "city": "Köln"}, {"name": "Bolt"})
    await add(services, "orders", {"customer_id": 1, "code": "A", "amount": "5"}, {"customer_id": 1, "code": "B"})
    page = await services.rows.list(
        OPERATOR, shop, "orders", RowQuery(filter="customer.city == 'Köln'", expand=("customer",), sort=("-code",))
    )
    assert [row[page.columns.index("code")] for row in page.rows] == ["B", "A"]
    figures = await services.rows.aggregate(
        OPERATOR, shop, "orders", AggregateRequest((MeasureSpec("n", "count"),), (GroupSpec("c", "customer_id"),))
    )
    assert list(figures.rows) == [(1, 2)]
    changes = [RowChange("update", "1", {"city": "Bonn"}), RowChange("delete", "2")]
    await services.rows.bulk(OPERATOR, shop, "customers", changes)
    assert await shown(services, "customers", "name", "city") == [("Acme", "Bonn")]
    row = await services.rows.get(OPERATOR, shop, "customers", "1")
    assert row.values["created_at"] is not None
    assert row.values["updated_at"] > row.values["created_at"]  # type: ignore[operator]  # moments
    with pytest.raises(InvalidInput):
        await services.rows.create(OPERATOR, shop, "orders", {"customer_id": 9, "code": "C"})


async def test_renames_keep_everything(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme", "city": "Bonn"})
    await add(services, "orders", {"customer_id": 1, "code": "A", "amount": "5"})
    clients = CUSTOMERS.replace("Customers", "Clients").replace("name: city", "name: town")
    orders = ORDERS.replace("to: customers", "to: clients")
    changed = {"tables/customers.yaml": None, "tables/clients.yaml": clients, "tables/orders.yaml": orders}
    await change(services, changed, "customers=clients", "customers.city=town")
    assert await shown(services, "clients", "id", "name", "town") == [(1, "Acme", "Bonn")]
    assert await shown(services, "orders", "customer_id", "amount") == [(1, "5")]


async def test_what_converts_is_converted_and_what_does_not_is_listed(services: Services) -> None:
    await make_shop(services)
    await add(
        services, "orders", *({"code": str(n), "amount": text} for n, text in enumerate(["5", " 70 ", "x", "1.5"]))
    )
    numbers = {"tables/orders.yaml": ORDERS.replace("amount, kind: text", "amount, kind: integer")}
    with pytest.raises(Conflict) as refused:
        await change(services, numbers)
    assert refused.value.code == "schema.loses_data"
    said = [error.message for error in refused.value.errors]
    assert said[0] == "2 values of 'amount' of 'orders' that do not fit"
    assert said[1:] == ["Row 3: Must be a whole number. ('x')", "Row 4: Must be a whole number. ('1.5')"]
    assert await shown(services, "orders", "amount") == [("5",), (" 70 ",), ("x",), ("1.5",)]
    await change(services, numbers, allow_loss=True)
    assert await shown(services, "orders", "amount") == [(5,), (70,), (None,), (None,)]


async def test_a_column_or_table_with_values_goes_only_when_told(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme", "city": "Bonn"})
    without_city = {"tables/customers.yaml": CUSTOMERS.replace("  - {name: city, kind: text}\n", "")}
    without_table = {"tables/customers.yaml": None, "tables/orders.yaml": None}
    for files, loss in ((without_city, "the values of 1 row in 'city'"), (without_table, "1 row of 'customers'")):
        with pytest.raises(Conflict) as refused:
            await change(services, files)
        assert refused.value.errors[0].message.startswith(loss)
    assert await shown(services, "customers", "city") == [("Bonn",)]
    await change(services, without_city, allow_loss=True)
    await change(services, without_table, allow_loss=True)
    await change(services, {"tables/customers.yaml": CUSTOMERS})
    assert await shown(services, "customers", "name") == []


async def test_a_column_that_needs_a_value_gets_its_default(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"}, {"name": "Bolt", "city": "Bonn"})
    required = "  - {name: city, kind: text, required: true%s}\n  - {name: level, kind: integer, required: true%s}\n"
    with pytest.raises(Conflict) as refused:
        await change(
            services,
            {"tables/customers.yaml": CUSTOMERS.replace("  - {name: city, kind: text}\n", required % ("", ""))},
        )
    assert refused.value.code == "schema.impossible"
    assert "Row 1: Has no value." in [error.message for error in refused.value.errors]
    filled = required % (", default: '{{ upper(user.name) }}'", ", default: 3")
    await change(services, {"tables/customers.yaml": CUSTOMERS.replace("  - {name: city, kind: text}\n", filled)})
    operator = OPERATOR.name.upper()
    assert await shown(services, "customers", "city", "level") == [(operator, 3), ("Bonn", 3)]


async def test_links_are_needed_only_where_every_row_has_one(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"}, {"name": "Bolt"})
    links = "  - {name: others, kind: links, settings: {to: customers}%s}\n"
    with pytest.raises(Conflict) as refused:
        await change(services, {"tables/customers.yaml": CUSTOMERS + links % ", required: true"})
    assert refused.value.code == "schema.impossible"
    await change(services, {"tables/customers.yaml": CUSTOMERS + links % ""})
    shop = await services.workspaces.get(SHOP)
    await services.rows.update(OPERATOR, shop, "customers", "1", {"others": [2]})
    with pytest.raises(Conflict) as refused:
        await change(services, {"tables/customers.yaml": CUSTOMERS + links % ", required: true"})
    assert "Row 2: Has no value." in [error.message for error in refused.value.errors]
    await services.rows.update(OPERATOR, shop, "customers", "2", {"others": [1]})
    await change(services, {"tables/customers.yaml": CUSTOMERS + links % ", required: true"})
    shop = await services.workspaces.get(SHOP)
    with pytest.raises(InvalidInput):
        await services.rows.update(OPERATOR, shop, "customers", "2", {"others": []})
    renamed = CUSTOMERS + (links % ", required: true").replace("others", "friends")
    await change(services, {"tables/customers.yaml": renamed}, "customers.others=friends")
    shop = await services.workspaces.get(SHOP)
    with pytest.raises(InvalidInput):
        await services.rows.update(OPERATOR, shop, "customers", "2", {"friends": []})
    await change(services, {"tables/customers.yaml": renamed.replace(", required: true}\n", "}\n", 2)})
    shop = await services.workspaces.get(SHOP)
    await services.rows.update(OPERATOR, shop, "customers", "2", {"friends": []})


async def test_a_new_key_names_what_is_there_twice(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"}, {"name": "Acme"}, {"name": "Bolt"})
    unique = {"tables/customers.yaml": CUSTOMERS + "unique: [[name]]\n"}
    with pytest.raises(Conflict) as refused:
        await change(services, unique)
    assert refused.value.code == "schema.impossible"
    assert refused.value.errors[1].message == "2 rows have the same value. ('Acme')"
    shop = await services.workspaces.get(SHOP)
    await services.rows.delete(OPERATOR, shop, "customers", "2")
    await change(services, unique)
    with pytest.raises(Conflict):
        await add(services, "customers", {"name": "Bolt"})


async def test_a_text_column_becomes_a_relation(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"})
    await add(services, "orders", {"code": "A", "amount": "1"}, {"code": "B", "amount": "7"})
    related = {
        "tables/orders.yaml": ORDERS.replace("amount, kind: text", "amount, kind: relation, settings: {to: customers}")
    }
    with pytest.raises(Conflict) as refused:
        await change(services, related)
    assert "Row 2: There is no such row to refer to. ('7')" in [error.message for error in refused.value.errors]
    await change(services, related, allow_loss=True)
    assert await shown(services, "orders", "amount") == [(1,), (None,)]


async def test_formulas_of_rows_that_are_there_are_computed(services: Services) -> None:
    await make_shop(services)
    await add(services, "orders", {"code": "a", "amount": "x"})
    formula = "  - {name: label, kind: formula, settings: {value: 'code + amount'}}\n"
    await change(services, {"tables/orders.yaml": ORDERS + formula})
    assert await shown(services, "orders", "label") == [("ax",)]
    await change(services, {"tables/orders.yaml": ORDERS + formula.replace("code +", "upper(code) +")})
    assert await shown(services, "orders", "label") == [("Ax",)]
    await change(services, {})


async def test_the_plan_says_what_happens_and_changes_nothing(services: Services) -> None:
    shop = await make_shop(services)
    await add(services, "customers", {"name": "Acme", "city": "Bonn"})
    wanted = {**FILES, "tables/customers.yaml": CUSTOMERS.replace("city, kind: text", "visits, kind: integer")}
    checked = await services.workspaces.check(SHOP, wanted)
    plan = await services.tables.plan(checked)
    assert [(one.what, one.text) for one in plan.planned] == [
        ("add_column", "A new column 'visits' in 'customers', empty in the 1 row there are."),
        (
            "drop_column",
            "The column 'city' of 'customers' is removed, with the values of 1 row in 'city' of 'customers'.",
        ),
    ]
    assert plan.loses == ("the values of 1 row in 'city' of 'customers'",)
    assert (await services.tables.plan(shop)).is_empty


async def test_labels_touch_no_table(services: Services) -> None:
    await make_shop(services)
    checked = await services.workspaces.check(SHOP, {**FILES, "tables/customers.yaml": "display: name\n" + CUSTOMERS})
    assert (await services.tables.plan(checked)).is_empty


async def test_of_changes_at_the_same_time_one_is_told(services: Services) -> None:
    await make_shop(services)
    one = change(services, {"tables/one.yaml": CUSTOMERS})
    two = change(services, {"tables/two.yaml": CUSTOMERS})
    answers = await asyncio.gather(one, two, return_exceptions=True)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1, answers
    shop = await services.workspaces.get(SHOP)
    assert len({"one", "two"} & shop.tables.keys()) == 1
    assert (await services.tables.plan(shop)).is_empty


async def test_a_wrong_design_changes_nothing(services: Services) -> None:
    await make_shop(services)
    with pytest.raises(InvalidDefinition):
        await change(services, {"tables/customers.yaml": CUSTOMERS + "primary_key: [name]\n"})
    for wrong in ("suppliers=clients", "customers=orders", "customers.name=city", "customers.town=place"):
        with pytest.raises((InvalidInput, InvalidDefinition)):
            await change(services, {"tables/more.yaml": CUSTOMERS}, wrong)
        with pytest.raises((InvalidInput, InvalidDefinition)):
            await design_tables(services, OPERATOR, SHOP, {}, migration=Migration(Renames.read([wrong])))
    assert await services.workspaces.files(SHOP) == FILES
    assert (await services.tables.plan(await services.workspaces.get(SHOP))).is_empty


async def test_a_removed_workspace_takes_its_tables_along(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"})
    file = services.settings.home.absolute() / "databases" / SHOP / "_production.db"
    assert file.exists()
    await delete_workspace(services, OPERATOR, SHOP)
    assert not file.parent.exists()
    with pytest.raises(NotFound):
        await services.workspaces.get(SHOP)
    await make_shop(services)
    assert await shown(services, "customers", "name") == []


async def test_another_process_never_works_on_removed_tables(services: Services) -> None:
    """It has the file of the removed workspace open when one of the same name is made."""
    await make_shop(services)
    await add(services, "customers", {"name": "old"})
    other = await wiring.build(Settings(home=services.settings.home))
    try:
        assert await shown(other, "customers", "name") == [("old",)]
        await delete_workspace(services, OPERATOR, SHOP)
        await make_shop(services)
        await add(services, "customers", {"name": "new"})
        assert await shown(other, "customers", "name") == [("new",)]
        await delete_workspace(services, OPERATOR, SHOP)
        await make_shop(services)
        await add(other, "customers", {"name": "newest"})
        assert await shown(services, "customers", "name") == [("newest",)]
    finally:
        await wiring.close(other)


async def test_tables_that_nobody_knows_are_kept_aside(services: Services, tmp_path: Path) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"})
    await services.workspaces.delete(SHOP)  # as if the metadata came from an older backup
    await create_workspace(services, OPERATOR, SHOP, files=FILES)
    assert await shown(services, "customers", "name") == []
    folder = services.settings.home.absolute() / "databases" / SHOP
    assert len(list(folder.glob("_left_*.db"))) == 1


async def test_a_refused_creation_leaves_the_tables_alone(services: Services) -> None:
    """A second workspace of a name that is taken must not push the tables of the first out of the way."""
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"})
    with pytest.raises(Conflict) as refused:
        await create_workspace(services, OPERATOR, SHOP, files=FILES)
    assert refused.value.code == "workspace.exists"
    assert await shown(services, "customers", "name") == [("Acme",)]
    assert await services.workspaces.pending(SHOP) is None
    await add(services, "customers", {"name": "Bolt"})


async def test_links_follow_what_is_renamed_and_go_with_their_column(services: Services) -> None:
    linked = ORDERS + "  - {name: tags, kind: links, settings: {to: customers}}\n"
    await make_shop(services, {**FILES, "tables/orders.yaml": linked})
    await add(services, "customers", {"name": "Acme"}, {"name": "Bolt"})
    await add(services, "orders", {"code": "A", "tags": [1, 2]}, {"code": "B"})
    assert await shown(services, "orders", "code", "tags") == [("A", [1, 2]), ("B", None)]
    for renames in (["orders=deals"], ["deals.tags=firms"], ["customers=people"]):
        await design_tables(services, OPERATOR, SHOP, {}, migration=Migration(Renames.read(renames)))
    assert await shown(services, "deals", "code", "firms") == [("A", [1, 2]), ("B", None)]
    text = (await services.workspaces.files(SHOP))["tables/deals.yaml"]
    assert "settings: {to: people}" in text
    without = {"tables/deals.yaml": text.replace("firms", "others")}
    with pytest.raises(Conflict, match="2 rows of 'deals_firms'"):
        await change(services, without)
    await change(services, without, allow_loss=True)
    assert await shown(services, "deals", "code", "others") == [("A", None), ("B", None)]
    with pytest.raises(InvalidDefinition, match="kept in 'deals_others'"):
        await change(services, {"tables/deals_others.yaml": CUSTOMERS})
