"""Templates over the API and the command line: each is whole, with its rows or without, and every screen of it opens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.server import running_server, signed_in, token_client
from toolwright.cli import app
from toolwright.gallery.sample import SampleChange
from toolwright.gallery.template import TEMPLATES, get_template

MADE = sorted(TEMPLATES)
NOW = datetime(2026, 3, 2, 10, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates") / "home"


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[httpx.Client]:
    with running_server(home) as url:
        yield signed_in(url, home)


def screens(site: httpx.Client, workspace: str, app_name: str) -> list[dict[str, str]]:
    return list(site.get(f"/api/v1/workspaces/{workspace}/apps/{app_name}/screens").json()["items"])


def first_id(site: httpx.Client, workspace: str, path: str) -> str | None:
    """The key of a row of the table that a path of one row shows; None when there is none."""
    table = path.strip("/").split("/")[0].replace("-", "_")
    found = site.get(f"/api/v1/workspaces/{workspace}/tables/{table}/rows", params={"limit": 1})
    rows = found.json().get("items", []) if found.status_code == 200 else []
    return str(rows[0]["id"]) if rows else None


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("with_rows", [True, False], ids=["rows", "empty"])
def test_every_screen_opens(site: httpx.Client, name: str, with_rows: bool) -> None:
    workspace = f"{name}_{'rows' if with_rows else 'empty'}"
    made = site.post(f"/api/v1/templates/{name}", json={"workspace": workspace, "with_rows": with_rows})
    assert made.status_code == 201, made.text
    address = made.json()["address"]
    assert made.json()["workspace"] == workspace
    tables = site.get(f"/api/v1/workspaces/{workspace}/tables").json()["items"]
    for table in tables:
        rows = site.get(f"/api/v1/workspaces/{workspace}/tables/{table['ref']}/rows", params={"limit": 1}).json()
        if table["kind"] == "table":
            assert bool(rows["items"]) == with_rows, table["ref"]
    opened = 0
    for screen in screens(site, workspace, get_template(name).app):
        path = screen["path"]
        if "{" in path:
            key = "1" if name == "service_desk" and with_rows else first_id(site, workspace, path)
            if key is None:
                continue
            path = re.sub(r"\{\w+\}", key, path)
        page = site.get(address.rstrip("/") + path)
        assert page.status_code == 200, (path, page.status_code)
        assert 'class="tw-state" data-tone' not in page.text, path  # what stands in the place of what failed
        opened += 1
    assert opened >= 8


@pytest.mark.parametrize("name", MADE)
def test_samples_are_the_same_for_the_same_hour_and_of_the_past(name: str) -> None:
    template = get_template(name)
    sample = template.sample(NOW)
    assert template.sample(NOW + timedelta(minutes=15)) == sample
    for moment in (NOW, NOW.replace(hour=1), NOW + timedelta(days=300, hours=7)):
        made: set[tuple[str, int]] = set()
        told = template.sample(moment).changes
        for one in sorted(told, key=lambda change: change.at):
            assert one.at <= moment, one
            if (one.table, one.row) not in made:
                assert one.values is not None, one
                made.add((one.table, one.row))


@pytest.mark.parametrize("hour", range(0, 168, 5))
def test_somebody_is_on_call_whenever_it_is_made(hour: int) -> None:
    moment = NOW + timedelta(hours=hour)
    shifts = [one for one in get_template("operations").sample(moment).changes if one.table == "shift"]
    assert {
        level for level in map(level_of, shifts) if any(level_of(s) == level and covers(s, moment) for s in shifts)
    } == {
        "first",
        "second",
    }


def level_of(shift: SampleChange) -> object:
    return (shift.values or {})["level"]


def covers(shift: SampleChange, moment: datetime) -> bool:
    values = shift.values or {}
    return values["starts_at"] <= moment < values["ends_at"]  # type: ignore[operator]


def test_who_may_make_them(site: httpx.Client, home: Path) -> None:
    listed = site.get("/api/v1/templates").json()["items"]
    assert [one["name"] for one in listed] == list(TEMPLATES)
    person = token_client(str(site.base_url), home, "eve@example.org", is_admin=False)
    assert person.get("/api/v1/templates").status_code in (403, 404)
    assert person.post("/api/v1/templates/operations", json={}).status_code in (403, 404)
    unknown = site.post("/api/v1/templates/operation", json={})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "template.unknown")
    assert "operations" in unknown.json()["hint"]
    taken = {"workspace": "taken", "title": "Ours", "with_rows": False}
    assert site.post("/api/v1/templates/operations", json=taken).status_code == 201
    assert site.get("/api/v1/workspaces/taken").json()["title"] == "Ours"
    assert site.post("/api/v1/templates/operations", json=taken).json()["code"] == "workspace.exists"
    assert site.post("/api/v1/templates/operations", json={"workspace": "Not a name"}).status_code == 400


def test_the_command_line_makes_them(tmp_path: Path) -> None:
    runner = CliRunner()
    listed = runner.invoke(app, ["template", "list", "--json"])
    assert {one["name"] for one in json.loads(listed.output)} == set(TEMPLATES)
    place = ["--home", str(tmp_path / "home")]
    made = runner.invoke(
        app, ["template", "install", "operations", "--workspace", "ops", "--without-rows", *place, "--json"]
    )
    assert json.loads(made.output) == {"workspace": "ops", "address": "/apps/ops/operations/"}
    assert runner.invoke(app, ["template", "install", "operations", "--workspace", "ops", *place]).exit_code == 5
    assert runner.invoke(app, ["template", "install", "nothing", *place]).exit_code == 3


@pytest.mark.parametrize("name", MADE)
def test_every_screen_opens_in_german(site: httpx.Client, name: str) -> None:
    workspace = f"{name}_german"
    made = site.post(f"/api/v1/templates/{name}", json={"workspace": workspace, "language": "de"})
    assert made.status_code == 201, made.text
    told, app_name = {"accept-language": "de"}, get_template(name).app
    opened = screens(site, workspace, app_name)
    assert [one["name"] for one in opened] == [one["name"] for one in screens(site, f"{name}_rows", app_name)]
    for screen in opened:
        path = screen["path"]
        key = "1" if name == "service_desk" else first_id(site, workspace, path) if "{" in path else ""
        page = site.get(made.json()["address"].rstrip("/") + re.sub(r"\{\w+\}", key or "1", path), headers=told)
        assert page.status_code == 200, (path, page.text[:500])
        assert 'class="tw-state" data-tone' not in page.text, path
        said = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page.text, flags=re.DOTALL)
        assert not set(re.findall(r"\w+", said)) & ENGLISH, (path, said)


ENGLISH = frozenset({
    "the", "and", "of", "by", "ago", "row", "rows", "New", "Edit", "Delete", "Created", "Updated", "Open", "Priority", "Bin",
    "Comments", "History", "Mentions", "Changes", "Name and", "Notes", "Kind", "Location", "Number", "Description",
})  # fmt: skip
"""Words that no page of a template in German has."""


def test_a_language_that_is_not_spoken(site: httpx.Client, tmp_path: Path) -> None:
    refused = site.post("/api/v1/templates/operations", json={"workspace": "lang", "language": "fr"})
    assert (refused.status_code, refused.json()["code"]) == (400, "language.unknown")
    assert "de" in refused.json()["hint"]
    assert "lang" not in {one["name"] for one in site.get("/api/v1/workspaces").json()["items"]}
    assert site.post("/api/v1/templates/operations", json={"workspace": "noted", "with_rows": False}).status_code == 201
    where, german = "/api/v1/workspaces/noted/revisions", {"accept-language": "de"}
    assert site.get(where).json()["items"][0]["message"] == "Made from the template Changes and on-call"
    assert site.get(where, headers=german).json()["items"][0]["message"].startswith("Aus der Vorlage Changes")
    listed = site.get("/api/v1/templates", headers=german).json()["items"]
    assert {one["title"] for one in listed} == {"Service-Desk", "Geräteverzeichnis", "Änderungen und Bereitschaft"}
    place = ["--home", str(tmp_path / "home"), "--language"]
    runner = CliRunner()
    assert runner.invoke(app, ["template", "install", "operations", *place, "fr"]).exit_code != 0
    made = runner.invoke(app, ["template", "install", "operations", *place, "de"])
    assert made.exit_code == 0, made.output
