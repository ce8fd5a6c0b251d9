"""MariaDB keeps the contract of data sources."""

from __future__ import annotations

import pytest

from tests.contracts.datasources.ddl import MARIADB
from tests.peers.fixture import run_on_mariadb
from tests.peers.server import Server
from toolwright.builtin.datasources.mysql.connector import Mysql
from toolwright.builtin.datasources.mysql.settings import MysqlSettings
from toolwright.extend.testing.datasource_suite import DataSourceSuite, filled

pytestmark = pytest.mark.peer


__all__ = ["filled"]


@pytest.fixture(scope="module")
def source() -> Mysql:
    return Mysql()


@pytest.fixture(scope="module")
async def settings(mariadb_server: Server) -> MysqlSettings:
    await run_on_mariadb(mariadb_server, None, "CREATE DATABASE suite CHARACTER SET utf8mb4")
    await run_on_mariadb(mariadb_server, "suite", *MARIADB)
    return Mysql().settings_from_url(mariadb_server.url("suite"))


class TestMysql(DataSourceSuite):
    """The suite, here."""
