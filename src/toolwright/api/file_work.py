"""Work on a file that came with a request: the file on disk, progress while it runs, and an end when nobody waits.

Answers once all is done; or, for `Accept: application/x-ndjson`, with a line for the progress now and then and a last
one for the outcome. A client that goes away cancels.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from toolwright.api.problem import answer_fault
from toolwright.api.rows import JSON, NO_STORE
from toolwright.errors import InvalidInput, LimitReached
from toolwright.exchange.intake import Progress
from toolwright.exchange.threads import in_thread
from toolwright.rows.row_json import to_json

if TYPE_CHECKING:
    File = tempfile._TemporaryFileWrapper[bytes]

MAX_REJECTS = 10_000_000
PROGRESS_S = 0.3
NDJSON = "application/x-ndjson"
_CHUNK = 1 << 16
Work = Callable[[Progress], Coroutine[Any, Any, bytes]]  # Any: what no coroutine here is sent


async def answered(request: Request, work: Work) -> Response:
    """The outcome of the work, with its progress before when the client asks for lines."""
    if NDJSON in request.headers.get("accept", ""):
        return StreamingResponse(_reported(request, work), media_type=NDJSON, headers=NO_STORE)
    return Response(await _unless_gone(request, work), media_type=JSON, headers=NO_STORE)


async def received(request: Request) -> File:
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


class Rejects(io.StringIO):
    """Rejected rows for an answer: they all fit, or the import fails."""

    def __init__(self, most: int = MAX_REJECTS) -> None:
        super().__init__()
        self._most = most

    def write(self, text: str) -> int:
        if self.tell() + len(text) > self._most:
            raise LimitReached(
                "Too many rows are wrong to be answered, so nothing was stored.",
                code="import.too_many_rejects",
                hint="Mend the file; `toolwright import --rejects FILE` on the server has no such limit.",
            )
        return super().write(text)


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
