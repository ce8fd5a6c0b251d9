"""Pictures: looked at before they are kept, and made smaller for the page.

What a page shows is drawn anew from the picture: no other bytes of the file, no place it was taken, no trailing content
reaches a browser. A picture says how many pixels it has before they are unpacked, and one with too many is left alone.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol, cast

from toolwright.errors import InvalidInput
from toolwright.extend.attachment import PICTURES, FileReference
from toolwright.extend.file_storage import FileStore
from toolwright.files.content import content_key
from toolwright.ids import new_id
from toolwright.model.environment import base_of

EDGES = (96, 320, 1280)
"""How long the longer side of a smaller picture may be, in pixels."""
AT_ONCE = 2


class Pictures:
    """Smaller forms of pictures, kept in a folder of this machine, from where they can always be made again."""

    def __init__(self, store: FileStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def small(self, workspace: str, found: FileReference, edge: int) -> bytes:
        """The picture as WebP, its longer side at most `edge`. Raises InvalidInput (`file.no_preview`)."""
        if found.type not in PICTURES:
            raise InvalidInput(
                "Only PNG, JPEG, WebP and GIF pictures are shown.",
                code="file.no_preview",
                hint="Download the file instead.",
            )
        kept = self._folder / base_of(workspace) / f"{found.sha256}-{edge}.webp"
        with suppress(FileNotFoundError):
            return await asyncio.to_thread(kept.read_bytes)
        async with self._turn, self._store.local(content_key(workspace, found.sha256)) as path:
            return await asyncio.to_thread(_make, path, edge, kept)

    async def forget(self, workspace: str, sha256: str) -> None:
        """Remove the smaller forms of a picture."""
        for edge in EDGES:
            kept = self._folder / base_of(workspace) / f"{sha256}-{edge}.webp"
            await asyncio.to_thread(kept.unlink, missing_ok=True)


def check_picture(path: Path) -> None:
    """Raise InvalidInput (`file.bad_picture`) unless the file is a picture of a size that can be shown."""
    _drawing().check_picture(path)


def _make(path: Path, edge: int, kept: Path) -> bytes:
    content = _drawing().smaller(path, edge)
    with suppress(OSError):  # kept to be quicker next time; a full disk is no reason to show nothing
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = kept.with_name(f"{kept.name}.{os.getpid()}.{new_id()}")
        beside.write_bytes(content)
        beside.replace(kept)
    return content


def _drawing() -> _Drawing:
    """See `drawing.py` for why it is not loaded always."""
    return cast("_Drawing", importlib.import_module("toolwright.files.drawing"))


class _Drawing(Protocol):
    def check_picture(self, path: Path) -> None: ...
    def smaller(self, path: Path, edge: int) -> bytes: ...
