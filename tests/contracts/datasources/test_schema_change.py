"""SQLite and PostgreSQL keep the contract of schema changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.peers.fixture import LOOPBACK, Database
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.builtin.datasources.sqlite.connector import Sqlite, SqliteSettings
from toolwright.extend.datasource import Link, LinkOptions
from toolwright.extend.testing.schema_rules import RuleSuite
from toolwright.extend.testing.schema_suite import SchemaSuite, holder

__all__ = ["holder"]
INTERNAL = LinkOptions(is_internal=True, reach=LOOPBACK)


class TestSqlite(SchemaSuite, RuleSuite):
    """In a file."""

    @pytest.fixture
    async def internal(self, tmp_path: Path) -> AsyncIterator[Link]:
        link = await Sqlite().open(SqliteSettings(path=str(tmp_path / "databases" / "_production.db")), INTERNAL)
        yield link
        await link.close()


@pytest.mark.peer
class TestPostgres(SchemaSuite, RuleSuite):
    """In a schema of its own."""

    @pytest.fixture
    async def internal(self, postgres_database: Database) -> AsyncIterator[Link]:
        settings = Postgres().settings_from_url(postgres_database.url)
        link = await Postgres().open(settings.model_copy(update={"schemas": ("desk_production",)}), INTERNAL)
        yield link
        await link.close()
