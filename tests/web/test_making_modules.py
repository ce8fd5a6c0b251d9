"""Components saved as a module, and taken apart again: the page says the same before and after."""

from __future__ import annotations

import re

import pytest

from tests.support.desk_app import APP
from tests.web.test_modules import BASE, W, plain, put, send

FILE = f"apps/{APP}/screens/drafted.yaml"
CARD = {
    "kind": "card",
    "id": "card",
    "title": "{{ row.title }} of {{ row.customer.name }}",
    "text": "{{ row.customer.city }}: {{ state.word }} {{ row.amount }}",
    "show_if": "row.amount > 0",
    "actions": [
        {
            "kind": "button",
            "label": "Say {{ row.title }}",
            "on_click": [
                {"do": "notify", "text": "{{ row.title }} is {{ row.status }}"},
                {"do": "set_state", "name": "word", "value": "{{ row.title }}"},
            ],
        }
    ],
}
MATES = {
    "kind": "repeater",
    "id": "mates",
    "rows": {"table": "erp.tickets", "filter": "customer_id == record.customer_id and id < 8", "sort": ["id"]},
    "content": [{"kind": "text", "text": "{{ row.title }} beside {{ record.title }} for {{ user.name }}"}],
}
SCREEN = {
    "title": "Drafted",
    "path": "/drafted/{id}",
    "state": {"word": "hello"},
    "content": [
        {
            "kind": "record",
            "table": "erp.tickets",
            "row_id": "{{ params.id }}",
            "content": [{"kind": "heading", "text": "Before"}, CARD, MATES, {"kind": "text", "text": "After"}],
        },
        {"kind": "search_bar", "target": "mates"},
    ],
}


def group(*places: int) -> list[list[object]]:
    return [["content", 0, "content", place] for place in places]


async def planned(world, *places: int, screen=SCREEN, title="Ticket card"):
    body = {"of": FILE, "definition": screen, "group": group(*places), "title": title}
    return await send(world, "modules/plan", body)


def with_content(content):
    return {**SCREEN, "content": [{**SCREEN["content"][0], "content": content}]}


async def shown(world, screen) -> str:
    answer = await put(world, f"apps/{APP}/screens/drafted", screen)
    assert answer.status_code == 200, answer.text
    page = await world.client("agent").get(f"{BASE}/drafted/3")
    assert page.status_code == 200
    main = re.search(r"<main.*</main>", page.text, re.S)
    return plain(main[0] if main else page.text)


async def test_what_is_read_of_the_screen_becomes_settings(world):
    answer = await planned(world, 1)
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert made["name"] == "ticket_card"
    assert made["reads"] == {
        "amount": "row.amount",
        "city": "row.customer.city",
        "word": "state.word",
        "name": "row.customer.name",
        "title": "row.title",
        "status": "row.status",
    }
    assert {one["name"]: one.get("type", "text") for one in made["definition"]["settings"]} == {
        "amount": "number", "city": "text", "word": "text", "name": "text", "title": "text", "status": "text",
    }  # fmt: skip
    (card,) = made["definition"]["content"]
    assert card["show_if"] == "settings.amount > 0"
    assert card["actions"][0]["on_click"][0]["text"] == "{{ settings.title }} is {{ settings.status }}"
    assert card["actions"][0]["on_click"][1]["name"] == "word"
    assert made["use"]["values"]["name"] == "{{ row.customer.name }}"


async def test_the_page_says_the_same_with_the_module_and_after_taking_it_apart(world):
    content = [{"kind": "heading", "text": "Before"}, CARD, MATES, {"kind": "text", "text": "After"}]
    screen = with_content(content)
    before = await shown(world, screen)
    assert "Ticket 3 of Globex" in before
    assert "Ticket 2 beside" not in before
    assert "Ticket 5 beside Ticket 3 for Agent" in before

    made = (await planned(world, 1, 2, screen=screen, title="Ticket with mates")).json()
    inner = made["definition"]["content"][1]
    assert inner["rows"]["filter"] == "customer_id == settings.customer_id and id < 8"
    assert inner["content"][0]["text"] == "{{ row.title }} beside {{ settings.record_title }} for {{ user.name }}"
    stored = await put(world, f"modules/{made['name']}", made["definition"])
    assert stored.status_code == 200, stored.text
    used = with_content([content[0], made["use"], content[3]])
    assert await shown(world, used) == before

    body = {"module": made["name"], "values": made["use"]["values"]}
    apart = await send(world, "modules/detach", body)
    assert apart.status_code == 200, apart.text
    components = apart.json()["components"]
    assert components[0]["title"] == CARD["title"]
    assert components[1]["rows"]["filter"] == MATES["rows"]["filter"]
    assert await shown(world, with_content([content[0], *components, content[3]])) == before


async def test_taking_apart_writes_plain_values_into_words_and_expressions(world):
    module = {
        "title": "Plain",
        "settings": [
            {"name": "name", "default": "Nobody"},
            {"name": "count", "type": "whole"},
            {"name": "due", "type": "date"},
        ],
        "content": [
            {"kind": "heading", "text": "{{ settings.name }}"},
            {"kind": "text", "text": "{{ settings.name }}: {{ settings.count + 1 }} until {{ settings.due }}"},
            {"kind": "text", "text": "{{ upper(settings.name) }}", "show_if": "settings.count > 1"},
        ],
    }
    assert (await put(world, "modules/plain", module)).status_code == 200
    ask = {"module": "plain", "values": {"count": 2, "due": "2026-01-02"}}
    assert (await send(world, "modules/detach", ask)).json()["components"] == [
        {"kind": "heading", "text": "Nobody"},
        {"kind": "text", "text": "Nobody: {{ 2 + 1 }} until {{ date('2026-01-02') }}"},
        {"kind": "text", "show_if": "2 > 1", "text": "{{ upper('Nobody') }}"},
    ]
    ask["values"] = {"name": "Mr {{ user.name }}"}
    found = (await send(world, "modules/detach", ask)).json()["components"]
    assert found[1]["text"].startswith("Mr {{ user.name }}: ")
    assert found[2]["text"] == "{{ upper(('Mr ' + text(user.name))) }}"


async def test_a_value_that_a_filter_would_take_for_a_column_is_not_detached(world):
    rows = {"table": "erp.tickets", "filter": "title == settings.title"}
    module = {
        "title": "Filtered",
        "settings": [{"name": "title"}],
        "content": [{"kind": "table", "rows": rows, "columns": ["title"]}],
    }
    assert (await put(world, "modules/filtered", module)).status_code == 200
    answer = await send(world, "modules/detach", {"module": "filtered", "values": {"title": "{{ row.title }}"}})
    assert answer.status_code == 400
    assert answer.json()["code"] == "module.not_detached"
    fine = await send(world, "modules/detach", {"module": "filtered", "values": {"title": "{{ params.id }}"}})
    assert fine.json()["components"][0]["rows"]["filter"] == "title == params.id"


async def test_a_value_that_a_list_inside_would_take_for_its_own_row_is_not_detached(world):
    rows = {"table": "erp.tickets", "sort": ["id"], "limit": 3}
    inner = {"kind": "text", "text": "{{ row.title }} beside {{ settings.title }}"}
    module = {
        "title": "Listed",
        "settings": [{"name": "title"}],
        "content": [
            {"kind": "heading", "text": "{{ settings.title }}"},
            {"kind": "repeater", "rows": rows, "content": [inner]},
        ],
    }
    assert (await put(world, "modules/listed", module)).status_code == 200
    answer = await send(world, "modules/detach", {"module": "listed", "values": {"title": "{{ row.title }}"}})
    assert (answer.status_code, answer.json()["code"]) == (400, "module.not_detached")
    fine = await send(world, "modules/detach", {"module": "listed", "values": {"title": "{{ params.id }}"}})
    assert fine.json()["components"][1]["content"][0]["text"] == "{{ row.title }} beside {{ params.id }}"


async def test_what_counts_on_the_row_around_is_told_which_one(world):
    detail = {"kind": "detail", "table": "erp.tickets", "fields": ["title", "status"]}
    screen = with_content([{"kind": "container", "content": [detail, detail]}])
    before = await shown(world, screen)
    assert "Ticket 3" in before
    made = (await planned(world, 0, screen=screen, title="Facts of a ticket")).json()
    assert made["reads"] == {"row_key": "row_key"}
    (container,) = made["definition"]["content"]
    assert [one["row_id"] for one in container["content"]] == ["{{ settings.row_key }}"] * 2
    assert (await put(world, f"modules/{made['name']}", made["definition"])).status_code == 200
    assert await shown(world, with_content([made["use"]])) == before


async def test_what_a_component_reads_when_nothing_is_said_becomes_a_setting(world):
    record = {"kind": "record", "table": "erp.tickets", "content": [{"kind": "text", "text": "{{ row.title }}"}]}
    screen = {**SCREEN, "content": [record]}
    before = await shown(world, screen)
    body = {"of": FILE, "definition": screen, "group": [["content", 0]], "title": "By the address"}
    made = (await send(world, "modules/plan", body)).json()
    assert made["reads"] == {"id": "params.id"}
    assert made["definition"]["content"][0]["row_id"] == "{{ settings.id }}"
    assert (await put(world, f"modules/{made['name']}", made["definition"])).status_code == 200
    assert await shown(world, {**SCREEN, "content": [made["use"]]}) == before


async def test_a_module_that_counts_on_the_screen_around_it_is_refused(world):
    content = [{"kind": "container", "content": [{"kind": "detail", "table": "erp.tickets"}]}]
    answer = await put(world, "modules/counting", {"title": "Counting", "content": content})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["code"] == "module.reads_screen"
    assert error["where"]["path"] == ["content", 0, "content", 0]
    assert "'row'" in error["message"]


async def test_what_is_read_by_the_component_around_is_told_as_well(world):
    rows = {"table": "erp.comments", "filter": "ticket_id == record.id"}
    tab = {"kind": "tab", "label": "Comments", "count_rows": rows, "content": [{"kind": "table", "rows": rows}]}
    screen = with_content([{"kind": "tabs", "content": [tab]}])
    made = (await planned(world, 0, screen=screen, title="Tabs of a ticket")).json()
    assert made["reads"] == {"id": "record.id"}
    assert made["definition"]["content"][0]["content"][0]["count_rows"]["filter"] == "ticket_id == settings.id"


async def test_what_belongs_together_is_said(world):
    apart = await planned(world, 2)
    assert apart.status_code == 422
    assert apart.json()["code"] == "module.not_apart", apart.text
    assert "mates" in apart.json()["detail"]


@pytest.mark.parametrize(
    "places",
    [[["content", 0], ["content", 0, "content", 1]], [["content", 7]], [["title"]], [["content", 0, "content"]]],
)
async def test_a_group_stands_in_one_list(world, places):
    body = {"of": FILE, "definition": SCREEN, "group": places, "title": "A"}
    answer = await send(world, "modules/plan", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "module.no_group")
    body["of"] = "roles/agent.yaml"
    assert (await send(world, "modules/plan", body)).json()["code"] == "module.no_screen"


async def test_a_module_is_made_of_a_part_of_a_module(world):
    outer = {
        "title": "Outer of two",
        "settings": [{"name": "name"}],
        "content": [{"kind": "container", "content": [{"kind": "text", "text": "{{ settings.name }}"}]}],
    }
    assert (await put(world, "modules/outer_of_two", outer)).status_code == 200
    body = {"of": "modules/outer_of_two.yaml", "definition": outer, "group": [["content", 0, "content", 0]]}
    made = (await send(world, "modules/plan", {**body, "title": "Größe!"})).json()
    assert made["name"] == "grosse"
    assert made["use"]["values"] == {"name": "{{ settings.name }}"}
    assert made["definition"]["content"] == [{"kind": "text", "text": "{{ settings.name }}"}]


async def test_the_same_name_is_taken_once(world):
    assert (await put(world, "modules/taken", {"title": "Taken", "content": []})).status_code == 200
    made = (await planned(world, 1, title="Taken")).json()
    assert made["name"] == "taken_2"
    assert (await world.client("admin").get(f"{W}/modules/taken_2")).status_code == 404, "nothing is stored"
