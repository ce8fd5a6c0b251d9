"""Several rows changed or deleted together: all of them or none, and only what was switched on."""

from __future__ import annotations

import re

from tests.web.test_events import BASE, post, status_of

OPEN = "/batch?many_change.open=1"


async def form_of(world, person: str = "agent") -> str:
    """The event of the form in the dialog."""
    html = (await world.client(person).get(f"{BASE}{OPEN}")).text
    return re.search(r'<form class="tw-form".*?name="_event" value="([^"]+)"', html, re.S)[1]


async def change(world, selected: list[str], **fields: str) -> dict:
    reply = await post(world, "agent", await form_of(world), OPEN, selected=selected, **fields)
    return reply.json()


def said(reply: dict) -> str:
    return str(reply["regions"]) + str([effect.get("text") for effect in reply["effects"]])


async def test_selected_rows_get_what_was_switched_on(world):
    before = (await world.client("agent").get(f"{BASE}/batch?many.search=Ticket+31")).text
    reply = await change(world, ["31", "32"], status="closed", **{"@on.status": "true"})
    assert {"do": "notify", "text": "2 changed", "tone": "success"} in reply["effects"]
    assert reply["query"] == ""  # the dialog is closed
    assert [await status_of(world, ticket) for ticket in (31, 32, 34)] == ["Closed", "Closed", "Open"]
    after = (await world.client("agent").get(f"{BASE}/batch?many.search=Ticket+31")).text
    assert re.findall(r">[0-9,]+\.[0-9]{2}<", after) == re.findall(r">[0-9,]+\.[0-9]{2}<", before)


async def test_one_row_that_cannot_be_changed_keeps_all_as_they_are(world):
    reply = await change(world, ["35", "999999"], status="closed", **{"@on.status": "true"})
    assert "changed" not in [effect.get("text") for effect in reply["effects"]]
    assert await status_of(world, 35) == "Open"


async def test_a_form_with_a_mistake_comes_back_with_its_switches_on(world):
    reply = await change(world, ["35"], amount="lots", **{"@on.amount": "true"})
    html = "".join(reply["regions"].values())
    assert re.search(r'name="@on.amount"[^>]* checked><fieldset><', html)
    assert re.search(r'name="@on.status"[^>]*(?<!checked)><fieldset disabled>', html)
    assert 'value="lots"' in html


async def test_nothing_selected_and_nothing_switched_on_are_said(world):
    assert "No rows are selected." in said(await change(world, [], status="closed", **{"@on.status": "true"}))
    assert "Nothing is to be changed." in said(await change(world, ["35"]))


async def test_values_of_one_row_are_not_asked_for_and_guests_are_not_asked(world):
    html = (await world.client("agent").get(f"{BASE}{OPEN}")).text
    assert 'name="status"' in html
    assert 'name="id"' not in html
    guest = (await world.client("guest").get(f"{BASE}{OPEN}")).text
    assert "tw-dialog" not in guest
    assert ">Change<" not in guest


async def test_rows_are_deleted_together_or_not_at_all(world):
    token = "many.bulk_delete"
    await post(world, "agent", token, "/batch", selected=["38", "999999"])
    assert await status_of(world, 38) == "Open"
    await post(world, "agent", token, "/batch", selected=["38", "40"])
    assert [await status_of(world, ticket) for ticket in (38, 40)] == ["", ""]
