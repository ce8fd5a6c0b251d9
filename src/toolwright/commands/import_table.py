"""Importing a file into a new built-in table, whose columns follow from what the file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from toolwright.commands.add_filled import add_filled
from toolwright.commands.definitions import open_workspace
from toolwright.commands.import_rows import ImportReport, ImportRequest, import_rows, note_import
from toolwright.commands.preview_file import ImportPreview, preview_file
from toolwright.commands.services import Services
from toolwright.commands.try_table import try_table
from toolwright.errors import Conflict, InvalidInput, NotFound, phrase
from toolwright.exchange.intake import Progress
from toolwright.extend.design import ColumnKinds
from toolwright.model.table import humanise
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor


async def import_table(
    services: Services,
    actor: Actor,
    workspace: str,
    request: ImportRequest,
    path: Path,
    progress: Progress,
    *,
    rejects: TextIO | None = None,
) -> ImportReport:
    """A new table with the rows of a file; when they cannot be stored there is no table either, nor when it is killed.

    A trial makes no table: it says which rows the columns would not take, each by itself.
    """
    try:
        found = await open_workspace(services, actor, workspace)
    except NotFound:  # hidden, and answered like a table that is
        raise NotFound(phrase("There is no table '{table}'.", table=request.table), code="table.not_found") from None
    if request.table in found.tables:
        raise Conflict(
            phrase("There is a table '{table}' already.", table=request.table),
            code="import.table_exists",
            hint="Choose another name, or import into it without making it.",
        )
    if request.mode != "insert":
        raise InvalidInput("A new table takes new rows.", code="import.new_table")
    preview = await preview_file(path, request.options)
    definition = table_of(preview, services.kinds.columns, request)
    if request.is_trial:
        return await try_table(services, actor, request, path, definition, progress)
    columns = {header: request.columns.get(header, preview.names[header]) for header in preview.headers}
    wanted, stored = replace(request, columns=columns), list[ImportReport]()

    async def fill(filled: Workspace) -> int:
        report = await import_rows(
            services, actor, filled, wanted, path, rejects=rejects, progress=progress, is_new=True
        )
        stored.append(report)
        return report.inserted

    message = f"Made {request.table} from a file"
    await add_filled(services, actor, workspace, {request.table: definition}, message, fill)
    await note_import(services, actor, workspace, request, stored[0])
    return stored[0]


def table_of(preview: ImportPreview, kinds: ColumnKinds, request: ImportRequest) -> Mapping[str, object]:
    """The definition of a table for what a file holds. Columns are not required: the next file may lack a value.

    Raises NotFound for a kind that is asked for and not installed.
    """
    columns: list[dict[str, object]] = []
    for header in preview.headers:
        name = request.columns.get(header, preview.names[header])
        guess = preview.guesses[header]
        if name is None:
            continue
        kind = kinds.get(request.kinds[header]).kind if header in request.kinds else guess.kind
        column: dict[str, object] = {"name": name, "kind": kind if kind in kinds else "text"}
        if humanise(name) != header:
            column["label"] = header
        if guess.settings and kind == guess.kind and kind in kinds:
            column["settings"] = dict(guess.settings)
        columns.append(column)
    return {**({"title": request.title} if request.title else {}), "columns": columns}
