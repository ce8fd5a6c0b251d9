"""A write that names itself is carried out once: sent again, sent at the same time, and after a process died."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from tests.rows.served import Served
from tests.support.server import in_home, signed_in
from toolwright import clock
from toolwright.commands.services import Services
from toolwright.store.schema import kept_answer

FILES = {
    "workspace.yaml": "title: Once\n",
    "tables/notes.yaml": "title: Notes\ncolumns:\n  - {name: title, kind: text, required: true}\n",
}
ROWS = "/api/v1/workspaces/once_desk/tables/notes/rows"
OUTSIDE = "/api/v1/workspaces/desk/tables/erp.tickets/rows"


@pytest.fixture(scope="module")
def admin(desk: Served) -> httpx.Client:
    client = signed_in(desk.url, desk.home)
    made = client.post("/api/v1/workspaces", json={"name": "once_desk", "files": FILES})
    assert made.status_code == 201, made.text
    return client


def _post(client: httpx.Client, key: str, title: object, rows: str = ROWS) -> httpx.Response:
    return client.post(rows, json={"title": title}, headers={"Idempotency-Key": key})


def _count(client: httpx.Client, title: str) -> int:
    found = client.get(ROWS, params={"filter": f"title == '{title}'", "count": "exact"})
    return int(found.json()["count"])


def _forget_answers(desk: Served, **values: object) -> None:
    """As if the process had died before it could note what it answered, long ago."""

    async def work(services: Services) -> None:
        async with services.db.begin() as connection:
            at = clock.now() - timedelta(minutes=5)
            lost = {"status": None, "headers": None, "body": None, "at": at, **values}
            await connection.execute(update(kept_answer).values(**lost))

    in_home(desk.home, work)


def test_sent_again_it_is_answered_as_before(admin: httpx.Client) -> None:
    first, second = _post(admin, "a", "again"), _post(admin, "a", "again")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert _count(admin, "again") == 1
    assert _post(admin, "b", "again").json()["id"] != first.json()["id"], "another name is another request"


def test_changes_deletions_and_many_at_once_are_kept_too(admin: httpx.Client) -> None:
    row = _post(admin, "c", "kept").json()
    named = {"Idempotency-Key": "d", "If-Match": f'"{row["version"]}"'}
    answers = [admin.patch(f"{ROWS}/{row['id']}", json={"title": "changed"}, headers=named) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200], "the second would be stale if it were carried out"
    bulk = {"changes": [{"verb": "create", "values": {"title": "bulk"}}] * 3}
    both = [admin.post(f"{ROWS}/bulk", json=bulk, headers={"Idempotency-Key": "e"}).json() for _ in range(2)]
    assert both[0] == both[1]
    assert _count(admin, "bulk") == 3
    gone = [admin.delete(f"{ROWS}/{row['id']}", headers={"Idempotency-Key": "f"}) for _ in range(2)]
    assert [one.status_code for one in gone] == [204, 204]


def test_sent_at_the_same_time_it_is_carried_out_once(admin: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: _post(admin, "g", "together"), range(8)))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["id"] for one in answers}) == 1
    assert _count(admin, "together") == 1


def test_a_name_belongs_to_one_request_of_one_person(desk: Served, admin: httpx.Client) -> None:
    assert _post(admin, "h", "mine").status_code == 201
    other = _post(admin, "h", "other")
    assert (other.status_code, other.json()["code"]) == (400, "request.key_taken")
    nobody = desk.nobody.post(ROWS, json={"title": "x"}, headers={"Idempotency-Key": "h"})
    assert (nobody.status_code, nobody.json()["code"]) == (400, "request.key_anonymous")
    assert (_post(admin, "x" * 256, "long").json()["code"]) == "request.bad_key"


def test_what_was_refused_may_be_sent_again_differently(admin: httpx.Client) -> None:
    assert _post(admin, "i", None).status_code == 400
    assert _post(admin, "i", "better").status_code == 201


def test_after_a_death_the_journal_knows(desk: Served, admin: httpx.Client) -> None:
    made = _post(admin, "j", "journal").json()
    row = f"{ROWS}/{made['id']}"
    admin.patch(row, json={"title": "journal 2"}, headers={"Idempotency-Key": "k"})
    _forget_answers(desk)
    assert _post(admin, "j", "journal").json()["id"] == made["id"]
    again = admin.patch(row, json={"title": "journal 2"}, headers={"Idempotency-Key": "k"})
    assert (again.status_code, again.json()["values"]["title"]) == (200, "journal 2")
    assert len(admin.get(f"{row}/history").json()["items"]) == 2
    _forget_answers(desk, change="never happened")
    fresh = _post(admin, "j", "journal")
    assert (fresh.status_code, fresh.json()["id"] != made["id"]) == (201, True), "it was not carried out, so it is now"


def test_of_other_databases_nobody_knows(desk: Served, admin: httpx.Client) -> None:
    first = _post(admin, "l", "outside", OUTSIDE)
    assert first.status_code == 201, first.text
    assert _post(admin, "l", "outside", OUTSIDE).json() == first.json()
    _forget_answers(desk)
    lost = _post(admin, "l", "outside", OUTSIDE)
    assert (lost.status_code, lost.json()["code"]) == (409, "request.outcome_unknown")
    assert admin.delete(f"{OUTSIDE}/{first.json()['id']}").status_code == 204, "other tests count these rows"


def test_comments_are_made_once(desk: Served, admin: httpx.Client) -> None:
    row = _post(admin, "m", "talk").json()
    said = [
        admin.post(f"{ROWS}/{row['id']}/comments", json={"body": "Done."}, headers={"Idempotency-Key": "n"})
        for _ in range(2)
    ]
    assert [one.status_code for one in said] == [201, 201], said[0].text
    assert said[0].json() == said[1].json()
    assert len(admin.get(f"{ROWS}/{row['id']}/comments").json()["items"]) == 1
