"""Pages: who sees what, what the address does, and what a failure looks like."""

from __future__ import annotations

import re

import pytest

from tests.support.desk_app import APP, WORKSPACE
from toolwright.web.answers import REGIONS
from toolwright.web.visits import SLOW, SLOW_S

BASE = f"/apps/{WORKSPACE}/{APP}"


def titles(html: str) -> list[str]:
    """The tickets a page lists, in order."""
    return re.findall(r">(Ticket \d+)</a>", html)


async def test_a_page_is_whole_html(world):
    answer = await world.client("agent").get(f"{BASE}/")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert answer.text.startswith("<!doctype html>")
    assert len(titles(answer.text)) == 25
    assert "<style" not in answer.text
    assert re.search(r"<script(?! type=\"module\" src=)", answer.text) is None
    assert ' style="' not in answer.text


async def test_only_who_designs_an_app_sees_it_as_on_a_slow_network(world, monkeypatch):
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("toolwright.web.visits.sleep", wait)
    assert (await world.client("admin").get(f"{BASE}/")).status_code == 200
    for person, count in (("agent", 0), ("admin", 2)):
        client = world.client(person)
        client.cookies.set(SLOW, "1")
        for headers in ({}, {"accept": REGIONS, "x-tw-from": ""}):
            assert (await client.get(f"{BASE}/", headers=headers)).status_code == 200
        client.cookies.delete(SLOW)
        assert waits == [SLOW_S] * count, person


@pytest.mark.parametrize(("person", "path", "status"), [
    ("admin", "/bosses", 200), ("agent", "/bosses", 403), ("guest", "/new", 403), ("agent", "/new", 200),
    ("agent", "/nowhere", 404), ("nobody", "/", 303), ("nobody", "/nowhere", 303),
])  # fmt: skip
async def test_access_is_decided_before_anything_is_drawn(world, person, path, status):
    answer = await world.client(person).get(f"{BASE}{path}")
    assert answer.status_code == status
    if status == 303:
        assert answer.headers["location"].startswith("/sign-in?next=")
    if status == 403:
        assert "administrator" in answer.text
        assert "Only for" not in answer.text


async def test_other_workspaces_answer_as_missing(world):
    assert (await world.client("agent").get("/apps/other/desk/")).status_code == 404


async def test_row_rules_and_columns_shape_the_page(world):
    full = (await world.client("agent").get(f"{BASE}/")).text
    less = (await world.client("guest").get(f"{BASE}/")).text
    assert "hush" in full
    assert "hush" not in less
    assert "Secret note" not in less
    assert "Delete ticket" in full
    assert "Delete ticket" not in less
    numbers = [int(title.split()[1]) for title in titles(less)]
    assert numbers
    assert all(number % 3 for number in numbers)


async def test_address_searches_sorts_filters_and_pages(world):
    client = world.client("agent")
    found = titles((await client.get(f"{BASE}/?tickets.search=Ticket+9&tickets.sort=-title")).text)
    assert found[:2] == ["Ticket 99", "Ticket 98"]
    closed = titles((await client.get(f"{BASE}/?tickets.f.status=closed&tickets.limit=10")).text)
    assert len(closed) == 10
    assert all(int(title.split()[1]) % 3 == 0 for title in closed)
    dear = titles((await client.get(f"{BASE}/?tickets.f.amount.from=1200&tickets.sort=title")).text)
    assert set(dear) <= {f"Ticket {n}" for n in range(115, 121)}
    first = await client.get(f"{BASE}/")
    following = re.search(r'href="(\?tickets\.after=[^"]+)"', first.text)
    assert following
    second = await client.get(f"{BASE}/{following[1].replace('&amp;', '&')}")
    assert not set(titles(first.text)) & set(titles(second.text))


@pytest.mark.parametrize("query", [
    "tickets.sort=nonsense", "tickets.sort=-secret_note;drop", "tickets.limit=-1", "tickets.limit=999999999",
    "tickets.after=garbage", "tickets.f.amount.from=abc", "tickets.f.created_at.from=2026-99-99", "tickets.f.nope=1",
    "tickets.search=%00", "x=%ff%fe", "tickets.search=" + "x" * 3000, "&".join(f"p{n}=1" for n in range(300)),
])  # fmt: skip
async def test_odd_addresses_are_no_server_errors(world, query):
    answer = await world.client("agent").get(f"{BASE}/?{query}")
    assert answer.status_code < 500
    assert "Queue" in answer.text


async def test_guests_cannot_ask_by_hidden_columns(world):
    client = world.client("guest")
    plain = titles((await client.get(f"{BASE}/?tickets.sort=title")).text)
    probed = titles((await client.get(f"{BASE}/?tickets.sort=title&tickets.f.secret_note=hush+5")).text)
    assert plain == probed
    assert titles((await client.get(f"{BASE}/?tickets.search=hush+7")).text) == []


async def test_only_changed_regions_are_answered(world):
    client = world.client("agent")
    headers = {"accept": REGIONS, "x-tw-from": ""}
    reply = (await client.get(f"{BASE}/?tickets.search=Ticket+12", headers=headers)).json()
    assert len(reply["regions"]) == 1
    assert "Ticket 112" in next(iter(reply["regions"].values()))
    same = (await client.get(f"{BASE}/", headers=headers)).json()
    assert same["regions"] == {}
    live = (await client.get(f"{BASE}/", headers={"accept": REGIONS, "x-tw-tables": "erp.tickets,erp.people"})).json()
    assert len(live["regions"]) == 1


async def test_a_failing_part_leaves_the_rest_alone(world):
    html = (await world.client("agent").get(f"{BASE}/counter")).text
    assert "Count 0" in html
    assert "This part cannot be shown" in html
    assert "broken" in html


async def test_a_record_and_its_related_rows(world):
    html = (await world.client("agent").get(f"{BASE}/tickets/3")).text
    assert "Ticket 3" in html
    assert "Globex" in html
    assert "Comment 2" in html
    assert "Comment 3<" not in html
    missing = await world.client("agent").get(f"{BASE}/tickets/99999")
    assert missing.status_code == 200
    assert "Nothing is here" in missing.text or "not found" in missing.text.lower()
    hidden = await world.client("guest").get(f"{BASE}/tickets/3")
    assert "Ticket 3</" not in hidden.text.replace("<title>Ticket 3", "")


async def test_data_is_never_markup(world):
    html = (await world.client("agent").get(f"{BASE}/tickets/1")).text
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


async def test_assets_come_compressed_and_for_ever(world):
    client = world.client("nobody")
    html = (await world.client("agent").get(f"{BASE}/")).text
    for address in re.findall(r'(?:href|src)="(/assets/[^"]+)"', html):
        answer = await client.get(address, headers={"accept-encoding": "br"})
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
        if address.endswith((".css", ".js")):
            assert answer.headers["content-encoding"] == "br"
    assert (await client.get("/assets/../secret.key")).status_code == 404
    assert (await client.get("/assets/nothing.js")).status_code == 404


async def test_launcher_lists_what_a_person_may_open(world):
    html = (await world.client("guest").get("/")).text
    assert "Service desk" in html
    assert f"{BASE}/" in html


async def test_the_studio_page_gets_a_fresh_nonce(world):
    one, two = [await world.client("nobody").get("/sign-in") for _ in range(2)]
    if one.status_code == 503:
        pytest.skip("the studio is not built")
    assert "__CSP_NONCE__" not in one.text
    assert one.headers["content-security-policy"] != two.headers["content-security-policy"]
