"""Imports over HTTP: the file as the body or as a part of a form, what to do with it in the query string.

Answers once all is done; or, for `Accept: application/x-ndjson`, with a line for the progress now and then and a last
one for the outcome. A client that goes away cancels: nothing is stored then.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from toolwright.api.authorize import PREFIX, needs, services_of
from toolwright.api.problem import answer_fault
from toolwright.api.row_query import LIST_PARAMETERS, parameters
from toolwright.api.rows import JSON, NO_STORE, DirectRoute, addressed
from toolwright.api.wire import Answer
from toolwright.commands.import_rows import ImportRequest, import_rows
from toolwright.commands.import_table import import_table
from toolwright.errors import FieldError, InvalidInput, LimitReached
from toolwright.exchange.contract import DateOrder, ReadOptions
from toolwright.exchange.intake import Progress
from toolwright.exchange.local import Decimals
from toolwright.exchange.mapping import given_pairs
from toolwright.exchange.opening import MEDIA_TYPES
from toolwright.exchange.threads import in_thread
from toolwright.rows.loading import Mode
from toolwright.rows.row_json import to_json

if TYPE_CHECKING:
    File = tempfile._TemporaryFileWrapper[bytes]

MAX_REJECTS = 10_000_000
PROGRESS_S = 0.3
NDJSON = "application/x-ndjson"
_Literal = Any  # one of the literals allowed
_PATH = ("workspace", "table")
_CHUNK = 1 << 16
Work = Callable[[Progress], Coroutine[Any, Any, bytes]]  # Any: what no coroutine here is sent
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
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
    "format": ("string", "`csv`, `tsv`, `json`, `ndjson`, `xlsx`, `ods`, `sqlite` or `zip`; found out when not given."),
    "encoding": ("string", "Of text files, such as `utf-8` or `cp1252`."),
    "delimiter": ("string", "Of CSV: one character."),
    "header": ("boolean", "Whether the first row names the columns."),
    "sheet": ("string", "The sheet of a spreadsheet, or the table of a SQLite file."),
    "decimal": ("string", "`.` or `,`: what parts the decimals of numbers."),
    "dates": ("string", "`dmy`, `mdy` or `ymd`: the order of dates in figures."),
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


def _documented() -> dict[str, Any]:  # Any: part of an OpenAPI document
    binary = {"schema": {"type": "string", "format": "binary"}}
    form = {"schema": {"type": "object", "required": ["file"], "properties": {"file": binary["schema"]}}}
    return {
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in _PATH),
            *(
                {"name": name, "in": "query", "schema": {"type": kind}, "description": text}
                for name, (kind, text) in IMPORT_PARAMETERS.items()
            ),
        ],
        "requestBody": {
            "required": True,
            "content": {**dict.fromkeys(MEDIA_TYPES, binary), "multipart/form-data": form},
        },
    }


@router.post("/import", openapi_extra=_documented(), responses={200: {"model": ImportAnswer}})
@needs("create", "table")
async def import_file(request: Request) -> Response:
    """Import a file: all of its rows, or none when one is wrong, unless wrong ones may be left out."""
    given = parameters(request.scope["query_string"], IMPORT_PARAMETERS)
    actor, workspace, table = await addressed(request)
    wanted = _request(table, given, request.headers.get("content-type", ""))

    is_new = bool(_flag(given, "create"))
    received = await _received(request)  # before the answer begins: what watches for a client that left reads on

    async def work(progress: Progress) -> bytes:
        try:
            services, path = services_of(request), Path(received.name)
            rejects = _Rejects() if wanted.skip_wrong else None
            if is_new:
                report = await import_table(services, actor, workspace.name, wanted, path, progress, rejects=rejects)
            else:
                report = await import_rows(services, actor, workspace, wanted, path, rejects=rejects, progress=progress)
            return to_json(report.to_wire(rejects.getvalue() if rejects is not None else None))
        finally:
            received.close()

    if NDJSON in request.headers.get("accept", ""):
        return StreamingResponse(_reported(request, work), media_type=NDJSON, headers=NO_STORE)
    return Response(await _unless_gone(request, work), media_type=JSON, headers=NO_STORE)


# --- the query string -------------------------------------------------------------------------------------------------


def _request(table: str, given: Mapping[str, str], content_type: str) -> ImportRequest:
    media_type = content_type.partition(";")[0].strip().lower()
    charset = content_type.partition("charset=")[2].strip('" ;') or None
    delimiter = given.get("delimiter")
    if delimiter is not None and len(delimiter) != 1:
        raise _wrong("delimiter", "Must be one character.")
    options = ReadOptions(
        format=given.get("format") or MEDIA_TYPES.get(media_type),
        encoding=given.get("encoding") or charset,
        delimiter=delimiter,
        header=_flag(given, "header"),
        sheet=given.get("sheet"),
        decimal=_one_of(given, "decimal", get_args(Decimals)),
        dates=_one_of(given, "dates", get_args(DateOrder)),
    )
    return ImportRequest(
        table=table,
        mode=_one_of(given, "mode", get_args(Mode)) or "insert",
        key=tuple(name.strip() for name in given.get("key", "").split(",") if name.strip()),
        columns=given_pairs(given["columns"]) if "columns" in given else {},
        kinds={header: kind for header, kind in given_pairs(given.get("kinds", "{}")).items() if kind},
        title=given.get("title"),
        options=options,
        ignore_unknown=bool(_flag(given, "ignore_unknown")),
        skip_wrong=bool(_flag(given, "skip_wrong")),
        is_trial=bool(_flag(given, "dry_run")),
    )


def _flag(given: Mapping[str, str], name: str) -> bool | None:
    if name not in given:
        return None
    if given[name] not in _FLAGS:
        raise _wrong(name, "Must be true or false.")
    return _FLAGS[given[name]]


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> _Literal:
    if name in given and given[name] not in allowed:
        raise _wrong(name, f"Must be one of: {', '.join(allowed)}.")
    return given.get(name)


def _wrong(name: str, message: str) -> InvalidInput:
    error = FieldError(name, message)
    return InvalidInput(f"The parameter '{name}' is not valid: {message}", "request.bad_query", errors=(error,))


# --- the file ---------------------------------------------------------------------------------------------------------


async def _received(request: Request) -> File:
    """The body as a file on disk, which is gone once closed, or forgotten."""
    file: File = await in_thread(tempfile.NamedTemporaryFile, prefix="toolwright-import-")
    try:
        async for chunk in _chunks(request):
            await in_thread(file.write, chunk)
        await in_thread(file.flush)
    except BaseException:
        file.close()
        raise
    return file


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        async for chunk in request.stream():
            yield chunk
        return
    async with request.form(max_files=1, max_fields=20) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise InvalidInput("The form has no file.", code="import.no_file", hint="Send it as the part `file`.")
        while chunk := await upload.read(_CHUNK):
            yield chunk


class _Rejects(io.StringIO):
    """Rejected rows for an answer: they all fit, or the import fails."""

    def write(self, text: str) -> int:
        if self.tell() + len(text) > MAX_REJECTS:
            raise LimitReached(
                "Too many rows are wrong to be answered, so nothing was stored.",
                code="import.too_many_rejects",
                hint="Mend the file; `toolwright import --rejects FILE` on the server has no such limit.",
            )
        return super().write(text)


# --- while it runs ----------------------------------------------------------------------------------------------------


async def _unless_gone(request: Request, work: Work) -> bytes:
    """The outcome of the work, which is cancelled when the client goes away."""
    task = asyncio.ensure_future(work(lambda *_: None))
    try:
        while not task.done():
            await asyncio.wait([task], timeout=PROGRESS_S)
            if not task.done() and await request.is_disconnected():
                task.cancel()
                await asyncio.wait([task])
        if task.cancelled():
            raise ClientDisconnect
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task])


async def _reported(request: Request, work: Work) -> AsyncIterator[bytes]:
    """Lines of progress and a last one for the outcome: a report, or a problem as any answer has it."""
    latest: list[tuple[int, int]] = []
    task = asyncio.ensure_future(work(lambda rows, size: latest.append((rows, size))))
    try:
        while not task.done():
            await asyncio.wait([task], timeout=PROGRESS_S)
            if latest and not task.done():
                rows, size = latest[-1]
                latest.clear()
                yield to_json({"progress": {"rows": rows, "bytes": size}}) + b"\n"
        try:
            yield b'{"report": ' + task.result() + b"}\n"
        except Exception as fault:
            answer = await answer_fault(request, fault)
            yield b'{"problem": ' + bytes(answer.body) + b"}\n"
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task])
