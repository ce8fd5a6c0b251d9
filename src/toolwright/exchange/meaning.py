"""Meaning: the cells of a file as values that the data plane understands, column by column.

Local forms become plain ones, and what a spreadsheet made a number becomes text again where a text is wanted. What
cannot be meant is left as it is: the data plane says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

import orjson

from toolwright.exchange.contract import DateOrder, Reader, ReadOptions
from toolwright.exchange.local import (
    Decimals,
    date_in,
    date_orders_of,
    decimals_of,
    is_iso,
    is_undecided,
    plain_number,
    time_in,
    truth,
    with_nothing,
)
from toolwright.expressions import to_text
from toolwright.model.table import Column, DataType

Cells = Sequence[object]
ChoiceT = TypeVar("ChoiceT", bound=str)
_NUMBERS = frozenset({DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT})
_DATES = frozenset({DataType.DATE, DataType.DATETIME})
_UNGUARDED = re.compile(r"'+[=+\-@\t\r]")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Forms:
    """How the file writes numbers and dates, where its columns leave it open."""

    decimal: Decimals = "."
    dates: DateOrder = "dmy"


@dataclass(frozen=True, slots=True)
class Meaning:
    """How the cells of one column are read; None leaves texts as they are."""

    column: Column
    read: Callable[[str], object] | None

    def of(self, cells: Cells) -> Cells:
        """The cells as values for the data plane."""
        if self.read is None and self.column.type not in _VALUES:
            return cells
        types = set(map(type, cells))
        if types <= {str, type(None)}:
            return cells if self.read is None or self._is_plain(cells, types) else self._read(cells, self.read)
        return [self._value(cell) for cell in cells]

    def _is_plain(self, cells: Cells, types: Set[type]) -> bool:
        """Whether texts have nothing to take away from them, told at a glance."""
        texts: Iterable[str] = cells if types == {str} else filter(None, cells)  # type: ignore[arg-type,assignment]  # texts alone
        return self.column.type is DataType.TEXT and "'" not in "".join(texts)

    def _read(self, cells: Cells, read: Callable[[str], object]) -> Cells:
        known: dict[object, object] = {}
        found: list[object] = []
        for cell in cells:
            if cell is None or cell == "":
                found.append(cell)
                continue
            if cell not in known:
                known[cell] = read(cell)  # type: ignore[arg-type]  # texts, all of them
            found.append(known[cell])
        return found

    def _value(self, cell: object) -> object:
        if isinstance(cell, str):
            return self.read(cell) if self.read is not None and cell else cell
        change = _VALUES.get(self.column.type)
        return cell if change is None or cell is None else change(cell)


def meaning_of(column: Column, sample: Cells, forms: Forms, reader: Reader, *, kind_reads: bool) -> Meaning:
    """How a column is read, told from a sample of its cells. `kind_reads`: the column's kind reads texts by itself."""
    texts = [cell.strip() for cell in sample if isinstance(cell, str) and cell.strip()]
    read: Callable[[str], object] | None = None
    if column.type in _NUMBERS and not (kind_reads and all(map(_PLAIN.fullmatch, texts))):
        read = _number_reader(texts, forms)
    elif column.type in _DATES:
        read = _date_reader(texts, forms)
    elif column.type is DataType.TIME:
        read = with_nothing(lambda text: time_in(text) or text)
    elif column.type is DataType.BOOLEAN:
        read = with_nothing(truth)
    elif column.type in (DataType.JSON, DataType.LIST) and not reader.has_lists and not kind_reads:
        read = _json
    elif column.type is DataType.TEXT and reader.is_text:
        read = _text
    return Meaning(column, read)


def forms_of(samples: Sequence[Cells], options: ReadOptions, delimiter: object) -> Forms:
    """What the whole file says about decimals and dates, for columns that leave it open."""
    texts = [[cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()] for cells in samples]
    marks = [decimals_of(column) for column in texts if column]
    orders = [date_orders_of(column) for column in texts if column]
    decimal: Decimals = options.decimal or _settled(marks) or ("," if delimiter == ";" else ".")
    dates: DateOrder = options.dates or _settled(orders) or "dmy"
    return Forms(decimal, dates)


def _settled(found: Sequence[Sequence[ChoiceT] | None]) -> ChoiceT | None:
    """What some column allows alone."""
    return next((allowed[0] for allowed in found if allowed and len(allowed) == 1), None)


def _number_reader(texts: Sequence[str], forms: Forms) -> Callable[[str], object] | None:
    if all(map(_PLAIN.fullmatch, texts)) and not (forms.decimal == "," and is_undecided(texts)):
        return None
    marks = decimals_of(texts) or (forms.decimal,)
    mark: Decimals = forms.decimal if forms.decimal in marks else marks[0]
    return with_nothing(lambda text: plain_number(text, mark))


def _date_reader(texts: Sequence[str], forms: Forms) -> Callable[[str], object] | None:
    if texts and is_iso(texts):
        return None
    orders = date_orders_of(texts) or (forms.dates,)
    order: DateOrder = forms.dates if forms.dates in orders else orders[0]
    return with_nothing(lambda text: date_in(text, order) or text)


def _json(text: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _text(text: str) -> object:
    """A text as it was before an export guarded it against being run as a formula."""
    return text[1:] if text[0] == "'" and _UNGUARDED.match(text) else text


# --- typed cells of spreadsheets and JSON -----------------------------------------------------------------------------


def _as_text(cell: object) -> object:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, bool | int | float | Decimal | date | time):
        return to_text(cell)
    return cell


def _as_date(cell: object) -> object:
    return cell.date() if isinstance(cell, datetime) and cell.time() == time(0) else cell


def _as_datetime(cell: object) -> object:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  # the column decides about the zone
    return cell


def _as_time(cell: object) -> object:
    return cell.time() if isinstance(cell, datetime) else cell


_VALUES: dict[DataType, Callable[[object], object]] = {
    DataType.TEXT: _as_text,
    DataType.DATE: _as_date,
    DataType.DATETIME: _as_datetime,
    DataType.TIME: _as_time,
}
