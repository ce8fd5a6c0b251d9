"""Comments on built-in rows over HTTP: who may read and write them, whom they tell, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.server import running_server, signed_in

FILES = {
    "workspace.yaml": "title: Talk\n",
    "tables/tickets.yaml": """\
title: Tickets
columns:
  - {name: title, kind: text, required: true}
  - {name: team, kind: text}
""",
    "roles/agent.yaml": """\
title: Agent
grants:
  - {table: tickets, can: [read, comment], rows: "team == 'ops'"}
  - {table: tickets, can: [read], rows: "team == 'web'"}
""",
    "roles/guest.yaml": "title: Guest\ngrants:\n  - {table: tickets, can: [read], rows: \"team == 'ops'\"}\n",
    "roles/blind.yaml": "title: Blind\ngrants:\n  - {table: tickets, can: [create]}\n",
}
HERE = "/api/v1/workspaces/talk"
ROWS = f"{HERE}/tables/tickets/rows"
ROLES = {"ann": "agent", "ben": "agent", "gil": "guest", "bo": "blind"}


class People:
    """A browser for each person; `ada` administers."""

    def __init__(self, base_url: str, home: Path) -> None:
        self.ada = signed_in(base_url, home)
        self.clients = {name: signed_in(base_url, home, f"{name}@example.org", is_admin=False) for name in ROLES}
        assert self.ada.post("/api/v1/workspaces", json={"name": "talk", "files": FILES}).status_code == 201
        for name, role in ROLES.items():
            given = self.ada.put(f"{HERE}/people/{name}@example.org", json={"roles": [role]})
            assert given.status_code == 200, given.text

    def __getattr__(self, name: str) -> httpx.Client:
        return self.clients[name]

    def ticket(self, team: str = "ops") -> str:
        """The comments of a new ticket."""
        row = self.ada.post(ROWS, json={"title": "VPN drops", "team": team}).json()
        return f"{ROWS}/{row['id']}/comments"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    home: Path = tmp_path_factory.mktemp("talk") / "home"
    with running_server(home) as base_url:
        yield People(base_url, home)


def say(client: httpx.Client, place: str, text: str) -> dict:
    answer = client.post(place, json={"body": text})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_who_reads_the_row_reads_its_comments_and_a_grant_lets_people_write(people: People) -> None:
    place = people.ticket()
    said = say(people.ann, place, "  Rebooted **it**  ")
    assert (said["body"], said["author"]["name"], said["is_own"]) == ("Rebooted **it**", "Ann", True)
    say(people.ada, place, "Thanks")
    for name in ("gil", "ben"):
        found = people.clients[name].get(place).json()["items"]
        assert [(one["body"], one["is_own"]) for one in found] == [("Thanks", False), ("Rebooted **it**", False)]
    refused = people.gil.post(place, json={"body": "me too"})
    assert (refused.status_code, refused.json()["code"]) == (403, "policy.denied")
    for answer in (people.bo.get(place), people.bo.post(place, json={"body": "x"})):
        assert answer.status_code in (403, 404)
        assert "Rebooted" not in answer.text
    web = people.ticket("web")
    refused = people.ann.post(web, json={"body": "not mine"})
    assert (refused.status_code, refused.json()["code"]) == (403, "row.denied")
    assert people.ann.post(people.ticket("hidden"), json={"body": "x"}).status_code == 404
    assert people.ann.get(people.ticket("hidden")).status_code == 404
    for body in ("", "   ", "x" * 20_001):
        assert people.ann.post(place, json={"body": body}).status_code in (400, 422)


def test_only_who_wrote_it_changes_it_and_administrators_take_it_back(people: People) -> None:
    place = people.ticket()
    mine, theirs = say(people.ann, place, "first"), say(people.ann, place, "second")
    changed = people.ann.patch(f"{place}/{mine['id']}", json={"body": "first, again"}).json()
    assert changed["body"] == "first, again"
    assert changed["edited_at"]
    for answer in (
        people.ben.patch(f"{place}/{mine['id']}", json={"body": "x"}),
        people.ben.delete(f"{place}/{mine['id']}"),
        people.ada.patch(f"{place}/{mine['id']}", json={"body": "x"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "comment.not_yours")
    assert people.ann.delete(f"{people.ticket()}/{mine['id']}").status_code == 404
    assert people.ann.delete(f"{place}/{mine['id']}").status_code == 204
    assert people.ada.delete(f"{place}/{theirs['id']}").status_code == 204
    assert people.ann.get(place).json()["items"] == []


def test_mentions_reach_those_who_can_see_the_row(people: People) -> None:
    place = people.ticket()
    people.ben.post(f"{HERE}/mentions/seen")
    said = say(people.ann, place, "@Ben and @gil@example.org, not @Bo, @nobody nor ben@example.org")
    assert sorted(one["name"] for one in said["mentions"]) == ["Ben", "Gil"]
    assert said["body"] == "@Ben and @Gil, not @Bo, @nobody nor ben@example.org"
    told = people.ben.get(f"{HERE}/mentions").json()
    assert (told["new"], told["items"][0]["comment"]["id"], told["items"][0]["table"]) == (1, said["id"], "tickets")
    assert people.bo.get(f"{HERE}/mentions").json() == {"items": [], "cursor": None, "new": 0}
    people.ann.patch(f"{place}/{said['id']}", json={"body": f"{said['body'].replace('@Gil', 'Gil')} @Ann"})
    assert people.gil.get(f"{HERE}/mentions").json()["items"] == []
    assert people.ben.get(f"{HERE}/mentions").json()["new"] == 1
    assert people.ben.post(f"{HERE}/mentions/seen").json() == {"seen": 1}
    assert people.ben.get(f"{HERE}/mentions", params={"only_new": True}).json()["items"] == []
    found = people.ann.get(place.replace("/comments", "/readers"), params={"search": "b"}).json()["items"]
    assert [one["name"] for one in found] == ["Ben"]


def test_comments_go_and_come_back_with_their_row(people: People) -> None:
    place = people.ticket()
    row = place.removesuffix("/comments")
    say(people.ann, place, "@Ben, look")
    people.ada.delete(row)
    assert people.ann.get(place).status_code == 404
    assert not [one for one in people.ben.get(f"{HERE}/mentions").json()["items"] if row.endswith(one["row_id"])]
    (gone, *_) = people.ada.get(f"{HERE}/tables/tickets/deleted").json()["items"]
    assert people.ada.post(f"{row}/restore", json={"change": gone["number"]}).status_code == 200
    assert [one["body"] for one in people.ann.get(place).json()["items"]] == ["@Ben, look"]
