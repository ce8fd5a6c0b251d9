"""Imports over HTTP: the file as the body or as a part of a form, what to do with it in the query string."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from fastapi import APIRouter, Request, Response

from toolwright.api.authorize import PREFIX, needs, services_of
from toolwright.api.file_options import FILE_PARAMETERS, flag, one_of, read_options
from toolwright.api.file_work import Rejects, answered, received
from toolwright.api.row_query import LIST_PARAMETERS, parameters
from toolwright.api.rows import DirectRoute, addressed
from toolwright.api.spoken import speak
from toolwright.api.wire import Answer
from toolwright.commands.import_rows import ImportRequest, import_rows
from toolwright.commands.import_table import import_table
from toolwright.exchange.intake import Progress
from toolwright.exchange.mapping import given_pairs
from toolwright.exchange.opening import MEDIA_TYPES
from toolwright.rows.loading import Mode
from toolwright.rows.row_json import to_json

_PATH = ("workspace", "table")
IMPORT_PARAMETERS: Mapping[str, tuple[str, str]] = {
    "mode": ("string", "`insert` (new rows), `update` (rows that are there) or `upsert` (both)."),
    "key": ("string", "Columns by which rows are found, separated by commas; the primary key when not given."),
    "columns": (
        "string",
        "What headers mean: `Header=column`, separated by commas, `Header=` to leave one out; or a JSON object.",
    ),
    "create": ("boolean", "Whether the table is to be made, with the columns the file has."),
    "title": ("string", "What a table that is made is called by people."),
    "kinds": ("string", "The kinds of columns that are made, by header as `columns`; found out where not given."),
    "dry_run": ("boolean", "Whether to try everything and store nothing."),
    "skip_wrong": ("boolean", "Whether rows that are wrong are left out; otherwise one of them stops the import."),
    "ignore_unknown": ("boolean", "Whether headers that fit no column are left out without asking."),
    **FILE_PARAMETERS,
    "sheet": ("string", "The sheet of a spreadsheet, or the table of a SQLite file."),
    "env": LIST_PARAMETERS["env"],
}  # fmt: skip

router = APIRouter(prefix=f"{PREFIX}/workspaces/{{workspace}}/tables/{{table}}", tags=["rows"], route_class=DirectRoute)


class ImportAnswer(Answer):
    """What an import did, or would do: rows by what became of them, and the first wrong ones with the reason.

    `rejects` is a CSV file of the rows left out, when rows could be left out. `unfit` says, of a trial, why no row was
    tried: columns that the table needs, or that cannot be written.
    """

    read: int
    inserted: int
    updated: int
    rejected: int
    is_stored: bool
    problems: list[dict[str, Any]]  # Any: JSON
    columns: dict[str, str]
    left_out: dict[str, str]
    unknown: dict[str, str | None]
    unfit: list[dict[str, Any]]  # Any: JSON
    preview: dict[str, Any]  # Any: the file's cells type them
    rejects: str | None = None


def documented_file(
    given: Mapping[str, tuple[str, str]], path: tuple[str, ...] = ()
) -> dict[str, Any]:  # Any: part of an OpenAPI document
    """What the document says of a route that takes a file."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    form = {"schema": {"type": "object", "required": ["file"], "properties": {"file": binary["schema"]}}}
    return {
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in path),
            *(
                {"name": name, "in": "query", "schema": {"type": kind}, "description": text}
                for name, (kind, text) in given.items()
            ),
        ],
        "requestBody": {
            "required": True,
            "content": {**dict.fromkeys(MEDIA_TYPES, binary), "multipart/form-data": form},
        },
    }


@router.post(
    "/import", openapi_extra=documented_file(IMPORT_PARAMETERS, _PATH), responses={200: {"model": ImportAnswer}}
)
@needs("create", "table")
async def import_file(request: Request) -> Response:
    """Import a file: all of its rows, or none when one is wrong, unless wrong ones may be left out."""
    given = parameters(request.scope["query_string"], IMPORT_PARAMETERS)
    actor, workspace, table = await addressed(request)
    wanted = _request(table, given, request.headers.get("content-type", ""))

    is_new = bool(flag(given, "create"))
    file = await received(request)  # before the answer begins: what watches for a client that left reads on

    async def work(progress: Progress) -> bytes:
        try:
            services, path = services_of(request), Path(file.name)
            rejects = Rejects() if wanted.skip_wrong else None
            if is_new:
                report = await import_table(services, actor, workspace.name, wanted, path, progress, rejects=rejects)
            else:
                report = await import_rows(services, actor, workspace, wanted, path, rejects=rejects, progress=progress)
            return to_json(said_report(report.to_wire(rejects.getvalue() if rejects is not None else None)))
        finally:
            file.close()

    return await answered(request, work)


def said_report(wire: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    """A report with what it says to people in the language of whoever asks; what the file holds stays as it is."""
    types = {header: {**one, "evidence": speak(one["evidence"])} for header, one in wire["preview"]["types"].items()}
    return {
        **wire,
        "problems": [{**one, "message": speak(one["message"])} for one in wire["problems"]],
        "left_out": {header: speak(reason) for header, reason in wire["left_out"].items()},
        "unfit": [{**one, "message": speak(one["message"]), "hint": speak(one["hint"])} for one in wire["unfit"]],
        "preview": {**wire["preview"], "types": types},
    }


# --- the query string -------------------------------------------------------------------------------------------------


def _request(table: str, given: Mapping[str, str], content_type: str) -> ImportRequest:
    return ImportRequest(
        table=table,
        mode=one_of(given, "mode", get_args(Mode)) or "insert",
        key=tuple(name.strip() for name in given.get("key", "").split(",") if name.strip()),
        columns=given_pairs(given["columns"]) if "columns" in given else {},
        kinds={header: kind for header, kind in given_pairs(given.get("kinds", "{}")).items() if kind},
        title=given.get("title"),
        options=read_options(given, content_type),
        ignore_unknown=bool(flag(given, "ignore_unknown")),
        skip_wrong=bool(flag(given, "skip_wrong")),
        is_trial=bool(flag(given, "dry_run")),
    )
