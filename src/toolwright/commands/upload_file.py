"""Sending files for a column of a table: who may, and for whom the upload is then."""

from __future__ import annotations

from collections.abc import AsyncIterator

from toolwright.commands.services import Services
from toolwright.files import Target
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.store.uploads import Upload


def upload_target(services: Services, actor: Actor, workspace: Workspace, table: str, column: str) -> Target:
    """The column as a place to send files for. Raises what writing a row would raise when the actor may not."""
    files = services.rows.file_column(actor, workspace, table, column)
    return Target(actor, workspace.name, f"{table}.{column}", files)


async def upload_file(services: Services, target: Target, name: str, pieces: AsyncIterator[bytes]) -> Upload:
    """Take in a whole file; the upload may then be given to a row by the same person, and nobody else."""
    return await services.files.receive(target, name, pieces)
