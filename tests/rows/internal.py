"""The data plane over internal tables: a database laid out by the connector itself for the tables of a workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.rows.desk import NoSecrets
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.extend.datasource import Limits
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.schema_change import CreateTable, SchemaLink, SchemaRecord, TableDesign
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.rows import EventBus, Links, Rows, Seal
from toolwright.rows.request import Uploads
from toolwright.tables.stored import pairs_of


def in_file(path: Path) -> DataSource:
    """A SQLite file for internal tables."""
    return DataSource(title="Built-in", kind="sqlite", settings={"path": str(path)})


def in_schema(url: str, schema: str) -> DataSource:
    """A schema of a PostgreSQL database for internal tables."""
    made = Postgres().settings_from_url(url).model_copy(update={"schemas": (schema,)})
    settings = made.model_dump(mode="json", exclude_defaults=True)
    return DataSource(title="Built-in", kind="postgres", settings=settings)


@asynccontextmanager
async def internal_rows(
    source: DataSource, workspace: Workspace, uploads: Uploads | None = None
) -> AsyncIterator[Rows]:
    """Rows over the workspace's internal tables, which are made first."""
    kinds = installed_kinds()
    links = Links(kinds.datasources, NoSecrets(), internal=lambda _: source)
    try:
        link = await links.link(workspace, None)
        assert isinstance(link, SchemaLink)
        tables = [TableDesign(table) for table in workspace.tables.values() if table.is_internal]
        tables += [
            pairs_of(ref, column)
            for ref, table in workspace.tables.items()
            for column in table.columns
            if table.is_internal and column.links is not None
        ]
        await link.change_schema([CreateTable(t) for t in tables], SchemaRecord("first", {}), None)
        yield Rows(links, EventBus(), limits=Limits(), seal=Seal("key"), columns=kinds.columns, uploads=uploads)
    finally:
        await links.close()
