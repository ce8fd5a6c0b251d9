"""Kept rows: what a statement answered, for as long as nothing in its database has changed.

For drivers that can tell in a moment whether anything has: then asking again would answer the same rows. What is made
of them, batches and finished answers, is kept with them and goes when they go. Where something has changed, the rows
asked for anew are mostly those of before all the same (`Repeats`), and what was made of them still holds. Nothing here
decides who may see what: the statement and its values hold the actor's rules, so equal ones ask for the same rows.
"""

from __future__ import annotations

import marshal
from collections.abc import Hashable, Sequence
from typing import Final

from toolwright.extend.batch import Made
from toolwright.extend.bounded import Bounded, size_of
from toolwright.extend.sql.driver import Row

MAX_BYTES: Final = 16 * 1024 * 1024
"""What all rows kept by a process may take, with what is made of them."""
_MOST_OF_ONE = 256 * 1024
_WITH_WHAT_IS_MADE = 3
_CELL_BYTES = 64
_LONGEST_REST = 64


class KeptRows(tuple[Row, ...]):
    """Rows that may be given out again, so nobody changes them."""

    made: Made
    told: bytes
    """The rows in a form that tells 1, 1.0 and True apart; empty where nobody has asked for it."""

    def __new__(cls, rows: Sequence[Row]) -> KeptRows:
        """The rows, with nothing made of them yet."""
        kept = super().__new__(cls, rows)
        kept.made, kept.told = Made(), b""
        return kept


class Room(Bounded[KeptRows]):
    """The rows kept, least recently used ones forgotten."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(max_bytes)

    def put(self, key: Hashable, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows, kept when they are not too large."""
        return self._put(key, rows, size_of(rows)) or rows

    def put_told(self, key: Hashable, rows: Sequence[Row], told: bytes) -> KeptRows | None:
        """The rows, kept with the form that tells them; None when they are too large."""
        kept = self._put(key, rows, len(told) + _CELL_BYTES * len(rows) * len(rows[0]))
        if kept is not None:
            kept.told = told
        return kept

    def _put(self, key: Hashable, rows: Sequence[Row], size: int) -> KeptRows | None:
        size = _WITH_WHAT_IS_MADE * size + 500
        if size > min(_MOST_OF_ONE, self.max_bytes):
            return None
        kept = KeptRows(rows)
        self.keep(key, kept, size)
        return kept


ROOM = Room()
"""That of this process: one for all databases, so that their number does not multiply it."""


class Repeats:
    """Tells whether the rows of one query, asked for again in a database that has changed, are those of before.

    To tell takes 5 µs for a page of 50 rows; to make its answer anew takes twenty times that. Where the rows do change
    from one time to the next, nobody looks for a while.
    """

    def __init__(self) -> None:
        self._misses = self._rests = 0

    def same(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows: those kept before, with what was made of them, where they are the very same."""
        if self._rests or not rows:
            self._rests -= bool(self._rests)
            return rows
        try:
            told = marshal.dumps(rows)  # type: ignore[arg-type]  # it says so when there is more in them
        except ValueError:  # cells that are more than numbers and texts
            self._rests = _LONGEST_REST
            return rows
        known = ROOM.get(self)
        if known is not None and known.told == told:
            self._misses = 0
            return known
        self._misses += 1
        kept = ROOM.put_told(self, rows, told)
        if kept is None or self._misses % 2 == 0:  # every other time the next look compares
            self._rests = min(2**self._misses, _LONGEST_REST)
        return kept or rows
