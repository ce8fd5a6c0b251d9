"""Help with the expressions of a screen: the names of their place, mistakes, and values as the caller sees them."""

from __future__ import annotations

import pytest

from tests.support.desk_app import APP, WORKSPACE

ADDRESS = f"/api/v1/workspaces/{WORKSPACE}/apps/{APP}/screens/draft/expression"
ROWS = {"kind": "repeater", "rows": {"table": "erp.tickets"}, "content": [{"kind": "text", "text": "old"}]}
DEFINITION = {
    "title": "Draft",
    "path": "/draft/{id}",
    "state": {"chosen": 3},
    "content": [
        {"kind": "text", "text": "old"},
        ROWS,
        {"kind": "button", "label": "Go", "on_click": [{"do": "notify", "text": "old"}]},
    ],
}
ALONE, IN_ROW, STEP = (
    ["content", 0, "text"],
    ["content", 1, "content", 0, "text"],
    ["content", 2, "on_click", 0, "text"],
)


async def ask(client, path, text, cursor=None, **more):
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    body = {"definition": DEFINITION, "path": path, "text": text, "cursor": len(text) if cursor is None else cursor}
    return await client.post(ADDRESS, json={**body, **more}, headers={"x-csrf-token": csrf})


async def offered(client, path, text):
    return [item["insert"] for item in (await ask(client, path, text)).json()["suggestions"]]


async def test_names_of_the_place_are_offered(world):
    client = world.client("admin")
    assert "row" not in await offered(client, ALONE, "{{ ")
    assert "row" in await offered(client, IN_ROW, "{{ ")
    assert {"title", "status"} <= set(await offered(client, IN_ROW, "Ticket {{ row."))
    assert await offered(client, STEP, "{{ state.") == ["chosen"]
    assert await offered(client, ALONE, "{{ params.i") == ["id"]
    (found,) = (await ask(client, ALONE, "{{ starts_w")).json()["suggestions"]
    assert found["insert"] == "starts_with("
    assert found["detail"].startswith("starts_with(text: any, part: any")
    assert await offered(client, ALONE, "state.") == []
    assert await offered(client, ALONE, "{{ 'state.") == []
    answer = (await ask(client, IN_ROW, "a {{ row.titl }} b", cursor=13)).json()
    assert (answer["start"], answer["suggestions"][0]["insert"]) == (9, "title")


@pytest.mark.parametrize(
    ("path", "text", "words", "hint"),
    [
        (IN_ROW, "{{ row.titel }}", "no 'titel'", "Did you mean 'title'?"),
        (ALONE, "{{ row.title }}", "no 'row' here", None),
        (ALONE, "{{ 1 + }}", "", None),
        (STEP, "{{ user.name + 1 }}", "does not work between text and whole number", None),
        (["content", 0, "show_if"], "{{ usr }}", "no 'usr' here", "Did you mean 'user'?"),
    ],
)
async def test_mistakes_are_named(world, path, text, words, hint):
    answer = (await ask(world.client("admin"), path, text)).json()
    assert words in answer["fault"]
    assert answer["value"] is None
    assert hint is None or answer["hint"] == hint


@pytest.mark.parametrize(
    ("path", "text", "kind", "value", "of_row"),
    [
        (ALONE, "{{ state.chosen + 1 }}", "number", "4", False),
        (ALONE, "No {{ params.id }}", "text", "No 7", False),
        (IN_ROW, "{{ row.id }}", "whole number", "1", True),
        (IN_ROW, "{{ row.id + 1 }}!", "text", "2!", True),
        (ALONE, "{{ can('erp.tickets', 'read') }}", "boolean", "true", False),
        (ALONE, "{{ [1, none] }}", "list of whole number", "[1, null]", False),
    ],
)
async def test_the_value_is_what_the_caller_would_see(world, path, text, kind, value, of_row):
    answer = (await ask(world.client("admin"), path, text, params={"id": "7"})).json()
    assert (answer["fault"], answer["type"], answer["value"], answer["of_row"]) == (None, kind, value, of_row)


async def test_a_mistake_elsewhere_is_not_one_of_this_expression(world):
    definition = {**DEFINITION, "content": [*DEFINITION["content"], {"kind": "heading", "text": "{{ nobody }}"}]}
    answer = (await ask(world.client("admin"), IN_ROW, "{{ row.title }}", definition=definition)).json()
    assert answer["fault"] is None
    assert "title" in [
        item["insert"]
        for item in (await ask(world.client("admin"), IN_ROW, "{{ row.", definition=definition)).json()["suggestions"]
    ]


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("agent", 403), ("guest", 403)])
async def test_only_who_designs_is_helped(world, who, status):
    assert (await ask(world.client(who), ALONE, "{{ user.name }}")).status_code == status


async def test_values_are_those_of_the_role_and_the_language_that_the_screen_is_looked_at_with(world):
    client = world.client("admin")
    ticket = "{{ row.title }}"
    shown = {
        role: (await ask(client, IN_ROW, ticket, as_role=role)).json()["value"] for role in ("admin", "agent", "basic")
    }
    assert shown["admin"] is not None
    assert shown["basic"] is None  # it reads no ticket
    may = "{{ can('erp.tickets', 'delete') }}"
    can = [(await ask(client, ALONE, may, as_role=role)).json()["value"] for role in ("admin", "guest")]
    assert can == ["true", "false"]
    said = [(await ask(client, ALONE, "{{ user.locale }}", locale=name)).json()["value"] for name in ("de", "pt-BR")]
    assert said == ["de", "pt-BR"]
    unknown = await ask(client, ALONE, may, as_role="agnet")
    assert (unknown.status_code, unknown.json()["code"]) == (400, "role.unknown")
    assert (await ask(client, ALONE, may, locale="klingon")).status_code == 400


@pytest.mark.parametrize("role", ["admin", "guest", "public"])
async def test_nobody_without_the_right_to_design_asks_as_a_role(world, role):
    assert (await ask(world.client("guest"), ALONE, "{{ 1 }}", as_role=role)).status_code == 403


async def test_mistakes_are_said_in_the_language_of_whoever_writes(world):
    client = world.client("admin")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    body = {"definition": DEFINITION, "path": IN_ROW, "text": "{{ row.titel }}", "cursor": 11}
    german = {"x-csrf-token": csrf, "accept-language": "de-AT,de;q=0.9"}
    found = (await client.post(ADDRESS, json=body, headers=german)).json()
    assert found["hint"] == "Meinten Sie „title“?"
    body |= {"text": "{{ row.title / 2 }}"}
    found = (await client.post(ADDRESS, json=body, headers=german)).json()
    assert found["fault"] == "Das geht nicht zwischen: Text und ganze Zahl."
    english = (await ask(client, IN_ROW, "{{ row.title / 2 }}")).json()
    assert english["fault"] == "This does not work between text and whole number."
