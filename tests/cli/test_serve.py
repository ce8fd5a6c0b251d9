"""`toolwright serve`: starting, refusing to start, and stopping without dropping anything."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

from tests.support.server import new_client, started_server, token_client


def _serve(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from toolwright.cli import main; main()", "serve", "--home", str(home), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_data_survives_restarts_and_kill_9(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with started_server(home, workers=2) as server:
        client = token_client(server.url, home)
        bearer = client.headers["authorization"]
        made = client.post("/api/v1/users", json={"email": "b@example.org", "name": "B"})
        assert made.status_code == 201
        server.stop(signal.SIGKILL)
    # Its workers end by themselves and leave the port to the next start.
    with started_server(home, port=int(server.url.rpartition(":")[2])) as server:
        again = new_client(server.url, headers={"authorization": bearer})
        assert again.get("/api/v1/users/b@example.org").json()["id"] == made.json()["id"]


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with started_server(tmp_path / "one") as server:
        refused = _serve(tmp_path / "two", "--port", server.url.rpartition(":")[2])
        assert refused.returncode == 1
        assert "Cannot listen on" in refused.stderr
        assert "--port" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert not (tmp_path / "two").exists()


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with started_server(tmp_path / "home"):
        pass
    (tmp_path / "home/secret.key").unlink()
    refused = _serve(tmp_path / "home", "--port", "0")
    assert refused.returncode == 1
    assert "key file" in refused.stderr
    assert "backup" in refused.stderr
    assert not (tmp_path / "home/secret.key").exists()


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    refused = _serve(tmp_path / "home", "--workers", "0")
    assert refused.returncode == 1
    assert "TOOLWRIGHT_WORKERS does not fit" in refused.stderr


def test_sigterm_drains(tmp_path: Path) -> None:
    with started_server(tmp_path / "home", workers=2) as server:
        client = token_client(server.url, server.home)
        bearer, statuses, stop = client.headers["authorization"], [], threading.Event()

        def ask() -> None:
            with httpx.Client(base_url=server.url, headers={"authorization": bearer}, verify=False) as own:
                while not stop.is_set():
                    try:
                        statuses.append(own.get("/api/v1/me").status_code)
                    except httpx.ConnectError:
                        return  # closed already: nothing was taken on and dropped
                    except httpx.RemoteProtocolError:
                        return  # an idle connection was closed between two requests

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        began = time.monotonic()
        assert server.stop(signal.SIGTERM) == 0
        assert time.monotonic() - began < 30
        stop.set()
        for thread in threads:
            thread.join()
        assert set(statuses) == {200}


def test_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    with started_server(tmp_path / "home") as server:
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True, check=True
        ).stdout.split()
        subprocess.run(["kill", "-9", children[0]], check=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if httpx.get(f"{server.url}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(server.log())


def test_the_demo_signs_in(tmp_path: Path) -> None:
    with started_server(tmp_path / "home", options=["--demo"]) as server:
        links = [word for word in server.log().split() if "/sign-in/once/" in word]
        assert links
        client = new_client(server.url)
        assert client.get(links[0].replace(server.url, "")).status_code == 303
        assert client.get("/api/v1/me").json()["email"] == "admin@example.com"
        assert new_client(server.url).get(links[0].replace(server.url, "")).status_code == 401
