"""Segments of an index, in its order, and where two connections part them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from toolwright.expressions import ANY, Always, Compare, Filter, IsNull, Value, conjunction, negation
from toolwright.expressions import Column as Path
from toolwright.model.table import Column

_FEWEST = 32
"""A smaller sample tells too little."""
_MANY = 0.05
"""A group with this part of the rows has a segment of its own."""
_LEAST_SHARE = 0.25
"""A smaller part is not worth a second connection."""
_Value: TypeAlias = Any  # of one column, so that values order among themselves
Sampled: TypeAlias = tuple[_Value, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that satisfy a condition, and those of the sample that do.

    One of a single group has its value, and in `group` its stored form once that is known.
    """

    condition: Filter
    rows: Sequence[Sampled]
    value: _Value | None = None
    group: object = None


@dataclass(frozen=True, slots=True)
class Parting:
    """Which rows are in either half: those of its segments, which have none in common."""

    lower: Sequence[Segment]
    upper: Sequence[Segment]


def parted(columns: Sequence[Column], sample: Sequence[Sampled], *, adds_up: bool) -> Parting | None:
    """The segments of an index that begins with these two columns, in two halves by a sample of its rows.

    A group is in both halves only where its figures add up. None where that leaves nearly all to one of them.
    """
    lower: list[Segment] = []
    left, count = _segments(columns[0], sample), 0
    while left and count + len(left[0].rows) <= len(sample) / 2:
        count += len(left[0].rows)
        lower.append(left.pop(0))
    if left:
        wanted = len(sample) // 2 - count
        below, above = _split(columns, left.pop(0), wanted, adds_up=adds_up)
        lower, left = [*lower, *below], [*above, *left]
    share = sum(len(one.rows) for one in lower) / max(len(sample), 1)
    is_worth_it = len(sample) >= _FEWEST and _LEAST_SHARE <= share <= 1 - _LEAST_SHARE
    return Parting(lower, left) if is_worth_it else None


def _segments(column: Column, sample: Sequence[Sampled]) -> list[Segment]:
    """All rows in the order of the column: those without a value first, groups with many rows by themselves."""
    path, known = Path((column.name,), ANY), [row for row in sample if row[0] is not None]
    counts: Counter[_Value] = Counter(row[0] for row in known)
    many = sorted(value for value, count in counts.items() if count >= _MANY * len(sample))
    segments = [Segment(IsNull(path), [row for row in sample if row[0] is None])] if column.nullable else []
    before: Filter = Always(value=True)
    for value in many:
        between = conjunction(before, Compare("lt", path, Value(value)))
        rows = [row for row in known if row[0] < value]
        segments.append(Segment(between, rows))
        segments.append(Segment(Compare("eq", path, Value(value)), [row for row in known if row[0] == value], value))
        known, before = [row for row in known if row[0] > value], Compare("gt", path, Value(value))
    last = before if many or not column.nullable else negation(IsNull(path))
    return [*segments, Segment(last, known)]


def _split(
    columns: Sequence[Column], segment: Segment, wanted: int, *, adds_up: bool
) -> tuple[Sequence[Segment], Sequence[Segment]]:
    """The segment in two, with that many rows of the sample in the first; in one where it can only be on one side."""
    place = 0 if segment.value is None else 1
    column = columns[place]
    rows = sorted((row for row in segment.rows if row[place] is not None), key=lambda row: row[place])
    is_below = 2 * wanted > len(segment.rows)
    wanted -= len(segment.rows) - len(rows)
    if (place == 1 and not adds_up) or not 0 < wanted < len(rows):
        return ([segment], []) if is_below else ([], [segment])
    path, middle = Path((column.name,), ANY), rows[wanted][place]
    below = conjunction(segment.condition, Compare("lt", path, Value(middle)))
    above = conjunction(segment.condition, Compare("ge", path, Value(middle)))
    first = [Segment(below, [row for row in rows if row[place] < middle], segment.value)]
    if place == 1 and column.nullable:
        without = [row for row in segment.rows if row[place] is None]
        first.insert(0, Segment(conjunction(segment.condition, IsNull(path)), without, segment.value))
    return first, [Segment(above, [row for row in rows if row[place] >= middle], segment.value)]
