"""Modules on pages: written once, told what they need, and apart from each other and from the screen around them."""

from __future__ import annotations

import re

import pytest
import pytest_asyncio

from tests.support.desk_app import APP, WORKSPACE
from tests.web.test_events import post
from tests.web.test_regions import ACTORS, steady, visit_of
from toolwright.policy import Policy, Resource
from toolwright.render.data import Loader
from toolwright.render.rendering import Rendering
from toolwright.render.screens import render_page

W = f"/api/v1/workspaces/{WORKSPACE}"
BASE = f"/apps/{WORKSPACE}/{APP}"

BADGE = {
    "title": "Ticket line",
    "settings": [
        {"name": "name", "required": True},
        {"name": "id", "type": "whole"},
        {"name": "state", "type": "choice", "options": ["open", "closed"], "default": "open"},
        {"name": "greeting", "default": "{{ 'Hello ' + user.name }}"},
    ],
    "content": [
        {"kind": "text", "id": "name", "text": "{{ settings.name }} is {{ settings.state }}"},
        {"kind": "text", "text": "{{ settings.greeting }}", "access": "agent", "id": "greeting"},
        {
            "kind": "button",
            "id": "close",
            "label": "Close {{ settings.name }}",
            "show_if": "{{ settings.id is not none and settings.state == 'open' }}",
            "on_click": [
                {
                    "do": "save_row",
                    "table": "erp.tickets",
                    "row_id": "{{ settings.id }}",
                    "values": {"status": "closed"},
                },
                {"do": "notify", "text": "Closed {{ settings.name }}"},
            ],
        },
    ],
}
LIST = {
    "title": "Tickets of a state",
    "settings": [{"name": "state", "required": True}, {"name": "most", "type": "number", "default": 1000}],
    "content": [
        {"kind": "search_bar", "target": "found"},
        {
            "kind": "table",
            "id": "found",
            "rows": {"table": "erp.tickets", "filter": "status == settings.state and amount < settings.most"},
            "columns": ["title", "status"],
        },
        {"kind": "button", "id": "show", "label": "More", "on_click": [{"do": "open", "target": "more"}]},
        {"kind": "modal", "id": "more", "title": "More about it", "content": [{"kind": "text", "text": "Inside"}]},
        {
            "kind": "button",
            "id": "twice",
            "label": "Say and open",
            "on_click": [{"do": "notify", "text": "It is {{ settings.state }}"}, {"do": "open", "target": "more"}],
        },
    ],
}
FIELDS = {
    "title": "Address fields",
    "content": [{"kind": "text_field", "name": "city"}, {"kind": "text", "text": "You typed {{ form.city }}"}],
}
SCREEN = {
    "title": "Made of modules",
    "path": "/made",
    "state": {"state": "open"},
    "content": [
        {"kind": "module", "id": "first", "module": "line", "values": {"name": "One"}},
        {"kind": "module", "module": "line", "values": {"name": "Two", "state": "closed"}},
        {
            "kind": "repeater",
            "id": "each",
            "rows": {"table": "erp.tickets", "filter": "id in [31, 32]", "sort": ["id"]},
            "content": [
                {
                    "kind": "module",
                    "id": "row",
                    "module": "line",
                    "values": {
                        "name": "{{ row.title }} of {{ row.customer.name }}",
                        "id": "{{ row.id }}",
                        "state": "{{ row.status }}",
                    },
                }
            ],
        },
        {
            "kind": "button",
            "id": "flip",
            "label": "Flip",
            "on_click": [{"do": "set_state", "name": "state", "value": "closed"}],
        },
        {"kind": "module", "id": "left", "module": "list", "values": {"state": "{{ state.state }}", "most": 400}},
        {"kind": "module", "id": "right", "module": "list", "values": {"state": "closed"}},
        {
            "kind": "form",
            "id": "place",
            "on_submit": [{"do": "notify", "text": "In {{ form.city }}"}],
            "content": [{"kind": "module", "module": "fields"}],
        },
    ],
}


async def put(world, address: str, definition):
    client = world.client("admin")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    return await client.put(f"{W}/{address}", json=definition, headers={"x-csrf-token": csrf})


async def send(world, address: str, body):
    client = world.client("admin")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    return await client.post(f"{W}/{address}", json=body, headers={"x-csrf-token": csrf})


async def remove(world, address: str):
    client = world.client("admin")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    return await client.delete(f"{W}/{address}", headers={"x-csrf-token": csrf})


@pytest_asyncio.fixture(scope="module", autouse=True)
async def made(world):
    for name, module in (("line", BADGE), ("list", LIST), ("fields", FIELDS)):
        answer = await put(world, f"modules/{name}", module)
        assert answer.status_code == 200, answer.text
    answer = await put(world, f"apps/{APP}/screens/made", SCREEN)
    assert answer.status_code == 200, answer.text


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


async def test_each_use_says_what_it_is_told(world):
    page = plain((await world.client("agent").get(f"{BASE}/made")).text)
    assert "One is open" in page
    assert "Two is closed" in page
    assert "Ticket 31 of Globex is open" in page
    assert "Ticket 32 of Acme is open" in page
    assert page.count("Hello Agent") == 4
    assert "Hello" not in plain((await world.client("guest").get(f"{BASE}/made")).text), "its own access holds inside"


async def test_ids_on_the_page_differ(world):
    html = (await world.client("agent").get(f"{BASE}/made")).text
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("actor", ACTORS, ids=["admin", "guest"])
@pytest.mark.parametrize("query", [{}, {"left__found.search": ("Ticket 1",)}, {"right__more.open": ("1",)}])
async def test_regions_agree_with_the_page(world, actor, query):
    visit = await visit_of(world, "made", {}, query, actor)
    page = steady((await render_page(world.services.rows, visit)).html)
    rendering = Rendering(visit, visit.names())
    await Loader(world.services.rows, rendering).load(visit.plan.needs)
    for name in visit.plan.regions:
        alone = rendering.region(name)
        assert (alone is not None) == (f'<tw-region id="{name}">' in page), name
        assert alone is None or steady(alone) in page


async def test_searching_one_leaves_the_other_alone(world):
    html = (await world.client("agent").get(f"{BASE}/made?left__found.search=Ticket+20")).text
    found = re.findall(r">(Ticket \d+)</a>|>(Ticket \d+)<", html)
    assert len({one or other for one, other in found}) > 3
    left, right = html.split('id="right__', 1)
    assert "Ticket 20" in left
    assert "Ticket 22" not in left
    assert "Ticket 3" in right


async def test_a_row_of_a_list_acts_on_its_own_row(world):
    reply = (await post(world, "agent", "row__close.click:31", "/made")).json()
    assert {"do": "notify", "text": "Closed Ticket 31 of Globex", "tone": "success"} in reply["effects"]
    page = plain((await world.client("agent").get(f"{BASE}/made")).text)
    assert "Ticket 31 of Globex is closed" in page
    assert "Ticket 32 of Acme is open" in page
    gone = await post(world, "agent", "row__close.click:31", "/made")
    assert gone.status_code == 409, "what it is told decides what is there"


async def test_what_depends_on_the_screens_state_follows_it(world):
    reply = (await post(world, "agent", "flip.click", "/made")).json()
    drawn = plain("".join(reply["regions"].values()))
    assert "Ticket 3 " in drawn
    assert "Ticket 2 " not in drawn
    assert "Ticket 60" not in drawn, "600 is more than the 400 that it may cost"


async def test_panels_inside_open_by_themselves(world):
    html = (await world.client("agent").get(f"{BASE}/made")).text
    assert "left__more.open=1" in html
    assert "right__more.open=1" in html
    reply = (await post(world, "agent", "right__twice.click", "/made")).json()
    assert "right__more.open=1" in reply["query"]
    assert {"do": "notify", "text": "It is closed", "tone": "success"} in reply["effects"]


async def test_fields_belong_to_the_form_around(world):
    reply = (await post(world, "agent", "place.submit", "/made", city="Bonn")).json()
    assert {"do": "notify", "text": "In Bonn", "tone": "success"} in reply["effects"]


async def test_access_inside_is_decided_by_the_policy_too(world):
    workspace = await world.services.workspaces.get(WORKSPACE)
    policy = Policy.of(workspace)
    name = f"{APP}/made/first__greeting"
    decided = [policy.decide(actor, "use", Resource("component", WORKSPACE, name)).allowed for actor in ACTORS]
    assert decided == [True, False]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "needs a value for 'name'"),
        ({"name": "A", "colour": "red"}, "has no setting 'colour'"),
        ({"name": "A", "state": "lost"}, "'state' is one of open, closed."),
        ({"name": "A", "id": "1"}, "'id' takes whole number."),
        ({"name": "A", "id": "{{ user.name }}"}, "This gives text, but whole number is needed."),
        ({"name": "{{ nobody }}"}, "nobody"),
    ],
)
async def test_what_does_not_fit_is_said_where_it_stands(world, values, said):
    screen = {"title": "Wrong", "path": "/wrong", "content": [{"kind": "module", "module": "line", "values": values}]}
    answer = await put(world, f"apps/{APP}/screens/wrong", screen)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert said in error["message"]
    assert error["where"]["file"] == f"apps/{APP}/screens/wrong.yaml"
    assert error["where"]["path"][:3] == ["content", 0, "values"]
    assert error["where"]["line"]


@pytest.mark.parametrize("expression", ["row.title", "state.state", "params.id", "settings.colour"])
async def test_a_module_reads_its_settings_and_nothing_of_a_screen(world, expression):
    content = [{"kind": "text", "text": "{{ " + expression + " }}"}]
    answer = await put(world, "modules/wrong", {"title": "Wrong", "content": content})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["where"]["file"] == "modules/wrong.yaml"
    assert error["where"]["path"] == ["content", 0, "text"]


async def test_a_change_that_breaks_a_screen_is_refused_and_names_it(world):
    changed = {**BADGE, "settings": [*BADGE["settings"], {"name": "team", "required": True}]}
    answer = await put(world, "modules/line", changed)
    assert answer.status_code == 422
    assert {error["where"]["file"] for error in answer.json()["errors"]} == {f"apps/{APP}/screens/made.yaml"}
    assert (await world.client("admin").get(f"{W}/modules/line")).json()["definition"]["settings"][-1][
        "name"
    ] == "greeting"


@pytest.mark.parametrize("said", [{"name": "stat", "value": 1}, {"values": {"state": "open", "stat": 1}}])
async def test_state_that_a_screen_has_not_is_set_by_none_of_its_events(world, said):
    step = {"do": "set_state", **said}
    (setting,) = {"name", "values"} & said.keys()
    button = {"kind": "button", "label": "Press", "on_click": [step]}
    screen = {**SCREEN, "path": "/stated", "content": [button]}
    answer = await put(world, f"apps/{APP}/screens/stated", screen)
    (error,) = answer.json()["errors"]
    assert (error["code"], error["message"]) == ("state.unknown", "The screen has no state 'stat'.")
    assert error["hint"] == "Did you mean 'state'?"
    assert error["where"]["path"] == ["content", 0, "on_click", 0, setting]

    # Alone a module stands on no screen; where it stands it sets what that screen has.
    assert (await put(world, "modules/setter", {"title": "Setter", "content": [button]})).status_code == 200
    using = {**screen, "content": [{"kind": "container", "content": [{"kind": "module", "module": "setter"}]}]}
    answer = await put(world, f"apps/{APP}/screens/stated", using)
    (error,) = answer.json()["errors"]
    assert (error["code"], error["message"]) == (
        "state.unknown",
        "In “Setter”: The screen has no state 'stat'.",
    )
    assert error["where"]["path"] == ["content", 0, "content", 0, "module"]
    answer = await put(world, f"apps/{APP}/screens/stated", {**using, "state": {"state": "open", "stat": 0}})
    assert answer.status_code == 200, answer.text
    answer = await put(world, f"apps/{APP}/screens/stated", using)
    assert answer.status_code == 422
    assert (await remove(world, f"apps/{APP}/screens/stated")).status_code == 204
    assert (await remove(world, "modules/setter")).status_code == 204


async def test_a_mistake_in_a_module_is_said_once_in_its_own_file(world):
    answer = await put(world, "modules/line", {**BADGE, "content": [{"kind": "text", "text": "{{ settings.nam }}"}]})
    assert [error["where"]["file"] for error in answer.json()["errors"]] == ["modules/line.yaml"]


async def test_modules_that_hold_each_other_are_refused(world):
    assert (await put(world, "modules/outer", {"title": "Outer", "content": []})).status_code == 200
    inner = {"title": "Inner", "content": [{"kind": "module", "module": "outer"}]}
    assert (await put(world, "modules/inner", inner)).status_code == 200
    answer = await put(world, "modules/outer", {"title": "Outer", "content": [{"kind": "module", "module": "inner"}]})
    assert answer.json()["errors"][0]["code"] == "module.circle"
    assert "outer → inner → outer" in " ".join(error["message"] for error in answer.json()["errors"])


async def test_one_that_is_used_stays_and_is_renamed_everywhere(world):
    refused = await remove(world, "modules/fields")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["where"]["file"] == f"apps/{APP}/screens/made.yaml"
    answer = await send(world, "modules/fields/rename", {"name": "address"})
    assert answer.status_code == 200, answer.text
    screen = (await world.client("admin").get(f"{W}/apps/{APP}/screens/made")).json()["definition"]
    assert screen["content"][-1]["content"][0]["module"] == "address"
    assert (await world.client("agent").get(f"{BASE}/made")).status_code == 200
    assert (await send(world, "modules/address/rename", {"name": "fields"})).status_code == 200
    taken = await send(world, "modules/fields/rename", {"name": "line"})
    assert taken.json()["code"] == "definition.taken"


async def test_a_setting_is_renamed_where_it_is_read_and_where_it_is_given(world):
    settings = [{"name": "state", "default": "open"}, {"name": "most", "type": "whole", "default": 3}]
    rows = {"table": "erp.tickets", "filter": "status == settings.state", "limit": 5}
    content = [
        {"kind": "text", "text": "{{ settings.state }} of {{ settings['state'] }} {{ settings.most }} state"},
        {"kind": "repeater", "rows": rows, "content": [{"kind": "text", "text": "{{ row.title }}"}]},
    ]
    assert (await put(world, "modules/own", {"title": "Own", "settings": settings, "content": content})).is_success
    inner = [{"kind": "module", "module": "own", "values": {"most": 2, "state": "{{ settings.state }}"}}]
    around = {"title": "Around", "settings": [{"name": "state", "required": True}], "content": inner}
    assert (await put(world, "modules/around", around)).is_success
    uses = [
        {"kind": "module", "module": "own", "values": {"state": "{{ state.state }}"}},
        {"kind": "card", "content": [{"kind": "module", "module": "around", "values": {"state": "closed"}}]},
    ]
    screen = {**SCREEN, "path": "/renamed", "content": uses}
    assert (await put(world, f"apps/{APP}/screens/renamed", screen)).is_success

    answer = await send(world, "modules/own/settings/state/rename", {"name": "phase"})
    assert answer.status_code == 200, answer.text
    own = answer.json()["definition"]
    assert [one["name"] for one in own["settings"]] == ["phase", "most"]
    assert own["content"][0]["text"] == "{{ settings.phase }} of {{ settings['phase'] }} {{ settings.most }} state"
    assert own["content"][1]["rows"]["filter"] == "status == settings.phase"
    client = world.client("admin")
    found = (await client.get(f"{W}/modules/around")).json()["definition"]
    assert found["content"][0]["values"] == {"most": 2, "phase": "{{ settings.state }}"}
    assert [one["name"] for one in found["settings"]] == ["state"]
    found = (await client.get(f"{W}/apps/{APP}/screens/renamed")).json()["definition"]
    assert found["content"][0]["values"] == {"phase": "{{ state.state }}"}
    assert found["content"][1]["content"][0]["values"] == {"state": "closed"}
    assert (await world.client("agent").get(f"{BASE}/renamed")).status_code == 200

    missing = await send(world, "modules/own/settings/state/rename", {"name": "other"})
    assert (missing.status_code, missing.json()["code"]) == (404, "module.setting_not_found")
    taken = await send(world, "modules/own/settings/phase/rename", {"name": "most"})
    assert (taken.status_code, taken.json()["code"]) == (409, "definition.taken")
    wrong = await send(world, "modules/own/settings/phase/rename", {"name": "No name"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "definition.bad_name")
    csrf = (await world.client("agent").get("/api/v1/me")).json()["csrf"]
    denied = await world.client("agent").post(
        f"{W}/modules/own/settings/phase/rename", json={"name": "other"}, headers={"x-csrf-token": csrf}
    )
    assert denied.status_code in (403, 404)
    for address in (f"apps/{APP}/screens/renamed", "modules/around", "modules/own"):
        assert (await remove(world, address)).status_code == 204


async def test_a_module_is_drawn_by_itself_with_something_of_each_type(world):
    drawn = await send(world, "modules/line/preview", {"definition": BADGE, "params": {"name": "Ada", "id": "7"}})
    assert drawn.status_code == 200, drawn.text
    page = drawn.json()
    assert "Ada is open" in plain(page["html"])
    assert "Close Ada" in plain(page["html"])
    assert 'data-node="content.0"' in page["html"]
    assert page["params"] == {"name": "Ada", "id": "7", "state": "open", "greeting": "Hello Admin"}
    bare = (await send(world, "modules/line/preview", {"definition": BADGE})).json()
    assert bare["params"]["name"] == "Name"
    assert not bare["has_faults"]
    record = {"kind": "record", "table": "erp.tickets", "row_id": "{{ settings.ticket }}", "content": []}
    one = {"title": "One", "settings": [{"name": "ticket", "type": "whole"}], "content": [record]}
    assert (await send(world, "modules/one/preview", {"definition": one})).json()["params"] == {"ticket": "1"}
    form = (await send(world, "modules/fields/preview", {"definition": FIELDS})).json()
    assert not form["has_faults"]
    assert "city" in form["html"]


async def test_marks_on_a_screen_stop_at_the_module(world):
    drawn = (await send(world, f"apps/{APP}/screens/made/preview", {"definition": SCREEN})).json()
    marks = set(re.findall(r'data-node="([^"]*)"', drawn["html"]))
    assert "content.0" in marks
    assert all(mark.count("content") <= 2 for mark in marks)


async def test_expressions_inside_are_helped_with(world):
    ask = {"definition": BADGE, "path": ["content", 0, "text"], "text": "{{ settings. }}", "cursor": 12}
    found = (await send(world, "modules/line/expression", ask)).json()
    assert {one["insert"] for one in found["suggestions"]} >= {"name", "id", "state", "greeting"}
    ask |= {"text": "{{ settings.name + '!' }}", "params": {"name": "Ada"}}
    found = (await send(world, "modules/line/expression", ask)).json()
    assert (found["type"], found["value"], found["fault"]) == ("text", "Ada!", None)


async def test_its_text_reads_back(world):
    text = (await send(world, "modules/line/yaml", {"definition": BADGE})).json()["text"]
    read = (await send(world, "modules/line/yaml/read", {"text": text})).json()
    again = (await send(world, "modules/line/yaml", {"definition": read["definition"]})).json()["text"]
    assert again == text
    wrong = await send(
        world, "modules/line/yaml/read", {"text": text.replace("settings.name }} is", "settings.nme }} is")}
    )
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["where"]["line"]


async def test_only_who_designs_sees_and_writes_modules(world):
    for address in ("modules", "modules/line"):
        assert (await world.client("agent").get(f"{W}/{address}")).status_code in (403, 404)
    listed = (await world.client("admin").get(f"{W}/modules")).json()["items"]
    assert {"line", "list", "fields"} <= {item["name"] for item in listed}
    (line,) = (item for item in listed if item["name"] == "line")
    assert line["settings"][0]["name"] == "name"
    assert line["used_in"] == [f"apps/{APP}/screens/made.yaml"]
    assert line["icon_paths"]
