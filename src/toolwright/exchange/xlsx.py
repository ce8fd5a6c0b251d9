"""XLSX through openpyxl, row by row."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from typing import Any
from zipfile import BadZipFile

from toolwright.exchange.contract import MAX_COLUMNS, Row, malformed
from toolwright.exchange.spreadsheet import SheetReader

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class XlsxReader(SheetReader):
    """See the module."""

    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets."""
        with self._open() as book:
            return tuple(sheet.title for sheet in book.worksheets)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row with its number."""
        with self._open() as book:
            sheet = book[self.sheet]
            sheet.reset_dimensions()  # what a file says about its size is often wrong
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), 1):
                yield number, tuple(map(_plain, row))

    @contextmanager
    def _open(self) -> Iterator[Any]:  # Any: openpyxl has no types
        load_workbook = import_module("openpyxl").load_workbook  # by the first import: it is slow to load
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions it does not know
                # A file rather than a path: openpyxl goes by the name, and uploads have any.
                with (
                    self.path.open("rb") as file,
                    closing(load_workbook(file, read_only=True, data_only=True)) as book,
                ):
                    yield book
        except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as wrong:
            raise malformed("The spreadsheet cannot be read.", hint="Save it again, or as CSV.") from wrong


def _plain(cell: object) -> object:
    """The value of a cell; characters that XML cannot hold stand in it as `_x0007_`."""
    if isinstance(cell, str) and "_x" in cell:
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell)
    return cell
