"""Versions of a workspace: what people use changes by publishing only, whole or not at all, and can be taken back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.tables.shop import FILES, SHOP, add, make_shop, shown
from toolwright.commands.change_definition import put_definition
from toolwright.commands.change_workspace import delete_workspace
from toolwright.commands.compare import compare
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.definitions import Migration
from toolwright.commands.drafts import discard_draft, list_environments, list_versions, start_draft
from toolwright.commands.list_workspaces import list_workspaces
from toolwright.commands.operator import OPERATOR
from toolwright.commands.publish import plan_publishing, plan_roll_back, publish, roll_back
from toolwright.commands.replace_files import replace_files
from toolwright.commands.services import Services
from toolwright.errors import Conflict, Denied, InvalidInput, NotFound
from toolwright.model.files import SOURCE
from toolwright.policy import ANONYMOUS, Actor
from toolwright.rows import RowQuery
from toolwright.tables import Renames

DRAFT = f"{SHOP}@development"
MEMBER = Actor("user", "u1", "Member", roles={SHOP: ("basic",)})
BUILDER = Actor("user", "u2", "Builder", roles={SHOP: ("admin",)})


async def draft_change(
    services: Services, files: Mapping[str, str | None], *renames: str, allow_loss: bool = False
) -> None:
    present = await services.workspaces.files(DRAFT)
    wanted = {path: text for path, text in {**present, **files}.items() if text is not None}
    migration = Migration(Renames.read(renames), allow_loss)
    await replace_files(services, BUILDER, DRAFT, wanted, migration=migration)


async def in_draft(services: Services, table: str, *columns: str) -> list[tuple[object, ...]]:
    found = await services.workspaces.get(DRAFT)
    page = await services.rows.list(BUILDER, found, table, RowQuery(fields=columns, sort=("id",)))
    return [tuple(row[: len(columns)]) for row in page.rows]


async def published_shop(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme", "city": "Bonn"}, {"name": "Bolt"})
    await add(services, "orders", {"customer_id": 1, "code": "o1", "amount": "12"})
    await publish(services, BUILDER, SHOP, message="First")


async def test_until_something_is_published_a_workspace_is_changed_where_it_is(services: Services) -> None:
    await make_shop(services)
    (only,) = await list_environments(services, BUILDER, SHOP)
    assert (only.environment, only.name, only.version) == ("production", SHOP, None)
    assert await services.workspaces.working(SHOP) == SHOP
    assert (await plan_publishing(services, BUILDER, SHOP)).schema is None


async def test_first_version_is_what_is_there_and_the_draft_a_copy_of_it(services: Services) -> None:
    await published_shop(services)
    served, versions = await list_versions(services, BUILDER, SHOP)
    assert (served, [(one.number, one.author, one.message) for one in versions]) == (1, [(1, "Builder", "First")])
    assert await services.workspaces.files(DRAFT) == await services.workspaces.files(SHOP) == dict(FILES)
    assert await in_draft(services, "customers", "name", "city") == [("Acme", "Bonn"), ("Bolt", None)]
    assert await in_draft(services, "orders", "customer_id", "code") == [(1, "o1")]
    assert [view.name for view in await list_workspaces(services, OPERATOR)] == [SHOP], "a draft is no workspace"
    assert [one.environment for one in await list_environments(services, BUILDER, DRAFT)] == [
        "development",
        "production",
    ]


async def test_rows_of_the_draft_are_its_own(services: Services) -> None:
    await published_shop(services)
    draft = await services.workspaces.get(DRAFT)
    await services.rows.update(BUILDER, draft, "customers", "1", {"name": "Changed"})
    await services.rows.create(BUILDER, draft, "customers", {"name": "New"})
    assert await shown(services, "customers", "name") == [("Acme",), ("Bolt",)]
    await add(services, "customers", {"name": "Real"})
    assert await in_draft(services, "customers", "name") == [("Changed",), ("Bolt",), ("New",)]


async def test_draft_without_rows(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"})
    await publish(services, BUILDER, SHOP, message="First", copy_rows=False)
    assert await in_draft(services, "customers", "name") == []
    assert await shown(services, "customers", "name") == [("Acme",)]


async def test_only_publishing_changes_what_people_use(services: Services) -> None:
    await published_shop(services)
    with pytest.raises(Conflict) as refused:
        await replace_files(services, BUILDER, SHOP, {**FILES, "workspace.yaml": "title: Other\n"})
    assert refused.value.code == "workspace.published"
    assert DRAFT in str(refused.value.hint)
    await draft_change(services, {"workspace.yaml": "title: Other\n"})
    assert (await services.workspaces.get(SHOP)).definition.title == "Shop"
    (changed,) = await compare(services, BUILDER, SHOP)
    assert [detail.text for detail in changed.details] == ['title: "Shop" → "Other"']
    assert (await list_environments(services, BUILDER, SHOP))[0].changed == 1
    made = await publish(services, BUILDER, SHOP, message="Renamed")
    assert made.number == 2
    assert (await services.workspaces.get(SHOP)).definition.title == "Other"
    with pytest.raises(Conflict) as nothing:
        await publish(services, BUILDER, SHOP, message="Again")
    assert nothing.value.code == "version.nothing_new"


async def test_what_was_renamed_in_the_draft_keeps_the_rows_people_have(services: Services) -> None:
    await published_shop(services)
    clients = FILES["tables/customers.yaml"].replace("city", "town")
    orders = FILES["tables/orders.yaml"].replace("to: customers", "to: clients")
    moved = {"tables/customers.yaml": None, "tables/clients.yaml": clients, "tables/orders.yaml": orders}
    await draft_change(services, moved, "customers=clients", "customers.city=town")
    await draft_change(services, {"tables/clients.yaml": clients.replace("town", "place")}, "clients.town=place")
    await add(services, "customers", {"name": "Real", "city": "Köln"})
    plan = await plan_publishing(services, BUILDER, SHOP)
    assert plan.schema is not None
    assert plan.schema.loses == ()
    assert {one.what for one in plan.schema.planned} >= {"rename_table", "rename_column"}
    await publish(services, BUILDER, SHOP, message="Clients")
    assert await shown(services, "clients", "name", "place") == [("Acme", "Bonn"), ("Bolt", None), ("Real", "Köln")]
    back = await plan_roll_back(services, BUILDER, SHOP, 1)
    assert back.schema is not None
    assert back.schema.loses == ()
    await roll_back(services, BUILDER, SHOP, 1)
    assert await shown(services, "customers", "name", "city") == [("Acme", "Bonn"), ("Bolt", None), ("Real", "Köln")]
    await roll_back(services, BUILDER, SHOP, 2)
    assert await shown(services, "clients", "name", "place") == [("Acme", "Bonn"), ("Bolt", None), ("Real", "Köln")]
    served, versions = await list_versions(services, BUILDER, SHOP)
    assert (served, len(versions)) == (2, 2)


async def test_data_is_only_lost_by_an_explicit_word(services: Services) -> None:
    await published_shop(services)
    without = FILES["tables/customers.yaml"].replace("  - {name: city, kind: text}\n", "")
    await draft_change(services, {"tables/customers.yaml": without}, allow_loss=True)
    with pytest.raises(Conflict) as refused:
        await publish(services, BUILDER, SHOP, message="No cities")
    assert refused.value.code == "schema.loses_data"
    served, versions = await list_versions(services, BUILDER, SHOP)
    assert (served, len(versions)) == (1, 1), "what was refused left no version"
    await publish(services, BUILDER, SHOP, message="No cities", allow_loss=True)
    assert await shown(services, "customers", "name") == [("Acme",), ("Bolt",)]


async def test_going_back_leaves_the_draft_and_publishing_goes_on_from_there(services: Services) -> None:
    await published_shop(services)
    for title in ("Two", "Three"):
        await draft_change(services, {"workspace.yaml": f"title: {title}\n"})
        await publish(services, BUILDER, SHOP, message=title)
    await roll_back(services, BUILDER, SHOP, 1)
    assert (await services.workspaces.get(SHOP)).definition.title == "Shop"
    assert (await services.workspaces.get(DRAFT)).definition.title == "Three"
    again = await publish(services, BUILDER, SHOP, message="Forward")
    assert again.number == 3, "the same files are the same version"
    assert (await services.workspaces.get(SHOP)).definition.title == "Three"
    with pytest.raises(Conflict):
        await roll_back(services, BUILDER, SHOP, 3)
    with pytest.raises(NotFound):
        await roll_back(services, BUILDER, SHOP, 9)


async def test_versions_stay_a_chain_when_a_draft_begins_at_an_older_one(services: Services) -> None:
    await published_shop(services)
    customers = FILES["tables/customers.yaml"]
    await draft_change(services, {"tables/customers.yaml": customers.replace("city", "town")}, "customers.city=town")
    await publish(services, BUILDER, SHOP, message="Towns")
    await roll_back(services, BUILDER, SHOP, 1)
    await discard_draft(services, BUILDER, SHOP)
    await start_draft(services, BUILDER, SHOP)
    with pytest.raises(Conflict, match="Nothing has changed"):
        await publish(services, BUILDER, SHOP, message="The same as people use")
    await draft_change(services, {"tables/customers.yaml": customers.replace("city", "place")}, "customers.city=place")
    await publish(services, BUILDER, SHOP, message="Places")
    for number, column in ((2, "town"), (3, "place"), (1, "city")):
        await roll_back(services, BUILDER, SHOP, number)
        assert await shown(services, "customers", column) == [("Bonn",), (None,)]


async def test_settings_and_secrets_of_sources_belong_to_the_environment(services: Services) -> None:
    erp = {"title": "ERP", "kind": "postgres"}

    def at(host: str, password: str) -> dict[str, object]:
        return {**erp, "settings": {"host": host, "database": "erp", "user": "app", "password": password}}

    await make_shop(services)
    await put_definition(services, BUILDER, SHOP, SOURCE, ("erp",), at("real.example.org", "real-secret"))
    await publish(services, BUILDER, SHOP, message="First")
    await put_definition(services, BUILDER, DRAFT, SOURCE, ("erp",), at("test.example.org", "test-secret"))
    await put_definition(services, BUILDER, DRAFT, SOURCE, ("crm",), at("crm.example.org", "crm-secret"))
    await publish(services, BUILDER, SHOP, message="With CRM")
    shop = await services.workspaces.get(SHOP)
    assert shop.sources["erp"].settings["host"] == "real.example.org"
    assert shop.sources["crm"].settings["host"] == "crm.example.org"
    opened = {name: str(await services.vault.open(SHOP, f"sources/{name}/password")) for name in ("erp", "crm")}
    assert opened == {"erp": "real-secret", "crm": "crm-secret"}
    assert str(await services.vault.open(DRAFT, "sources/erp/password")) == "test-secret"
    # in production its settings can be changed, and nothing else of it
    await put_definition(services, BUILDER, SHOP, SOURCE, ("erp",), at("new.example.org", "new-secret"))
    assert (await services.workspaces.get(SHOP)).sources["erp"].settings["host"] == "new.example.org"
    with pytest.raises(Conflict):
        await put_definition(
            services, BUILDER, SHOP, SOURCE, ("erp",), {**at("new.example.org", "s"), "title": "Renamed"}
        )
    await roll_back(services, BUILDER, SHOP, 1)
    shop = await services.workspaces.get(SHOP)
    assert "crm" not in shop.sources
    assert shop.sources["erp"].settings["host"] == "new.example.org"
    with pytest.raises(NotFound):
        await services.vault.open(SHOP, "sources/crm/password")


async def test_nobody_but_builders_comes_into_the_draft(services: Services) -> None:
    await published_shop(services)
    draft = await services.workspaces.get(DRAFT)
    shop = await services.workspaces.get(SHOP)
    for who in (MEMBER, ANONYMOUS):
        with pytest.raises((Denied, NotFound)) if who is MEMBER else pytest.raises(Exception, match="Sign in"):
            await services.rows.list(who, draft, "customers", RowQuery())
        with pytest.raises((Denied, NotFound)) if who is MEMBER else pytest.raises(Exception, match="Sign in"):
            await publish(services, who, SHOP, message="Mine")
    assert (await services.rows.list(BUILDER, draft, "customers", RowQuery())).rows
    trying = Actor("user", "u3", "Tried", roles={DRAFT: ("power",)})
    assert (await services.rows.list(trying, draft, "customers", RowQuery())).rows
    with pytest.raises((Denied, NotFound)):
        await services.rows.list(trying, shop, "customers", RowQuery())


async def test_discarding_a_draft_and_beginning_anew(services: Services) -> None:
    await published_shop(services)
    await draft_change(services, {"workspace.yaml": "title: Never mind\n"})
    with pytest.raises(Conflict):
        await start_draft(services, BUILDER, SHOP)
    await discard_draft(services, BUILDER, SHOP)
    with pytest.raises(Conflict) as missing:
        await publish(services, BUILDER, SHOP, message="What?")
    assert missing.value.code == "draft.missing"
    assert await services.workspaces.working(SHOP) == SHOP
    assert [view.draft for view in await list_workspaces(services, OPERATOR)] == [None]
    with pytest.raises(Conflict, match="Begin a draft first"):
        await replace_files(services, BUILDER, SHOP, {**FILES, "workspace.yaml": "title: Other\n"})
    await add(services, "customers", {"name": "Later"})
    await start_draft(services, BUILDER, SHOP)
    assert (await services.workspaces.get(DRAFT)).definition.title == "Shop"
    assert await in_draft(services, "customers", "name") == [("Acme",), ("Bolt",), ("Later",)]
    await draft_change(services, {"workspace.yaml": "title: Now\n"})
    assert (await publish(services, BUILDER, SHOP, message="Now")).number == 2


async def test_somebody_changed_the_draft_meanwhile(services: Services) -> None:
    await published_shop(services)
    seen = (await services.workspaces.info(DRAFT)).revision
    await draft_change(services, {"workspace.yaml": "title: Theirs\n"})
    with pytest.raises(Conflict) as stale:
        await publish(services, BUILDER, SHOP, message="Mine", expect_revision=seen)
    assert stale.value.code == "workspace.stale"


async def test_removing_a_workspace_takes_its_draft_along(services: Services) -> None:
    await published_shop(services)
    await delete_workspace(services, OPERATOR, SHOP)
    assert await services.workspaces.names() == ()
    await make_shop(services)
    assert await list_versions(services, BUILDER, SHOP) == (None, ())
    with pytest.raises(InvalidInput):
        await create_workspace(services, OPERATOR, DRAFT)
