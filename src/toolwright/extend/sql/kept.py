"""Kept rows: what a statement answered, for as long as nothing in its database has changed.

For drivers that can tell in a moment whether anything has: then asking again would answer the same rows. What is made
of them, batches and finished answers, is kept with them and goes when they go. Nothing here decides who may see what:
the statement and its values hold the actor's rules, so equal ones ask for the same rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from toolwright.extend.batch import Made
from toolwright.extend.bounded import Bounded, size_of
from toolwright.extend.sql.driver import Row

MAX_BYTES: Final = 16 * 1024 * 1024
"""What all rows kept by a process may take, with what is made of them."""
_MOST_OF_ONE = 256 * 1024
_WITH_WHAT_IS_MADE = 3


class KeptRows(tuple[Row, ...]):
    """Rows that may be given out again, so nobody changes them."""

    made: Made

    def __new__(cls, rows: Sequence[Row]) -> KeptRows:
        """The rows, with nothing made of them yet."""
        kept = super().__new__(cls, rows)
        kept.made = Made()
        return kept


class Room(Bounded[KeptRows]):
    """The rows kept, least recently used ones forgotten."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(max_bytes)

    def put(self, key: Hashable, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows, kept when they are not too large."""
        size = _WITH_WHAT_IS_MADE * size_of(rows) + 500
        if size > min(_MOST_OF_ONE, self.max_bytes):
            return rows
        kept = KeptRows(rows)
        self.keep(key, kept, size)
        return kept


ROOM = Room()
"""That of this process: one for all databases, so that their number does not multiply it."""
