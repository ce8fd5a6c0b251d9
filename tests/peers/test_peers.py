"""The test servers start, speak TLS and are reachable through the fault proxy."""

from __future__ import annotations

import ssl

import asyncpg
import pytest

from tests.peers.fixture import Database

pytestmark = pytest.mark.peer


async def test_postgres_speaks_tls(postgres_database: Database) -> None:
    context = ssl.create_default_context(cafile=str(postgres_database.server.certificates.authority))
    connection = await asyncpg.connect(postgres_database.url, ssl=context)
    assert await connection.fetchval("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    await connection.close()


async def test_mariadb_runs_statements(mariadb_database: Database) -> None:
    await mariadb_database.run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)")
