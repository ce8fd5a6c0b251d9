"""Comments, history and bin on screens: what they show to whom, and what their events do."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote

from tests.support.desk_app import WORKSPACE
from tests.web.test_events import BASE, post

ROWS = f"/api/v1/workspaces/{WORKSPACE}/tables/notes/rows"


async def new_note(world, text: str, **values: object) -> str:
    client = world.client("agent")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    made = await client.post(ROWS, json={"text": text, **values}, headers={"x-csrf-token": csrf})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def shown(world, person: str, path: str) -> str:
    return (await world.client(person).get(f"{BASE}{path}")).text


async def test_comments_are_said_changed_and_taken_back_on_the_page(world):
    note = await new_note(world, "Printer jams", owner="agent@example.org")
    at = f"/notes/{note}"
    reply = (await post(world, "agent", "talk.say", at, body="Try *this*, @Guest <script>")).json()
    assert {"do": "reset_form", "form": "talk_say"} in reply["effects"]
    page = await shown(world, "guest", at)
    assert "Try <em>this</em>, <strong>@Guest</strong> &lt;script&gt;" in page
    assert "Edit comment" not in page
    assert 'class="tw-comment-form"' not in page, "a guest may read only"
    mark = re.findall(r"talk\.remove:(\w+)", await shown(world, "agent", at))[0]
    assert "Guest &lt;script&gt;</textarea>" in await shown(world, "agent", f"{at}?talk.row={mark}")
    await post(world, "agent", f"talk.edit:{mark}", f"{at}?talk.row={mark}", body="Solved")
    page = await shown(world, "guest", at)
    assert "Solved" in page
    assert "edited" in page
    refused = await post(world, "guest", f"talk.remove:{mark}", at)
    assert refused.status_code == 409
    empty = (await post(world, "agent", "talk.say", at, body="  ")).json()
    assert any(effect["do"] == "focus" for effect in empty["effects"])
    await post(world, "agent", f"talk.remove:{mark}", at)
    assert "Nobody has said anything yet." in await shown(world, "guest", at)


async def test_people_stand_by_name(world):
    note = await new_note(world, "Who", owner="guest@example.org")
    page = await shown(world, "agent", f"/notes/{note}")
    people = re.findall(r'class="tw-person">.*?</span>([^<]+)</span>', page)
    assert people == ["Guest", "Agent", "Agent"]


async def test_history_shows_what_changed_and_leads_back(world):
    note = await new_note(world, "First text")
    at = f"/notes/{note}"
    client = world.client("agent")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    await client.patch(f"{ROWS}/{note}", json={"text": "Second text"}, headers={"x-csrf-token": csrf})
    page = await shown(world, "agent", at)
    assert "changed Text over the API" in page
    assert re.search(r"<del>First text</del>.*?<ins>Second text</ins>", page)
    numbers = re.findall(r"past\.restore:(\d+)", page)
    assert len(numbers) == 1, "the present state is not offered"
    assert not re.findall(r"past\.restore", await shown(world, "guest", at))
    await post(world, "agent", f"past.restore:{numbers[0]}", at)
    assert re.search(r"<h1[^>]*>First text", await shown(world, "agent", at))


async def test_a_table_goes_back_to_a_moment_once_it_was_seen_what_that_does(world):
    note = await new_note(world, "Stays")
    moment = datetime.now(UTC).isoformat()
    gone = await new_note(world, "Made since")
    client = world.client("agent")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    await client.patch(f"{ROWS}/{note}", json={"text": "Changed since"}, headers={"x-csrf-token": csrf})
    at = f"/notes-bin?gone.row={quote(moment)}"
    page = await shown(world, "agent", at)
    assert "2 rows would change" in page
    assert re.search(r"Made since</span>.*?goes to the bin", page)
    assert re.search(r"Changed since</span>.*?Text\s+as before", page)
    assert "would change" not in await shown(world, "guest", at), "only for who may do all of it"
    asked = (await post(world, "agent", "gone.go_back", at, _confirmed="")).json()
    assert "as they were?" in asked["question"]
    done = (await post(world, "agent", "gone.go_back", at)).json()
    assert {"do": "notify", "text": "2 rows are as they were", "tone": "success"} in done["effects"]
    assert "<h1" in await shown(world, "agent", f"/notes/{note}")
    assert "Stays" in await shown(world, "agent", f"/notes/{note}")
    assert "Made since" in await shown(world, "agent", "/notes-bin")
    assert (await client.get(f"{ROWS}/{gone}")).status_code == 404
    assert "no moment" in await shown(world, "agent", "/notes-bin?gone.row=yesterday")


async def test_the_bin_gives_back_and_undo_takes_back(world):
    note = await new_note(world, "Thrown away")
    await post(world, "agent", "talk.say", f"/notes/{note}", body="Keep it, @Guest")
    told = await shown(world, "guest", "/notes-bin")
    assert "Keep it" in told
    assert f'href="/apps/{WORKSPACE}/desk/notes/{note}">Thrown away</a>' in told, "it says on what"
    assert ", 1 new mention</span>" in await shown(world, "guest", "/"), "the user menu says so on every page"
    assert "new mention" not in await shown(world, "agent", "/")
    client = world.client("agent")
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    await client.delete(f"{ROWS}/{note}", headers={"x-csrf-token": csrf})
    gone = await shown(world, "guest", "/notes-bin")
    assert "Keep it" not in gone
    assert "new mention" not in gone, "the row is in the bin"
    page = await shown(world, "agent", "/notes-bin")
    assert "Thrown away" in page
    number = re.findall(r"gone\.restore:(\d+)", page)[0]
    assert not re.findall(r"gone\.restore", await shown(world, "guest", "/notes-bin"))
    await post(world, "agent", f"gone.restore:{number}", "/notes-bin")
    assert "Keep it" in await shown(world, "guest", f"/notes/{note}")
    reply = (await post(world, "guest", "told.seen", "/notes-bin")).json()
    assert reply["regions"], "what was new is not new any more"
    assert {"do": "mentions_seen"} in reply["effects"]
    assert "new mention" not in await shown(world, "guest", "/")
    await post(world, "agent", "back.click", "/notes-bin")
    assert "Thrown away" in await shown(world, "agent", "/notes-bin")
