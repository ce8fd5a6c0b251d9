"""Roles while they are written, who may use what and why, and connection settings after they were saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.support.messy import build_messy_database
from tests.support.server import running_server, signed_in, token_client

W = "/api/v1/workspaces/messy"
CRM = "title: CRM\nkind: postgres\nsettings: {host: 127.0.0.1, port: 1, database: crm, user: u, password: hunter2}\n"


@dataclass
class Site:
    """A server with a generated workspace, an administrator's browser, and a token that may only write definitions."""

    admin: httpx.Client
    writer: httpx.Client


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("access")
    database = build_messy_database(folder / "messy.db")
    with running_server(folder / "home", {"TOOLWRIGHT_ALLOW_PRIVATE_HOSTS": "127.0.0.1"}) as url:
        admin = signed_in(url, folder / "home")
        assert admin.post("/api/v1/generate", json={"url": database, "title": "Messy"}).status_code == 201
        files = admin.get(f"{W}/files").json()["files"]
        assert admin.put(f"{W}/files", json={"files": files | {"sources/crm.yaml": CRM}}).status_code == 200
        writer = token_client(url, folder / "home", scopes=["definitions:read", "definitions:write"])
        yield Site(admin, writer)


def rule(site: Site, expression: str, table: str = "messy.booking", cursor: int | None = None) -> dict:
    body = {"table": table, "expression": expression} | ({} if cursor is None else {"cursor": cursor})
    answer = site.admin.post(f"{W}/row-rule", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def inserts(found: dict) -> list[str]:
    return [item["insert"] for item in found["suggestions"]]


def test_a_row_rule_is_checked_where_it_is_wrong(site: Site) -> None:
    assert rule(site, "amount > 10 and user.email == 'a'")["fault"] is None
    wrong = rule(site, "amuont > 10")["fault"]
    assert (wrong["start"], wrong["end"]) == (0, 6)
    assert "amount" in (wrong["hint"] or "") + wrong["message"]
    assert rule(site, "amount >")["fault"] is not None
    assert rule(site, "anything == user.email", "messy.*")["fault"] is None
    assert rule(site, "anything ==", "*")["fault"] is not None


def test_a_row_rule_is_helped_with_in_the_language_of_whoever_writes(site: Site) -> None:
    def told(expression: str) -> dict:
        body = {"table": "messy.booking", "expression": expression, "cursor": len(expression)}
        return site.admin.post(f"{W}/row-rule", json=body, headers={"accept-language": "de"}).json()

    assert told("lowe")["suggestions"][0]["detail"] == "Der Text in Kleinbuchstaben."
    assert "Meinten Sie „" in told("user.emial == 'a'")["fault"]["hint"]


def test_why_is_said_in_the_language_of_whoever_asks(site: Site) -> None:
    asked = {"verb": "read", "kind": "table", "name": "messy.booking", "role": "admin"}
    english = site.admin.get(f"{W}/why", params=asked).json()
    german = site.admin.get(f"{W}/why", params=asked, headers={"accept-language": "de"}).json()
    assert english["allowed"]
    assert english["because"].startswith("role admin")
    assert german["allowed"]
    assert german["because"].startswith("die Rolle admin")


def test_suggestions_fit_the_cursor(site: Site) -> None:
    assert inserts(rule(site, "am"))[0] == "amount"
    assert "user" in inserts(rule(site, ""))
    assert "email" in inserts(rule(site, "amount > 1 and user.em"))
    found = rule(site, "user.em == 'x'", cursor=7)
    assert (found["start"], inserts(found)) == (5, ["email"])
    assert inserts(rule(site, "nr == 'a user.")) == []
    assert "booked_at" in inserts(rule(site, "row."))
    assert inserts(rule(site, "am", "messy.*")) == [] or "amount" not in inserts(rule(site, "am", "messy.*"))


def test_a_role_is_tried_before_it_is_stored(site: Site) -> None:
    draft = {
        "title": "Clerk",
        "inherits": [],
        "grants": [{"table": "messy.booking", "can": ["read"], "rows": "nr > 1"}],
    }
    found = site.admin.post(f"{W}/roles/clerk/check", json=draft).json()
    assert found["errors"] == []
    held = {"read": "some rows", "create": False, "update": False, "delete": False}
    assert found["tables"]["messy.booking"] == held, "rows of a data source have no comments, so nobody is asked"
    assert found["screens"]["messy"] == "no"
    draft["grants"] += [{"screen": "messy/booking_list"}, {"table": "messy.bookings"}]
    draft["inherits"] = ["viewr"]
    errors = {e["field"]: e for e in site.admin.post(f"{W}/roles/clerk/check", json=draft).json()["errors"]}
    assert errors["inherits.0"]["hint"] == "Did you mean 'viewer'?"
    assert "messy.booking" in errors["grants.2.table"]["hint"]
    broken = site.admin.post(f"{W}/roles/clerk/check", json={"title": "", "grants": [{"tabel": "x"}]}).json()
    assert [error["field"] for error in broken["errors"]] == ["grants.0"]
    assert "clerk" not in {role["name"] for role in site.admin.get(f"{W}/roles").json()["items"]}


def test_nobody_grants_more_than_they_hold_over_any_way_in(site: Site) -> None:
    role = {"title": "Sneaky", "grants": [{"table": "*", "can": ["read", "delete"]}]}
    refused = site.writer.put(f"{W}/roles/sneaky", json=role)
    assert (refused.status_code, refused.json()["code"]) == (403, "role.exceeds")
    assert refused.json()["errors"][0]["field"] == "grants.0"
    files = site.admin.get(f"{W}/files").json()["files"]
    text = "title: Public\ngrants:\n  - table: '*'\n"
    pushed = site.writer.put(f"{W}/files", json={"files": files | {"roles/public.yaml": text}})
    assert (pushed.status_code, pushed.json()["code"]) == (403, "role.exceeds")
    tried = site.writer.post(f"{W}/roles/sneaky/check", json=role).json()
    assert [error["code"] for error in tried["errors"]] == ["role.exceeds"]
    assert site.writer.put(f"{W}/roles/harmless", json={"title": "Harmless"}).status_code == 200
    assert site.admin.put(f"{W}/roles/sneaky", json=role).status_code == 200
    assert site.writer.put(f"{W}/roles/sneaky", json=role | {"title": "Same rights"}).status_code == 200
    for name in ("sneaky", "harmless"):
        assert site.writer.delete(f"{W}/roles/{name}").status_code == 204


def test_a_stale_role_is_a_conflict_and_changes_nothing(site: Site) -> None:
    before = site.admin.get(f"{W}/roles").json()["items"]
    revision = before[0]["revision"]
    one = site.admin.put(f"{W}/roles/viewer", json=_viewer(before, "First"), params={"expect_revision": revision})
    assert one.status_code == 200
    two = site.admin.put(f"{W}/roles/viewer", json=_viewer(before, "Second"), params={"expect_revision": revision})
    assert (two.status_code, two.json()["code"]) == (409, "workspace.stale")
    after = {role["name"]: role for role in site.admin.get(f"{W}/roles").json()["items"]}
    assert (after["viewer"]["title"], after["viewer"]["revision"]) == ("First", revision + 1)


def _viewer(roles: list[dict], title: str) -> dict:
    role = next(role for role in roles if role["name"] == "viewer")
    return {"title": title, "inherits": role["inherits"], "grants": role["grants"]}


def test_the_matrix_shows_screens_and_components_too(site: Site) -> None:
    screen = site.admin.get(f"{W}/apps/messy/screens").json()["items"][0]["name"]
    path = f"{W}/apps/messy/screens/{screen}"
    found = site.admin.get(path).json()
    definition = found["definition"]
    definition["content"] = [
        *definition["content"],
        {"kind": "text", "id": "secret_note", "text": "x", "access": "admin"},
    ]
    assert site.admin.put(path, json=definition, params={"expect_revision": found["revision"]}).status_code == 200
    matrix = site.admin.get(f"{W}/access-matrix").json()
    names = {place["name"]: place for place in matrix["places"]}
    assert names[f"messy/{screen}/secret_note"]["kind"] == "component"
    assert names[f"messy/{screen}/secret_note"]["access"] == "admin"
    assert matrix["uses"]["admin"][f"messy/{screen}/secret_note"] == "held"
    assert matrix["uses"]["viewer"][f"messy/{screen}/secret_note"] == "no"
    why = site.admin.get(f"{W}/why", params={"verb": "use", "kind": "component", "name": f"messy/{screen}/secret_note", "role": "viewer"}).json()  # fmt: skip
    assert (why["allowed"], why["because"]) == (False, "viewer does not have role admin")


def test_settings_are_tested_before_they_are_saved(site: Site) -> None:
    saved = site.admin.get(f"{W}/sources/crm").json()
    assert saved["settings"]["password"] == {"secret": True}
    body = {"settings": saved["settings"] | {"database": "other"}}
    steps = site.admin.post(f"{W}/sources/crm/check", json=body, headers={"accept": "application/json"}).json()
    assert [step["name"] for step in steps if not step["ok"]] == ["connect"]
    assert site.admin.get(f"{W}/sources/crm").json()["settings"]["database"] == "crm"


def test_a_saved_secret_never_goes_to_another_address(site: Site) -> None:
    settings = site.admin.get(f"{W}/sources/crm").json()["settings"]
    moved = settings | {"host": "collector.example.org"}
    for answer in (
        site.admin.post(f"{W}/sources/crm/check", json={"settings": moved}),
        site.admin.patch(f"{W}/sources/crm", json={"settings": moved}),
        site.admin.patch(f"{W}/sources/crm", json={"settings": settings | {"port": 2}}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "source.secret_moved")
        assert answer.json()["errors"][0]["field"] == "settings.password"
    files = site.admin.get(f"{W}/files").json()["files"]
    text = files["sources/crm.yaml"].replace("127.0.0.1", "collector.example.org")
    pushed = site.admin.put(f"{W}/files", json={"files": files | {"sources/crm.yaml": text}})
    assert (pushed.status_code, pushed.json()["code"]) == (400, "source.secret_moved")
    retyped = site.admin.patch(f"{W}/sources/crm", json={"settings": moved | {"password": "hunter3"}})
    assert retyped.status_code == 200
    assert "hunter" not in json.dumps(retyped.json())
    stale = site.admin.patch(f"{W}/sources/crm", json={"title": "X", "expect_revision": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "workspace.stale")


def test_what_uses_a_source_is_named(site: Site) -> None:
    uses = site.admin.get(f"{W}/sources/messy/uses").json()["items"]
    assert {"role", "screen"} <= {use["kind"] for use in uses}
    assert any(use["title"] for use in uses if use["kind"] == "screen")
    assert site.admin.delete(f"{W}/sources/messy").status_code == 422
    assert site.admin.get(f"{W}/sources/crm/uses").json()["items"] == []


@pytest.mark.parametrize("path", ["roles/x/check", "row-rule"])
def test_only_designers_try_roles(site: Site, path: str) -> None:
    body = {"title": "X"} if path.startswith("roles") else {"table": "*", "expression": "1"}
    with httpx.Client(base_url=site.admin.base_url) as nobody:
        assert nobody.post(f"{W}/{path}", json=body).status_code == 401
        assert nobody.get(f"{W}/sources/messy/uses").status_code == 401
