"""API tokens: shown once, narrowed by scopes, ended by date and revocation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.auth.conftest import Office
from tests.support.server import in_home, new_client
from toolwright import clock
from toolwright.commands.create_token import create_token
from toolwright.commands.operator import OPERATOR


def test_make_use_and_revoke(office: Office) -> None:
    user = office.person()
    client = office.browser(user)
    made = client.post("/api/v1/tokens", json={"name": "ci"})
    assert made.status_code == 201
    raw = made.json()["token"]
    assert raw.startswith("tw_")
    robot = new_client(office.url, headers={"authorization": f"Bearer {raw}"})
    me = robot.get("/api/v1/me").json()
    assert (me["id"], me["csrf"], me["scopes"]) == (user.id, None, None)
    listed = client.get("/api/v1/tokens")
    assert raw not in listed.text
    assert listed.json()["items"][0]["name"] == "ci"
    assert client.delete(f"/api/v1/tokens/{made.json()['id']}").status_code == 204
    assert robot.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/tokens").json()["items"] == []
    assert raw.encode() not in (office.home / "toolwright.db").read_bytes()


def test_nobody_revokes_tokens_of_others(office: Office) -> None:
    owner, thief = office.browser(office.person()), office.browser(office.person())
    token = owner.post("/api/v1/tokens", json={"name": "mine"}).json()["id"]
    assert thief.delete(f"/api/v1/tokens/{token}").status_code == 404
    assert office.admin.delete(f"/api/v1/tokens/{token}").status_code == 204


CASES = [
    (["users:manage"], "/api/v1/users", 200),
    (["rows:read"], "/api/v1/users", 403),
    (["rows:read", "rows:write", "definitions:write"], "/api/v1/audit", 403),
    ([], "/api/v1/users", 403),
    (["definitions:read"], "/api/v1/workspaces", 200),
    (["definitions:write"], "/api/v1/workspaces", 200),
    (["rows:write"], "/api/v1/workspaces", 403),
    ([], "/api/v1/me", 200),
]


@pytest.mark.parametrize(("scopes", "path", "status"), CASES)
def test_scopes_narrow_an_administrator(office: Office, scopes: list[str], path: str, status: int) -> None:
    answer = office.token(office.person(is_admin=True), scopes).get(path)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("scopes", [None, ["users:manage"], ["rows:read", "users:manage"], ["rows:read"]])
def test_a_token_with_scopes_cannot_make_another(office: Office, scopes: list[str] | None) -> None:
    client = office.token(office.person(is_admin=True), ["rows:read"])
    assert client.post("/api/v1/tokens", json={"name": "more", "scopes": scopes}).status_code == 403
    assert client.patch("/api/v1/me", json={"name": "more"}).status_code == 403


def test_scopes_never_widen(office: Office) -> None:
    assert office.token(office.person(), ["users:manage"]).get("/api/v1/users").status_code == 403


def test_unknown_scopes_and_past_ends_are_refused(office: Office) -> None:
    wrong = office.admin.post("/api/v1/tokens", json={"name": "x", "scopes": ["row:read"]}).json()
    assert (wrong["code"], wrong["errors"][0]["hint"]) == ("scope.unknown", "Did you mean 'rows:read'?")
    past = office.admin.post("/api/v1/tokens", json={"name": "x", "expires_at": "2020-01-01T00:00:00"})
    assert past.json()["code"] == "token.expired"


def test_tokens_end(office: Office) -> None:
    user = office.person()

    async def work(services):
        soon = clock.now() + timedelta(seconds=1.5)
        return await create_token(services, OPERATOR, name="short", expires_at=soon, user=user.email)

    _, raw = in_home(office.home, work)
    client = new_client(office.url, headers={"authorization": f"Bearer {raw}"})
    assert client.get("/api/v1/me").status_code == 200
    while client.get("/api/v1/me").status_code == 200:
        pass
    assert client.get("/api/v1/me").json()["code"] == "auth.bad_token"
