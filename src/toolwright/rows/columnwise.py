"""Columnwise: whole columns of given values made typed at once, for imports.

`coerce` decides what a value means; this spares it the cells whose meaning a quick look tells, which in a file are
nearly all of them: 900,000 cells one by one would take longer than storing them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from toolwright.extend.coerce import MAX_DIGITS, MAX_INTEGER, Manner, coerce
from toolwright.extend.column import ColumnKind, DesignedColumn, Refused
from toolwright.model.table import Column, DataType

Cells = Sequence[Any]  # Any: the cells of one column, of whatever types the file has
Wrong = list[tuple[int, Refused]]
_NOT_WHOLE = re.compile(r"[^0-9+-]")
_NOT_NUMBER = re.compile(r"[^0-9+\-.]")
_LONGEST = 18  # digits that surely are within 64 bits
_WORDS = {
    "": None, "true": True, "false": False, "True": True, "False": False, "TRUE": True, "FALSE": False,
    "1": True, "0": False, "yes": True, "no": False, None: None,
}  # fmt: skip


def typed(
    column: Column, design: DesignedColumn | None, cells: Cells, manner: Manner, *, is_text: bool
) -> tuple[Sequence[object], Wrong]:
    """The cells as values of the column, None for no value, and the places and reasons of those that are none.

    `is_text` says that texts are what a person or another program wrote, so that the column's kind may read them.
    """
    wrong: Wrong = []
    if is_text and design is not None and _is_own(design, "read_text"):
        cells = _each(cells, lambda cell: _read(design, cell), wrong)
    found = _quick(column, cells, manner)
    if found is None:
        found = _each(cells, lambda cell: coerce(column, cell, manner), wrong)
    if design is not None and _is_own(design, "accept"):
        found = _each(found, design.accept, wrong)
    return found, wrong


def is_looked_at(column: Column, design: DesignedColumn | None) -> bool:
    """Whether `typed` values are texts or decimals that have the lengths and digits their column allows."""
    is_changed = design is not None and _is_own(design, "accept")
    return column.type in (DataType.TEXT, DataType.DECIMAL) and column.default is None and not is_changed


def _is_own(design: DesignedColumn, name: str) -> bool:
    return getattr(type(design.kind), name) is not getattr(ColumnKind, name)


def _read(design: DesignedColumn, cell: object) -> object:
    return design.kind.read_text(cell, design.settings) if isinstance(cell, str) and cell else cell


def _each(cells: Cells, change: Callable[[Any], object], wrong: Wrong) -> list[object]:  # Any: as `Cells`
    """The cells one by one; equal texts mean the same, so each is read once."""
    known: dict[str, object] = {}
    found: list[object] = []
    for place, cell in enumerate(cells):
        if type(cell) is str and cell in known:
            found.append(known[cell])
            continue
        try:
            value = None if cell is None else change(cell)
        except Refused as refused:
            wrong.append((place, refused))
            found.append(None)
            continue
        if type(cell) is str:
            known[cell] = value
        found.append(value)
    return found


def _quick(column: Column, cells: Cells, manner: Manner) -> Sequence[object] | None:
    """The typed cells when they are all plain; None when somebody has to look closer."""
    types = set(map(type, cells))
    types.discard(type(None))
    quick = _QUICK.get(column.type)
    if quick is None or column.options or types - {str}:
        return None
    try:
        return quick(column, cells, manner)
    except (ValueError, InvalidOperation, KeyError, UnicodeEncodeError, OverflowError):
        return None


def _text(column: Column, cells: Cells, _manner: Manner) -> Sequence[object] | None:
    is_full = all(cells)
    present = cells if is_full else [cell for cell in cells if cell]
    whole = "".join(present)
    if not whole.isascii():
        whole.encode()
    if "\0" in whole or (column.max_length is not None and max(map(len, present), default=0) > column.max_length):
        return None
    if not is_full and (column.nullable or column.required):
        return [cell or None for cell in cells]
    return cells


def _integer(_column: Column, cells: Cells, _manner: Manner) -> Sequence[object] | None:
    if all(cells) and max(map(len, cells)) <= _LONGEST and _are_digits("".join(cells)):
        return list(map(int, cells))
    present = [cell for cell in cells if cell]
    if _NOT_WHOLE.search("".join(present)):
        return None
    found = [int(cell) if cell else None for cell in cells]
    if max(map(len, present), default=0) > _LONGEST and not all(
        -MAX_INTEGER <= number < MAX_INTEGER for number in found if number is not None
    ):
        return None
    return found


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _decimal(column: Column, cells: Cells, _manner: Manner) -> Sequence[object] | None:
    present = cells if all(cells) else [cell for cell in cells if cell]
    longest = max(map(len, present), default=0)
    if _NOT_NUMBER.search("".join(present)) or longest > MAX_DIGITS:
        return None
    if column.scale is not None and re.search(rf"\.[0-9]{{{column.scale + 1}}}", "\n".join(present)):
        return None
    numbers = list(map(Decimal, present))
    most = None if column.precision is None else column.precision - (column.scale or 0)
    if most is not None and longest > most:
        limit = Decimal(10) ** most
        if not (-limit < min(numbers) and max(numbers) < limit):
            return None
    if len(numbers) == len(cells):
        return numbers
    number = iter(numbers)
    return [next(number) if cell else None for cell in cells]


def _float(_column: Column, cells: Cells, _manner: Manner) -> Sequence[object] | None:
    if _NOT_NUMBER.search("".join(cell for cell in cells if cell)):
        return None
    found = [float(cell) if cell else None for cell in cells]
    total = sum(number for number in found if number is not None)
    return found if total - total == 0 else None


def _boolean(_column: Column, cells: Cells, _manner: Manner) -> Sequence[object]:
    return [_WORDS[cell] for cell in cells]


def _date(_column: Column, cells: Cells, _manner: Manner) -> Sequence[object]:
    read = date.fromisoformat
    return [read(cell) if cell else None for cell in cells]


def _datetime(column: Column, cells: Cells, manner: Manner) -> Sequence[object] | None:
    read = datetime.fromisoformat
    found = [read(cell) if cell else None for cell in cells]
    if column.zoned:
        zone = manner.zone
        return [
            moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=zone) for moment in found
        ]
    zones = {moment.tzinfo for moment in found if moment is not None}
    return found if zones <= {None} else None


_QUICK: Mapping[DataType, Callable[[Column, Cells, Manner], Sequence[object] | None]] = {
    DataType.TEXT: _text,
    DataType.INTEGER: _integer,
    DataType.DECIMAL: _decimal,
    DataType.FLOAT: _float,
    DataType.BOOLEAN: _boolean,
    DataType.DATE: _date,
    DataType.DATETIME: _datetime,
}
