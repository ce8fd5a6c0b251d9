"""Enclosed: the files that come in one archive with the rows that name them.

A cell names a file by the `sha256` of its content (`files/<sha256>` in the archive, as exports write it), or by where
it lies in the archive: `contracts/plan.pdf`. Names in archives are keys to look up, and never become paths of ours.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from toolwright.errors import phrase, phrase_of
from toolwright.exchange.bundle import FOLDER
from toolwright.exchange.contract import malformed, too_much
from toolwright.extend.column import Refused

MAX_PARTS = 110_000
MAX_UNPACKED = 100_000_000_000
_SUSPICIOUS_FROM = 1_000_000_000
_SUSPICIOUS_RATIO = 50
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-z]{26}")
_LITTER = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Named:
    """A file that a cell names: where it lies in the archive, what to call it, and what it says of itself."""

    path: str
    name: str
    id: str | None = None
    sha256: str | None = None


class Enclosed:
    """The files of an archive."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.sizes = _sizes(path)
        """What is in it by name, with the bytes it unpacks to."""

    def named(self, cell: object) -> list[Named]:
        """The files a cell names, in order. Raises Refused for what names none."""
        if isinstance(cell, str):
            cell = _parsed(cell)
        items = cell if isinstance(cell, list) else [cell]
        return [self._one(item) for item in items if item not in (None, "")]

    def pieces(self, path: str) -> Generator[bytes, None, None]:
        """The content of a file. Raises Refused when it cannot be unpacked."""
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(path) as entry:
                while piece := entry.read(_CHUNK):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as wrong:
            raise Refused(phrase("'{path}' in the archive is damaged.", path=path), "damaged_file") from wrong

    def _one(self, item: object) -> Named:
        if isinstance(item, str):
            return self._present(Named(item.strip(), _last(item)), item)
        if not isinstance(item, Mapping):
            raise Refused("Must name a file of the archive.", "no_file")
        sha256, path, name, id_ = (item.get(key) for key in ("sha256", "path", "name", "id"))
        if isinstance(sha256, str) and _SHA256.fullmatch(sha256):
            shown = name if isinstance(name, str) and name else "file"
            own = id_ if isinstance(id_, str) and _ID.fullmatch(id_) else None
            return self._present(Named(FOLDER + sha256, shown, own, sha256), shown)
        if isinstance(path, str):
            return self._present(Named(path, name if isinstance(name, str) and name else _last(path)), path)
        raise Refused("Must name a file of the archive by its `sha256` or its `path`.", "no_file")

    def _present(self, one: Named, called: str) -> Named:
        if one.path not in self.sizes:
            raise Refused(phrase("The archive does not hold '{called}'.", called=called[:100]), "no_file")
        return one


def _parsed(text: str) -> object:
    """What a text says: JSON as tables of rejected rows hold it, or names with semicolons between them."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return text
    return [part.strip() for part in text.split(";")]


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _sizes(path: Path) -> dict[str, int]:
    """What the archive holds. Raises InvalidInput for what is none, LimitReached for what unpacks to too much.

    The sizes an archive announces hold: nothing more than announced is ever unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
        raise malformed("The file is not a readable archive.", hint="Pack it again.") from wrong
    if any(part.flag_bits & 1 for part in parts):
        raise malformed("The archive is protected by a password.", hint="Pack it without one.")
    total = sum(part.file_size for part in parts)
    packed = max(1, path.stat().st_size)
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED:
        raise too_much(
            phrase_of(
                len(parts),
                "The archive holds one file of {total} bytes.",
                "The archive holds {parts} files of {total} bytes.",
                parts=f"{len(parts):,}",
                total=f"{total:,}",
            ),
            "Import it in several parts.",
        )
    if total > _SUSPICIOUS_FROM and total / packed > _SUSPICIOUS_RATIO:
        raise too_much("The archive is packed so tightly that it looks like an attack.", "Import it in several parts.")
    return {part.filename: part.file_size for part in parts if not part.is_dir() and not _LITTER.search(part.filename)}
