"""`toolwright serve`: starting, refusing to start, and stopping without dropping anything."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx

from tests.support.server import Server, in_home, new_client, signed_in, started_server, token_client
from toolwright import wiring
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.rows import RowEvent
from toolwright.rows.following import GATHER_S
from toolwright.rows.notice_board import PAUSE_S
from toolwright.settings import Settings


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
    # Its workers end by themselves and leave the port to the next start; until then they answer in its place.
    until = time.monotonic() + 30
    while _answers(server.url) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _answers(server.url)
    with started_server(home, port=int(server.url.rpartition(":")[2])) as server:
        again = new_client(server.url, headers={"authorization": bearer})
        assert again.get("/api/v1/users/b@example.org").json()["id"] == made.json()["id"]


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/readyz", timeout=5)
    except httpx.TransportError:
        return False
    return True


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


NOTES = {
    "workspace.yaml": "title: Notes\n",
    "tables/notes.yaml": "title: Notes\ncolumns:\n  - {name: title, kind: text}\n",
    "apps/notes/app.yaml": "title: Notes\naccess: admin\n",
    "apps/notes/screens/list.yaml": """\
title: Notes
path: /
content:
  - {kind: table, id: notes, rows: {table: notes}, columns: [title]}
""",
}
ROWS = "/api/v1/workspaces/notes/tables/notes/rows"


async def test_every_change_is_heard_once_whichever_worker_made_it(tmp_path: Path) -> None:
    """Also when the worker is killed the moment after; and another takes its place."""
    home = tmp_path / "home"
    in_home(home, lambda services: create_workspace(services, OPERATOR, "notes", files=NOTES))
    with started_server(home, workers=2) as server:
        bearer = token_client(server.url, home).headers["authorization"]
        cookies = dict(signed_in(server.url, home).cookies)
        services = await wiring.build(Settings(home=home))  # a third process, as far as the others can tell
        heard: list[RowEvent] = []
        hearing = asyncio.create_task(_hear(services, heard))
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(wiring.close, services)
            stack.callback(hearing.cancel)
            writers = await _one_of_each(server, stack, {"authorization": bearer}, "/api/v1/me")
            screens = {}
            for pid in writers:
                screens[pid] = await stack.enter_async_context(_screen(server, pid, cookies))
            stored = []
            for count, pid in enumerate([*writers, *writers], 1):
                stored.append((await writers[pid].post(ROWS, json={"title": "slowly"})).json()["id"])
                await _until(lambda count=count: all(len(told) >= count for told in screens.values()), 10)
            await asyncio.sleep(2 * PAUSE_S + GATHER_S)
            assert [len(told) for told in screens.values()] == [4, 4]

            doomed, other = writers
            with contextlib.suppress(httpx.TransportError):
                async with asyncio.TaskGroup() as group:
                    group.create_task(_write_until_killed(writers[doomed], stored))
                    group.create_task(_write_some(writers[other], stored, 30))
                    group.create_task(_kill_soon(doomed))
            present = {str(row) for row in (await writers[other].get(f"{ROWS}?limit=1000&ids=true")).json()["ids"]}
            assert present >= set(stored)
            await _until(lambda: {one.row_id for one in heard} == present, 10)
            assert sorted(one.row_id for one in heard) == sorted(present)
            assert {one.verb for one in heard} == {"created"}
            assert len(screens[other]) > 4
            await _until(lambda: doomed not in _workers(server) and len(_workers(server)) == 2, 60)
            for _ in range(10):
                assert (await _once_ready(f"{server.url}/readyz")).status_code == 200, server.log()


async def _until(holds: Callable[[], bool], within_s: float) -> None:
    async with asyncio.timeout(within_s):
        while not holds():  # noqa: ASYNC110  # other processes change it
            await asyncio.sleep(0.02)


async def _hear(services: Services, heard: list[RowEvent]) -> None:
    async for event in services.events.subscribe("notes"):
        heard.append(event)


async def _write_some(client: httpx.AsyncClient, stored: list[str], many: int) -> None:
    for number in range(many):
        stored.append((await client.post(ROWS, json={"title": f"{number}"})).json()["id"])


async def _write_until_killed(client: httpx.AsyncClient, stored: list[str]) -> None:
    with contextlib.suppress(httpx.TransportError):
        await _write_some(client, stored, 10_000)


async def _kill_soon(pid: int) -> None:
    await asyncio.sleep(0.4)
    os.kill(pid, signal.SIGKILL)


async def _once_ready(address: str) -> httpx.Response:
    async with asyncio.timeout(60), httpx.AsyncClient(verify=False) as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                return await client.get(address)
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _screen(server: Server, pid: int, cookies: dict[str, str]) -> AsyncIterator[list[str]]:
    """What an open page hears that is served by this worker."""
    told: list[str] = []

    async def listen(answer: httpx.Response) -> None:
        with contextlib.suppress(httpx.TransportError):
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    told.append(line)

    address = f"/apps/notes/notes/_live?screen=list:{time.time() + 60}"
    async with contextlib.AsyncExitStack() as stack:
        while True:
            client = await stack.enter_async_context(_client(server, cookies=cookies))
            answer = await stack.enter_async_context(client.stream("GET", address))
            if _served_by(server, answer) == pid:
                break
        assert answer.status_code == 200
        listening = asyncio.create_task(listen(answer))
        await asyncio.sleep(0.1)
        yield told
        listening.cancel()


async def _one_of_each(
    server: Server, stack: contextlib.AsyncExitStack, headers: dict[str, str], address: str
) -> dict[int, httpx.AsyncClient]:
    """A client whose connection goes to it for each of the two workers."""
    found: dict[int, httpx.AsyncClient] = {}
    async with asyncio.timeout(30):
        while len(found) < 2:
            client = await stack.enter_async_context(_client(server, headers=headers))
            async with client.stream("GET", address) as answer:
                found.setdefault(_served_by(server, answer), client)
                await answer.aread()
    return found


def _client(server: Server, **options: Any) -> httpx.AsyncClient:
    """One connection that is kept."""
    limits = httpx.Limits(max_connections=1, keepalive_expiry=600)
    return httpx.AsyncClient(base_url=server.url, verify=False, timeout=30, limits=limits, **options)


def _served_by(server: Server, answer: httpx.Response) -> int:
    """The worker at the other end of a connection, as the kernel knows it."""
    ours = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
    theirs = int(server.url.rpartition(":")[2])
    ends = (f"0100007F:{theirs:04X}", f"0100007F:{ours:04X}")
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inode = next(line[9] for line in lines if (line[1], line[2]) == ends)
    for pid in _workers(server):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if file.readlink() == Path(f"socket:[{inode}]"):
                    return pid
    raise AssertionError("no worker holds that connection")


def _workers(server: Server) -> list[int]:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [int(pid) for pid in children if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()]


def test_the_demo_signs_in(tmp_path: Path) -> None:
    with started_server(tmp_path / "home", options=["--demo"]) as server:
        links = [word for word in server.log().split() if "/sign-in/once/" in word]
        assert links
        client = new_client(server.url)
        assert client.get(links[0].replace(server.url, "")).status_code == 303
        assert client.get("/api/v1/me").json()["email"] == "admin@example.com"
        assert new_client(server.url).get(links[0].replace(server.url, "")).status_code == 401
