"""Saved views over HTTP: whose they are, who may share them, and which one is seen first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import running_server, signed_in

FILES = {
    "workspace.yaml": "title: Seen\n",
    "tables/tickets.yaml": "title: Tickets\ncolumns:\n  - {name: title, kind: text}\n",
    "tables/notes.yaml": "title: Notes\ncolumns:\n  - {name: title, kind: text}\n",
    "roles/agent.yaml": "title: Agent\ngrants:\n  - {table: tickets, can: [read]}\n",
}
HERE = "/api/v1/workspaces/seen"
VIEWS = f"{HERE}/tables/tickets/views"
People = tuple[httpx.Client, httpx.Client, httpx.Client]


@pytest.fixture(scope="module", params=BOTH)
def people(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """An administrator, and two people who read tickets."""
    home: Path = tmp_path_factory.mktemp("seen") / "home"
    with kept_in(request, "seen"), running_server(home) as url:
        ada = signed_in(url, home)
        agents = [signed_in(url, home, f"{name}@example.org", is_admin=False) for name in ("ann", "ben")]
        assert ada.post("/api/v1/workspaces", json={"name": "seen", "files": FILES}).status_code == 201
        for name in ("ann", "ben"):
            given = ada.put(f"{HERE}/people/{name}@example.org", json={"roles": ["agent"]})
            assert given.status_code == 200, given.text
        yield ada, agents[0], agents[1]


def keep(client: httpx.Client, name: str, **more: object) -> dict:
    content = {"filter": "title == 'x'", "sort": "-title", "order": ["title"], "widths": {"title": 200}}
    answer = client.post(VIEWS, json={"name": name, "content": content, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def seen(client: httpx.Client) -> list[str]:
    return [one["name"] for one in client.get(VIEWS).json()["items"]]


def test_views_of_ones_own_are_nobody_elses(people: People) -> None:
    ada, ann, ben = people
    mine = keep(ann, "Mine")
    assert mine["content"]["height"] == "normal"
    assert (seen(ann), seen(ben), seen(ada)) == (["Mine"], [], [])
    assert ann.get(VIEWS).json()["may_share"] is False
    for client in (ben, ada):
        for answer in (
            client.patch(f"{VIEWS}/{mine['id']}", json={"name": "y"}),
            client.delete(f"{VIEWS}/{mine['id']}"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "saved_view.not_found")
    renamed = ann.patch(f"{VIEWS}/{mine['id']}", json={"name": "Ours"}).json()
    assert (renamed["name"], renamed["content"]) == ("Ours", mine["content"])
    assert ann.delete(f"{VIEWS}/{mine['id']}").status_code == 204
    assert seen(ann) == []


def test_sharing_takes_the_right_to_design(people: People) -> None:
    ada, ann, ben = people
    refused = ann.post(VIEWS, json={"name": "For all", "content": {}, "is_shared": True})
    assert refused.status_code == 403
    shared = keep(ada, "For all", is_shared=True, is_default=True)
    assert ada.get(VIEWS).json()["may_share"] is True
    assert (seen(ann), seen(ben)) == (["For all"], ["For all"])
    assert ann.patch(f"{VIEWS}/{shared['id']}", json={"name": "y"}).status_code == 403
    assert ann.delete(f"{VIEWS}/{shared['id']}").status_code == 403
    own = keep(ann, "To share")
    assert ann.patch(f"{VIEWS}/{own['id']}", json={"is_shared": True}).status_code == 403
    assert ada.patch(f"{VIEWS}/{shared['id']}", json={"is_shared": False}).status_code == 200
    assert (seen(ann), seen(ben), seen(ada)) == (["To share"], [], ["For all"])


def test_one_view_is_the_default_and_names_are_used_once(people: People) -> None:
    _, _, ben = people
    keep(ben, "First", is_default=True)
    second = keep(ben, "Second", is_default=True)
    defaults = {one["name"]: one["is_default"] for one in ben.get(VIEWS).json()["items"]}
    assert defaults == {"First": False, "Second": True}
    taken = ben.patch(f"{VIEWS}/{second['id']}", json={"name": "First"})
    assert (taken.status_code, taken.json()["code"]) == (400, "saved_view.name_taken")
    assert ben.post(VIEWS, json={"name": " ", "content": {}}).status_code == 400


def test_who_may_not_read_the_table_sees_no_views_of_it(people: People) -> None:
    _, ann, _ = people
    for table in ("notes", "nothing"):
        at = f"{HERE}/tables/{table}/views"
        assert {ann.get(at).status_code, ann.post(at, json={"name": "x", "content": {}}).status_code} <= {403, 404}


def test_views_go_along_with_a_table_that_is_renamed(people: People) -> None:
    """Where nothing was published yet, in a draft, when that is published, and back when it is thrown away."""
    ada, _, _ = people
    two = {name: f"title: T\ncolumns:\n  - {{name: {name[0]}, kind: text}}\n" for name in ("alpha", "beta")}
    files = {"workspace.yaml": "title: Moved\n", **{f"tables/{name}.yaml": text for name, text in two.items()}}
    here = "/api/v1/workspaces/moved"
    assert ada.post("/api/v1/workspaces", json={"name": "moved", "files": files}).status_code == 201

    def views(table: str, env: str) -> list[str]:
        found = ada.get(f"{here}/tables/{table}/views", params={"env": env})
        return [one["name"] for one in found.json()["items"]]

    def rename(**names: str) -> None:
        stored = ada.get(f"{here}/files").json()["files"]
        moved = {
            (f"tables/{names[name]}.yaml" if (name := path[7:-5]) in names else path): text
            for path, text in stored.items()
        }
        body = {"files": moved, "rename": [f"{old}={new}" for old, new in names.items()]}
        answer = ada.put(f"{here}/files", json=body)
        assert answer.status_code == 200, answer.text

    def publish(message: str) -> None:
        assert ada.post(f"{here}/publish", json={"message": message}).status_code == 201

    for table in ("alpha", "beta"):
        kept = ada.post(f"{here}/tables/{table}/views", json={"name": f"Of {table}", "content": {}, "is_shared": True})
        assert kept.status_code == 201
    rename(alpha="beta", beta="alpha")  # each becomes the other
    assert (views("beta", "production"), views("alpha", "production")) == (["Of alpha"], ["Of beta"])
    publish("First")
    rename(alpha="gamma")
    assert (views("gamma", "development"), views("alpha", "production")) == (["Of beta"], ["Of beta"])
    ada.post(f"{here}/tables/alpha/views?env=production", json={"name": "Second", "content": {}})
    assert views("gamma", "development") == ["Of beta", "Second"]
    assert ada.delete(f"{here}/draft").status_code == 204
    assert (views("alpha", "production"), views("beta", "production")) == (["Of beta", "Second"], ["Of alpha"])
    assert ada.post(f"{here}/draft", json={}).status_code in (200, 201)
    rename(alpha="gamma")
    publish("Second")
    assert (views("gamma", "development"), views("gamma", "production")) == (["Of beta", "Second"],) * 2
