"""The servers that are measured: Toolwright as people start it, and the bare limit under the same web server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TOOLWRIGHT = shutil.which("toolwright") or str(Path(sys.executable).parent / "toolwright")


@dataclass(frozen=True, slots=True)
class Running:
    """A server of ours that answers, and how long it took until the first answer."""

    pid: int
    port: int
    ready_s: float

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], port: int, path: str, env: dict[str, str]) -> Iterator[Running]:
    """Run a server until the block ends; `path` must answer 200 before the block begins."""
    begin = time.perf_counter()
    # An installation keeps its compiled modules; an environment that forbids them would be measured instead of us.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**inherited, **env}) as process:
        try:
            while True:
                try:
                    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=1) as answer:
                        if answer.status == 200:
                            break
                except (URLError, OSError):
                    if process.poll() is not None or time.perf_counter() - begin > 60:
                        raise RuntimeError(f"{' '.join(command)} did not start") from None
                    time.sleep(0.005)
            yield Running(process.pid, port, time.perf_counter() - begin)
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def toolwright(home: Path) -> Iterator[Running]:
    """`toolwright serve` with one worker over `home`."""
    port = free_port()
    command = [TOOLWRIGHT, "serve", "--home", str(home), "--port", str(port)]
    with started(command, port, "/readyz", {}) as running:
        yield running


@contextmanager
def bare(database: Path) -> Iterator[Running]:
    """The bare handler of `bench.bare` with one worker over `database`."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--loop", "uvloop", "--log-level", "warning",
        "--port", str(port), "bench.bare:app",
    ]  # fmt: skip
    with started(command, port, "/page", {"BENCH_DB": str(database)}) as running:
        yield running


def run(*arguments: str, stdin: str | None = None) -> str:
    """A Toolwright command's standard output. Raises with its error when it fails."""
    done = subprocess.run([TOOLWRIGHT, *arguments], input=stdin, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"toolwright {arguments[0]}: {done.stderr or done.stdout}")
    return done.stdout


def prepare(home: Path, database: Path) -> str:
    """An installation with an administrator and an app generated from `database`; answers an API token."""
    run("user", "create", "bench@example.com", "--admin", "--home", str(home))
    run("generate", "--from", f"sqlite:///{database}", "--workspace", "bench", "--yes", "--home", str(home))
    made = run("token", "create", "--user", "bench@example.com", "--home", str(home), "--json")
    return str(json.loads(made)["token"])
