"""Drawing: pictures opened by Pillow, looked at and made smaller. Blocks, so it is called in threads.

Only loaded when the first picture comes: it would take a tenth of a second of every start.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from toolwright.errors import InvalidInput, phrase

MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


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
                raise no_preview(
                    phrase(
                        "The picture has {width} × {height} pixels, which is too many to show.",
                        width=f"{width:,}",
                        height=f"{height:,}",
                    )
                )
            yield picture
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Warning, Image.DecompressionBombError) as fault:
        raise no_preview("The picture cannot be read.") from fault


def smaller(path: Path, edge: int) -> bytes:
    """The picture as WebP, its longer side at most `edge`. Raises InvalidInput (`file.no_preview`)."""
    with _opened(path) as picture:
        picture.draft("RGB", (edge, edge))  # JPEG: unpack no more than is needed
        picture.thumbnail((edge, edge))
        upright = ImageOps.exif_transpose(picture) or picture
        drawn = upright.convert("RGBA" if upright.mode in ("RGBA", "LA", "P", "PA") else "RGB")
        out = io.BytesIO()
        Image.frombytes(drawn.mode, drawn.size, drawn.tobytes()).save(out, "WEBP", quality=80, method=4)
    return out.getvalue()


def no_preview(detail: str) -> InvalidInput:
    """The error for what cannot be shown."""
    return InvalidInput(detail, code="file.no_preview", hint="Download the file instead.")
