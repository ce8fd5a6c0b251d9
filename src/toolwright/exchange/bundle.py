"""Bundles: ZIP archives that hold rows as lines of JSON, and beside them the files the rows name, each content once.

Rows are written to disk first, so that what stands in the way is known before the first byte leaves; then rows and
files are packed while they are sent. Nothing is held whole in memory but the hashes of the files.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

from toolwright.errors import LimitReached, phrase
from toolwright.exchange.layout import Layout, Pages
from toolwright.exchange.text_files import as_ndjson
from toolwright.exchange.threads import in_thread, sent
from toolwright.extend.attachment import FileReference, files_in
from toolwright.rows import Page

ROWS = "rows.ndjson"
FOLDER = "files/"
MAX_FILES = 100_000
"""Different contents that one bundle holds: those who read archives keep a line for each in memory."""
_PACKED = 6
_AS_IT_IS = 0
_LOOSE = ("text/", "application/json", "application/xml", "image/svg", "image/bmp", "image/tiff")
"""Types of content that are worth packing; others are packed already."""


async def as_bundle(pages: Pages, layout: Layout) -> AsyncIterator[bytes]:
    """The archive. Raises LimitReached (`export.too_many_files`) and NotFound (`file.lost`)."""
    found: dict[str, FileReference] = {}
    read = layout.read
    with tempfile.TemporaryDirectory(prefix="toolwright-export-") as folder:
        path = Path(folder) / ROWS
        await in_thread(path.touch)
        with path.open("wb") as file:  # local, and written in threads
            async for lines in as_ndjson(_noted(pages, layout, found), layout):
                await in_thread(file.write, lines)
        pipe = _Pipe()
        with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
            async for piece in _entry(archive, pipe, ROWS, _PACKED, sent(path)):
                yield piece
            if read is not None:
                for sha256, one in found.items():
                    level = _PACKED if one.type.startswith(_LOOSE) else _AS_IT_IS
                    async for piece in _entry(archive, pipe, FOLDER + sha256, level, read(one)):
                        yield piece
        yield pipe.taken()


async def _noted(pages: Pages, layout: Layout, found: dict[str, FileReference]) -> AsyncIterator[Page]:
    """The pages as they come, the files in them noted."""
    places = [place for place, name in enumerate(layout.names) if name in layout.holding]
    async for page in pages:
        for row in page.rows if places else ():
            for place in places:
                for one in files_in(row[place]):
                    found.setdefault(one.sha256, one)
        if len(found) > MAX_FILES:
            raise LimitReached(
                phrase("The rows hold more than {max_files} different files.", max_files=f"{MAX_FILES:,}"),
                code="export.too_many_files",
                hint="Export some of the rows at a time, with a filter.",
            )
        yield page


async def _entry(
    archive: zipfile.ZipFile, pipe: _Pipe, name: str, level: int, pieces: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    # Contents that are packed already are "deflated" at level 0: unlike stored ones, every program can read those from
    # an archive that was sent while it was made.
    archive.compresslevel = level
    with archive.open(name, "w", force_zip64=True) as entry:
        async for piece in pieces:
            await in_thread(entry.write, piece)
            if pipe.is_worth_sending:
                yield pipe.taken()


class _Pipe(io.RawIOBase):
    """Where the archive goes, and is taken away from piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = bytearray()

    @property
    def is_worth_sending(self) -> bool:
        return len(self._bytes) >= io.DEFAULT_BUFFER_SIZE

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # only bytes come
        self._bytes += piece
        return len(piece)

    def taken(self) -> bytes:
        found = bytes(self._bytes)
        self._bytes.clear()
        return found
