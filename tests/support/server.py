"""A real server in a process of its own, on a free port, for tests that go through HTTP.

with running_server(tmp_path) as base_url:
    client = signed_in(base_url, tmp_path)          # an administrator's browser: cookie and CSRF token
    bearer = token_client(base_url, tmp_path)       # the same person by API token
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

from toolwright import wiring
from toolwright.commands.create_token import create_token
from toolwright.commands.create_user import create_user
from toolwright.commands.list_users import list_users
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.settings import Settings

ResultT = TypeVar("ResultT")

ADMIN = "ada@example.org"
_START_S = 120.0  # of a busy machine
_clients: dict[str, list[httpx.Client]] = {}


def new_client(base_url: str, **options: object) -> httpx.Client:
    """A client nobody is signed in with, closed when the server stops."""
    client = httpx.Client(base_url=base_url, timeout=30, verify=False, **options)  # making a TLS context is slow
    _clients.setdefault(base_url, []).append(client)
    return client


@dataclass
class Server:
    """A running server."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log_file: Path
    started_in_s: float = 0.0

    def log(self) -> str:
        """Everything it has printed so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def setup_code(self) -> str:
        """The set-up code it printed."""
        return self.log().partition("/setup?code=")[2].split()[0]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; answers the exit code. One that does not end is killed and fails."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the server did not stop:\n{self.log()[-4000:]}") from None


@contextmanager
def started_server(
    home: Path,
    env: Mapping[str, str] | None = None,
    *,
    workers: int = 1,
    options: Sequence[str] = (),
    port: int | None = None,
) -> Iterator[Server]:
    """A server over `home`, ready when the block begins and stopped when it ends; on a free port when not told."""
    home.mkdir(parents=True, exist_ok=True)
    log_file = home.parent / f"{home.name}.log"
    url = f"http://127.0.0.1:{port or free_port()}"
    command = [
        sys.executable,
        "-c",
        "from toolwright.cli import main; main()",
        "serve",
        "--port",
        url.rpartition(":")[2],
    ]
    command += ["--home", str(home), "--workers", str(workers), *options]
    began = time.perf_counter()
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdout=log, stderr=subprocess.STDOUT)
    server = Server(url, home, process, log_file)
    try:
        _await_ready(server)
        server.started_in_s = time.perf_counter() - began
        yield server
    finally:
        for client in _clients.pop(url, ()):
            client.close()
        server.stop()


@contextmanager
def running_server(
    home: Path, env: Mapping[str, str] | None = None, *, workers: int = 1, options: Sequence[str] = ()
) -> Iterator[str]:
    """As `started_server`, for tests that only need its address."""
    with started_server(home, env, workers=workers, options=options) as server:
        yield server.url


def in_home(home: Path, work: Callable[[Services], Coroutine[object, object, ResultT]], **settings: object) -> ResultT:
    """Do something to an installation from the inside, as the command line does, also beside a running server."""

    async def inside() -> ResultT:
        services = await wiring.build(Settings(home=home, **settings))
        try:
            return await work(services)
        finally:
            await wiring.close(services)

    return asyncio.run(inside()) if not _loop_runs() else _in_thread(inside)


def signed_in(base_url: str, home: Path, email: str = ADMIN, *, is_admin: bool = True) -> httpx.Client:
    """A browser signed in as that person, who is made when missing: cookie and CSRF token are set."""

    async def work(services: Services) -> str:
        await ensure_user(services, email, is_admin=is_admin)
        return await make_one_time_link(services, OPERATOR, email)

    client = new_client(base_url)
    assert client.get(in_home(home, work)).status_code == 303
    client.headers["x-csrf-token"] = client.get("/api/v1/me").json()["csrf"]
    return client


def token_client(
    base_url: str, home: Path, email: str = ADMIN, *, is_admin: bool = True, scopes: list[str] | None = None
) -> httpx.Client:
    """A client with an API token of that person, who is made when missing."""

    async def work(services: Services) -> str:
        await ensure_user(services, email, is_admin=is_admin)
        _, raw = await create_token(services, OPERATOR, name="test", scopes=scopes, user=email)
        return raw

    return new_client(base_url, headers={"authorization": f"Bearer {in_home(home, work)}"})


async def ensure_user(services: Services, email: str, *, is_admin: bool = False, password: str | None = None) -> str:
    """The id of the person of that address, made when missing."""
    found = [user for user in await list_users(services, OPERATOR, search=email) if user.email == email]
    if found:
        return found[0].id
    user = await create_user(
        services, OPERATOR, email=email, name=email.partition("@")[0].title(), is_admin=is_admin, password=password
    )
    return user.id


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_ready(server: Server) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise AssertionError(f"the server ended with {server.process.returncode}:\n{server.log()}")
        try:
            if httpx.get(f"{server.url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError(f"the server was not ready after {_START_S} s:\n{server.log()}")


def _loop_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _in_thread(inside: Callable[[], Coroutine[object, object, ResultT]]) -> ResultT:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(inside())).result()
