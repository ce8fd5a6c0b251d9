"""Exports as XLSX: rows go to disk as they come, and the finished file is sent from there."""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from toolwright.errors import LimitReached, phrase
from toolwright.exchange.layout import Layout, Pages
from toolwright.exchange.text_files import cell_text
from toolwright.exchange.threads import in_thread, sent

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_EXACT_DIGITS = 15
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|\r|_x[0-9A-Fa-f]{4}_")
_FORMATS = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss"}


async def as_xlsx(pages: Pages, layout: Layout) -> AsyncIterator[bytes]:
    """A workbook. Texts are written as texts, so that none is a formula; a full sheet goes on in another."""
    with tempfile.TemporaryDirectory(prefix="toolwright-export-") as folder:
        path = Path(folder) / "rows.xlsx"
        book = _Book(layout)
        try:
            async for page in pages:
                await in_thread(book.add, page.rows)
            await in_thread(book.save, path)
        finally:
            book.discard()
        async for chunk in sent(path):
            yield chunk


class _Book:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        # Loaded by the first export: it would take a twentieth of every start.
        openpyxl: Any = import_module("openpyxl")  # Any: openpyxl has no types
        self._styled: Any = import_module("openpyxl.cell").WriteOnlyCell
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._shows = [layout.shows.get(name) for name in layout.names]
        self._sheet: Any = None
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        number = len(self._book.worksheets) + 1
        title = re.sub(r"[\\/*?:\[\]]", " ", self._layout.title)[:25].strip() or "Rows"
        self._sheet = self._book.create_sheet(title if number == 1 else f"{title} {number}")
        self._sheet.freeze_panes = "A2"
        self._sheet.append([self._text(name) for name in self._layout.names])
        self._count = 1

    def add(self, rows: Sequence[tuple[object, ...]]) -> None:
        for row in rows:
            if self._count >= MAX_ROWS:
                self._begin()
            self._sheet.append([self._cell(show, value) for show, value in zip(self._shows, row, strict=True)])
            self._count += 1

    def save(self, path: Path) -> None:
        self._book.save(path)

    def discard(self) -> None:
        """Let go of the sheets' own files when the book was not saved."""
        for sheet in self._book.worksheets:
            writer = getattr(sheet, "_writer", None)
            if writer is not None and Path(str(writer.out)).exists():
                sheet.close()
                writer.cleanup()

    def _cell(self, show: Callable[[object], str | None] | None, value: object) -> object:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float | Decimal):
            return self._number(value)
        if isinstance(value, date | time):
            return self._moment(value)
        text = show(value) if show is not None else None
        if text is None:
            text = value if isinstance(value, str) else cell_text(value)
        return self._text(text)

    def _number(self, value: int | float | Decimal) -> object:
        """A number, or a text where the number of a spreadsheet would be another one."""
        written = "%.16g" % value  # noqa: UP031  # as openpyxl writes it
        is_same = float(written) == value if isinstance(value, float) else Decimal(written) == value
        digits = len(Decimal(written).as_tuple().digits) if is_same and not isinstance(value, float) else 0
        return value if is_same and digits <= _EXACT_DIGITS else self._text(str(value))

    def _moment(self, value: date | time) -> object:
        """A date or time a spreadsheet can hold; text where it would lose something."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(self._layout.zone).replace(tzinfo=None)
        has_fraction = isinstance(value, datetime | time) and value.microsecond
        if has_fraction or (isinstance(value, date) and value.year < 1901) or getattr(value, "tzinfo", None):
            return self._text(value.isoformat())
        cell = self._styled(self._sheet, value=value)
        cell.number_format = _FORMATS[type(value)]
        return cell

    def _text(self, text: str) -> object:
        escaped = _FORBIDDEN.sub(_escaped, text)
        if len(escaped) > MAX_TEXT:
            raise LimitReached(
                phrase(
                    "A text has {text} characters; a spreadsheet's cell holds {max_text}.",
                    text=f"{len(text):,}",
                    max_text=f"{MAX_TEXT:,}",
                ),
                code="export.too_large",
                hint="Leave the column out with `fields`, or export as CSV or Parquet.",
            )
        cell = self._styled(self._sheet, value=escaped)
        cell.data_type = "s"  # whatever it starts with
        return cell


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    return f"_x005F{text}" if len(text) > 1 else f"_x{ord(text):04X}_"
