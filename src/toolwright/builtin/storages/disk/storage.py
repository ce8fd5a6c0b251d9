"""Files below a folder of this machine.

`<folder>/<two letters>/<name>`: whole or not there. What is being removed lies in `_removed` for a moment, and is read
from there, so that a file put again at that very moment is never lost, not even by a crash in between.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import unquote, urlsplit

from toolwright.errors import InvalidInput, NotFound, Unavailable
from toolwright.extend.file_storage import CHUNK_BYTES, FileStorage, FileStore, StoredFile

_KEY = re.compile(r"([a-z0-9][a-z0-9_-]{0,99})/([a-z0-9][a-z0-9_.-]{1,199})")
_REMOVED = "_removed"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
AnswerT = TypeVar("AnswerT")


class Disk(FileStorage):
    """See the module."""

    kind, title, schemes = "disk", "Disk", ("file",)

    def open(self, address: str, home: Path) -> FileStore:
        """Over `file:///folder`, or `files/` in the home when there is none."""
        parts = urlsplit(address)
        if parts.netloc or parts.query or (parts.path and not parts.path.startswith("/")):
            raise InvalidInput("The folder of files must be given as file:///folder.", code="files.bad_address")
        return DiskStore(Path(unquote(parts.path)) if parts.path else home / "files")


class DiskStore(FileStore):
    """See the module."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, key: str, source: Path) -> None:
        """See the contract."""
        await _on_disk(lambda: self._put(self._path(key), source))

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See the contract."""
        file = await asyncio.to_thread(self._open, key)
        try:
            await asyncio.to_thread(file.seek, start)
            left = end - start if end is not None else None
            while left is None or left > 0:
                piece = await asyncio.to_thread(file.read, CHUNK_BYTES if left is None else min(CHUNK_BYTES, left))
                if not piece:
                    return
                left = left - len(piece) if left is not None else None
                yield piece
        finally:
            file.close()

    async def stored(self, folder: str) -> AsyncIterator[StoredFile]:
        """See the contract."""
        found = await asyncio.to_thread(lambda: list(self._listed(folder)))
        for one in found:
            yield one

    async def folders(self) -> list[str]:
        """See the contract."""

        def found() -> list[str]:
            return sorted(one.name for one in self._root.glob("[a-z0-9]*") if one.is_dir())

        return await asyncio.to_thread(found)

    async def remove(self, key: str, before: datetime) -> bool:
        """See the contract."""
        return await _on_disk(lambda: self._remove(key, before.timestamp()))

    @asynccontextmanager
    async def local(self, key: str) -> AsyncIterator[Path]:
        """The file itself."""
        file = await asyncio.to_thread(self._open, key)
        try:
            yield Path(file.name)
        finally:
            file.close()

    # --- on the disk --------------------------------------------------------------------------------------------------

    def _path(self, key: str) -> Path:
        folder, name = _parts(key)
        return self._root / folder / name[:2] / name

    def _aside(self, key: str) -> Path:
        folder, name = _parts(key)
        return self._root / _REMOVED / f"{folder}.{name}"

    def _put(self, path: Path, source: Path) -> None:
        _make_folder(path.parent, self._root)
        with source.open("rb") as file:
            os.fsync(file.fileno())
        os.utime(source)
        try:
            source.replace(path)
        except OSError as fault:
            if fault.errno != errno.EXDEV:
                raise
            _copy(source, path)
        _flush_folder(path.parent)

    def _open(self, key: str) -> BinaryIO:
        for path in (self._path(key), self._aside(key), self._path(key)):  # it may be on its way from one to the other
            with suppress(FileNotFoundError):
                return path.open("rb")
        raise NotFound("The content of this file is not there any more.", code="file.lost")

    def _listed(self, folder: str) -> Iterator[StoredFile]:
        self._bring_back()
        for path in (self._root / folder).glob("??/*"):
            with suppress(FileNotFoundError):
                stat = path.stat()
                yield StoredFile(f"{folder}/{path.name}", stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))

    def _remove(self, key: str, before: float) -> bool:
        path, aside = self._path(key), self._aside(key)
        try:
            if path.stat().st_mtime >= before:
                return False
            aside.parent.mkdir(parents=True, exist_ok=True)
            path.rename(aside)
        except FileNotFoundError:
            return True
        if aside.stat().st_mtime >= before:  # somebody put it again before it was moved
            self._put_back(aside, path)
            return False
        aside.unlink(missing_ok=True)
        return True

    def _bring_back(self) -> None:
        """What a crash left aside is looked at anew."""
        for aside in (self._root / _REMOVED).glob("*.*"):
            folder, _, name = aside.name.partition(".")
            self._put_back(aside, self._path(f"{folder}/{name}"))

    def _put_back(self, aside: Path, path: Path) -> None:
        with suppress(FileNotFoundError):
            if path.exists():
                aside.unlink()
            else:
                _make_folder(path.parent, self._root)
                aside.rename(path)


def _parts(key: str) -> tuple[str, str]:
    match = _KEY.fullmatch(key)
    if match is None or ".." in key:
        raise NotFound("There is no such file.", code="file.lost")
    return match[1], match[2]


async def _on_disk(work: Callable[[], AnswerT]) -> AnswerT:
    """The answer of work in a thread, which goes on to its end whoever waits."""
    try:
        return await asyncio.shield(asyncio.ensure_future(asyncio.to_thread(work)))
    except OSError as fault:
        if fault.errno not in _FULL:
            raise
        raise Unavailable(
            "The disk that holds the files is full, so the file was not stored.",
            code="files.full",
            hint="Free some space; nothing needs a restart.",
            extra={"storage_full": True},
        ) from fault


def _copy(source: Path, path: Path) -> None:
    """From another disk: beside its place first."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with source.open("rb") as given, beside.open("xb") as taken:
            while piece := given.read(CHUNK_BYTES):
                taken.write(piece)
            taken.flush()
            os.fsync(taken.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    source.unlink()


def _make_folder(folder: Path, root: Path) -> None:
    """The folder, for good: a new name is only there once the folder above was flushed."""
    if folder.is_dir():
        return
    missing = [one for one in (folder, *folder.parents) if one.is_relative_to(root.parent) and not one.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in missing:
        _flush_folder(one.parent)


def _flush_folder(folder: Path) -> None:
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
