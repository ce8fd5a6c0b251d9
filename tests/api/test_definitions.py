"""Workspaces, sources, definitions and generating over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support.messy import build_messy_database
from tests.support.server import running_server, signed_in, token_client

W = "/api/v1/workspaces"


@dataclass
class Site:
    """A server with a generated workspace `messy`, an administrator's browser, and somebody without any role."""

    base_url: str
    home: Path
    database: str
    admin: httpx.Client
    stranger: httpx.Client


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("definitions")
    database = build_messy_database(folder / "messy.db")
    with running_server(folder / "home") as base_url:
        admin = signed_in(base_url, folder / "home")
        stranger = signed_in(base_url, folder / "home", "eve@example.org", is_admin=False)
        made = admin.post("/api/v1/generate", json={"url": database, "title": "Messy"})
        assert made.status_code == 201, made.text
        assert made.json() == {"workspace": "messy", "app": "messy", "address": "/apps/messy/messy/", "tables": 9, "screens": made.json()["screens"]}  # fmt: skip
        yield Site(base_url, folder / "home", database, admin, stranger)


def test_a_plan_shows_tables_columns_and_screens(site: Site) -> None:
    plan = site.admin.post("/api/v1/generate/plan", json={"url": site.database}).json()
    booking = next(table for table in plan["tables"] if table["ref"] == "messy.booking")
    assert booking["chosen"]
    assert [column["name"] for column in booking["columns"]] == ["id", "org", "nr", "amount", "booked_at"]
    assert booking["screens"]
    log = next(table for table in plan["tables"] if table["ref"] == "messy.log")
    assert "primary key" in log["read_only_reason"]
    assert any(screen["path"] == "/booking/{id}" for screen in plan["screens"])
    assert plan["workspace"]["name"] == "messy_2"


def test_the_generated_app_opens(site: Site) -> None:
    for path in ("", "booking", "booking/1", "booking/new", "account/1,1", "account/1,1/edit", "kunden", "order/2", "log", "active-employee", "employee/1"):  # fmt: skip
        answer = site.admin.get(f"/apps/messy/messy/{path}")
        assert answer.status_code == 200, (path, answer.text[:500])
        assert 'class="tw-state" data-tone="danger"' not in answer.text, path


def test_workspaces(site: Site) -> None:
    (shown,) = [item for item in site.admin.get(W).json()["items"] if item["name"] == "messy"]
    assert shown["can_design"]
    assert [app["address"] for app in shown["apps"]] == ["/apps/messy/messy/"]
    assert (shown["sources"], shown["tables"]) == (1, 9)
    assert site.admin.post(W, json={"name": "empty", "title": "Empty"}).status_code == 201
    assert site.admin.patch(f"{W}/empty", json={"title": "Still empty"}).json()["title"] == "Still empty"
    assert site.admin.post(W, json={"name": "empty"}).status_code == 409
    assert site.admin.delete(f"{W}/empty").status_code == 204
    assert site.admin.get(f"{W}/empty").status_code == 404


def test_files_are_replaced_whole_or_not_at_all(site: Site) -> None:
    found = site.admin.get(f"{W}/messy/files").json()
    files = found["files"] | {"roles/auditor.yaml": "title: Auditor\ngrants:\n  - {table: messy.bookings}\n"}
    refused = site.admin.put(f"{W}/messy/files", json={"files": files})
    assert refused.status_code == 422
    assert refused.headers["content-type"].startswith("application/problem+json")
    (error,) = refused.json()["errors"]
    assert error["where"] == {"file": "roles/auditor.yaml", "line": 3, "column": 13, "path": ["grants", 0, "table"]}
    assert error["hint"] == "Did you mean 'messy.booking'?"
    files["roles/auditor.yaml"] = files["roles/auditor.yaml"].replace("bookings", "booking")
    assert site.admin.post(f"{W}/messy/validate", json={"files": files}).json() == {"valid": True}
    stale = site.admin.put(f"{W}/messy/files", json={"files": files, "expect_revision": 0})
    assert stale.json()["code"] == "workspace.stale"
    done = site.admin.put(f"{W}/messy/files", json={"files": files, "message": "Add auditors", "expect_revision": found["revision"]})  # fmt: skip
    assert done.json()["revision"] == found["revision"] + 1
    newest = site.admin.get(f"{W}/messy/revisions").json()["items"][0]
    assert (newest["message"], newest["files"]) == ("Add auditors", ["roles/auditor.yaml"])


def test_connectors_say_what_they_need_and_mark_secrets(site: Site) -> None:
    items = {item["kind"]: item for item in site.admin.get("/api/v1/connectors").json()["items"]}
    assert items["postgres"]["settings_schema"]["properties"]["password"]["x-secret"] is True
    assert "postgresql" in items["postgres"]["schemes"]


def test_connection_tests_are_streamed(site: Site) -> None:
    answer = site.admin.post("/api/v1/connectors/sqlite/check", json={"url": site.database})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    steps = [json.loads(line) for line in answer.text.splitlines()]
    assert [step["name"] for step in steps] == ["resolve", "connect", "tls", "sign_in", "read"]
    failed = site.admin.post("/api/v1/connectors/sqlite/check", json={"settings": {"path": "/nowhere.db"}}, headers={"accept": "application/json"})  # fmt: skip
    assert [(step["name"], step["ok"]) for step in failed.json()] == [("resolve", False)]
    saved = site.admin.post(f"{W}/messy/sources/messy/check")
    assert json.loads(saved.text.splitlines()[-1])["ok"]


def test_sources_with_secrets(site: Site) -> None:
    source = "title: CRM\nkind: postgres\nsettings: {host: db.example.org, database: crm, user: u, password: hunter2}\n"
    found = site.admin.get(f"{W}/messy/files").json()
    pushed = site.admin.put(f"{W}/messy/files", json={"files": found["files"] | {"sources/crm.yaml": source}})
    assert pushed.status_code == 200, pushed.text
    assert "hunter2" not in site.admin.get(f"{W}/messy/files").text
    shown = site.admin.get(f"{W}/messy/sources/crm").json()
    assert shown["settings"]["password"] == {"secret": True}
    settings = shown["settings"] | {"database": "other"}
    changed = site.admin.patch(f"{W}/messy/sources/crm", json={"settings": settings}).json()
    assert changed["settings"]["database"] == "other"
    assert "hunter2" not in json.dumps(changed)
    assert site.admin.delete(f"{W}/messy/sources/crm").status_code == 204
    assert {item["name"] for item in site.admin.get(f"{W}/messy/sources").json()["items"]} == {"messy"}


def test_describing_again_over_http(site: Site) -> None:
    found = site.admin.post(f"{W}/messy/sources/messy/describe", json={"dry_run": True}).json()
    assert found["added"] == found["removed"] == found["changed"] == []


def test_tables_roles_apps_and_screens(site: Site) -> None:
    refs = [item["ref"] for item in site.admin.get(f"{W}/messy/tables").json()["items"]]
    assert "messy.employee" in refs
    listed = {item["ref"]: item for item in site.admin.get(f"{W}/messy/tables").json()["items"]}
    targets = {relation["target"] for item in listed.values() for relation in item["relations"]}
    assert targets
    assert targets <= listed.keys()
    patched = site.admin.patch(f"{W}/messy/tables/messy.skill", json={"title": "Talents"}).json()
    assert patched["definition"]["title"] == "Talents"
    assert site.admin.get(f"{W}/messy/tables/messy.skill").json()["title"] == "Talents"
    assert site.admin.delete(f"{W}/messy/tables/messy.skill").status_code == 422
    roles = {item["name"]: item for item in site.admin.get(f"{W}/messy/roles").json()["items"]}
    assert roles["admin"]["built_in"]
    assert not roles["viewer"]["built_in"]
    put = site.admin.put(f"{W}/messy/roles/helper", json={"title": "Helper", "inherits": ["viewer"]})
    assert put.json()["text"] == "title: Helper\ninherits: [viewer]\n"
    assert site.admin.delete(f"{W}/messy/roles/helper").status_code == 204
    assert site.admin.delete(f"{W}/messy/roles/viewer").status_code == 422
    screen = {"title": "Extra", "path": "/extra", "content": [{"kind": "text", "text": "{{ usr.name }}"}]}
    wrong = site.admin.put(f"{W}/messy/apps/messy/screens/extra", json=screen)
    assert (wrong.status_code, wrong.json()["hint"]) == (422, "Did you mean 'user'?")
    assert wrong.json()["where"]["path"] == ["content", 0, "text"]
    screen["content"] = [{"kind": "text", "text": "Hello {{ user.name }}"}]
    assert site.admin.put(f"{W}/messy/apps/messy/screens/extra", json=screen).status_code == 200
    assert "Hello Ada" in site.admin.get("/apps/messy/messy/extra").text
    assert site.admin.delete(f"{W}/messy/apps/messy/screens/extra").status_code == 204
    assert site.admin.get("/apps/messy/messy/extra").status_code == 404


def test_schemas_are_public(site: Site) -> None:
    with httpx.Client(base_url=site.base_url) as client:
        assert set(client.get("/api/v1/schemas").json()["items"]) == {"workspace", "role", "source", "variable", "table", "query", "module", "app", "screen"}  # fmt: skip
        assert "content" in client.get("/api/v1/schemas/screen").json()["properties"]
        assert client.get("/api/v1/schemas/scren").json()["hint"] == "Did you mean 'screen'?"


REFUSED = [
    ("GET", f"{W}/messy"),
    ("GET", f"{W}/messy/files"),
    ("PUT", f"{W}/messy/files"),
    ("DELETE", f"{W}/messy"),
    ("GET", f"{W}/messy/tables"),
    ("GET", f"{W}/messy/sources"),
    ("POST", f"{W}/messy/sources/messy/describe"),
    ("GET", f"{W}/messy/roles"),
    ("GET", f"{W}/messy/apps/messy/screens"),
]


@pytest.mark.parametrize(("method", "path"), REFUSED)
def test_strangers_are_answered_as_if_nothing_were_there(site: Site, method: str, path: str) -> None:
    body = {"files": {}} if method == "PUT" else None
    answer = site.stranger.request(method, path, json=body)
    assert answer.status_code == 404, answer.text
    with httpx.Client(base_url=site.base_url) as client:
        assert client.request(method, path, json=body).status_code == 401


def test_strangers_may_not_generate_or_make_workspaces(site: Site) -> None:
    assert site.stranger.post("/api/v1/generate/plan", json={"url": site.database}).status_code == 403
    assert site.stranger.post(W, json={"name": "mine"}).status_code == 403
    assert site.stranger.post("/api/v1/connectors/sqlite/check", json={"url": site.database}).status_code == 403


def test_a_token_needs_the_scope_for_definitions(site: Site) -> None:
    reader = token_client(site.base_url, site.home, scopes=["definitions:read"])
    assert reader.get(f"{W}/messy").status_code == 200
    assert reader.patch(f"{W}/messy", json={"title": "X"}).status_code == 403
