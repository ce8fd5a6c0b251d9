"""Working together over HTTP: comments on definitions, and who edits one just now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import in_home, running_server, signed_in
from toolwright import clock
from toolwright.commands.services import Services
from toolwright.store.editing import Editing
from toolwright.store.presence import KEPT

W = "/api/v1/workspaces/together"
PATH = "apps/desk/screens/list.yaml"
FILES = {
    "workspace.yaml": "title: Together\n",
    "tables/papers.yaml": "title: Papers\ncolumns:\n  - {name: name, kind: text}\n",
    "variables/region.yaml": "default: north\n",
    "queries/all_papers.yaml": "title: All\nsql: select name from papers\ncolumns: [{name: name, type: text}]\n",
    "apps/desk/app.yaml": "title: Desk\nhome: list\n",
    PATH: "title: Papers\npath: /\ncontent: []\n",
}


@pytest.fixture(scope="module", params=BOTH)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with kept_in(request, "together"):
        yield tmp_path_factory.mktemp("together") / "home"


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    with running_server(home) as base_url:
        yield base_url


@pytest.fixture
def iris(url: str, home: Path) -> Iterator[httpx.Client]:
    """An administrator, with a workspace."""
    client = signed_in(url, home, "iris.builder@example.org")
    made = client.post("/api/v1/workspaces", json={"name": "together", "files": FILES})
    assert made.status_code == 201, made.text
    yield client
    assert client.delete(W).status_code == 204


@pytest.fixture
def jonas(iris: httpx.Client, url: str, home: Path) -> httpx.Client:
    """Another administrator."""
    return signed_in(url, home, "jonas.builder@example.org")


def _say(client: httpx.Client, text: str, path: str = PATH, **more: object) -> str:
    answer = client.post(f"{W}/definition-comments", json={"path": path, "text": text, **more})
    assert answer.status_code == 201, answer.text
    id_: str = answer.json()["id"]
    return id_


def _threads(client: httpx.Client, path: str = PATH) -> list[dict[str, object]]:
    answer = client.get(f"{W}/definition-comments", params={"path": path})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


def _texts(client: httpx.Client, path: str = PATH) -> list[list[str]]:
    return [[one["text"] for one in thread["comments"]] for thread in _threads(client, path)]  # type: ignore[attr-defined]


def test_threads_are_answered_resolved_and_opened_again(iris: httpx.Client, jonas: httpx.Client) -> None:
    component = {"id": "rows", "place": "content.0", "title": "Papers"}
    first = _say(iris, "Too wide", component=component)
    _say(jonas, "On it", thread=first)
    _say(jonas, "And the title?")
    assert _texts(iris) == [["And the title?"], ["Too wide", "On it"]]
    thread = _threads(iris)[1]
    assert (thread["component"], thread["resolved_at"]) == (component, None)
    assert [one["is_yours"] for one in thread["comments"]] == [True, False]  # type: ignore[attr-defined]

    done = jonas.put(f"{W}/definition-comments/{first}/resolved", json={"is_resolved": True})
    assert done.status_code == 204
    assert [thread["resolved_by"] for thread in _threads(iris)] == [None, "Jonas.Builder"]
    _say(iris, "Not quite", thread=first)
    assert [thread["resolved_at"] for thread in _threads(iris)] == [None, None]


def test_only_ones_own_is_changed_and_taken_back(iris: httpx.Client, jonas: httpx.Client) -> None:
    first = _say(iris, "Too wide")
    for refused in (
        jonas.patch(f"{W}/definition-comments/{first}", json={"text": "Fine"}),
        jonas.delete(f"{W}/definition-comments/{first}"),
    ):
        assert (refused.status_code, refused.json()["code"]) == (403, "definition_comment.not_yours")
    changed = iris.patch(f"{W}/definition-comments/{first}", json={"text": "Much too wide"})
    assert (changed.json()["text"], changed.json()["edited_at"] is None) == ("Much too wide", False)
    answer = _say(jonas, "I see", thread=first)
    assert iris.delete(f"{W}/definition-comments/{first}").status_code == 204
    assert _texts(iris) == [["", "I see"]]
    assert jonas.delete(f"{W}/definition-comments/{answer}").status_code == 204
    assert iris.delete(f"{W}/definition-comments/{first}").status_code == 204
    assert _texts(iris) == []


def test_comments_are_no_part_of_the_definition_and_follow_its_name(iris: httpx.Client) -> None:
    table, query, variable = "tables/papers.yaml", "queries/all_papers.yaml", "variables/region.yaml"
    for path in (PATH, table, query, variable):
        _say(iris, f"About {path}", path)
    assert iris.get(f"{W}/files").json()["files"] == FILES
    assert iris.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    assert _texts(iris) == [[f"About {PATH}"]]
    for place, name in (
        ("apps/desk/screens/list", "all"),
        ("queries/all_papers", "every"),
        ("variables/region", "area"),
    ):
        assert iris.post(f"{W}/{place}/rename", json={"name": name}).status_code == 200, place
    files = iris.get(f"{W}/files").json()["files"]
    files["tables/sheets.yaml"] = files.pop(table)
    files["queries/every.yaml"] = files["queries/every.yaml"].replace("from papers", "from sheets")
    renamed = iris.put(f"{W}/files", json={"files": files, "rename": ["papers=sheets"]})
    assert renamed.status_code == 200, renamed.text
    now = {
        "apps/desk/screens/all.yaml": PATH,
        "tables/sheets.yaml": table,
        "queries/every.yaml": query,
        "variables/area.yaml": variable,
    }
    assert {path: _texts(iris, path) for path in now} == {path: [[f"About {old}"]] for path, old in now.items()}


def test_who_edits_is_seen_and_taken_over(iris: httpx.Client, jonas: httpx.Client, home: Path) -> None:
    def asked(client: httpx.Client, **more: object) -> tuple[object, object]:
        answer = client.put(f"{W}/editing", json={"path": PATH, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()["name"], answer.json()["is_you"]

    nobody = iris.get(f"{W}/editing", params={"path": PATH}).json()
    revision = nobody.pop("revision")
    assert isinstance(revision, int)
    assert nobody == {"name": None, "is_you": False, "since": None, "stored": None}
    assert asked(iris) == ("Iris.Builder", True)
    assert asked(jonas) == ("Iris.Builder", False)
    assert asked(jonas, take_over=True) == ("Jonas.Builder", True)
    assert asked(iris) == ("Jonas.Builder", False)
    assert iris.delete(f"{W}/editing", params={"path": PATH}).status_code == 204  # it is not hers any more
    assert asked(iris) == ("Jonas.Builder", False)
    assert jonas.delete(f"{W}/editing", params={"path": PATH}).status_code == 204
    assert asked(iris) == ("Iris.Builder", True)

    async def later(services: Services) -> object:
        return await Editing(services.db).who("together", PATH)

    assert in_home(home, later) is not None
    soon = clock.now() + KEPT * 2
    with pytest.MonkeyPatch.context() as time:
        time.setattr(clock, "now", lambda: soon)
        assert in_home(home, later) is None


@pytest.mark.parametrize("place", ["definition-comments", "editing"])
def test_it_is_for_builders(iris: httpx.Client, url: str, home: Path, place: str) -> None:
    reader = signed_in(url, home, "kim.reader@example.org", is_admin=False)
    assert reader.get(f"{W}/{place}", params={"path": PATH}).status_code == 404
    wrong = iris.get(f"{W}/{place}", params={"path": "../x"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "file.unknown")


def test_threads_that_are_not_there(iris: httpx.Client) -> None:
    said = _say(iris, "Hello")
    asked = [
        iris.post(f"{W}/definition-comments", json={"path": "workspace.yaml", "text": "x", "thread": said}),
        iris.patch(f"{W}/definition-comments/nothing", json={"text": "x"}),
        iris.put(f"{W}/definition-comments/nothing/resolved", json={"is_resolved": True}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in asked} == {(404, "definition_comment.not_found")}
    empty = iris.post(f"{W}/definition-comments", json={"path": PATH, "text": "  "})
    assert empty.status_code == 400


def test_what_was_stored_since_is_told(iris: httpx.Client, jonas: httpx.Client) -> None:
    path = "variables/told.yaml"

    def since(client: httpx.Client, revision: int) -> dict[str, object] | None:
        asked = client.get(f"{W}/editing", params={"path": path, "since": revision}).json()
        said = client.put(f"{W}/editing", json={"path": path, "since": revision}).json()
        assert said["stored"] == asked["stored"]
        return dict(asked["stored"]) if asked["stored"] else None

    def now() -> int:
        return int(iris.get(f"{W}/editing", params={"path": path}).json()["revision"])

    assert iris.put(f"{W}/variables/told", json={"title": "Told"}).status_code == 200
    began = now()
    assert since(iris, began) is None
    assert jonas.put(f"{W}/variables/other", json={"title": "Another"}).status_code == 200
    assert since(iris, began) is None
    assert jonas.put(f"{W}/variables/told", json={"title": "Told twice"}).status_code == 200
    told = since(iris, began)
    assert told is not None
    assert (told["by"], told["is_you"], told["revision"], told["is_gone"]) == ("Jonas.Builder", False, now(), False)
    assert since(iris, now()) is None
    mine = since(jonas, began)
    assert mine is not None
    assert mine["is_you"]
    assert jonas.delete(f"{W}/variables/told").status_code == 204
    gone = since(iris, began)
    assert gone is not None
    assert gone["is_gone"]
    assert iris.delete(f"{W}/editing", params={"path": path}).status_code == 204
