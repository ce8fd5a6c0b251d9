"""The stream of places: who hears what of changed rows, and when it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.server import running_server, signed_in

FILES = {
    "workspace.yaml": "title: Live\n",
    "tables/tickets.yaml": "title: Tickets\ncolumns:\n  - {name: title, kind: text}\n",
    "tables/notes.yaml": "title: Notes\ncolumns:\n  - {name: title, kind: text}\n",
    "roles/agent.yaml": "title: Agent\ngrants:\n  - {table: tickets, can: [read, update]}\n",
}
HERE = "/api/v1/workspaces/live"


class Office:
    """`ada` administers, `ann` reads and changes tickets."""

    def __init__(self, url: str, home: Path) -> None:
        self.ada = signed_in(url, home)
        self.ann = signed_in(url, home, "ann@example.org", is_admin=False)
        assert self.ada.post("/api/v1/workspaces", json={"name": "live", "files": FILES}).status_code == 201
        self.give(["agent"])

    def give(self, roles: list[str]) -> None:
        given = self.ada.put(f"{HERE}/people/ann@example.org", json={"roles": roles})
        assert given.status_code == 200, given.text

    def add(self, table: str = "tickets") -> str:
        """The address of a new row."""
        made = self.ada.post(f"{HERE}/tables/{table}/rows", json={"title": "new"})
        assert made.status_code == 201, made.text
        return f"{HERE}/tables/{table}/rows/{made.json()['id']}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home: Path = tmp_path_factory.mktemp("live") / "home"
    with running_server(home) as url:
        yield Office(url, home)


Heard = Iterator[tuple[str, str, Any]]  # Any: JSON


@contextmanager
def stream(client: httpx.Client, *places: str, back_with: str | None = None) -> Iterator[Heard]:
    """Events of the stream, each with its id and what it says."""
    headers = {} if back_with is None else {"last-event-id": back_with}
    with client.stream("GET", f"{HERE}/live", params={"place": list(places)}, headers=headers, timeout=30) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert next(lines).startswith("retry")
        yield _events(lines)


def _events(lines: Iterator[str]) -> Heard:
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name:
            found[name] = value
        elif "event" in found:
            yield found["event"], found["id"], json.loads(found["data"])
            found = {}


def next_change(heard: Heard) -> object:
    return next(data for event, _, data in heard if event == "changed")


def names_at(heard: Heard, place: str) -> list[str]:
    """Who else is at a place, when that is told next."""
    said = next(data for event, _, data in heard if event == "here" and place in data)
    return [one["name"] for one in said[place]]


def test_changes_are_told_without_what_they_hold(office: Office) -> None:
    row = office.add()
    with stream(office.ann, "table:tickets") as heard:
        assert next_change(heard) == {"table:tickets": "others"}  # a moment before, as rows may have been read before
        assert office.ada.patch(row, json={"title": "hidden words"}).status_code == 200
        assert next_change(heard) == {"table:tickets": "others"}


def test_own_changes_are_told_apart(office: Office) -> None:
    row = office.add()
    with stream(office.ann, "table:tickets") as heard:
        next_change(heard)
        assert office.ann.patch(row, json={"title": "by me"}).status_code == 200
        assert next_change(heard) == {"table:tickets": "you"}
        for client in (office.ann, office.ada):
            assert client.patch(row, json={"title": f"{id(client)}"}).status_code == 200
        found = {json.dumps(next_change(heard))}
        if '{"table:tickets": "others"}' not in found:  # a slow machine tells of them one by one
            assert next_change(heard) == {"table:tickets": "others"}


def test_who_comes_back_hears_what_was_missed(office: Office) -> None:
    row = office.add("notes")
    with stream(office.ada, "table:notes", "table:tickets") as heard:
        at = next(at for event, at, _ in heard if event == "changed")
    assert office.ada.patch(row, json={"title": "meanwhile"}).status_code == 200
    with stream(office.ada, "table:notes", back_with=at) as heard:
        assert next_change(heard) == {"table:notes": "others"}


def test_places_that_are_hidden_are_left_out(office: Office) -> None:
    row = office.add("notes")
    with stream(office.ann, "table:notes", "table:tickets", "table:nothing", "screen:desk/queue") as heard:
        assert office.ada.patch(row, json={"title": "unheard"}).status_code == 200
        office.add()
        assert next_change(heard) == {"table:tickets": "others"}
    for place in ("table:notes", "table:nothing", "screen:desk/queue", "definition:roles/agent"):
        refused = office.ann.get(f"{HERE}/live", params={"place": place})
        assert (refused.status_code, refused.json()["code"]) == (404, "place.not_found")
    wrong = office.ann.get(f"{HERE}/live", params={"place": "tickets"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "place.unknown")
    assert office.ann.get(f"{HERE}/live").status_code == 400


def test_it_ends_with_the_right_to_read(office: Office) -> None:
    row = office.add()
    with stream(office.ann, "table:tickets") as heard:
        next_change(heard)
        office.give([])
        assert office.ada.patch(row, json={"title": "after"}).status_code == 200
        assert [event for event in heard if event[0] == "changed"] == []
    office.give(["agent"])


def test_people_see_who_else_is_there(office: Office) -> None:
    with stream(office.ada, "table:tickets", "screen:desk/queue") as heard:
        assert names_at(heard, "screen:desk/queue") == []
        with stream(office.ann, "table:tickets", "screen:desk/queue") as hers, stream(office.ann, "table:tickets"):
            assert names_at(hers, "table:tickets") == ["Ada"]
            assert names_at(heard, "table:tickets") == ["Ann"]
        assert names_at(heard, "table:tickets") == []


def test_only_ones_own_stream_is_kept(office: Office) -> None:
    with stream(office.ann, "table:tickets") as hers:
        name = next(data for event, _, data in hers if event == "began")["stream"]
        assert office.ann.post(f"{HERE}/live/{name}/stay").status_code == 204
        for client, of in ((office.ada, name), (office.ann, "another")):
            refused = client.post(f"{HERE}/live/{of}/stay")
            assert (refused.status_code, refused.json()["code"]) == (404, "live.ended")
