"""Start and stop database servers in temporary folders."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.peers.tls import Certificates, make_certificates

START_TIMEOUT_S = 60.0


class MissingEngine(Exception):
    """The programs of an engine are not installed here."""


@dataclass(frozen=True)
class Server:
    """A running server and its administrator."""

    scheme: str
    port: int
    user: str
    password: str
    certificates: Certificates
    folder: Path
    restart: Callable[[], None] = field(compare=False)
    """Stops it as an operator does and starts it again; returns when it answers."""
    host: str = "127.0.0.1"

    def url(self, database: str, *, port: int | None = None) -> str:
        """The address of a database on this server; `port` to go through a proxy."""
        return f"{self.scheme}://{self.user}:{self.password}@{self.host}:{port or self.port}/{database}"


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_programs() -> Path:
    """The folder of `initdb` and `postgres`. Raises MissingEngine."""
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise MissingEngine("PostgreSQL is not installed: no `postgres` program found.")
    return versions[-1].parent


@contextlib.contextmanager
def run_postgres() -> Iterator[Server]:
    """A PostgreSQL with TLS and the superuser `app`."""
    programs = postgres_programs()
    with _folder("postgres") as (folder, account):
        certificates = make_certificates(folder)
        (folder / "password").write_text("app-password")
        _own(folder, account)
        data = folder / "data"
        arguments = ["-A", "scram-sha-256", "--pwfile", str(folder / "password"), "-U", "app", "--no-sync"]
        _run([str(programs / "initdb"), "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8", *arguments], account)
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "ssl": "on",
            "ssl_cert_file": str(certificates.certificate),
            "ssl_key_file": str(certificates.key),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "32MB",
            "max_connections": "60",
            "autovacuum": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with _running([str(programs / "postgres"), "-D", str(data), *options], account, port, folder) as life:
            yield Server("postgresql", port, "app", "app-password", certificates, folder, life.restart)


@contextlib.contextmanager
def run_mariadb() -> Iterator[Server]:
    """A MariaDB with TLS, the administrator `app`, and the user `tlsonly` who must use TLS."""
    server, installer = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if server is None or installer is None:
        raise MissingEngine("MariaDB is not installed: no `mariadbd` program found.")
    with _folder("mysql") as (folder, account):
        certificates = make_certificates(folder)
        (folder / "init.sql").write_text(
            "CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY 'app-password';\n"
            "GRANT ALL ON *.* TO 'app'@'%' WITH GRANT OPTION;\n"
            "CREATE USER IF NOT EXISTS 'tlsonly'@'%' IDENTIFIED BY 'tls-password' REQUIRE SSL;\n"
            "GRANT ALL ON *.* TO 'tlsonly'@'%';\n"
        )
        _own(folder, account)
        data = folder / "data"
        _run(
            [
                installer,
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                f"--datadir={data}",
                *([f"--user={account}"] if account else []),
            ],
            None,
        )
        port = free_port()
        options = [
            "--no-defaults",
            f"--datadir={data}",
            f"--port={port}",
            "--bind-address=127.0.0.1",
            f"--socket={folder / 's.sock'}",
            f"--pid-file={folder / 'pid'}",
            f"--ssl-cert={certificates.certificate}",
            f"--ssl-key={certificates.key}",
            f"--init-file={folder / 'init.sql'}",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-buffer-pool-size=64M",
            "--skip-name-resolve",
            "--max-allowed-packet=128M",
            "--max-connections=80",
        ]
        with _running([server, *options], account, port, folder) as life:
            yield Server("mysql", port, "app", "app-password", certificates, folder, life.restart)


@contextlib.contextmanager
def _folder(account: str) -> Iterator[tuple[Path, str | None]]:
    """A temporary folder, and the account to run under: servers refuse to run as root."""
    folder = Path(tempfile.mkdtemp(prefix=f"tw-{account}-"))
    try:
        yield folder, account if os.geteuid() == 0 else None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path, account: str | None) -> None:
    if account is None:
        return
    entry = pwd.getpwnam(account)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _run(command: Sequence[str], account: str | None) -> None:
    done = subprocess.run(command, user=account, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")


@dataclass
class _Life:
    """A server's process, or the next one with the same command."""

    command: Sequence[str]
    account: str | None
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, user=self.account, stdout=log, stderr=log, cwd="/")
        _wait_for(self.port, self.process, self.log)

    def stop(self) -> None:
        if self.process is None:
            return
        # PostgreSQL waits for its clients on SIGTERM and tells them to go on SIGINT; MariaDB does that on SIGTERM.
        self.process.send_signal(signal.SIGINT if self.command[0].endswith("postgres") else signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()


@contextlib.contextmanager
def _running(command: Sequence[str], account: str | None, port: int, folder: Path) -> Iterator[_Life]:
    life = _Life(command, account, port, folder / "log")
    try:
        life.start()
        yield life
    finally:
        life.stop()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.settimeout(1)
            # MariaDB greets at once; PostgreSQL waits for us, so a silent open port is good for it.
            with contextlib.suppress(TimeoutError):
                probe.recv(1)
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-4000:]}")
