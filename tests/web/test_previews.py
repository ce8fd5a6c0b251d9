"""Previews draw a screen as it is being written: the real thing with marks, nobody else's rows, and nothing to press."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from tests.support.desk_app import APP, WORKSPACE
from toolwright.commands.looking_as import Look, with_role
from toolwright.commands.preview_screen import preview_screen
from toolwright.errors import Denied, ToolwrightError
from toolwright.extend.checking.drafts import with_drafted, with_drafted_text
from toolwright.model.files import SCREEN, Place
from toolwright.model.yaml_form import dump_data
from toolwright.policy import Actor
from toolwright.render.screens import render_page
from toolwright.render.visit import Visit

SCREENS = f"/api/v1/workspaces/{WORKSPACE}/apps/{APP}/screens"
DRAFT = Place(SCREEN, (APP, "draft"))
MARKS = re.compile(r'<tw-region data-node="([^"]*)">')


async def draw(client, screen: str, definition, **more):
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    body = {"definition": definition, **more}
    return await client.post(f"{SCREENS}/{screen}/preview", json=body, headers={"x-csrf-token": csrf})


async def stored(client, screen: str):
    return (await client.get(f"{SCREENS}/{screen}")).json()["definition"]


def screen_of(*content):
    return {"title": "Draft", "path": "/draft", "content": list(content)}


async def test_a_preview_is_the_page_with_marks_that_the_page_has_not(world):
    client = world.client("admin")
    definition = await stored(client, "queue")
    answer = await draw(client, "queue", definition)
    assert answer.status_code == 200, answer.text
    drawn = answer.json()
    assert [mark for mark in MARKS.findall(drawn["html"]) if mark.count(".") == 1] == [
        f"content.{place}" for place in range(len(definition["content"]))
    ]
    assert drawn["has_faults"] is False
    assert re.search(r">Ticket \d", drawn["html"])
    page = await client.get(f"/apps/{WORKSPACE}/{APP}/queue")
    assert "data-node" not in page.text

    workspace = await world.services.workspaces.get(WORKSPACE)
    plan = await world.services.screens.get(workspace, APP, "queue")
    visit = Visit(workspace, plan, Actor("user", "a", "A", is_admin=True), state=dict(plan.screen.state))
    real = await render_page(world.services.rows, visit)
    text = re.compile(r"<[^>]*>|\s+")
    assert text.sub("", drawn["html"]) == text.sub("", real.html)


async def test_components_in_components_and_in_rows_are_marked_with_their_place(world):
    row = {"kind": "text", "text": "{{ row.title }}"}
    node = {"kind": "card", "title": "Tickets", "actions": [{"kind": "button", "label": "Go", "to": "/"}]}
    rows = {"kind": "repeater", "rows": {"table": "erp.tickets", "limit": 3}, "content": [row]}
    drawn = (await draw(world.client("admin"), "draft", screen_of(node, rows))).json()
    assert MARKS.findall(drawn["html"]) == [
        "content.0", "content.0.actions.0", "content.1", *["content.1.content.0"] * 3,
    ]  # fmt: skip


async def test_nothing_in_a_preview_can_be_sent(world):
    click = {"kind": "button", "label": "Close it", "on_click": [{"do": "delete_row", "table": "erp.tickets"}]}
    form = {"kind": "form", "table": "erp.tickets"}
    drawn = (await draw(world.client("admin"), "draft", screen_of(click, form))).json()
    assert re.findall(r'name="_csrf" value="([^"]*)"', drawn["html"]) == [""]
    frame = await world.client("admin").get(f"/preview/{WORKSPACE}/{APP}")
    assert "<script" not in frame.text
    policy = frame.headers["content-security-policy"]
    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'self'" in policy


async def test_every_mistake_is_named_with_its_place(world):
    definition = screen_of(
        {"kind": "heading", "text": "Fine"},
        {"kind": "container", "content": [{"kind": "tabel"}, {"kind": "button", "label": "x", "size": "huge"}]},
        {"kind": "table", "rows": {"table": "erp.tickts"}},
    )
    answer = await draw(world.client("admin"), "draft", definition)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["where"]["path"] for error in answer.json()["errors"]] == [
        ["content", 1, "content", 0, "kind"],
        ["content", 1, "content", 1, "size"],
        ["content", 2, "rows", "table"],
    ]


@pytest.mark.parametrize(
    ("definition", "place"),
    [
        ({"title": "No path"}, ["path"]),
        (screen_of({"kind": "text", "text": "{{ nobody.name }}"}), ["content", 0, "text"]),
        (screen_of({"kind": "text", "text": "x", "show_if": "{{ 1 + }}"}), ["content", 0, "show_if"]),
    ],
)
async def test_mistakes_of_all_sorts_have_a_place(world, definition, place):
    problem = (await draw(world.client("admin"), "draft", definition)).json()
    found = problem["errors"][0]["where"] if problem["errors"] else problem["where"]
    assert found["path"] == place


async def test_a_screen_about_one_row_is_drawn_with_the_first_unless_told(world):
    client = world.client("admin")
    definition = await stored(client, "ticket")
    assert (await draw(client, "ticket", definition)).json()["params"] == {"id": "1"}
    drawn = (await draw(client, "ticket", definition, params={"id": "3"})).json()
    assert drawn["params"] == {"id": "3"}
    assert "Ticket 3" in drawn["html"]


@pytest.mark.parametrize(("who", "status"), [("agent", 403), ("guest", 403), ("nobody", 401)])
async def test_only_who_designs_sees_previews(world, who, status):
    client = world.client(who)
    headers = {} if who == "nobody" else {"x-csrf-token": (await client.get("/api/v1/me")).json()["csrf"]}
    answer = await client.post(f"{SCREENS}/queue/preview", json={"definition": screen_of()}, headers=headers)
    assert answer.status_code == status
    frame = await client.get(f"/preview/{WORKSPACE}/{APP}")
    assert frame.status_code == (303 if who == "nobody" else status)


async def test_a_theme_is_told_with_colours_that_can_be_read(world):
    client = world.client("admin")
    headers = {"x-csrf-token": (await client.get("/api/v1/me")).json()["csrf"]}
    look = SCREENS.removesuffix("/screens") + "/theme"
    plain = (await client.post(look, json={}, headers=headers)).json()
    assert plain["css"] == ""
    assert [accent["is_moved"] for accent in plain["accents"]] == [False, False]
    yellow = (await client.post(look, json={"accent": "#ffff00", "radius": 0}, headers=headers)).json()
    assert "--tw-radius:0px" in yellow["css"]
    light, dark = yellow["accents"]
    assert (light["mode"], light["is_moved"], dark["mode"], dark["is_moved"]) == ("light", True, "dark", False)
    for accent in yellow["accents"]:
        assert min(accent["label_ratio"], accent["text_ratio"]) >= 4.45
        assert accent["control_ratio"] >= 2.95
    wrong = await client.post(look, json={"accent": "yellow"}, headers=headers)
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["field"] == "accent"
    app = await client.get(SCREENS.removesuffix("/screens"))
    assert app.json()["definition"]["theme"]["accent"] is None, "nothing was stored"
    agent = world.client("agent")
    theirs = {"x-csrf-token": (await agent.get("/api/v1/me")).json()["csrf"]}
    assert (await agent.post(look, json={}, headers=theirs)).status_code == 403
    gone = await client.post(look.replace(f"/apps/{APP}/", "/apps/gone/"), json={}, headers=headers)
    assert gone.status_code == 404


async def test_a_forged_preview_is_refused(world):
    answer = await world.client("admin").post(f"{SCREENS}/queue/preview", json={"definition": screen_of()})
    assert answer.status_code == 403


async def test_kinds_tell_an_editor_all_it_needs(world):
    client = world.client("admin")
    components = {item["kind"]: item for item in (await client.get("/api/v1/kinds/components")).json()["items"]}
    assert set(components) == set(world.services.kinds.components)
    table = components["table"]
    assert table["start"] == {"kind": "table", "rows": {"table": "$table"}}
    assert [slot["name"] for slot in table["slots"]] == ["row_actions", "bulk_actions", "empty"]
    assert [event["title"] for event in table["events"]] == ["Row is clicked"]
    assert table["settings_schema"]["$defs"]["RowsBinding"]["properties"]["table"]["x-table"] is True
    assert components["tab"]["inside"] == "tabs"
    actions = {item["kind"]: item for item in (await client.get("/api/v1/kinds/actions")).json()["items"]}
    assert actions["save_row"]["start"] == {"do": "save_row", "table": "$table"}


async def test_kinds_of_columns_tell_an_editor_what_a_new_one_begins_with(world):
    answer = await world.client("admin").get("/api/v1/kinds/columns")
    columns = {item["kind"]: item for item in answer.json()["items"]}
    assert set(columns) == set(world.services.kinds.columns)
    assert columns["text"]["start"] == {"kind": "text"}
    assert columns["created_at"]["start"] == {"name": "created_at", "kind": "created_at"}
    assert [columns[kind]["is_written"] for kind in ("text", "links", "formula", "auto_number")] == [
        True,
        True,
        False,
        False,
    ]
    assert columns["select"]["start"] == {"kind": "select", "settings": {"options": ["First", "Second"]}}
    assert columns["relation"]["start"] == {"kind": "relation", "settings": {"to": "$table"}}
    assert columns["lookup"]["start"]["settings"] == {"through": "$reference", "column": "$column"}
    assert columns["rollup"]["settings_schema"]["properties"]["column"]["x-of"] == ["of", "through"]
    assert all(item["icon_paths"] and item["description"] for item in columns.values())
    assert {kind for kind, item in columns.items() if item["is_given"]} == {
        *("row_id", "created_at", "created_by", "updated_at", "updated_by")
    }


SHOWN = {
    "kind": "table",
    "rows": {"table": "erp.tickets", "sort": ["id"], "limit": 3},
    "columns": ["title", "secret_note"],
}
SECRET = {"kind": "text", "text": "For bosses", "access": "admin"}
AGENT = Look(role="agent")
WORDS = re.compile(r"Ticket \d+|hush \d+|For bosses")


async def test_a_preview_as_a_role_shows_what_that_role_sees(world):
    client = world.client("admin")
    as_role = {
        role: set(WORDS.findall((await draw(client, "draft", screen_of(SHOWN, SECRET), as_role=role)).json()["html"]))
        for role in ("admin", "agent", "guest", "basic")
    }
    assert as_role == {
        "admin": {"Ticket 2", "Ticket 3", "hush 1", "hush 2", "hush 3", "For bosses"},
        "agent": {"Ticket 2", "Ticket 3", "hush 1", "hush 2", "hush 3"},
        "guest": {"Ticket 2", "Ticket 4"},  # open ones alone, without the hidden column
        "basic": set(),
    }
    # A screen the role cannot open is not drawn, by what is written and not by what is stored.
    closed = (await draw(client, "queue", {**screen_of(SHOWN), "access": "agent"}, as_role="guest")).json()
    assert closed["html"] == ""
    assert "does not have role agent" in closed["refused"]
    assert (await draw(client, "queue", screen_of(SHOWN), as_role="guest")).json()["refused"] is None
    # One row is chosen by the rights of the role, too: ticket 3 is closed.
    definition = await stored(client, "ticket")
    seen = (await draw(client, "ticket", definition, params={"id": "3"}, as_role="guest")).json()
    assert "Ticket 3" not in seen["html"]
    unknown = await draw(client, "draft", screen_of(), as_role="agnet")
    assert (unknown.status_code, unknown.json()["code"]) == (400, "role.unknown")
    assert "agent" in unknown.json()["hint"]


async def test_a_preview_is_drawn_for_somebody_who_reads_another_language(world):
    client = world.client("admin")
    spoken = {"kind": "text", "text": "Read in {{ user.locale }}"}
    for name in ("de", "pt-BR"):
        assert f"Read in {name}" in (await draw(client, "draft", screen_of(SHOWN, spoken), locale=name)).json()["html"]
    assert (await draw(client, "draft", screen_of(), locale="klingon")).status_code == 400


@pytest.mark.parametrize("role", ["admin", "agent", "guest", "public"])
async def test_nobody_without_the_right_to_design_draws_as_a_role(world, role):
    for who in ("agent", "guest"):
        assert (await draw(world.client(who), "queue", screen_of(SHOWN), as_role=role)).status_code == 403


async def test_a_role_never_shows_more_than_the_person_or_the_token_may_see(world):
    workspace = await world.services.workspaces.get(WORKSPACE)
    ask = (WORKSPACE, DRAFT, screen_of(SHOWN), {})
    guest = Actor("user", "g", "G", roles={WORKSPACE: ("guest",)})
    for role in ("agent", "power", "admin"):
        with pytest.raises(Denied) as refused:
            with_role(guest, workspace, role)
        assert refused.value.code == "role.exceeds"
    assert with_role(guest, workspace, "guest").roles_in(WORKSPACE) == ("guest", "public")

    admin = Actor("token", "a", "A", is_admin=True, scopes=frozenset({"definitions:write"}))
    drawn = await preview_screen(world.services, admin, *ask, AGENT)
    assert WORDS.findall(drawn.html) == []
    reader = Actor("token", "a", "A", is_admin=True, scopes=frozenset({"definitions:write", "rows:read"}))
    assert "Ticket 2" in (await preview_screen(world.services, reader, *ask, AGENT)).html


async def test_a_draft_is_the_screen_that_its_text_would_define(world):
    kinds, workspace = world.services.kinds, await world.services.workspaces.get(WORKSPACE)
    odd = [
        "no",
        "12:30",
        "1e5",
        "",
        " a ",
        "x: y # z",
        "one\ntwo",
        "one\ntwo\n\n",
        "tab\there",
        "\u2028",
        1,
        -2.5,
        True,
        None,
    ]
    definitions = [await stored(world.client("admin"), name) for name in workspace.apps[APP].screens]
    definitions.append(screen_of({"kind": "text", "text": "x\n{{ 1 + 1 }}"}))
    definitions.append({**screen_of(), "state": {f"s{place}": {"in": [value]} for place, value in enumerate(odd)}})
    for definition in definitions:
        drawn = with_drafted(workspace, DRAFT, definition, kinds)
        assert drawn == with_drafted_text(workspace, DRAFT, dump_data(definition), kinds)


@pytest.mark.parametrize("value", [float("inf"), "\ud800", 10**500])
async def test_what_cannot_be_stored_is_not_drawn_otherwise(world, value):
    kinds, workspace = world.services.kinds, await world.services.workspaces.get(WORKSPACE)
    try:
        text = dump_data({**screen_of(), "state": {"a": value}})
        expected = with_drafted_text(workspace, DRAFT, text, kinds)
    except (ValueError, ToolwrightError):
        expected = None
    try:
        found = with_drafted(workspace, DRAFT, {**screen_of(), "state": {"a": value}}, kinds)
    except ToolwrightError:
        found = None
    assert found == expected


async def test_why_something_is_not_there_is_said(world):
    rows = {"table": "erp.tickets", "filter": "id in [2, 3]", "sort": ["id"]}
    each = {"kind": "text", "text": "{{ row.title }}", "show_if": "{{ row.status == 'open' and state.wanted }}"}
    screen = {
        **screen_of(
            {"kind": "text", "text": "A", "show_if": "state.wanted == 'never'"},
            {"kind": "text", "text": "B", "access": "admin"},
            {"kind": "repeater", "rows": rows, "content": [each]},
        ),
        "state": {"wanted": "yes"},
    }
    html = (await draw(world.client("admin"), "draft", screen)).json()["html"]
    hidden = re.findall(r'data-hidden="show_if" data-reads="([^"]*)" data-values="([^"]*)"', html)
    assert [tuple(json.loads(unescape(part)) for part in pair) for pair in hidden] == [
        (["state.wanted"], ["yes"]),
        (["row.status", "state.wanted"], ["closed", "yes"]),
    ]
    assert ">Ticket 2<" in html
    assert ">Ticket 3<" not in html
    as_agent = (await draw(world.client("admin"), "draft", screen, as_role="agent")).json()["html"]
    assert '<tw-region data-node="content.1" data-hidden="access" data-role="admin"></tw-region>' in as_agent
    assert "data-hidden" not in (await world.client("agent").get(f"/apps/{WORKSPACE}/{APP}/queue")).text


async def test_what_was_asked_for_and_what_may_be_read_is_said(world):
    screen = {
        **screen_of(
            {"kind": "repeater", "rows": {"table": "erp.tickets", "limit": 7}, "content": [{"kind": "text", "text": "x"}]},
            {"kind": "record", "table": "erp.tickets", "row_id": "999", "content": [{"kind": "text", "text": "{{ row.title }}"}]},
            {"kind": "stat", "label": "How many", "rows": {"table": "erp.tickets"}, "show_if": "false"},
            {"kind": "table", "id": "people", "rows": {"table": "notes"}, "columns": ["text"]},
        ),
        "state": {"wanted": "yes"},
    }  # fmt: skip
    drawn = (await draw(world.client("admin"), "draft", screen, as_role="guest")).json()
    asked = {tuple(one["at"]): one for one in drawn["asked"]}
    assert (asked["content", 0]["sort"], asked["content", 0]["rows"], asked["content", 0]["table"]) == (
        "rows", 7, "erp.tickets",
    )  # fmt: skip
    assert asked["content", 1]["rows"] is None
    assert "999" in asked["content", 1]["fault"]
    assert asked["content", 2]["is_skipped"] is True
    assert asked["content", 3]["rows"] == 0
    assert drawn["values"]["state"] == {"wanted": "yes"}
    assert drawn["values"]["user"]["roles"] == ["guest", "public"]
    assert not any(name.startswith("__") for name in drawn["values"])
