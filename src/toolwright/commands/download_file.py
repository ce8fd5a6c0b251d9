"""Handing out a file of a row: to whoever may read the row and the column, and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from toolwright.commands.pieces import begun
from toolwright.commands.services import Services
from toolwright.extend.attachment import FileReference
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class RowFile:
    """A file, where a row names it."""

    actor: Actor
    workspace: Workspace
    table: str
    row_id: str
    column: str
    file: str
    change: int | None = None
    """A change of the row's history that gave or took the file; the row as it is when None."""


async def find_file(services: Services, asked: RowFile) -> FileReference:
    """What the row says of the file. Raises NotFound, also for a row or column the actor may not read."""
    place = (asked.actor, asked.workspace, asked.table, asked.row_id, asked.column, asked.file)
    return await services.rows.file(*place, change=asked.change)


async def open_file(
    services: Services, workspace: str, found: FileReference, start: int, end: int
) -> AsyncIterator[bytes]:
    """The bytes from `start` up to but without `end`. Its first piece is there: what is lost fails here."""
    return await begun(services.files.read(workspace, found, start, end))
