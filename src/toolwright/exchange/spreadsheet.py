"""What XLSX and ODS have in common: sheets by name, a first row that names the columns, typed cells."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path

from toolwright.errors import InvalidInput, did_you_mean, phrase
from toolwright.exchange.archive import check_archive
from toolwright.exchange.contract import (
    Block,
    Reader,
    ReadOptions,
    Row,
    checked_headers,
    gathered,
    malformed,
    unique,
)

_OTHER = "Choose another sheet, or fill this one."


class SheetReader(Reader):
    """One sheet of a file that holds several."""

    is_text = False

    def __init__(self, path: Path, options: ReadOptions) -> None:
        check_archive(path)
        self.path = path
        names = self.sheets()
        self.sheet = _chosen(names, options.sheet)
        self._has_header = options.header is not False
        first = next((row for _, row in self._filled()), None)
        if first is None:
            what = phrase("The sheet '{sheet}' is empty.", sheet=self.sheet)
            raise InvalidInput(what, code="import.empty_sheet", hint=_OTHER, extra={"sheets": list(names)})
        if self._has_header:
            self.headers = checked_headers(first)
        else:
            self.headers = unique([f"Column {n}" for n in range(1, len(first) + 1)])
        self.facts = {"sheet": self.sheet, "sheets": list(names), "header": self._has_header}

    @abstractmethod
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets."""

    @abstractmethod
    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row of the sheet with its number."""

    def blocks(self) -> Iterator[Block]:
        """The rows below the header."""
        rows = self._filled()
        if self._has_header:
            next(rows, None)
        return gathered(len(self.headers), rows)

    def close(self) -> None:
        """Nothing stays open."""

    def _filled(self) -> Iterator[tuple[int, Row]]:
        return ((number, row) for number, row in self.rows() if any(cell not in (None, "") for cell in row))


def _chosen(names: tuple[str, ...], wanted: str | None) -> str:
    if not names:
        raise malformed("The spreadsheet has no sheets.")
    if wanted is None:
        return names[0]
    if wanted not in names:
        raise InvalidInput(
            phrase("There is no sheet '{wanted}'.", wanted=wanted[:100]),
            code="import.no_sheet",
            hint=did_you_mean(wanted, names),
        )
    return wanted
