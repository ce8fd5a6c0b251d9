"""Sessions: signing in and out, guessing, rotation, and how they end."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.auth.conftest import PASSWORD, Office
from tests.support.server import in_home, new_client
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR


def _sign_in(client: httpx.Client, email: str, password: str = PASSWORD) -> httpx.Response:
    answer = client.post("/api/v1/session", json={"email": email, "password": password})
    if answer.status_code == 201:
        client.headers["x-csrf-token"] = client.get("/api/v1/me").json()["csrf"]
    return answer


def test_sign_in_and_out(office: Office) -> None:
    user, client = office.person(), office.nobody()
    signed_in = _sign_in(client, user.email.upper())
    assert signed_in.status_code == 201
    assert signed_in.json()["email"] == user.email
    assert "password" not in signed_in.text.replace("has_password", "")
    cookie = client.cookies["toolwright"]
    assert client.delete("/api/v1/session").status_code == 204
    assert client.get("/api/v1/me").status_code == 401
    assert office.nobody().get("/api/v1/me", headers={"cookie": f"toolwright={cookie}"}).status_code == 401
    assert office.lines("sign_in", f"user/{user.id}")
    assert office.lines("sign_out", f"user/{user.id}")


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], "x" * 5000, "\x00"])
def test_wrong_passwords(office: Office, password: str) -> None:
    user = office.person()
    answer = _sign_in(office.nobody(), user.email, password)
    assert (answer.status_code, answer.json()["code"]) == (401, "session.wrong_password")
    assert office.lines("sign_in.refused")[0]["detail"] == {"email": user.email}


def test_unknown_people_closed_accounts_and_wrong_passwords_answer_alike(office: Office) -> None:
    closed, bare = office.person(), office.person(password=None)
    office.robot.patch(f"/api/v1/users/{closed.id}", json={"is_active": False})
    answers = [
        _sign_in(office.nobody(), email, password).json()
        for email, password in [
            ("nobody@example.org", PASSWORD),
            ("nobody", PASSWORD),
            (closed.email, PASSWORD),
            (bare.email, PASSWORD),
            (office.person().email, "wrong"),
        ]
    ]
    for answer in answers:
        answer.pop("request_id")
    assert all(answer == answers[0] for answer in answers)


def test_asvs_V6_3_8_unknown_people_cost_as_much_time(office: Office) -> None:
    def took(email: str) -> float:
        began = time.perf_counter()
        _sign_in(office.nobody(), email, "wrong wrong")
        return time.perf_counter() - began

    known = statistics.median(took(office.person().email) for _ in range(3))
    unknown = statistics.median(took(f"nobody{n}@example.org") for n in range(3))
    assert unknown > known / 4


def test_asvs_V6_3_1_guessing_is_limited_across_workers(office: Office) -> None:
    user = office.person()
    clients = [office.nobody() for _ in range(12)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda client: _sign_in(client, user.email, "wrong"), clients))
    limited = [answer for answer in answers if answer.status_code == 429]
    assert 5 <= len(answers) - len(limited) <= 7, "five at once, and one more every twelve seconds"
    assert int(limited[0].headers["retry-after"]) >= 1
    assert _sign_in(office.nobody(), user.email).status_code == 429, "the right password waits as well"


def test_guessing_many_accounts_from_one_address_is_limited(office: Office) -> None:
    client = office.nobody()
    statuses = [_sign_in(client, f"many{n}@example.org", "wrong").status_code for n in range(40)]
    assert statuses[:20] == [401] * 20
    assert 429 in statuses


def test_success_is_no_guess(office: Office) -> None:
    user = office.person()
    assert {_sign_in(office.nobody(), user.email).status_code for _ in range(7)} == {201}


def test_asvs_V7_2_4_signing_in_makes_a_new_session(office: Office) -> None:
    user, client = office.person(), office.nobody()
    client.cookies.set("toolwright", "planted-by-somebody", domain="127.0.0.1", path="/")
    _sign_in(client, user.email)
    first = client.cookies["toolwright"]
    assert len(first) >= 43, "256 random bits"
    _sign_in(client, user.email)
    assert client.cookies["toolwright"] != first
    assert office.nobody().get("/api/v1/me", headers={"cookie": f"toolwright={first}"}).status_code == 401
    assert len(client.get("/api/v1/sessions").json()["items"]) == 1


def test_list_and_end_other_sessions(office: Office) -> None:
    user = office.person()
    here, there, elsewhere = (office.browser(user) for _ in range(3))
    sessions = here.get("/api/v1/sessions").json()["items"]
    assert [session["is_current"] for session in sessions].count(True) == 1
    assert len(sessions) == 3
    assert {"id", "created_at", "last_seen_at", "user_agent", "ip"} <= sessions[0].keys()
    other = there.get("/api/v1/sessions").json()["items"]
    current = next(session["id"] for session in other if session["is_current"])
    assert here.delete(f"/api/v1/sessions/{current}").status_code == 204
    assert there.get("/api/v1/me").status_code == 401
    assert here.delete("/api/v1/sessions", params={"keep_current": True}).json() == {"ended": 1}
    assert elsewhere.get("/api/v1/me").status_code == 401
    assert here.get("/api/v1/me").status_code == 200
    assert here.delete("/api/v1/sessions").json() == {"ended": 1}
    assert here.get("/api/v1/me").status_code == 401


def test_nobody_ends_sessions_of_others(office: Office) -> None:
    victim, thief = office.browser(office.person()), office.browser(office.person())
    session = victim.get("/api/v1/sessions").json()["items"][0]["id"]
    assert thief.delete(f"/api/v1/sessions/{session}").status_code == 404
    assert victim.get("/api/v1/me").status_code == 200


def test_changed_rights_rotate_the_token(office: Office) -> None:
    user = office.person()
    client = office.browser(user)
    before = client.cookies["toolwright"]
    office.robot.patch(f"/api/v1/users/{user.id}", json={"is_admin": True})
    assert client.post("/api/v1/tokens", json={"name": "x"}).status_code == 201, "unsafe requests go on"
    me = client.get("/api/v1/me")
    assert me.json()["is_admin"]
    after = client.cookies["toolwright"]
    assert after != before
    assert client.patch("/api/v1/me", json={"name": "same csrf"}).status_code == 200
    old = office.nobody()
    old.cookies["toolwright"] = before
    assert old.get("/api/v1/me").status_code == 200, "requests under way still carry the old one for a moment"
    assert "set-cookie" not in old.get("/api/v1/me").headers
    assert len(client.get("/api/v1/sessions").json()["items"]) == 1


def test_own_password_change_ends_other_sessions(office: Office) -> None:
    user = office.person()
    here, there = office.browser(user), office.browser(user)
    new = "another long password"
    wrong = here.post("/api/v1/me/password", json={"current_password": "no", "password": new})
    assert wrong.json()["errors"][0]["field"] == "current_password"
    assert here.post("/api/v1/me/password", json={"password": new}).status_code == 400
    common = here.post("/api/v1/me/password", json={"current_password": PASSWORD, "password": "Password1"})
    assert common.json()["code"] == "password.refused"
    assert here.post("/api/v1/me/password", json={"current_password": PASSWORD, "password": new}).status_code == 204
    assert there.get("/api/v1/me").status_code == 401
    before = here.cookies["toolwright"]
    assert here.get("/api/v1/me").status_code == 200
    assert here.cookies["toolwright"] != before
    assert _sign_in(office.nobody(), user.email).status_code == 401
    assert _sign_in(office.nobody(), user.email, new).status_code == 201


def test_one_time_links_work_once(office: Office) -> None:
    user = office.person(password=None)
    make = lambda: in_home(office.home, lambda s: make_one_time_link(s, OPERATOR, user.email))  # noqa: E731
    earlier, path = make(), make()
    assert office.nobody().get(earlier).status_code == 401, "a newer link ends the earlier one"
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: new_client(office.url).get(path), range(10)))
    assert sorted(answer.status_code for answer in answers)[:2] == [303, 401]
    landed = next(answer for answer in answers if answer.status_code == 303)
    assert landed.headers["location"] == "/"
    assert office.nobody().get("/sign-in/once/guess").json()["code"] == "session.bad_link"
