"""Files of rows over HTTP: sent whole or piece by piece, and handed out to whoever may read the row.

Files never run where they are shown: each is a download with a policy that allows it nothing, whatever it says it is.
Pictures are shown only as smaller ones that were drawn anew.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field
from starlette.datastructures import UploadFile

from toolwright.api.authorize import PREFIX, needs, services_of
from toolwright.api.row_query import LIST_PARAMETERS, parameters
from toolwright.api.rows import JSON, NO_STORE, DirectRoute, addressed
from toolwright.api.wire import Answer
from toolwright.commands.download_file import RowFile, find_file, open_file
from toolwright.commands.upload_file import upload_file, upload_target
from toolwright.errors import FieldError, InvalidInput, phrase
from toolwright.extend.attachment import FileReference
from toolwright.files import EDGES, Target
from toolwright.rows.row_json import to_json
from toolwright.store.uploads import Upload

_CHUNK = 1 << 16
_TABLE = f"{PREFIX}/workspaces/{{workspace}}/tables/{{table}}"
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}  # Any: part of an OpenAPI document
_OFFSET = "upload-offset"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_ASCII = re.compile(r"[^ !#$&+.0-9A-Za-z^_`|~()\[\]@=-]")
_INERT = frozenset({"text/html", "image/svg+xml", "application/xml", "application/xhtml+xml", "text/xml"})
"""Types that a browser would run or draw: they are called nothing in particular on their way out."""
SAFE_HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-cache",
}
_SENT_FOR = {
    "column": ("string", "The column the file is for; you must be allowed to write it."),
    "name": ("string", "What the file is called."),
    "env": LIST_PARAMETERS["env"],
}
_WANTED = {
    "change": ("integer", "A file that this change of the row's history gave to the column or took from it."),
    "thumbnail": ("integer", f"Answer a picture as WebP whose longer side is at most {', '.join(map(str, EDGES))}."),
    "env": LIST_PARAMETERS["env"],
}

router = APIRouter(prefix=_TABLE, tags=["files"], route_class=DirectRoute)


class UploadAnswer(Answer):
    """An upload. Only you can give it to a row, by its `id`, until it ends.

    `offset` is how much has come; once that is `size`, `type` and `sha256` say what it is.
    """

    id: str
    name: str
    size: int
    offset: int
    type: str | None = None
    sha256: str | None = None
    expires_at: datetime = Field(description="When it ends, unless a row holds the file by then.")


def _documented(
    query: Mapping[str, tuple[str, str]], path: tuple[str, ...] = (), body: Mapping[str, object] | None = None
) -> dict[str, Any]:  # Any: part of an OpenAPI document
    found: dict[str, Any] = {  # Any: as above
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in ("workspace", "table", *path)
            ),
            *(
                {"name": name, "in": "query", "schema": {"type": kind}, "description": text}
                for name, (kind, text) in query.items()
            ),
        ]
    }
    if body is not None:
        found["requestBody"] = {"required": True, "content": body}
    return found


_FORM = {"schema": {"type": "object", "required": ["file"], "properties": {"file": _BINARY["schema"]}}}
_WHOLE = {"application/octet-stream": _BINARY, "multipart/form-data": _FORM}
_PIECE = {"application/octet-stream": _BINARY}
_UPLOADED: dict[int | str, dict[str, Any]] = {201: {"model": UploadAnswer}}  # Any: FastAPI's own type
_PROGRESS: dict[int | str, dict[str, Any]] = {200: {"model": UploadAnswer}}  # Any: as above
_SIZE = ("integer", "How many bytes the file has.")


# --- coming in --------------------------------------------------------------------------------------------------------


@router.post("/files/upload", openapi_extra=_documented(_SENT_FOR, body=_WHOLE), responses=_UPLOADED, status_code=201)
@needs("create", "table", anonymous=True)
async def send_file(request: Request) -> Response:
    """Send a whole file, as the body or as the part `file` of a form. What it is is found out from its content."""
    given = parameters(request.scope["query_string"], _SENT_FOR)
    target = await _target(request, given)
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        async with request.form(max_files=1, max_fields=20) as form:
            part = form.get("file")
            if not isinstance(part, UploadFile):
                raise InvalidInput("The form has no file.", code="file.none", hint="Send it as the part `file`.")
            done = await upload_file(
                services_of(request), target, given.get("name") or part.filename or "", _read(part)
            )
    else:
        done = await upload_file(services_of(request), target, given.get("name", ""), request.stream())
    return _answer(done, done.size, 201)


@router.post(
    "/files/uploads",
    openapi_extra=_documented({**_SENT_FOR, "size": _SIZE}),
    responses=_UPLOADED,
    status_code=201,
)
@needs("create", "table", anonymous=True)
async def begin_upload(request: Request) -> Response:
    """Begin a file that is sent piece by piece, and can be gone on with after the connection was lost."""
    given = parameters(request.scope["query_string"], {**_SENT_FOR, "size": _SIZE})
    size = given.get("size", "")
    if not (size.isascii() and size.isdigit() and 0 < len(size) < 16 and int(size)):
        raise _wrong("size", "Must be how many bytes the file has.")
    target = await _target(request, given)
    begun = await services_of(request).files.begin(target, given.get("name", ""), int(size))
    names = request.path_params
    place = f"{PREFIX}/workspaces/{names['workspace']}/tables/{names['table']}/files/uploads/{begun.id}"
    return _answer(begun, 0, 201, {"location": f"{place}?column={quote(given['column'])}"})


_ONE = {"column": _SENT_FOR["column"], "env": LIST_PARAMETERS["env"]}


@router.get("/files/uploads/{upload}", openapi_extra=_documented(_ONE, ("upload",)), responses=_PROGRESS)
@needs("create", "table", anonymous=True)
async def look_at_upload(request: Request) -> Response:
    """How much of an upload of yours has come."""
    target = await _target(request, parameters(request.scope["query_string"], _ONE))
    return _answer(*await services_of(request).files.progress(target, request.path_params["upload"]))


@router.patch("/files/uploads/{upload}", openapi_extra=_documented(_ONE, ("upload",), _PIECE), responses=_PROGRESS)
@needs("create", "table", anonymous=True)
async def go_on_with_upload(request: Request) -> Response:
    """Add a piece at the offset that the header `Upload-Offset` gives; with the last one the file is complete."""
    target = await _target(request, parameters(request.scope["query_string"], _ONE))
    start = request.headers.get(_OFFSET, "")
    if not (start.isascii() and start.isdigit() and len(start) < 16):
        raise InvalidInput("Upload-Offset must say where the piece begins.", code="upload.bad_offset")
    files, upload = services_of(request).files, request.path_params["upload"]
    return _answer(*await files.append(target, upload, int(start), request.stream()))


@router.delete("/files/uploads/{upload}", openapi_extra=_documented(_ONE, ("upload",)), status_code=204)
@needs("create", "table", anonymous=True)
async def give_up_upload(request: Request) -> Response:
    """Forget an upload of yours. A row that holds the file keeps it."""
    target = await _target(request, parameters(request.scope["query_string"], _ONE))
    await services_of(request).files.drop(target, request.path_params["upload"])
    return Response(status_code=204, headers=NO_STORE)


async def _target(request: Request, given: Mapping[str, str]) -> Target:
    if not given.get("column"):
        raise _wrong("column", "Must name the column the file is for.")
    actor, workspace, table = await addressed(request)
    return upload_target(services_of(request), actor, workspace, table, given["column"])


async def _read(part: UploadFile) -> AsyncIterator[bytes]:
    while piece := await part.read(_CHUNK):
        yield piece


def _answer(one: Upload, offset: int, status: int = 200, headers: Mapping[str, str] = NO_STORE) -> Response:
    is_whole = one.sha256 is not None
    wire = {
        "id": one.id,
        "name": one.name,
        "size": one.size,
        "offset": offset,
        "type": one.type if is_whole else None,
        "sha256": one.sha256,
        "expires_at": one.expires_at,
    }
    said = {**NO_STORE, **headers, _OFFSET: str(offset), "upload-length": str(one.size)}
    return Response(to_json(wire), status, said, JSON)


def _wrong(name: str, message: str) -> InvalidInput:
    error = FieldError(name, message)
    return InvalidInput(
        phrase("The parameter '{name}' is not valid: {message}", name=name, message=message),
        "request.bad_query",
        errors=(error,),
    )


# --- going out --------------------------------------------------------------------------------------------------------


@router.get("/rows/{row_id}/files/{column}/{file}", openapi_extra=_documented(_WANTED, ("row_id", "column", "file")))
@needs("read", "table", anonymous=True)
async def get_file(request: Request) -> Response:
    """A file of a row you may read, in a column you may read. Takes `Range` and `If-None-Match`."""
    given = parameters(request.scope["query_string"], _WANTED)
    edge = given.get("thumbnail")
    if edge is not None and edge not in map(str, EDGES):
        raise _wrong("thumbnail", phrase("Must be one of: {edges}.", edges=", ".join(map(str, EDGES))))
    actor, workspace, table = await addressed(request)
    names = request.path_params
    change = _number(given, "change")
    asked = RowFile(actor, workspace, table, names["row_id"], names["column"], names["file"], change)
    found = await find_file(services_of(request), asked)
    tag = f'"{found.sha256}{"" if edge is None else f"-{edge}"}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={**SAFE_HEADERS, "etag": tag})
    if edge is not None:
        small = await services_of(request).pictures.small(workspace.name, found, int(edge))
        return Response(small, headers={**SAFE_HEADERS, "etag": tag}, media_type="image/webp")
    return await _sent(request, workspace.name, found, tag)


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise _wrong(name, "Must be a whole number.")
    return int(text)


async def _sent(request: Request, workspace: str, found: FileReference, tag: str) -> Response:
    is_whole = request.headers.get("if-range", tag) != tag
    part = None if is_whole else _range(request.headers.get("range", ""), found.size)
    headers = {
        **SAFE_HEADERS,
        "etag": tag,
        "accept-ranges": "bytes",
        "content-disposition": disposition(found.name),
    }
    start, end = part or (0, found.size)
    if start >= found.size:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{found.size}"})
    if part is not None:
        headers["content-range"] = f"bytes {start}-{end - 1}/{found.size}"
    headers["content-length"] = str(end - start)
    pieces = await open_file(services_of(request), workspace, found, start, end)
    media_type = "application/octet-stream" if found.type in _INERT else found.type
    answer = StreamingResponse(pieces, 200 if part is None else 206, headers)
    answer.headers["content-type"] = media_type  # without the character set the framework would add
    return answer


def _range(text: str, size: int) -> tuple[int, int] | None:
    """The one range asked for (RFC 9110 14.1.2); None for the whole, also when several are asked for."""
    match = _RANGE.fullmatch(text.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    end = min(int(last) + 1, size) if last else size
    return (int(first), end) if int(first) < end or int(first) >= size else None


def disposition(name: str) -> str:
    """The header that has a browser save the file under its name (RFC 6266), and never show it."""
    plain = _ASCII.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
