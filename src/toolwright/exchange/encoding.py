"""Encoding: which one a text file has. UTF-8 is proven over the whole file; anything else is a guess by its letters."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from toolwright.errors import InvalidInput, phrase

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path, given: str | None = None) -> str:
    """The Python name of the file's encoding. Raises InvalidInput for a name nobody knows."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    if given is None:
        return marked or _guess(path)
    try:
        name = codecs.lookup(given).name
    except LookupError:
        raise InvalidInput(
            phrase("There is no encoding '{given}'.", given=given[:40]),
            code="import.encoding",
            hint="Such as utf-8, cp1252 or iso8859-15.",
        ) from None
    return "utf-8-sig" if name == "utf-8" else name


def _guess(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        read = 0
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as wrong:
                file.seek(0)
                sample = file.read(_SAMPLE)
                file.seek(max(0, read + wrong.start - _SAMPLE // 2))
                return _by_letters(sample + file.read(_SAMPLE))
            read += len(chunk)
    return "utf-8"


def _by_letters(sample: bytes) -> str:
    if b"\0" in sample[:1000]:
        even, odd = sample[:1000:2].count(0), sample[1:1000:2].count(0)
        return "utf-16-be" if even > odd else "utf-16-le"
    best = from_bytes(sample).best()
    found = best.encoding if best is not None else "cp1252"
    # Latin 1 holds control characters where Windows put its quotes and the euro: nobody writes those.
    return "cp1252" if found in ("latin_1", "iso8859_1", "ascii", "utf_8") else found
