"""Rejects: the rows an import left out, as a CSV file with the reason beside each, to be mended and imported again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TextIO

from toolwright.exchange.text_files import cell_text


class Rejects:
    """Writes rejected rows. The columns `line` and `problem` come last, so that they can be left out the next time."""

    def __init__(self, file: TextIO, headers: Sequence[str]) -> None:
        self._writer = csv.writer(file)
        self._width = len(headers)
        self._writer.writerow([*map(cell_text, headers), "line", "problem"])

    def add(self, line: int, cells: Sequence[object], problem: str) -> None:
        """One row as it was in the file."""
        texts = [cell_text(cell) for cell in cells[: self._width]]
        texts += [""] * (self._width - len(texts))
        self._writer.writerow([*texts, str(line), problem])
