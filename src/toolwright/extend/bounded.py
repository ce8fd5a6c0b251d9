"""Bounded: things kept by key in so much memory and no more, those not asked for longest forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from sys import getsizeof
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Bounded(Generic[Kept]):
    """What is kept, each with what whoever keeps it says that it takes."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self.size_bytes = 0

    def get(self, key: Hashable) -> Kept | None:
        """What is kept under a key."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: Hashable, thing: Kept, size_bytes: int) -> None:
        """Keep it, in place of what was kept under the key."""
        self.drop(key)
        self._kept[key] = (thing, size_bytes)
        self.size_bytes += size_bytes
        while self.size_bytes > self.max_bytes:
            self.size_bytes -= self._kept.popitem(last=False)[1][1]

    def drop(self, key: Hashable) -> None:
        """Forget what is kept under a key."""
        before = self._kept.pop(key, None)
        if before is not None:
            self.size_bytes -= before[1]


def size_of(rows: Iterable[tuple[object, ...]]) -> int:
    """About how many bytes rows take."""
    return sum(getsizeof(row) + sum(map(getsizeof, row)) for row in rows)
