"""A filled service desk for each test, and the rows of it; places for internal tables."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.peers.fixture import run_on_postgres
from tests.peers.server import Server
from tests.rows import desk
from tests.rows.internal import in_file, in_schema
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.rows import Rows


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """The service desk in a fresh file."""
    path = tmp_path / "desk.db"
    desk.fill(path)
    return desk.workspace(path)


@pytest.fixture
async def rows() -> AsyncIterator[Rows]:
    """A data plane of its own."""
    async with desk.plane() as made:
        yield made


@pytest.fixture(scope="session")
def internal_server(postgres_server: Server) -> Server:
    """A PostgreSQL server with a database for internal tables."""
    asyncio.run(run_on_postgres(postgres_server, "postgres", "CREATE DATABASE internal_tables"))
    return postgres_server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer)])
def internal(request: pytest.FixtureRequest, tmp_path: Path) -> DataSource:
    """Where internal tables are made, on each engine; nothing is there yet."""
    if request.param == "sqlite":
        return in_file(tmp_path / "_production.db")
    server: Server = request.getfixturevalue("internal_server")
    return in_schema(server.url("internal_tables"), f"t{secrets.token_hex(6)}")
