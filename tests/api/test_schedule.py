"""Publishing at a time over HTTP and the command line; it survives `kill -9`."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.support.kept_in import BOTH, kept_in
from tests.support.server import signed_in, started_server
from tests.tables.shop import FILES, SHOP
from toolwright.cli import app as command_line

W = f"/api/v1/workspaces/{SHOP}"


def published(client: httpx.Client) -> None:
    """A shop with one version, and a draft with another title."""
    assert client.post("/api/v1/workspaces", json={"name": SHOP, "files": dict(FILES)}).status_code == 201
    assert client.post(f"{W}/publish", json={"message": "First"}).status_code == 201
    change(client, "Planned")


def change(client: httpx.Client, title: str) -> None:
    found = client.get(f"{W}/files").json()["files"]
    files = {**found, "workspace.yaml": f"title: {title}\n"}
    assert client.put(f"{W}/files", json={"files": files}).status_code == 200


def in_s(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def wait_for_version(client: httpx.Client, number: int) -> None:
    until = time.monotonic() + 60
    while client.get(f"{W}/versions").json()["served"] != number:
        assert time.monotonic() < until, client.get(f"{W}/schedule").text
        time.sleep(0.2)


@pytest.fixture(params=BOTH)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Where the installation is, with everything in files or in PostgreSQL."""
    with kept_in(request, f"due_{request.node.name.partition('[')[0]}"[:60]):
        yield tmp_path / "home"


def test_it_survives_kill_9_before_and_while_it_is_due(home: Path) -> None:
    with started_server(home) as server:
        client = signed_in(server.url, home)
        published(client)
        put = client.put(f"{W}/schedule", json={"at": in_s(3), "message": "In the night"})
        assert put.status_code == 200, put.text
        assert put.json()["scheduled"]["is_current"]
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    with started_server(home, workers=2) as server:
        client = signed_in(server.url, home, "bea@example.org")
        wait_for_version(client, 2)
        versions = client.get(f"{W}/versions").json()["items"]
        assert [one["message"] for one in versions] == ["In the night", "First"]
        assert client.get(f"{W}/files?env=production").json()["files"]["workspace.yaml"] == "title: Planned\n"
        until = time.monotonic() + 30
        while client.get(f"{W}/schedule").json()["scheduled"] is not None:
            assert time.monotonic() < until
            time.sleep(0.2)


def test_it_is_refused_with_a_reason_and_taken_back(home: Path) -> None:
    with started_server(home) as server:
        client = signed_in(server.url, home)
        published(client)
        for wrong in ({"at": in_s(-5)}, {"at": "2026-05-04T18:00:00"}, {"at": "soon"}, {"at": in_s(9), "message": ""}):
            refused = client.put(f"{W}/schedule", json={"message": "x", **wrong})
            assert refused.status_code in (400, 422), refused.text
        assert client.put(f"{W}/schedule", json={"at": in_s(2), "message": "Soon"}).status_code == 200
        change(client, "Otherwise")
        assert client.get(f"{W}/schedule").json()["scheduled"]["is_current"] is False
        until = time.monotonic() + 30
        while (found := client.get(f"{W}/schedule").json()["scheduled"])["refused"] is None:
            assert time.monotonic() < until
            time.sleep(0.2)
        assert found["refused"]["code"] == "release.draft_changed"
        assert client.get(f"{W}/versions").json()["served"] == 1

        def said(*words: str) -> str:
            done = CliRunner().invoke(command_line, [*words, "--workspace", SHOP, "--home", str(home)])
            assert done.exit_code == 0, done.output
            return done.output

        assert "It was not published: The draft has changed" in said("version", "scheduled")
        far = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        assert "will be published at" in said("publish", "--at", far, "-m", "Later")
        assert json.loads(said("version", "scheduled", "--json"))["scheduled"]["message"] == "Later"
        assert client.delete(f"{W}/schedule").status_code == 204
        assert client.delete(f"{W}/schedule").json()["code"] == "release.not_planned"
        assert "Nothing of shop is planned." in said("version", "scheduled")


@pytest.mark.parametrize("at", ["tomorrow", "2026-13-01"])
def test_the_command_line_says_what_is_no_time(tmp_path: Path, at: str) -> None:
    done = CliRunner().invoke(
        command_line, ["publish", "--workspace", SHOP, "--at", at, "--home", str(tmp_path / "home")]
    )
    assert done.exit_code == 1
