"""Places: where the internal tables of each workspace are kept."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from toolwright import clock
from toolwright.extend.kinds import Kinds
from toolwright.model.environment import base_of, environment_of, is_draft
from toolwright.model.source import DataSource
from toolwright.store import Database

_SUFFIXES = ("", "-wal", "-shm", "-journal")


class Places(Protocol):
    """What is needed of whatever holds the databases of internal tables."""

    def __call__(self, workspace: str) -> DataSource:
        """The connector and settings of a workspace's database."""

    async def exists(self, workspace: str) -> bool:
        """Whether there is one."""

    async def remove(self, workspace: str) -> None:
        """Remove it for good, if there is one."""

    async def set_aside(self, workspace: str) -> None:
        """Keep one that belongs to no workspace out of the way of a new one."""


class FilePlaces:
    """A SQLite file for each workspace, below the home."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "databases"

    def __call__(self, workspace: str) -> DataSource:
        """The connector and settings of a workspace's database."""
        settings = {"path": str(self._file(workspace))}
        return DataSource(title="Built-in database", kind="sqlite", settings=settings)

    async def exists(self, workspace: str) -> bool:
        """Whether there is one."""
        return await asyncio.to_thread(self._file(workspace).exists)

    async def remove(self, workspace: str) -> None:
        """Remove it for good, if there is one; what else lies in its folder stays."""
        await asyncio.to_thread(self._move, workspace, None)

    async def set_aside(self, workspace: str) -> None:
        """Rename the file, so that whoever knows it can still have it."""
        await asyncio.to_thread(self._move, workspace, f"_left_{clock.now():%Y%m%d%H%M%S}.db")

    def _file(self, workspace: str) -> Path:
        return self._folder / base_of(workspace) / f"_{environment_of(workspace)}.db"

    def _move(self, workspace: str, name: str | None) -> None:
        path = self._file(workspace)
        for suffix in _SUFFIXES:
            part = path.with_name(path.name + suffix)
            if not part.exists():
                continue
            if name is None:
                part.unlink()
            else:
                part.rename(path.with_name(name + suffix))
        if name is None and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


class SchemaPlaces:
    """A schema for each workspace, in the PostgreSQL database that holds the metadata too."""

    def __init__(self, db: Database, kinds: Kinds, url: str) -> None:
        self._db = db
        self._settings = kinds.datasources.get(_POSTGRES).settings_from_url(url)

    def __call__(self, workspace: str) -> DataSource:
        """The connector and settings of a workspace's database."""
        found = self._settings.model_copy(update={"schemas": (_schema_of(workspace),)})
        settings = found.model_dump(mode="json", exclude_defaults=True)
        return DataSource(title="Built-in database", kind=_POSTGRES, settings=settings)

    async def exists(self, workspace: str) -> bool:
        """Whether there is one."""
        query = text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
        async with self._db.read() as connection:
            return (await connection.execute(query, {"name": _schema_of(workspace)})).first() is not None

    async def remove(self, workspace: str) -> None:
        """Drop the schema with all that is in it."""
        async with self._db.begin() as connection:
            await connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{_schema_of(workspace)}" CASCADE')

    async def set_aside(self, workspace: str) -> None:
        """Rename the schema, so that whoever knows it can still have it."""
        if not await self.exists(workspace):
            return
        mark = "left_draft" if is_draft(workspace) else "left"
        aside = f"{mark}_{clock.now():%Y%m%d%H%M%S}_{_short(base_of(workspace))}"
        async with self._db.begin() as connection:
            await connection.exec_driver_sql(f'ALTER SCHEMA "{_schema_of(workspace)}" RENAME TO "{aside}"')


_POSTGRES = "postgres"
_LONGEST = 40
"""Characters of a workspace's name in the name of a schema, which has room for 63."""


def _schema_of(workspace: str) -> str:
    return f"{'drafts' if is_draft(workspace) else 'tables'}_{_short(base_of(workspace))}"


def _short(workspace: str) -> str:
    """The name, or what it begins with and a digest of the rest. Names hold letters, digits and underscores only."""
    if len(workspace) <= _LONGEST:
        return workspace
    return f"{workspace[:_LONGEST]}_{hashlib.sha256(workspace.encode()).hexdigest()[:8]}"
