"""Staging: files on their way in, below a folder of this machine, each under the id of its upload."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from toolwright.errors import Conflict, LimitReached, Unavailable, phrase
from toolwright.extend.attachment import MEGABYTE

_PIECE = 1 << 19
_ID = re.compile(r"[0-9a-z]{26}")


class Staging:
    """See the module."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, upload: str) -> Path:
        """Where the content of an upload gathers."""
        if not _ID.fullmatch(upload):
            raise ValueError(upload)
        return self._folder / upload

    async def size(self, upload: str) -> int:
        """How much of it is there."""
        return await asyncio.to_thread(_size, self.path(upload))

    async def append(self, upload: str, start: int, most_bytes: int, pieces: AsyncIterator[bytes]) -> int:
        """Add pieces behind `start`, and flush what came even if the sender goes away; answers how much there is.

        Raises Conflict (`upload.offset`) when `start` is not how much there was, LimitReached (`file.too_large`).
        """
        path = self.path(upload)
        present = await asyncio.to_thread(_size, path)
        if present != start:
            raise Conflict(
                phrase("This upload goes on at byte {present}, not at {start}.", present=present, start=start),
                code="upload.offset",
                hint="Ask for the offset and go on from there.",
                extra={"offset": present},
            )
        gathered, place = bytearray(), start
        try:
            async for piece in pieces:
                gathered += piece
                if place + len(gathered) > most_bytes:
                    raise too_large(most_bytes)
                if len(gathered) >= _PIECE:
                    await _write(path, place, bytes(gathered))
                    place += len(gathered)
                    gathered.clear()
        finally:
            if gathered and place + len(gathered) <= most_bytes:
                await _write(path, place, bytes(gathered))
                place += len(gathered)
        return place

    async def sha256(self, upload: str) -> str:
        """The hash of its content."""
        return await asyncio.to_thread(_sha256, self.path(upload))

    async def drop(self, upload: str) -> None:
        """Remove what there is of it."""
        await asyncio.to_thread(self.path(upload).unlink, missing_ok=True)

    async def drop_older(self, seconds: float) -> None:
        """Remove what nobody has added to for that long."""
        await asyncio.to_thread(self._drop_older, time.time() - seconds)

    def _drop_older(self, before: float) -> None:
        for path in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()


def too_large(most_bytes: int) -> LimitReached:
    """The error for a file that is larger than it may be."""
    return LimitReached(
        phrase("The file is larger than {most_bytes} MB.", most_bytes=f"{most_bytes / MEGABYTE:,g}"),
        code="file.too_large",
    )


async def _write(path: Path, place: int, content: bytes) -> None:
    try:
        await asyncio.shield(asyncio.ensure_future(asyncio.to_thread(_write_at, path, place, content)))
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Unavailable(
            "The disk that holds the files is full, so the file was not stored.",
            code="files.full",
            hint="Free some space; nothing needs a restart.",
            extra={"storage_full": True},
        ) from fault


def _write_at(path: Path, place: int, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.lseek(file, place, os.SEEK_SET)
        view = memoryview(content)
        while view:
            view = view[os.write(file, view) :]
    finally:
        os.close(file)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
