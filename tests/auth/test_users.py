"""People: who may add, change and remove them, and how fast that counts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.auth.conftest import PASSWORD, Office
from tests.support.server import in_home, new_client, started_server, token_client
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.delete_user import delete_user
from toolwright.commands.operator import OPERATOR


def test_add_change_and_remove(office: Office) -> None:
    made = office.admin.post("/api/v1/users", json={"email": " New@Example.org ", "name": "New", "password": PASSWORD})
    assert made.status_code == 201, made.text
    user = made.json()
    assert (user["email"], user["is_admin"], user["password"]) == ("new@example.org", False, None)
    path = f"/api/v1/users/{user['id']}"
    assert office.admin.get("/api/v1/users/new@example.org").json()["id"] == user["id"]
    taken = office.admin.post("/api/v1/users", json={"email": "NEW@example.org", "name": "Twin"})
    assert (taken.status_code, taken.json()["code"]) == (409, "user.email_taken")
    changed = office.admin.patch(path, json={"name": "Newer", "time_zone": "Europe/Paris", "locale": "pt-BR"}).json()
    assert (changed["name"], changed["time_zone"], changed["locale"]) == ("Newer", "Europe/Paris", "pt-BR")
    assert office.admin.patch(path, json={"time_zone": "Mars/Base"}).status_code == 400
    assert office.admin.patch(path, json={"time_zone": "../../etc/passwd"}).status_code == 400
    assert office.admin.delete(path).status_code == 204
    assert office.admin.get(path).status_code == 404
    verbs = [
        line["verb"]
        for line in office.robot.get("/api/v1/audit", params={"resource": f"user/{user['id']}"}).json()["items"]
    ]
    assert verbs == ["delete_user", "change_user", "create_user"]


def test_made_up_passwords_are_shown_once(office: Office) -> None:
    made = office.admin.post("/api/v1/users", json={"email": "made@example.org", "name": "Made"}).json()
    assert len(made["password"]) >= 16
    signed_in = office.nobody().post("/api/v1/session", json={"email": made["email"], "password": made["password"]})
    assert signed_in.status_code == 201
    assert "password" not in office.admin.get(f"/api/v1/users/{made['id']}").json()


def test_a_link_lets_a_new_person_in_and_they_choose_a_password(office: Office) -> None:
    made = office.admin.post(
        "/api/v1/users", json={"email": "linked@example.org", "name": "Linked", "link": True}
    ).json()
    assert (made["password"], made["has_password"]) == (None, False)
    theirs = office.nobody()
    assert theirs.get(made["link"]).status_code == 303
    csrf = {"x-csrf-token": theirs.get("/api/v1/me").json()["csrf"]}
    chosen = theirs.post("/api/v1/me/password", json={"password": "a horse of their own"}, headers=csrf)
    assert chosen.status_code == 204, chosen.text
    assert office.nobody().get(made["link"]).status_code != 303
    empty = office.admin.post("/api/v1/users", json={"email": "empty@example.org", "name": "Empty", "password": ""})
    assert empty.status_code == 400


def test_an_administrator_signs_somebody_out_everywhere(office: Office) -> None:
    user = office.person()
    session, token = office.browser(user), office.token(user)
    path = f"/api/v1/users/{user.id}/sessions"
    assert office.browser(office.person()).delete(path).status_code in (403, 404)
    assert session.get("/api/v1/me").status_code == 200
    assert office.admin.delete(path).json() == {"ended": 1}
    assert session.get("/api/v1/me").status_code == 401
    assert token.get("/api/v1/me").status_code == 200
    assert office.lines("sign_out.everywhere", f"user/{user.id}")[0]["detail"] == {"ended": 1}


def test_list_pages_and_searches(office: Office) -> None:
    for _ in range(3):
        office.person()
    first = office.admin.get("/api/v1/users", params={"limit": 2}).json()
    second = office.admin.get("/api/v1/users", params={"limit": 1000, "cursor": first["cursor"]}).json()
    emails = [user["email"] for page in (first, second) for user in page["items"]]
    assert emails == sorted(set(emails))
    assert second["cursor"] is None
    found = office.admin.get("/api/v1/users", params={"search": "ADA@"}).json()["items"]
    assert [user["email"] for user in found] == ["ada@example.org"]
    assert office.admin.get("/api/v1/users", params={"search": "%"}).json()["items"] == []


CHANGES = {
    "deactivated": ("PATCH", "", {"is_active": False}),
    "removed": ("DELETE", "", None),
    "password reset": ("POST", "/password", {"password": "another long password"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_asvs_V7_4_stale_credentials_end_within_a_second_in_every_worker(office: Office, change: str) -> None:
    method, rest, body = CHANGES[change]
    user = office.person()
    clients = [office.browser(user), office.token(user), office.token(user, ["rows:read", "users:manage"])]
    for client in clients:
        for _ in range(10):  # both workers know them by heart
            assert client.get("/api/v1/me").status_code == 200
    answer = office.robot.request(method, f"/api/v1/users/{user.id}{rest}", json=body)
    assert answer.status_code in (200, 204), answer.text
    began = time.perf_counter()
    for client in clients:
        fresh = [new_client(office.url, headers=client.headers, cookies=client.cookies) for _ in range(6)]
        assert {each.get("/api/v1/me").status_code for each in fresh} == {401}
    assert time.perf_counter() - began < 5


def test_taken_rights_end_at_once_in_every_worker(office: Office) -> None:
    user = office.person(is_admin=True)
    client = office.token(user)
    assert {client.get("/api/v1/users").status_code for _ in range(10)} == {200}
    office.robot.patch(f"/api/v1/users/{user.id}", json={"is_admin": False})
    fresh = [new_client(office.url, headers=client.headers) for _ in range(10)]
    assert {each.get("/api/v1/users").status_code for each in fresh} == {403}


def test_the_command_line_counts_as_fast(office: Office) -> None:
    user = office.person()
    client = office.token(user)
    assert client.get("/api/v1/me").status_code == 200
    in_home(office.home, lambda services: delete_user(services, OPERATOR, user.id))
    assert {new_client(office.url, headers=client.headers).get("/api/v1/me").status_code for _ in range(6)} == {401}


def test_the_last_administrator_stays(tmp_path: Path) -> None:
    with started_server(tmp_path / "home") as server:
        admin = token_client(server.url, server.home)
        me = admin.get("/api/v1/me").json()["id"]
        for method, body in (("PATCH", {"is_admin": False}), ("PATCH", {"is_active": False}), ("DELETE", None)):
            refused = admin.request(method, f"/api/v1/users/{me}", json=body)
            assert (refused.status_code, refused.json()["code"]) == (409, "user.last_administrator")
        other = admin.post("/api/v1/users", json={"email": "b@example.org", "name": "B", "is_admin": True}).json()
        closed = admin.patch(f"/api/v1/users/{other['id']}", json={"is_active": False})
        assert closed.status_code == 200
        assert admin.delete(f"/api/v1/users/{me}").status_code == 409, "a closed account is no administrator"
        admin.patch(f"/api/v1/users/{other['id']}", json={"is_active": True})
        assert admin.delete(f"/api/v1/users/{me}").status_code == 204
        assert admin.get("/api/v1/me").status_code == 401


def test_roles(office: Office) -> None:
    in_home(office.home, lambda services: create_workspace(services, OPERATOR, "roles_desk", title="Desk"))
    user = office.person()
    path = f"/api/v1/users/{user.id}/roles"
    put = office.admin.put(path, json={"workspace": "roles_desk", "roles": ["power", "basic", "basic"]})
    assert put.json()["roles"] == {"roles_desk": ["basic", "power"]}
    assert office.token(user).get("/api/v1/me").json()["roles"] == {"roles_desk": ["basic", "power"]}
    wrong = office.admin.put(path, json={"workspace": "roles_desk", "roles": ["powr"]}).json()
    assert (wrong["code"], wrong["errors"][0]["hint"]) == ("role.unknown", "Did you mean 'power'?")
    assert office.admin.put(path, json={"workspace": "nowhere", "roles": ["basic"]}).status_code == 404
    assert office.admin.put(path, json={"workspace": "roles_desk", "roles": []}).json()["roles"] == {}


def test_people_change_themselves_only_so_far(office: Office) -> None:
    user = office.person()
    client = office.browser(user)
    assert client.patch("/api/v1/me", json={"name": "Me", "locale": "de"}).json()["name"] == "Me"
    for path in (f"/api/v1/users/{user.id}", "/api/v1/users"):
        assert client.get(path).status_code == 403
    denied = office.lines("denied")
    assert denied[0]["actor_id"] == user.id


def test_audit_tells_who_where_and_when(office: Office) -> None:
    made = office.admin.post("/api/v1/users", json={"email": "told\r\n@example.org", "name": "Told"})
    assert made.status_code == 400
    made = office.admin.post("/api/v1/users", json={"email": "told@example.org", "name": "Told\r\n\x1b[31mred"})
    line = office.lines("create_user", f"user/{made.json()['id']}")[0]
    assert line["request_id"] == made.headers["x-request-id"]
    assert line["actor_name"] == "Ada"
    assert line["ip"] == "127.0.0.1"
    assert line["at"].endswith("Z")
    assert office.admin.get("/api/v1/audit/chain").json() == {"is_whole": True, "broken_at": None}
