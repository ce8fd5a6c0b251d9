"""SQLite keeps the contract of data sources."""

from __future__ import annotations

import sqlite3

import pytest

from tests.contracts.datasources.ddl import SQLITE
from toolwright.builtin.datasources.sqlite.connector import Sqlite, SqliteSettings
from toolwright.extend.testing.datasource_suite import DataSourceSuite, filled

__all__ = ["filled"]


@pytest.fixture(scope="module")
def source() -> Sqlite:
    return Sqlite()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> SqliteSettings:
    path = tmp_path_factory.mktemp("suite") / "suite.db"
    connection = sqlite3.connect(path)
    for statement in SQLITE:
        connection.execute(statement)
    connection.close()
    return SqliteSettings(path=str(path))


class TestSqlite(DataSourceSuite):
    """The suite, here."""
