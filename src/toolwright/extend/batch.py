"""Batches: rows as data sources answer them, and what was made of rows that may be answered again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

MOST: Final = 8
"""Things kept of the same rows; at the next one they begin anew."""


class Made:
    """Things by what made them. A key holds all that they depend on besides the rows."""

    __slots__ = ("_things",)

    def __init__(self) -> None:
        self._things: dict[object, object] = {}

    def get(self, key: object) -> object | None:
        """What was made of the rows by that key."""
        return self._things.get(key)

    def note(self, key: object, thing: object) -> None:
        """Keep what was made of the rows."""
        if len(self._things) >= MOST:
            self._things.clear()
        self._things[key] = thing


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Rows as tuples in the order of `columns`. `limited_by` names the limit that cut them short."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    limited_by: Literal["rows", "bytes"] | None = None


@dataclass(slots=True, eq=False)
class JsonBatch:
    """Rows on their way into JSON, their cells in the order of the query's columns.

    `instead` holds whole columns that count in place of the cells in `rows`. A cell that counts is a value of the
    contract, or the text that JSON holds in its place. `values` answers cells of one row, by its place and theirs, as
    values of the contract alone. `made` comes back when the same rows are answered again. `if_large` answers what the
    limits let through of rows that nobody has measured yet, for when their JSON is longer than the limits allow.
    """

    rows: Sequence[tuple[object, ...]]
    instead: Mapping[int, Sequence[object]]
    values: Callable[[int, Sequence[int]], tuple[object, ...]]
    limited_by: Literal["rows", "bytes"] | None = None
    made: Made | None = None
    if_large: Callable[[], JsonBatch] | None = None

    @classmethod
    def of(cls, batch: RowBatch) -> JsonBatch:
        """Rows of the contract on their way into JSON."""
        rows = batch.rows
        return cls(rows, {}, lambda row, places: tuple(rows[row][place] for place in places), batch.limited_by)

    def slice(self, start: int, stop: int) -> JsonBatch:
        """The rows from one place up to another, without what is made of all of them."""
        values = self.values
        return JsonBatch(
            self.rows[start:stop],
            {place: cells[start:stop] for place, cells in self.instead.items()},
            lambda row, places: values(start + row, places),
            self.limited_by,
        )
