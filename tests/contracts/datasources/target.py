"""Fresh databases of every kind behind one face, for tests that run on all of them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.peers.fixture import LOOPBACK, Database
from toolwright.builtin.datasources.mysql.connector import Mysql
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.builtin.datasources.sqlite.connector import Sqlite
from toolwright.extend.datasource import DataSource, Limits, Link, LinkOptions
from toolwright.extend.testing.shape import tables_of
from toolwright.model.table import Table

LIMITS = Limits(timeout_s=20)
KINDS = [
    "sqlite",
    pytest.param("postgres", marks=pytest.mark.peer),
    pytest.param("mysql", marks=pytest.mark.peer),
]
FIXTURES = {"postgres": "postgres_database", "mysql": "mariadb_database"}


@dataclass
class Target:
    """One empty database."""

    kind: str
    source: DataSource[Any]
    url: str
    database: Database | Path

    async def run(self, *statements: str) -> None:
        """Set something up as the administrator."""
        if isinstance(self.database, Database):
            await self.database.run(*statements)
            return
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def quote(self, name: str) -> str:
        """A name as the database quotes it."""
        mark = "`" if self.kind == "mysql" else '"'
        return mark + name.replace(mark, mark * 2) + mark

    @contextlib.asynccontextmanager
    async def link(self, **options: Any) -> AsyncIterator[Link]:
        """A link, closed afterwards."""
        link = await self.source.open(self.source.settings_from_url(self.url), LinkOptions(reach=LOOPBACK, **options))
        try:
            yield link
        finally:
            await link.close()

    async def tables(self, link: Link) -> dict[str, Table]:
        """The tables by native name."""
        return tables_of(await link.describe(LIMITS))


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    """An empty database of each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "target.db"
        sqlite3.connect(path).close()
        yield Target("sqlite", Sqlite(), f"sqlite:///{path}", path)
        return
    database: Database = request.getfixturevalue(FIXTURES[request.param])
    source: DataSource[Any] = Postgres() if request.param == "postgres" else Mysql()
    yield Target(request.param, source, database.url, database)
