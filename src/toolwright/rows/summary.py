"""Summary: groups and measures computed here, for rows whose condition no source could evaluate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from toolwright.extend.datasource import AggregateQuery, Group, Measure

Row = Mapping[str, object]
Cells = tuple[object, ...]
Value = Any  # of one column, so that values order among themselves and add up


def summarise(query: AggregateQuery, rows: Sequence[Row]) -> list[Cells]:
    """The groups and measures of `rows`, in the order of the query, nulls last."""
    gathered: dict[Cells, list[Row]] = {} if query.groups else {(): []}
    for row in rows:
        gathered.setdefault(tuple(_bucketed(group, row[group.column]) for group in query.groups), []).append(row)
    found = [(*key, *(_measured(measure, members) for measure in query.measures)) for key, members in gathered.items()]
    names = [*(group.name for group in query.groups), *(measure.name for measure in query.measures)]
    for order in reversed(query.order):
        place = names.index(order.column)
        found.sort(key=cmp_to_key(lambda one, other, p=place, d=order.descending: _compare(one[p], other[p], d)))  # type: ignore[misc]  # mypy cannot type a lambda with defaults
    return found


def _compare(one: Value, other: Value, descending: bool) -> int:
    if one is None or other is None:
        return (one is None) - (other is None)
    found = int(one > other) - int(one < other)
    return -found if descending else found


def _measured(measure: Measure, rows: Sequence[Row]) -> object:
    if measure.column is None:
        return len(rows)
    values = [value for row in rows if (value := row[measure.column]) is not None]
    return _FUNCTIONS[measure.function](values)


def _sum(values: list[Value]) -> object:
    return sum(values[1:], values[0]) if values else None


def _average(values: list[Value]) -> object:
    if not values:
        return None
    total = sum(values[1:], values[0])
    return total / len(values) if isinstance(total, Decimal | float) else Decimal(total) / len(values)


def _median(values: list[Value]) -> object:
    ordered = sorted(values)
    return _average(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])


_FUNCTIONS: Mapping[str, Callable[[list[Value]], object]] = {
    "count": len,
    "count_distinct": lambda values: len(set(values)),
    "sum": _sum,
    "avg": _average,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "median": _median,
}


def _bucketed(group: Group, value: object) -> object:
    if group.bucket is None or not isinstance(value, date):
        return value
    day = value.date() if isinstance(value, datetime) else value
    starts = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": day.replace(month=1, day=1),
    }
    if not isinstance(value, datetime):
        return starts.get(group.bucket, day)
    if group.bucket == "hour":
        return value.replace(minute=0, second=0, microsecond=0)
    start = starts[group.bucket]
    zone = UTC if value.tzinfo is not None else None
    return datetime(start.year, start.month, start.day, tzinfo=zone)
