"""`toolwright user`, `token` and `doctor`, on a stopped installation and beside a running one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.server import new_client, started_server
from toolwright.cli import SUBCOMMANDS, build_app


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(home: Path, *words: str, said: str = "") -> Ended:
    """The command line, typed."""
    typed = list(words) if "--help" in words else [*words, "--home", str(home)]
    result = CliRunner().invoke(build_app(SUBCOMMANDS), typed, input=said)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def test_people_and_tokens_beside_a_running_server(tmp_path: Path) -> None:
    with started_server(tmp_path / "home") as server:
        home = server.home
        made = run(
            home,
            "user",
            "create",
            "Bob@Example.org",
            "--name",
            "Bob",
            "--admin",
            "--password-stdin",
            "--json",
            said="long enough words\n",
        )
        assert made.returncode == 0, made.stderr
        assert json.loads(made.stdout)["email"] == "bob@example.org"
        assert "password_hash" not in made.stdout
        client = new_client(server.url)
        body = {"email": "bob@example.org", "password": "long enough words"}
        assert client.post("/api/v1/session", json=body).status_code == 201
        token = run(
            home, "token", "create", "--user", "bob@example.org", "--scope", "users:manage", "--expires", "1d", "--json"
        )
        raw = json.loads(token.stdout)["token"]
        robot = new_client(server.url, headers={"authorization": f"Bearer {raw}"})
        assert robot.get("/api/v1/users").status_code == 200
        listed = json.loads(run(home, "token", "list", "--user", "bob@example.org", "--json").stdout)["items"]
        assert raw not in str(listed)
        assert run(home, "token", "revoke", listed[0]["id"]).returncode == 0
        assert robot.get("/api/v1/users").status_code == 401
        assert "bob@example.org" in run(home, "user", "list").stdout
        set_password = run(
            home, "user", "set-password", "bob@example.org", "--password-stdin", said="other long words\n"
        )
        assert set_password.returncode == 0, set_password.stderr
        assert client.get("/api/v1/me").status_code == 401
        link = run(home, "user", "link", "bob@example.org").stdout.strip()
        assert client.get("/sign-in/once/" + link.rpartition("/")[2]).status_code == 303


def test_exit_codes_and_words(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(home, "user", "create", "a@b.c", "--admin").returncode == 0
    cases = [
        (5, ["user", "create", "A@b.c"], "has the address a@b.c already"),
        (3, ["user", "delete", "nobody@b.c"], "There is no user"),
        (5, ["user", "delete", "a@b.c"], "only administrator"),
        (3, ["user", "roles", "a@b.c", "nowhere", "basic"], "There is no workspace"),
        (1, ["token", "create", "--user", "a@b.c", "--scope", "row:read"], "Did you mean 'rows:read'?"),
        (2, ["token", "create", "--user", "a@b.c", "--expires", "soon"], "--expires"),
        (2, ["nonsense"], "nonsense"),
    ]
    for code, words, expected in cases:
        ended = run(home, *words) if code != 2 or len(words) > 1 else run(home, *words, "--help")
        assert ended.returncode == code, (words, ended.stderr)
        assert expected in ended.stderr
        assert "Traceback" not in ended.stderr


def test_doctor(tmp_path: Path) -> None:
    home = tmp_path / "home"
    nothing = run(home, "doctor")
    assert nothing.returncode == 1
    assert not home.exists(), "looking begins no installation"
    run(home, "user", "create", "a@b.c", "--admin")
    well = run(home, "doctor", "--json")
    assert well.returncode == 0, well.stdout
    assert json.loads(well.stdout)["ok"] is True
    with closing(sqlite3.connect(home / "toolwright.db")) as raw, raw:
        raw.execute("UPDATE audit SET actor_name = 'Eve'")
    (home / "secret.key").chmod(0o644)
    ill = run(home, "doctor")
    assert ill.returncode == 1
    assert "chmod 600" in ill.stdout
    (home / "secret.key").chmod(0o600)
    assert "line 1 was changed" in run(home, "doctor").stdout


@pytest.mark.parametrize("words", [["--help"], ["user", "--help"], ["serve", "--help"], ["token", "create", "--help"]])
def test_help(tmp_path: Path, words: list[str]) -> None:
    assert run(tmp_path, *words).returncode == 0
