"""Variables: each environment has values of its own, secret ones are used and never read."""

from __future__ import annotations

import pytest

from tests.tables.shop import FILES, SHOP, make_shop
from toolwright.commands.change_definition import put_definition
from toolwright.commands.check_source import saved_connection
from toolwright.commands.connect_source import change_source
from toolwright.commands.drafts import discard_draft, start_draft
from toolwright.commands.operator import OPERATOR
from toolwright.commands.publish import plan_publishing, publish, roll_back
from toolwright.commands.queries import run_query
from toolwright.commands.replace_files import replace_files
from toolwright.commands.services import Services
from toolwright.commands.variables import (
    clear_variable,
    delete_variable,
    list_variables,
    put_variable,
    read_variable,
    set_variable,
)
from toolwright.errors import Denied, InvalidDefinition, InvalidInput, NotFound
from toolwright.model.files import QUERY, SOURCE
from toolwright.policy import Actor

DRAFT = f"{SHOP}@development"
BUILDER = Actor("user", "u2", "Builder", roles={SHOP: ("admin",)})
MEMBER = Actor("user", "u1", "Member", roles={SHOP: ("basic",)})
ERP = {
    "title": "ERP",
    "kind": "postgres",
    "settings": {
        "host": "erp-{{ env.region }}.example.org",
        "port": "{{ env.port }}",
        "database": "erp",
        "user": "app",
        "password": "{{ env.erp_password }}",
    },
}
VARIABLES = {
    "variables/region.yaml": "title: Region\ndefault: north\n",
    "variables/port.yaml": "type: whole\n",
    "variables/erp_password.yaml": "type: secret\n",
}


async def shop(services: Services) -> None:
    await make_shop(services, {**FILES, **VARIABLES})


async def shop_with_source(services: Services) -> None:
    await shop(services)
    await set_variable(services, BUILDER, SHOP, "port", "6543")
    await set_variable(services, BUILDER, SHOP, "erp_password", "of production")
    await put_definition(services, BUILDER, SHOP, SOURCE, ("erp",), ERP)


async def test_values_are_typed_and_have_defaults(services: Services) -> None:
    await shop(services)
    assert dict((await services.workspaces.get(SHOP)).env) == {"region": "north", "port": None}
    await set_variable(services, BUILDER, SHOP, "port", "6543")
    await set_variable(services, BUILDER, SHOP, "region", "south")
    assert dict((await services.workspaces.get(SHOP)).env) == {"region": "south", "port": 6543}
    again = await services.workspaces.get(SHOP)
    assert again is await services.workspaces.get(SHOP), "nothing changed, so nothing is read again"
    cleared = await clear_variable(services, BUILDER, SHOP, "region")
    assert (cleared.is_set, cleared.value, cleared.default) == (False, None, "north")
    assert (await services.workspaces.get(SHOP)).env["region"] == "north"
    for name, value in (("port", "many"), ("port", ""), ("erp_password", ""), ("region", "x" * 20_001)):
        with pytest.raises(InvalidInput) as wrong:
            await set_variable(services, BUILDER, SHOP, name, value)
        assert wrong.value.code == "variable.bad_value"
    with pytest.raises(NotFound, match="no variable 'regoin'"):
        await set_variable(services, BUILDER, SHOP, "regoin", "x")


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ({"type": "secret", "default": "x"}, "secret has no default"),
        ({"type": "whole", "default": "x"}, "no whole number"),
        ({"type": "whole", "default": "--1"}, "no whole number"),
        ({"type": "number", "default": "x"}, "no number"),
        ({"type": "number", "default": "nan"}, "no number"),
        ({"type": "number", "default": "-1e999"}, "no number"),
        ({"type": "boolean", "default": "x"}, "true or false"),
        ({"type": "list"}, "secret"),
    ],
)
async def test_definitions_that_are_wrong(services: Services, definition: dict[str, str], words: str) -> None:
    await shop(services)
    with pytest.raises(InvalidDefinition, match=words):
        await put_variable(services, BUILDER, SHOP, "new", definition)


async def test_whoever_does_not_design_sees_and_sets_nothing(services: Services) -> None:
    await shop(services)
    for work in (
        list_variables(services, MEMBER, SHOP),
        set_variable(services, MEMBER, SHOP, "region", "x"),
        clear_variable(services, MEMBER, SHOP, "region"),
        delete_variable(services, MEMBER, SHOP, "region"),
        put_variable(services, MEMBER, SHOP, "mine", {}),
    ):
        with pytest.raises(Denied):
            await work


async def test_a_source_is_opened_with_what_its_variables_are(services: Services) -> None:
    await shop_with_source(services)
    settings = (await saved_connection(services, BUILDER, SHOP, "erp")).settings.model_dump()
    assert (settings["host"], settings["port"]) == ("erp-north.example.org", 6543)
    assert str(settings["password"]) == "of production"
    stored = (await services.workspaces.get(SHOP)).sources["erp"].settings
    assert stored == ERP["settings"], "the definition says which variables, and not what they are"
    await change_source(services, BUILDER, SHOP, "erp", settings={**ERP["settings"], "user": "other"})
    stored = (await services.workspaces.get(SHOP)).sources["erp"].settings
    assert stored == {**ERP["settings"], "user": "other"}
    assert [name for name in await services.vault.names(SHOP) if name.startswith("sources/")] == []
    await clear_variable(services, BUILDER, SHOP, "erp_password")
    with pytest.raises(InvalidDefinition, match="'erp_password' has no value in production"):
        await saved_connection(services, BUILDER, SHOP, "erp")


async def test_a_new_value_is_used_at_once(services: Services) -> None:
    await shop_with_source(services)
    before = services.links.use(await services.workspaces.get(SHOP), "erp")
    assert services.links.use(await services.workspaces.get(SHOP), "erp") is before
    for name in ("port", "erp_password"):
        await set_variable(services, BUILDER, SHOP, name, "7000")
        after = services.links.use(await services.workspaces.get(SHOP), "erp")
        assert after is not before
        before = after


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"host": "{{ env.erp_password }}"}, "variable.secret"),
        ({"host": "{{ env.no_such }}"}, "expression.unknown_field"),
        ({"host": "{{ user.name }}"}, "expression.unknown_name"),
        ({"host": "{{ env. }}"}, "expression.syntax"),
        ({"password": "{{ env.region }}"}, "variable.not_secret"),
        ({"password": "{{ env.no_such }}"}, "reference.variable"),
        ({"password": {"secret": True}}, "source.variable_address"),
    ],
)
async def test_settings_that_cannot_be(services: Services, settings: dict[str, object], code: str) -> None:
    await shop(services)
    wrong = {**ERP, "settings": {**ERP["settings"], **settings}}
    with pytest.raises(InvalidDefinition) as fault:
        await put_definition(services, BUILDER, SHOP, SOURCE, ("erp",), wrong)
    assert [error.code for error in fault.value.errors] == [code]


async def test_what_is_read_is_not_removed(services: Services) -> None:
    await shop_with_source(services)
    for name in ("region", "erp_password"):
        with pytest.raises(InvalidDefinition):
            await delete_variable(services, BUILDER, SHOP, name)
    await put_variable(services, BUILDER, SHOP, "spare", {"type": "secret"})
    await set_variable(services, BUILDER, SHOP, "spare", "x")
    await delete_variable(services, BUILDER, SHOP, "spare")
    assert "variables/secret/spare" not in await services.vault.names(SHOP)


async def test_a_secret_is_never_read_as_anything_else(services: Services) -> None:
    await shop(services)
    await set_variable(services, BUILDER, SHOP, "erp_password", "tr0ub4dor")
    view = await read_variable(services, BUILDER, SHOP, "erp_password")
    assert (view.is_set, view.value) == (True, None)
    workspace = await services.workspaces.get(SHOP)
    assert "tr0ub4dor" not in repr(workspace)
    assert "erp_password" not in workspace.env
    plain = await put_variable(services, BUILDER, SHOP, "erp_password", {"type": "text"})
    assert (plain.is_set, plain.value) == (False, None)
    assert (await services.workspaces.get(SHOP)).env["erp_password"] is None
    back = await put_variable(services, BUILDER, SHOP, "erp_password", {"type": "secret"})
    assert not back.is_set, "it went when it became plain"


async def test_queries_read_plain_variables_as_values(services: Services) -> None:
    await shop(services)
    query = {"sql": "select {{ env.region }} as region, {{ given }} as given", "parameters": [
        {"name": "given", "default": "{{ env.region + '!' }}"}
    ]}  # fmt: skip
    await put_definition(services, BUILDER, SHOP, QUERY, ("where",), {**query, "columns": ["region", "given"]})
    await set_variable(services, BUILDER, SHOP, "region", "x' or '1'='1")
    run = await run_query(services, BUILDER, await services.workspaces.get(SHOP), "where", {})
    assert [tuple(row) for row in run.rows] == [("x' or '1'='1", "x' or '1'='1!")]


async def test_each_environment_has_its_own(services: Services) -> None:
    await shop_with_source(services)
    await publish(services, BUILDER, SHOP, message="First")
    assert (await read_variable(services, BUILDER, DRAFT, "port")).value == "6543", "a draft begins with them"
    await set_variable(services, BUILDER, DRAFT, "erp_password", "of development")
    await set_variable(services, BUILDER, DRAFT, "region", "test")
    opened = {
        name: str((await saved_connection(services, BUILDER, name, "erp")).settings.model_dump()["password"])
        for name in (SHOP, DRAFT)
    }
    assert opened == {SHOP: "of production", DRAFT: "of development"}
    assert (await services.workspaces.get(SHOP)).env["region"] == "north"
    await put_variable(services, BUILDER, DRAFT, "added", {"type": "secret"})
    await set_variable(services, BUILDER, DRAFT, "added", "only drafted")
    assert (await plan_publishing(services, BUILDER, SHOP)).missing == ("added",)
    await publish(services, BUILDER, SHOP, message="Added")
    assert not (await read_variable(services, BUILDER, SHOP, "added")).is_set
    await set_variable(services, BUILDER, SHOP, "added", "live")
    await roll_back(services, BUILDER, SHOP, 1)
    assert "added" not in (await services.workspaces.get(SHOP)).variables
    await roll_back(services, BUILDER, SHOP, 2)
    assert (await read_variable(services, BUILDER, SHOP, "added")).is_set, "what goes by going back comes back"
    await put_variable(services, BUILDER, DRAFT, "coming", {"type": "secret"})
    (coming,) = [one for one in await list_variables(services, BUILDER, SHOP) if not one.is_here]
    assert (coming.name, coming.is_set) == ("coming", False)
    assert (await set_variable(services, BUILDER, SHOP, "coming", "before it is there")).is_set
    await put_definition(
        services, BUILDER, SHOP, SOURCE, ("erp",), {**ERP, "settings": {**ERP["settings"], "user": "x"}}
    )
    assert (await plan_publishing(services, BUILDER, SHOP)).missing == ()
    await delete_variable(services, BUILDER, DRAFT, "added")
    await publish(services, BUILDER, SHOP, message="Removed")
    assert str(await services.vault.open(SHOP, "variables/secret/coming")) == "before it is there"
    assert "variables/secret/added" not in await services.vault.names(SHOP)
    await discard_draft(services, BUILDER, SHOP)
    assert await services.vault.names(DRAFT) == []
    await start_draft(services, BUILDER, SHOP)
    assert str(await services.vault.open(DRAFT, "variables/secret/erp_password")) == "of production"


async def test_a_secret_that_is_published_as_plain_loses_its_value(services: Services) -> None:
    await shop(services)
    await set_variable(services, BUILDER, SHOP, "erp_password", "of production")
    await publish(services, BUILDER, SHOP, message="First")
    await put_variable(services, BUILDER, DRAFT, "erp_password", {"type": "text", "default": "none"})
    await publish(services, BUILDER, SHOP, message="Plain")
    assert (await services.workspaces.get(SHOP)).env["erp_password"] == "none"
    assert "variables/secret/erp_password" not in await services.vault.names(SHOP)


async def test_files_bring_definitions_and_no_values(services: Services) -> None:
    await shop(services)
    await set_variable(services, BUILDER, SHOP, "erp_password", "kept")
    files = await services.workspaces.files(SHOP)
    assert not any("kept" in text for text in files.values())
    await replace_files(services, OPERATOR, SHOP, {**files, "variables/port.yaml": "type: whole\ndefault: '1'\n"})
    assert str(await services.vault.open(SHOP, "variables/secret/erp_password")) == "kept"
    assert (await services.workspaces.get(SHOP)).env["port"] == 1
