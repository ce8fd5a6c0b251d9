"""Importing a file into a new built-in table, whose columns follow from what the file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from toolwright.commands.definitions import Migration, open_workspace
from toolwright.commands.design_tables import design_tables
from toolwright.commands.import_rows import (
    ImportPreview,
    ImportReport,
    ImportRequest,
    import_rows,
    preview_file,
)
from toolwright.commands.services import Services
from toolwright.errors import Conflict, InvalidInput, NotFound
from toolwright.exchange.intake import Progress
from toolwright.extend.design import ColumnKinds
from toolwright.model.table import humanise
from toolwright.policy.actor import Actor


async def import_table(
    services: Services, actor: Actor, workspace: str, request: ImportRequest, path: Path, progress: Progress
) -> ImportReport:
    """A new table with the rows of a file; when they cannot be stored there is no table either.

    A process killed in between leaves the table empty.
    """
    try:
        found = await open_workspace(services, actor, workspace)
    except NotFound:  # hidden, and answered like a table that is
        raise NotFound(f"There is no table '{request.table}'.", code="table.not_found") from None
    if request.table in found.tables:
        raise Conflict(
            f"There is a table '{request.table}' already.",
            code="import.table_exists",
            hint="Choose another name, or import into it without making it.",
        )
    if request.is_trial or request.mode != "insert":
        raise InvalidInput("A new table takes new rows, and is not made to be tried.", code="import.new_table")
    preview = await preview_file(path, request.options)
    definition = table_of(preview, services.kinds.columns, request.columns)
    message = f"Made {request.table} from a file"
    made = await design_tables(services, actor, workspace, {request.table: definition}, message=message)
    columns = {header: request.columns.get(header, preview.names[header]) for header in preview.headers}
    try:
        return await import_rows(services, actor, made, replace(request, columns=columns), path, progress=progress)
    except BaseException:
        undone = f"Undid {request.table}, whose rows could not be stored"
        word = Migration(allow_loss=True)
        await design_tables(services, actor, workspace, {request.table: None}, message=undone, migration=word)
        raise


def table_of(preview: ImportPreview, kinds: ColumnKinds, given: Mapping[str, str | None]) -> Mapping[str, object]:
    """The definition of a table for what a file holds. Columns are not required: the next file may lack a value."""
    columns: list[dict[str, object]] = []
    for header in preview.headers:
        name = given.get(header, preview.names[header])
        guess = preview.guesses[header]
        if name is None:
            continue
        column: dict[str, object] = {"name": name, "kind": guess.kind if guess.kind in kinds else "text"}
        if humanise(name) != header:
            column["label"] = header
        if guess.settings and guess.kind in kinds:
            column["settings"] = dict(guess.settings)
        columns.append(column)
    return {"columns": columns}
