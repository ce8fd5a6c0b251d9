"""First start: one administrator, however many try."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.auth.conftest import PASSWORD, Office
from tests.support.server import in_home, new_client, started_server
from toolwright.commands.list_users import list_users
from toolwright.commands.operator import OPERATOR


def _body(code: str, number: int = 0, **other: str) -> dict[str, str]:
    return {"code": code, "email": f"first{number}@example.org", "name": "First", "password": PASSWORD, **other}


def test_200_parallel_attempts_make_one_administrator(tmp_path: Path) -> None:
    with started_server(tmp_path / "home", workers=2) as server:
        code = server.setup_code()
        client = new_client(server.url)
        with ThreadPoolExecutor(50) as threads:
            answers = list(threads.map(lambda n: client.post("/api/v1/setup", json=_body(code, n)), range(200)))
        assert [answer.status_code for answer in answers].count(201) == 1
        assert {answer.status_code for answer in answers} <= {201, 404, 429, 403, 503}
        users = in_home(server.home, lambda services: list_users(services, OPERATOR))
        assert [user.is_admin for user in users] == [True]
        assert client.get("/api/v1/setup").json() == {"needed": False}
        over = client.post("/api/v1/setup", json=_body(code))
        assert (over.status_code, over.json()["code"]) == (404, "setup.over")


def test_the_code_is_needed_and_ends_with_a_restart(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with started_server(home) as server:
        old = server.setup_code()
        client = new_client(server.url)
        assert client.get("/api/v1/setup").json() == {"needed": True}
        wrong = client.post("/api/v1/setup", json=_body("wrong"))
        assert (wrong.status_code, wrong.json()["code"]) == (403, "setup.wrong_code")
        weak = client.post("/api/v1/setup", json=_body(old, password="password123"))
        assert weak.json()["errors"][0]["field"] == "password"
    with started_server(home) as server:
        client = new_client(server.url)
        assert client.post("/api/v1/setup", json=_body(old)).status_code == 403
        made = client.post("/api/v1/setup", json=_body(server.setup_code()))
        assert made.status_code == 201
        assert client.get("/api/v1/me").json()["is_admin"], "the new administrator is signed in"
    with started_server(home) as server:
        assert "/setup?code=" not in server.log()
        assert new_client(server.url).get("/api/v1/setup").json() == {"needed": False}


def test_set_up_code_is_not_readable_anywhere(office: Office) -> None:
    assert office.nobody().get("/api/v1/setup").json() == {"needed": False}


def test_guessing_the_code_is_limited(tmp_path: Path) -> None:
    with started_server(tmp_path / "home") as server:
        client = new_client(server.url)
        statuses = [client.post("/api/v1/setup", json=_body(f"guess{n}")).status_code for n in range(30)]
        assert statuses.count(403) <= 21
        assert statuses[-1] == 429
