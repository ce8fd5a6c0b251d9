"""Places: where the internal tables of each workspace are kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

from toolwright import clock
from toolwright.model.source import DataSource

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
        return self._folder / workspace / "_production.db"

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
