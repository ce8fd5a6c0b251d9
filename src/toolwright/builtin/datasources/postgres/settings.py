"""Settings of the PostgreSQL data source."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.sql.network import ServerSettings


class PostgresSettings(ServerSettings):
    """How to reach a PostgreSQL database."""

    port: int = Field(5432, ge=1, le=65535, json_schema_extra={"x-address": True})
    schemas: tuple[str, ...] = Field((), description="Schemas to show; empty: all but the system's.")
    pooler: bool = Field(False, description="Behind a pooler in transaction mode, such as PgBouncer.")
