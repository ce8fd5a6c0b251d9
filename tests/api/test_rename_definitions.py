"""Another permanent name for screens and variables: whatever names them follows, values included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import running_server, signed_in
from toolwright.cli import app as command_line

W = "/api/v1/workspaces/renames"
LIST = """\
title: Papers # as people call them
path: /
content:
  - kind: navigation
    items:
      - {label: One paper, screen: about}
  - {kind: text, text: "{{ env.region }} of {{ 'about' }}"}
  - {kind: text, text: "{{ 'more' if can_open('about') else '' }}"}
  - kind: table
    id: papers
    rows: {table: papers, filter: "place == env.region"}
    columns: [name]
  - {kind: module, module: note}
  - {kind: module, module: both}
  - kind: button
    label: "Add {{ env.region_name or 'one' }}"
    on_click:
      - {do: save_row, table: papers, values: {name: about, screen: about, place: "{{ env.region }}"}}
"""
FILES = {
    "workspace.yaml": "title: Renames\n",
    "tables/papers.yaml": (
        "title: Papers\ncolumns:\n  - {name: name, kind: text}\n  - {name: place, kind: text}\n"
        "  - {name: screen, kind: text}\n"
    ),
    "variables/region.yaml": "title: Region # of the desk\ntype: text\n",
    "variables/region_name.yaml": "type: text\ndefault: North\n",
    "variables/host.yaml": "type: secret\n",
    "sources/shop.yaml": 'title: Shop\nkind: postgres\nsettings: {host: "{{ env.region }}.example.org", database: shop, user: ada}\n',
    "roles/staff.yaml": "title: Staff\ninherits: [basic]\ngrants:\n  - {screen: desk/about}\n  - {screen: other/about}\n",
    "apps/desk/app.yaml": (
        "title: Desk\nhome: about\nnavigation:\n  - {label: About, screen: about}\n"
        "  - {label: More, items: [{label: Again, screen: about}]}\n"
    ),
    "apps/desk/screens/list.yaml": LIST,
    "modules/note.yaml": (
        'title: Note\nsettings:\n  - {name: about, default: "{{ env.region }}"}\ncontent:\n'
        '  - {kind: text, text: "{{ settings.about }} in {{ env.region }}"}\n'
        '  - kind: table\n    id: notes\n    rows: {table: papers, filter: "place == env.region"}\n    columns: [name]\n'
        "  - kind: navigation\n    items:\n      - {label: One paper, screen: about}\n"
    ),
    "modules/both.yaml": "title: Both\ncontent:\n  - {kind: text, text: \"{{ can_open('about') }}\"}\n",
    "apps/desk/screens/about.yaml": "title: About\npath: /about\naccess: staff\ncontent: []\n",
    "apps/desk/screens/below.yaml": (
        "title: Below\npath: /below\nparent: about\ncontent:\n"
        "  - {kind: text, text: \"{{ screen.name == 'about' }}\"}\n"
    ),
    "apps/other/app.yaml": "title: Other\nhome: about\n",
    "apps/other/screens/about.yaml": "title: About\npath: /\ncontent: [{kind: module, module: both}]\n",
}


@pytest.fixture(scope="module", params=BOTH)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with kept_in(request, "renames"):
        yield tmp_path_factory.mktemp("renames") / "home"


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    with running_server(home) as base_url:
        yield base_url


@pytest.fixture
def builder(url: str, home: Path) -> Iterator[httpx.Client]:
    client = signed_in(url, home)
    made = client.post("/api/v1/workspaces", json={"name": "renames", "files": FILES})
    assert made.status_code == 201, made.text
    yield client
    assert client.delete(W).status_code == 204


def _files(client: httpx.Client, env: str | None = None) -> dict[str, str]:
    answer = client.get(f"{W}/files", params={} if env is None else {"env": env})
    files: dict[str, str] = answer.json()["files"]
    return files


def test_a_screen_takes_all_that_names_it_along(builder: httpx.Client) -> None:
    done = builder.post(f"{W}/apps/desk/screens/about/rename", json={"name": "facts"})
    assert done.status_code == 200, done.text
    assert done.json()["name"] == "facts"
    assert done.json()["rewritten"] == [
        "apps/desk/app.yaml",
        "apps/desk/screens/below.yaml",
        "apps/desk/screens/list.yaml",
        "modules/note.yaml",
        "roles/staff.yaml",
    ]
    assert done.json()["unclear"] == ["apps/desk/screens/below.yaml", "modules/both.yaml"]
    files = _files(builder)
    assert "apps/desk/screens/about.yaml" not in files
    assert files["apps/desk/screens/facts.yaml"] == FILES["apps/desk/screens/about.yaml"]
    assert files["apps/desk/app.yaml"].count("screen: facts") == 2
    assert "home: facts" in files["apps/desk/app.yaml"]
    assert "parent: facts" in files["apps/desk/screens/below.yaml"]
    assert "screen: desk/facts" in files["roles/staff.yaml"]
    assert "screen: other/about" in files["roles/staff.yaml"]
    assert files["apps/other/app.yaml"] == FILES["apps/other/app.yaml"]
    text = files["apps/desk/screens/list.yaml"]
    assert "can_open('facts')" in text
    assert "screen: facts" in text
    assert "screen: about" in text  # a value of a column
    assert "{{ 'about' }}" in text
    assert "# as people call them" in text
    back = builder.post(f"{W}/history/restore", json={"path": "roles/staff.yaml", "revision": 1})
    assert (back.status_code, back.json()["code"]) == (422, "history.no_longer_fits")


def test_a_variable_takes_its_readers_and_its_value_along(builder: httpx.Client) -> None:
    assert builder.put(f"{W}/variables/region/value", json={"value": "north"}).status_code == 200
    done = builder.post(f"{W}/variables/region/rename", json={"name": "area"})
    assert done.status_code == 200, done.text
    assert (done.json()["name"], done.json()["value"]) == ("area", "north")
    files = _files(builder)
    assert files["variables/area.yaml"] == FILES["variables/region.yaml"]
    text = files["apps/desk/screens/list.yaml"]
    assert "{{ env.area }} of" in text
    assert "place == env.area" in text
    assert "env.region_name" in text
    module = files["modules/note.yaml"]
    assert module.count("env.area") == 3
    assert "env.region" not in module
    assert 'place: "{{ env.area }}"' in text
    assert "{{ env.area }}.example.org" in files["sources/shop.yaml"]
    assert {one["name"] for one in builder.get(f"{W}/variables").json()["items"]} == {"area", "region_name", "host"}


def test_values_and_settings_of_production_follow_when_it_is_published(builder: httpx.Client) -> None:
    assert builder.put(f"{W}/variables/region/value", json={"value": "north"}).status_code == 200
    assert builder.put(f"{W}/variables/host/value", json={"value": "s3cret"}).status_code == 200
    assert builder.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    south = builder.put(f"{W}/variables/region/value", params={"env": "production"}, json={"value": "south"})
    assert south.status_code == 200
    for old, new in (("region", "zone"), ("zone", "area"), ("host", "key")):
        assert builder.post(f"{W}/variables/{old}/rename", json={"name": new}).status_code == 200
    assert builder.post(f"{W}/publish/plan", json={}).json()["missing_values"] == []
    assert builder.post(f"{W}/publish", json={"message": "Areas"}).status_code == 201
    values = {
        env: {
            one["name"]: (one["value"], one["is_set"])
            for one in builder.get(f"{W}/variables", params={"env": env}).json()["items"]
        }
        for env in ("production", "development")
    }
    assert values["production"] == {"area": ("south", True), "key": (None, True), "region_name": (None, False)}
    assert values["development"]["area"] == ("north", True)
    assert "{{ env.area }}" in _files(builder, "production")["sources/shop.yaml"]

    assert builder.post(f"{W}/rollback", json={"version": 1}).status_code == 200
    before = builder.get(f"{W}/variables/region", params={"env": "production"}).json()
    assert (before["value"], before["is_here"]) == ("south", True)
    assert "{{ env.region }}" in _files(builder, "production")["sources/shop.yaml"]


@pytest.mark.parametrize(
    ("place", "name", "status", "code"),
    [
        ("apps/desk/screens/about", "list", 409, "definition.taken"),
        ("apps/desk/screens/about", "No name", 400, "definition.bad_name"),
        ("apps/desk/screens/nothing", "facts", 404, "screen.not_found"),
        ("variables/region", "host", 409, "definition.taken"),
        ("variables/region", "1st", 400, "definition.bad_name"),
        ("variables/nothing", "area", 404, "variable.not_found"),
    ],
)
def test_names_that_cannot_be_given(builder: httpx.Client, place: str, name: str, status: int, code: str) -> None:
    answer = builder.post(f"{W}/{place}/rename", json={"name": name})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert _files(builder) == {**FILES, **_files(builder)}


def test_a_rename_of_a_variable_is_said_by_nobody_else(builder: httpx.Client) -> None:
    files = builder.get(f"{W}/files").json()["files"]
    pushed = builder.put(f"{W}/files", json={"files": files, "rename": ["env:region=area"]})
    assert (pushed.status_code, pushed.json()["code"]) == (400, "schema.bad_rename")


def test_on_the_command_line(builder: httpx.Client, home: Path) -> None:
    runner = CliRunner()

    def asked(*words: str) -> str:
        done = runner.invoke(command_line, ["rename", *words, "--workspace", "renames", "--home", str(home)])
        assert done.exit_code == 0, done.output
        return done.output

    said = asked("screen", "desk/about", "facts")
    assert "roles/staff.yaml is rewritten" in said
    assert "! apps/desk/screens/below.yaml" in said
    assert "region is called area now" in asked("variable", "region", "area")
    assert "variables/area.yaml" in _files(builder)
    assert "note is called card now" in asked("module", "note", "card")
    files = _files(builder)
    assert "modules/note.yaml" not in files
    assert "module: card" in files["apps/desk/screens/list.yaml"]
    assert "module: both" in files["apps/desk/screens/list.yaml"]
    assert "about is called topic now" in asked("setting", "card/about", "topic")
    assert "{{ settings.topic }}" in _files(builder)["modules/card.yaml"]
    refused = runner.invoke(command_line, ["rename", "setting", "card", "topic", "--workspace", "renames"])
    assert "does not name a module and a setting" in refused.output
