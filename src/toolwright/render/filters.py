"""Filters in the address: `?tickets.f.status=open&tickets.f.created_at.from=2026-01-01`, as a typed filter tree.

Only columns the actor may use in questions count; what cannot be a value of its column is ignored, as addresses are
typed and shared by people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from toolwright.expressions import Column as ColumnOperand
from toolwright.expressions import (
    Compare,
    Filter,
    In,
    IsNull,
    TextMatch,
    Value,
    conjunction,
    disjunction,
    negation,
    parse,
    to_filter,
)
from toolwright.extend.coerce import coerce
from toolwright.extend.column import Refused
from toolwright.extend.row_types import type_of
from toolwright.model.table import Column, DataType, Table
from toolwright.render.address import Query

TESTS: Mapping[str, str] = {"is": "", "from": ".from", "to": ".to", "contains": ".contains"}
NONE = "~"
"""The value in an address that stands for rows without a value."""


def read_filters(table: Table, prefix: str, query: Query) -> dict[str, object]:
    """The texts of all filters, for showing them: `status` → list, `created_at_from` → text."""
    found: dict[str, object] = {}
    for column in table.columns:
        for test, suffix in TESTS.items():
            values = query.get(f"{prefix}.f.{column.name}{suffix}")
            if values:
                found[column.name if test == "is" else f"{column.name}_{test}"] = (
                    list(values) if test == "is" else values[-1]
                )
    return found


def address_filter(table: Table, prefix: str, query: Query, usable: frozenset[str], zone: ZoneInfo) -> Filter | None:
    """The filter of an address, None when it has none."""
    start = f"{prefix}.f."
    if not any(name.startswith(start) for name in query):
        return None
    parts = [
        part
        for column in table.columns
        if column.name in usable
        for part in _column_filters(column, f"{start}{column.name}", query, zone)
    ]
    return conjunction(*parts) if parts else None


def _column_filters(column: Column, name: str, query: Query, zone: ZoneInfo) -> Iterator[Filter]:
    operand = ColumnOperand((column.name,), type_of(column))
    if name in query:
        yield _any_of(column, operand, query[name], zone)
    lowest = _value(column, query.get(f"{name}.from", ("",))[-1], zone)
    if lowest is not None:
        yield Compare("ge", operand, Value(lowest))
    text = query.get(f"{name}.to", ("",))[-1]
    highest = _value(column, text, zone)
    if highest is not None:
        whole_day = column.type is DataType.DATETIME and len(text) == 10
        if whole_day and isinstance(highest, datetime):
            yield Compare("lt", operand, Value(highest + timedelta(days=1)))
        else:
            yield Compare("le", operand, Value(highest))
    part = query.get(f"{name}.contains", ("",))[-1]
    if part and column.type is DataType.TEXT:
        yield TextMatch("contains", operand, Value(part), True)


def _any_of(column: Column, operand: ColumnOperand, texts: tuple[str, ...], zone: ZoneInfo) -> Filter:
    if column.links is not None:
        asked = [f"{column.name} is none" if text == NONE else f"{int(text)} in {column.name}" for text in texts
                 if text == NONE or (text.isascii() and text.isdigit())]  # fmt: skip
        return disjunction(*(to_filter(parse(text), {column.name: type_of(column)}) for text in asked))
    if column.files is not None:
        kept: dict[str, Filter] = {"none": IsNull(operand), "any": negation(IsNull(operand))}
        return disjunction(*(kept[text] for text in texts if text in kept))
    options: list[Filter] = [IsNull(operand)] if NONE in texts else []
    if column.type is DataType.LIST:
        return disjunction(*options, *(_holds(column, text) for text in texts if text and text != NONE))
    values = [value for value in (_value(column, text, zone) for text in texts) if value is not None]
    if column.type is DataType.DATETIME:
        options += [_same_day(operand, value) for value in values if isinstance(value, datetime)]
    elif values:
        options.append(In(operand, tuple(Value(value) for value in values)))
    return disjunction(*options)


def _holds(column: Column, item: str) -> Filter:
    """The list holds the item."""
    return to_filter(parse(f"{item!r} in {column.name}"), {column.name: type_of(column)})


def _same_day(operand: ColumnOperand, start: datetime) -> Filter:
    return conjunction(Compare("ge", operand, Value(start)), Compare("lt", operand, Value(start + timedelta(days=1))))


def _value(column: Column, text: str, zone: ZoneInfo) -> object:
    """The text as a value of the column, None when it is none. A day means its midnight on the reader's clock."""
    if not text or text == NONE:
        return None
    if column.type is DataType.DATETIME and len(text) == 10:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        return midnight if column.zoned else midnight.replace(tzinfo=None)
    try:
        return coerce(column, text)
    except Refused:
        return None
