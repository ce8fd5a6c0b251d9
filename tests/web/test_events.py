"""Events: what they may do, what they answer, and what cannot be forged."""

from __future__ import annotations

import re

import pytest

from tests.support.desk_app import APP, WORKSPACE
from toolwright.web.answers import REGIONS

BASE = f"/apps/{WORKSPACE}/{APP}"


async def post(world, person: str, token: str, at: str = "/", *, plain: bool = False, **fields: object):
    """An event as the runtime sends it, or as a plain form."""
    client = world.client(person)
    page = await client.get(f"{BASE}{at}")
    csrf = (re.findall(r'name="_csrf" value="([^"]*)"', page.text) or [""])[0]
    state = (re.findall(r'name="_state" value="([^"]*)"', page.text) or ["-"])[0]
    body = {"_event": token, "_at": at, "_state": state, "_csrf": csrf, "_confirmed": "1", **fields}
    headers = {"sec-fetch-site": "same-origin"} | ({} if plain else {"accept": REGIONS})
    return await client.post(f"{BASE}/_event", data=body, headers=headers)


async def status_of(world, ticket: int) -> str:
    html = (await world.client("admin").get(f"{BASE}/?tickets.search=Ticket+{ticket}&tickets.sort=id")).text
    return next(iter(re.findall(rf">Ticket {ticket}</a>.*?tw-badge[^>]*>(\w+)<", html, re.S)), "")


async def test_a_row_event_changes_its_row_and_answers_its_region(world):
    reply = (await post(world, "agent", "close_ticket.click:20", "/?tickets.search=Ticket+20")).json()
    assert {"do": "notify", "text": "Closed Ticket 20", "tone": "success"} in reply["effects"]
    assert len(reply["regions"]) == 1
    assert await status_of(world, 20) == "Closed"


async def test_a_press_on_a_row_runs_its_steps(world):
    """The way into a row stands at its name, or at its end for who may not read the name: either will do."""
    for person in ("agent", "guest"):
        reply = await post(world, person, "customers.row_click:2", "/pressed")
        assert reply.json()["effects"] == [{"do": "notify", "text": "Pressed 2", "tone": "success"}], person


async def test_an_element_that_is_not_there_cannot_be_pressed(world):
    gone = await post(world, "agent", "close_ticket.click:21")  # 21 is closed: its button is not shown
    assert gone.status_code == 409
    assert gone.json()["problem"]["code"] == "event.gone"
    assert (await post(world, "guest", "delete_ticket.click:22")).status_code == 409
    assert await status_of(world, 22) == "Open"


@pytest.mark.parametrize("token", [
    "", "nothing.click", "close_ticket.click", "close_ticket.click:", "close_ticket.click:1/2",
    "close_ticket.click:999999", "close_ticket.click:1,2", "close_ticket.click:'; drop", "__class__:1", "\x00",
])  # fmt: skip
async def test_odd_tokens_do_nothing(world, token):
    answer = await post(world, "agent", token)
    assert answer.status_code in (400, 404, 409)


async def test_policy_decides_again(world):
    # 26 is open, so a guest sees its button; the write itself is refused.
    reply = (await post(world, "guest", "close_ticket.click:26")).json()
    assert [effect["tone"] for effect in reply["effects"]] == ["danger"]
    assert await status_of(world, 26) == "Open"


async def test_rows_outside_the_actors_rules_are_not_there(world):
    assert (
        await post(world, "guest", "close_ticket.click:27")
    ).status_code == 409  # closed ones are hidden from guests


async def test_questions_are_asked_first(world):
    reply = (await post(world, "agent", "delete_ticket.click:110", _confirmed="")).json()
    assert reply["question"] == "Delete Ticket 110?"
    assert await status_of(world, 110) == "Open"
    page = await post(world, "agent", "delete_ticket.click:110", plain=True, _confirmed="")
    assert "Delete Ticket 110?" in page.text
    assert (await post(world, "agent", "delete_ticket.click:110", plain=True)).status_code == 303
    assert await status_of(world, 110) == ""


async def test_state_travels_signed(world):
    first = (await post(world, "agent", "up.click", "/counter")).json()
    second = (await post(world, "agent", "up.click", "/counter", _state=first["state"])).json()
    assert any("Count 2" in html for html in second["regions"].values())
    stolen = await post(world, "admin", "up.click", "/counter", _state=first["state"])
    assert stolen.status_code == 409
    assert stolen.json()["problem"]["code"] == "state.stale"


async def test_forgery_is_refused(world):
    client = world.client("agent")
    body = {"_event": "up.click", "_at": "/counter"}
    assert (await client.post(f"{BASE}/_event", data=body)).status_code == 403
    cross = await client.post(f"{BASE}/_event", data=body, headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403
    assert (await world.client("nobody").post(f"{BASE}/_event", data=body)).status_code == 303


async def test_a_repeated_request_is_carried_out_once(world):
    fields = {"title": "Only once", "status": "open", "_key": "one-key"}
    first = (await post(world, "agent", "create.submit", "/new", **fields)).json()
    second = (await post(world, "agent", "create.submit", "/new", **fields)).json()
    assert first["effects"][-1]["to"] == second["effects"][-1]["to"]
    html = (await world.client("agent").get(f"{BASE}/?tickets.search=Only+once")).text
    assert html.count(">Only once</a>") == 1


async def test_form_errors_name_their_field(world):
    reply = (await post(world, "agent", "create.submit", "/new", title="", amount="a lot")).json()
    assert reply["effects"][-1] == {"do": "focus", "id": "create-title"}
    html = "".join(reply["regions"].values())
    assert "a lot" in html
    assert 'aria-invalid="true"' in html
    page = await post(world, "agent", "create.submit", "/new", plain=True, title="Typed", amount="a lot")
    assert page.status_code == 400
    assert 'value="Typed"' in page.text


async def test_plain_forms_lead_on_and_say_so(world):
    answer = await post(world, "agent", "edit.submit", "/tickets/40/edit", plain=True, title="Changed plainly")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{BASE}/tickets/40"
    page = await world.client("agent").get(answer.headers["location"])
    assert "Changed plainly" in page.text
    assert "Saved" in page.text


async def test_nobodys_change_is_overwritten_unseen(world):
    client = world.client("agent")
    page = (await client.get(f"{BASE}/tickets/41/edit")).text
    version = re.search(r'name="_version" value="([^"]+)"', page)
    assert version
    await post(world, "admin", "edit.submit", "/tickets/41/edit", title="First")
    reply = (await post(world, "agent", "edit.submit", "/tickets/41/edit", title="Second", _version=version[1])).json()
    assert reply["regions"]
    assert "First" in (await client.get(f"{BASE}/tickets/41")).text


async def test_open_and_close_change_the_address(world):
    html = (await world.client("agent").get(f"{BASE}/counter")).text
    assert 'href="?panel.open=1&amp;panel.row=7"' in html
    opened = (await world.client("agent").get(f"{BASE}/counter?panel.open=1&panel.row=7")).text
    assert "Row 7" in opened
    assert "<dialog" in opened


async def test_posted_values_reach_only_their_fields(world):
    fields = {"title": "Mass", "secret_note": "planted", "id": "77777", "@version": "x", "event.value": "y"}
    reply = (await post(world, "agent", "create.submit", "/new", **fields)).json()
    ticket = reply["effects"][-1]["to"].rpartition("/")[2]
    assert ticket != "77777"
    html = (await world.client("agent").get(f"{BASE}/?tickets.search=Mass")).text
    assert "planted" not in html
