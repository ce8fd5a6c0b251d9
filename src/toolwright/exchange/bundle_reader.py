"""Reading bundles: the one file of rows at the top of an archive, and the files it names."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from toolwright.errors import phrase
from toolwright.exchange.contract import Block, Reader, ReadOptions, malformed, too_much
from toolwright.exchange.enclosed import Enclosed
from toolwright.extend.column import Refused

MAX_ROWS_BYTES = 4_000_000_000
_ENDINGS = frozenset({".csv", ".tsv", ".json", ".ndjson", ".xlsx", ".ods"})
Open = Callable[[Path, ReadOptions], Reader]


class BundleReader(Reader):
    """See the module. `open_file` reads what is inside."""

    def __init__(self, path: Path, options: ReadOptions, open_file: Open) -> None:
        self.enclosed = Enclosed(path)
        rows = _rows_in(self.enclosed)
        self._unpacked = _unpacked(self.enclosed, rows)
        try:
            self._inner = open_file(Path(self._unpacked.name), replace(options, format=_format(rows)))
        except BaseException:
            self._unpacked.close()
            raise
        inner = self._inner
        self.unit, self.is_text, self.has_lists = inner.unit, inner.is_text, inner.has_lists
        self.headers, self.facts = inner.headers, {**inner.facts, "rows": rows}

    def blocks(self) -> Iterator[Block]:
        """The rows from the start."""
        return self._inner.blocks()

    def close(self) -> None:
        """Forget what was unpacked."""
        self._inner.close()
        self._unpacked.close()


def _rows_in(enclosed: Enclosed) -> str:
    found = [name for name in enclosed.sizes if "/" not in name and PurePosixPath(name).suffix.lower() in _ENDINGS]
    if len(found) != 1:
        what = phrase("has several tables at its top: {names}", names=", ".join(found[:5]))
        what = what if found else phrase("has no table at its top")
        raise malformed(
            phrase("The archive {what}.", what=what),
            hint="Put one file of rows there, such as rows.csv, files in folders.",
        )
    return found[0]


def _format(name: str) -> str:
    return PurePosixPath(name).suffix.lower().lstrip(".")


def _unpacked(enclosed: Enclosed, rows: str) -> tempfile._TemporaryFileWrapper[bytes]:
    if enclosed.sizes[rows] > MAX_ROWS_BYTES:
        raise too_much(
            phrase("{rows} unpacks to {sizes} bytes.", rows=rows, sizes=f"{enclosed.sizes[rows]:,}"),
            "Import it in several parts.",
        )
    file = tempfile.NamedTemporaryFile(prefix="toolwright-import-")  # noqa: SIM115  # closed with the reader
    try:
        for piece in enclosed.pieces(rows):
            file.write(piece)
        file.flush()
    except Refused as wrong:
        file.close()
        raise malformed(wrong.message, hint="Pack it again.") from wrong
    except BaseException:
        file.close()
        raise
    return file
