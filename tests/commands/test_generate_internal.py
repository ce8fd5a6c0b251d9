"""An app over internal tables: the same screens as over a database, and the tables stay as they were designed."""

from __future__ import annotations

import pytest

from tests.tables.shop import FILES, SHOP, add, make_shop
from toolwright.commands.generate_app import generate_app
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_generation import GenerationRequest, plan_generation
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput, NotFound
from toolwright.model.yaml_form import dump_yaml
from toolwright.policy import Actor, Policy


async def test_an_app_over_internal_tables(services: Services) -> None:
    await make_shop(services)
    await add(services, "customers", {"name": "Acme"})
    made = await generate_app(services, OPERATOR, GenerationRequest(workspace=SHOP))
    assert made.address == "/apps/shop/shop/"
    screens = made.workspace.apps["shop"].screens
    assert set(screens) == {
        "home",
        "mentions",
        *(
            f"{table}_{screen}"
            for table in ("customers", "orders")
            for screen in ("list", "detail", "bin", "new", "edit")
        ),
    }
    assert made.workspace.apps["shop"].app.mentions == "mentions"
    assert screens["mentions"].path == "/mentions"
    files = await services.workspaces.files(SHOP)
    assert {path: files[path] for path in FILES} == dict(FILES)
    assert (await services.tables.plan(made.workspace)).is_empty
    viewer = Actor("user", "u", roles={SHOP: ("viewer",)})
    policy = Policy.of(made.workspace)
    assert policy.table_access(viewer, "orders").verbs == {"read"}
    assert "customers.name" not in str(screens["orders_new"])
    assert "customer_id" in str(screens["orders_new"])
    for stamp in ("created_at", "created_by", "updated_at", "updated_by"):
        assert stamp not in str(screens["orders_new"]), "nobody fills in what we write ourselves"


async def test_an_app_in_german(services: Services) -> None:
    await make_shop(services)
    made = await generate_app(services, OPERATOR, GenerationRequest(workspace=SHOP, language="de"))
    app = made.workspace.apps["shop"]
    assert app.app.navigation[0].label == "Start"
    assert made.workspace.roles["viewer"].title == "Lesen"
    said = "\n".join(dump_yaml(screen) for screen in app.screens.values())
    for words in (
        "Order anlegen",
        "Änderungen speichern",
        "Gelöschte Orders",
        "}}“ löschen? Der Papierkorb",
        "Papierkorb",
    ):
        assert words in said, words
    for words in ("New ", "Edit", "Delete ", "Save", "label: Bin", "It goes"):
        assert words not in said, words
    with pytest.raises(InvalidInput) as wrong:
        await generate_app(services, OPERATOR, GenerationRequest(workspace=SHOP, language="klingon"))
    assert wrong.value.code == "language.unknown"


async def test_only_the_tables_asked_for(services: Services) -> None:
    await make_shop(services)
    request = GenerationRequest(workspace=SHOP, tables=("customers",), title="Clients")
    plan = await plan_generation(services, OPERATOR, request)
    assert (plan.app, list(plan.tables), plan.source_definition) == ("clients", ["customers"], None)
    assert [(item.ref, item.is_chosen) for item in plan.described] == [("customers", True), ("orders", False)]
    with pytest.raises(InvalidInput):
        await plan_generation(services, OPERATOR, GenerationRequest(workspace=SHOP, tables=("custmers",)))
    with pytest.raises(NotFound):
        await plan_generation(services, OPERATOR, GenerationRequest(workspace="nothing"))
