"""Fixtures any test may ask for: servers (once per session), fresh databases and fault proxies (per test)."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

import asyncmy
import asyncpg
import pytest

from tests.peers.objects import Bucket, run_swift
from tests.peers.proxy import FaultProxy
from tests.peers.server import MissingEngine, Server, run_mariadb, run_postgres
from toolwright.egress import AddressPolicy, Reach

PeerT = TypeVar("PeerT")
LOOPBACK = Reach(AddressPolicy.allowing("127.0.0.0/8, ::1"))
"""Where these servers are, as an operator allows it."""


@dataclass(frozen=True)
class Database:
    """A fresh database on a test server."""

    server: Server
    name: str

    @property
    def url(self) -> str:
        """Its address, with user and password."""
        return self.server.url(self.name)

    async def run(self, *statements: str) -> None:
        """Run set-up statements as the administrator."""
        if self.server.scheme == "postgresql":
            await run_on_postgres(self.server, self.name, *statements)
        else:
            await run_on_mariadb(self.server, self.name, *statements)


async def run_on_postgres(server: Server, database: str, *statements: str) -> None:
    """Run statements on a PostgreSQL server as its administrator."""
    connection = await asyncpg.connect(server.url(database))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def run_on_mariadb(server: Server, database: str | None, *statements: str) -> None:
    """Run statements on a MariaDB server as its administrator."""
    connection = await asyncmy.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        database=database,
        autocommit=True,
        charset="utf8mb4",
    )
    try:
        async with connection.cursor() as cursor:
            for statement in statements:
                await cursor.execute(statement)
    finally:
        await connection.ensure_closed()


def _started(run: Callable[[], AbstractContextManager[PeerT]]) -> Iterator[PeerT]:
    try:
        context = run()
        server = context.__enter__()
    except MissingEngine as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    try:
        yield server
    finally:
        context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A running PostgreSQL with TLS."""
    yield from _started(run_postgres)


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    """A running MariaDB with TLS."""
    yield from _started(run_mariadb)


@pytest.fixture(scope="session")
def bucket() -> Iterator[Bucket]:
    """A bucket of a running object storage."""
    yield from _started(run_swift)


@pytest.fixture
async def postgres_database(postgres_server: Server) -> AsyncIterator[Database]:
    """An empty PostgreSQL database, dropped afterwards."""
    name = f"t{secrets.token_hex(6)}"
    await run_on_postgres(postgres_server, "postgres", f"CREATE DATABASE {name}")
    yield Database(postgres_server, name)
    await run_on_postgres(postgres_server, "postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def mariadb_database(mariadb_server: Server) -> AsyncIterator[Database]:
    """An empty MariaDB database, dropped afterwards."""
    name = f"t{secrets.token_hex(6)}"
    await run_on_mariadb(mariadb_server, None, f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    yield Database(mariadb_server, name)
    await run_on_mariadb(mariadb_server, None, f"DROP DATABASE {name}")


@pytest.fixture
async def fault_proxy() -> AsyncIterator[Callable[[Server], Awaitable[FaultProxy]]]:
    """Make fault proxies in front of servers; they are closed after the test."""
    made: list[FaultProxy] = []

    async def make(server: Server) -> FaultProxy:
        proxy = FaultProxy(server.host, server.port)
        await proxy.start()
        made.append(proxy)
        return proxy

    yield make
    for proxy in made:
        await proxy.close()
