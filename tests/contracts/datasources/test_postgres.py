"""PostgreSQL keeps the contract of data sources."""

from __future__ import annotations

import pytest

from tests.contracts.datasources.ddl import POSTGRES
from tests.peers.fixture import run_on_postgres
from tests.peers.server import Server
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.builtin.datasources.postgres.settings import PostgresSettings
from toolwright.extend.testing.datasource_suite import DataSourceSuite, filled

pytestmark = pytest.mark.peer


__all__ = ["filled"]


@pytest.fixture(scope="module")
def source() -> Postgres:
    return Postgres()


@pytest.fixture(scope="module")
async def settings(postgres_server: Server) -> PostgresSettings:
    await run_on_postgres(postgres_server, "postgres", "CREATE DATABASE suite")
    await run_on_postgres(postgres_server, "suite", *POSTGRES)
    return Postgres().settings_from_url(postgres_server.url("suite"))


class TestPostgres(DataSourceSuite):
    """The suite, here."""
