"""Attaching: the files that a write gives to a row, completed from what is known of them.

A file comes from the row as it is, from an upload of the same person, or from the row's history: as far as this person
sees it, or all of it when the row is put back. What a client says of a file beyond its id counts for nothing, so nobody
gets at a file by naming its content.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Literal

from toolwright.errors import Denied, FieldError, NotFound, NotSignedIn, ToolwrightError
from toolwright.extend.attachment import FileReference, files_in, ids_in, unfit
from toolwright.extend.column import Refused
from toolwright.model.table import Column, Files
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows.contract import StoredRow
from toolwright.rows.request import Desk, Request
from toolwright.rows.values import refusal

Values = Mapping[str, object]
Present = Callable[[], Awaitable[Values | None]]
"""The row as it is, for who needs it."""
Former = Callable[[], Awaitable[Sequence[FileReference]]]
"""The files that the row had before, as far as the actor sees that, for who needs them."""


async def with_files(
    request: Request, values: dict[str, object], vouched: Values, present: Present, former: Former
) -> dict[str, object]:
    """The values with every file completed. `vouched` hold files that need not be looked up: the row's own history.

    Raises InvalidInput, field by field, for files that are none of this person's.
    """
    by_name = request.sight.table.by_name
    given = {name: ids_in(value) for name, value in values.items() if by_name[name].files is not None}
    wanted = {id_ for ids in given.values() for id_ in ids}
    if not wanted:
        return values
    known = _files_of(request, vouched)
    if wanted - known.keys():
        known |= _files_of(request, await present() or {})
    fresh: Mapping[str, FileReference] = {}
    if request.desk.uploads is not None and (missing := wanted - known.keys()):
        fresh = await request.desk.uploads.uploaded(request.workspace.name, request.actor, missing)
    if wanted - known.keys() - fresh.keys():
        known |= {one.id: one for one in await former() if one.id not in known}
    completed, errors = {}, []
    for name, ids in given.items():
        try:
            completed[name] = _completed(by_name[name], ids, known, fresh)
        except Refused as refused:
            errors.append(FieldError(name, refused.message, refused.code))
    if errors:
        raise refusal(errors)
    return {**values, **completed}


def _completed(
    column: Column, ids: list[str], known: Mapping[str, FileReference], fresh: Mapping[str, FileReference]
) -> object:
    assert column.files is not None  # noqa: S101  # the caller has looked
    found = []
    for id_ in ids:
        one = known.get(id_)
        if one is None:
            one = fresh.get(id_)
            if one is None:
                raise Refused("A file was not uploaded by you, or too long ago. Upload it again.", "no_upload")
            refused = unfit(column.files, one)
            if refused is not None:
                raise refused
        found.append(one.to_wire())
    return (found or None) if column.files.many else (found[0] if found else None)


def vouched(cells: Sequence[object], refused: list[tuple[int, Refused]]) -> list[object]:
    """The cells of a load as values of a column of files, or what kept them from it.

    Only what an import made of files that came with it counts: files (`FileReference`), or why there are none. What a
    text or an object says of a file is nothing that an import could vouch for.
    """
    found: list[object] = []
    for place, cell in enumerate(cells):
        files = cell if isinstance(cell, tuple) else ()
        if isinstance(cell, Refused):
            refused.append((place, cell))
        elif cell is not None and not (files and all(isinstance(one, FileReference) for one in files)):
            refused.append((place, Refused("Files are imported from an archive that holds them.", "no_file")))
            files = ()
        found.append([one.to_wire() for one in files] or None)
    return found


def _files_of(request: Request, row: Values) -> dict[str, FileReference]:
    columns = [column.name for column in request.sight.table.columns if column.files is not None]
    return {one.id: one for name in columns for one in files_in(row.get(name))}


def file_column(desk: Desk, actor: Actor | None, workspace: Workspace, table: str, name: str) -> Files:
    """What files a column takes from this actor, whether for new rows or for those there are.

    Raises what writing a row would raise, and InvalidInput (`row.invalid`) for a column they may not give files.
    """
    refused: ToolwrightError | None = None
    verbs: tuple[Literal["create", "update"], ...] = ("create", "update")
    for verb in verbs:
        try:
            request = desk.open(actor, workspace, table, verb)
        except (Denied, NotSignedIn) as fault:
            refused = fault
            continue
        if name in request.sight.access.writable_by(verb):
            column = request.sight.table.by_name[name]
            if column.files is not None and request.sight.table.is_internal:
                return column.files
        refused = refusal([FieldError(name, "This is no column that you may give files.", "denied")])
    assert refused is not None  # noqa: S101  # both verbs were asked for
    raise refused


def file_of(row: StoredRow, column: str, file: str) -> FileReference:
    """The file of that id in a column of a row, as the actor was given the row. Raises NotFound."""
    found = [one for one in files_in(row.values.get(column)) if one.id == file]
    if not found:
        raise NotFound("The row has no such file.", code="file.not_found")
    return found[0]


def check_holds_files(request: Request, name: str) -> None:
    """Raise NotFound unless the column, as this actor knows the table, holds files that we put there ourselves.

    What a data source says of files, in whatever form, is never taken for one of ours.
    """
    sight = request.sight
    column = sight.table.by_name.get(name) if name in sight.access.readable else None
    if column is None or column.files is None or sight.source is not None:
        raise NotFound("The row has no such file.", code="file.not_found")
