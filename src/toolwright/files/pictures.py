"""Pictures: looked at before they are kept, and made smaller for the page.

What a page shows is drawn anew from the picture: no other bytes of the file, no place it was taken, no trailing content
reaches a browser. A picture says how many pixels it has before they are unpacked, and one with too many is left alone.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image, ImageOps

from toolwright.errors import InvalidInput
from toolwright.extend.attachment import PICTURES, FileReference
from toolwright.extend.file_storage import FileStore
from toolwright.ids import new_id

EDGES = (96, 320, 1280)
"""How long the longer side of a smaller picture may be, in pixels."""
MOST_PIXELS = 40_000_000
AT_ONCE = 2
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class Pictures:
    """Smaller forms of pictures, kept in a folder of this machine, from where they can always be made again."""

    def __init__(self, store: FileStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def small(self, workspace: str, found: FileReference, edge: int) -> bytes:
        """The picture as WebP, its longer side at most `edge`. Raises InvalidInput (`file.no_preview`)."""
        if found.type not in PICTURES:
            raise _no_preview("Only PNG, JPEG, WebP and GIF pictures are shown.")
        kept = self._folder / workspace / f"{found.sha256}-{edge}.webp"
        with suppress(FileNotFoundError):
            return await asyncio.to_thread(kept.read_bytes)
        async with self._turn, self._store.local(f"{workspace}/{found.sha256}") as path:
            return await asyncio.to_thread(_make, path, edge, kept)

    async def forget(self, workspace: str, sha256: str) -> None:
        """Remove the smaller forms of a picture."""
        for edge in EDGES:
            kept = self._folder / workspace / f"{sha256}-{edge}.webp"
            await asyncio.to_thread(kept.unlink, missing_ok=True)


def check_picture(path: Path) -> None:
    """Raise InvalidInput (`file.bad_picture`) unless the file is a picture of a size that can be shown."""
    try:
        with _opened(path):
            return
    except InvalidInput as fault:
        raise InvalidInput(fault.detail, code="file.bad_picture") from fault


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """The picture with nothing unpacked yet."""
    try:
        with Image.open(path, formats=_FORMATS) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise _no_preview(f"The picture has {width:,} × {height:,} pixels, which is too many to show.")
            yield picture
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Warning, Image.DecompressionBombError) as fault:
        raise _no_preview("The picture cannot be read.") from fault


def _make(path: Path, edge: int, kept: Path) -> bytes:
    with _opened(path) as picture:
        picture.draft("RGB", (edge, edge))  # JPEG: unpack no more than is needed
        picture.thumbnail((edge, edge))
        upright = ImageOps.exif_transpose(picture) or picture
        drawn = upright.convert("RGBA" if upright.mode in ("RGBA", "LA", "P", "PA") else "RGB")
        out = io.BytesIO()
        Image.frombytes(drawn.mode, drawn.size, drawn.tobytes()).save(out, "WEBP", quality=80, method=4)
    content = out.getvalue()
    with suppress(OSError):  # kept to be quicker next time; a full disk is no reason to show nothing
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = kept.with_name(f"{kept.name}.{os.getpid()}.{new_id()}")
        beside.write_bytes(content)
        beside.replace(kept)
    return content


def _no_preview(detail: str) -> InvalidInput:
    return InvalidInput(detail, code="file.no_preview", hint="Download the file instead.")
