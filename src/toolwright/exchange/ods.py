"""ODS, the spreadsheets of LibreOffice: a small streaming reader, since no permissive library streams them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from toolwright.exchange.contract import MAX_COLUMNS, Row, malformed
from toolwright.exchange.spreadsheet import SheetReader

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M([\d.]+)S")
_MAX_REPEATED = 1_048_576


class OdsReader(SheetReader):
    """See the module."""

    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets."""
        with self._events(("start", "end")) as events:
            names = []
            for event, element in events:
                if event == "start" and element.tag == f"{_TABLE}table":
                    names.append(element.get(f"{_TABLE}name", ""))
                elif event == "end" and element.tag == f"{_TABLE}table-row":
                    element.clear()
            return tuple(names)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row with its number; empty ones that are merely announced are counted, not made."""
        with self._events(("start", "end")) as events:
            number, is_here, parents = 0, False, []
            for event, element in events:
                if event == "start":
                    parents.append(element)
                    if element.tag == f"{_TABLE}table":
                        is_here = element.get(f"{_TABLE}name", "") == self.sheet
                    continue
                parents.pop()
                if element.tag == f"{_TABLE}table-row":
                    if is_here:
                        times = _repeated(element, "rows")
                        row = _row(element)
                        for copy in range(times if any(cell is not None for cell in row) else 0):
                            yield number + 1 + copy, row
                        number += times
                    element.clear()
                    if parents:
                        parents[-1].remove(element)
                elif element.tag == f"{_TABLE}table" and is_here:
                    return

    @contextmanager
    def _events(self, wanted: tuple[str, ...]) -> Iterator[Any]:  # Any: defusedxml has no types
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open("content.xml") as content:
                yield iterparse(content, wanted)
        except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, EOFError, OSError) as wrong:
            raise malformed("The spreadsheet cannot be read.", hint="Save it again, or as CSV.") from wrong


def _row(element: Element) -> Row:
    cells: list[object] = []
    for cell in element:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        value = _value(cell)
        cells.extend([value] * min(_repeated(cell, "columns"), MAX_COLUMNS + 1 - len(cells)))
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _repeated(element: Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(text), _MAX_REPEATED) if text.isdigit() and len(text) < 9 else 1


def _value(cell: Element) -> object:
    kind = cell.get(f"{_OFFICE}value-type")
    try:
        if kind in ("float", "currency", "percentage"):
            number = Decimal(cell.get(f"{_OFFICE}value", ""))
            return int(number) if number == number.to_integral_value() and abs(number) < 1 << 63 else number
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        if kind == "date":
            text = cell.get(f"{_OFFICE}date-value", "")
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        if kind == "time":
            return _duration(cell.get(f"{_OFFICE}time-value", ""))
    except (ValueError, InvalidOperation):
        pass
    return _text(cell) or None


def _duration(text: str) -> object:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError
    sign = -1 if found[1] else 1
    return sign * timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=float(found[4]))


def _text(cell: Element) -> str:
    return "\n".join("".join(_pieces(paragraph)) for paragraph in cell if paragraph.tag == f"{_TEXT}p")


def _pieces(element: Element) -> Iterator[str]:
    if element.tag == f"{_TEXT}s":
        yield " " * min(int(element.get(f"{_TEXT}c", "1")), 10_000)
    elif element.tag == f"{_TEXT}tab":
        yield "\t"
    elif element.tag == f"{_TEXT}line-break":
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
