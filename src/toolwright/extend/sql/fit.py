"""Fit: whole columns of values checked at once, for loads: what a quick look finds right is not looked at again.

`value.checked` decides; this only spares it the cells that are surely fine, which in a load are nearly all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from operator import attrgetter, methodcaller
from uuid import UUID

from toolwright.extend.sql.dialect import Raw
from toolwright.extend.sql.value import Capacity, Unfit, checked
from toolwright.model.table import Column, DataType

_PLAIN: Mapping[DataType, type] = {
    DataType.TEXT: str, DataType.INTEGER: int, DataType.BOOLEAN: bool, DataType.DATE: date, DataType.TIME: time,
    DataType.UUID: UUID, DataType.BINARY: bytes, DataType.DURATION: timedelta, DataType.FLOAT: float,
    DataType.DECIMAL: Decimal, DataType.DATETIME: datetime,
}  # fmt: skip


def fit_column(
    column: Column, cells: Sequence[object], capacity: Capacity, *, may_lack: bool, is_looked_at: bool = False
) -> tuple[Sequence[object], list[tuple[int, Unfit]]]:
    """The cells as the column takes them, and the places and reasons of those it does not take.

    With `may_lack`, None is let through in a column that the database fills by itself. `is_looked_at`: texts and
    decimals are as long as they may be, which `rows` asks of them before.
    """
    types = set(map(type, cells))
    if type(None) in types and not (column.nullable or may_lack):
        types.add(object)
    types.discard(type(None))
    if not types:
        return cells, []
    if types == {_PLAIN.get(column.type)} and not column.options:
        if is_looked_at and _is_known_right(column):
            return cells, []
        if _looks_right(column, cells, capacity):
            return cells, []
    fit: list[object] = []
    wrong: list[tuple[int, Unfit]] = []
    for place, cell in enumerate(cells):
        try:
            fit.append(cell if cell is None and may_lack else checked(column, cell, capacity))
        except Unfit as unfit:
            fit.append(None)
            wrong.append((place, unfit))
    return fit, wrong


def _is_known_right(column: Column) -> bool:
    if column.type is DataType.DECIMAL:
        return column.scale is not None and column.precision is not None and column.precision <= _SURELY_EXACT
    return column.type is DataType.TEXT


def _looks_right(column: Column, cells: Sequence[object], capacity: Capacity) -> bool:
    look = _LOOKS.get(column.type)
    present = [cell for cell in cells if cell is not None]
    return look is None or look(column, present, capacity)


def _text(column: Column, cells: Sequence[Raw], _capacity: Capacity) -> bool:
    if column.max_length is not None and max(map(len, cells)) > column.max_length:
        return False
    whole = "".join(cells)
    try:
        if not whole.isascii():
            whole.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in whole


def _integer(column: Column, cells: Sequence[Raw], capacity: Capacity) -> bool:
    low, high = capacity.integer_range(column)
    return bool(low <= min(cells) and max(cells) <= high)


def _float(_column: Column, cells: Sequence[Raw], _capacity: Capacity) -> bool:
    return bool(sum(cells) - sum(cells) == 0)  # infinities and NaN spread


def _decimal(column: Column, cells: Sequence[Raw], capacity: Capacity) -> bool:
    if column.scale is None or column.precision is None:
        return False
    if column.precision > _SURELY_EXACT and not all(map(capacity.holds, cells)):
        return False
    limit = Decimal(10) ** (column.precision - column.scale)
    step = Decimal(1).scaleb(-column.scale)
    try:
        return -limit < min(cells) and max(cells) < limit and list(map(methodcaller("quantize", step), cells)) == cells
    except InvalidOperation:
        return False


def _datetime(column: Column, cells: Sequence[Raw], _capacity: Capacity) -> bool:
    # Zones other than UTC are turned into it, one by one.
    zones = set(map(attrgetter("tzinfo"), cells))
    return zones == {None} if not column.zoned else zones == {_UTC}


def _time(_column: Column, cells: Sequence[Raw], _capacity: Capacity) -> bool:
    return {cell.tzinfo for cell in cells} == {None}


_SURELY_EXACT = 15  # digits that every database keeps
_UTC = datetime.fromisoformat("2000-01-01T00:00+00:00").tzinfo
_LOOKS: Mapping[DataType, Callable[[Column, Sequence[Raw], Capacity], bool]] = {
    DataType.TEXT: _text,
    DataType.INTEGER: _integer,
    DataType.FLOAT: _float,
    DataType.DECIMAL: _decimal,
    DataType.DATETIME: _datetime,
    DataType.TIME: _time,
}
