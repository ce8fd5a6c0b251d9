"""Settings of the MySQL and MariaDB data source."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.sql.network import ServerSettings


class MysqlSettings(ServerSettings):
    """How to reach a MySQL or MariaDB database."""

    port: int = Field(3306, ge=1, le=65535, json_schema_extra={"x-address": True})
