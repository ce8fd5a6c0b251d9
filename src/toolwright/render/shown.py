"""Shown: values as JSON to look at, however large they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolwright.expressions import to_text

MOST = 300
"""Values of one thing that are shown."""
LONGEST = 300
"""Characters of one text."""
DEEPEST = 6
CUT = "…"


def shown(value: object) -> object:
    """The value as JSON, cut to what a person looks at: `MOST` values, texts of `LONGEST` characters, `DEEPEST` levels.

    `…` stands where something was cut.
    """
    return _Shown().of(value, 0)


class _Shown:
    def __init__(self) -> None:
        self._left = MOST

    def of(self, value: object, depth: int) -> object:
        self._left -= 1
        if isinstance(value, Mapping | list | tuple | set | frozenset) and (depth == DEEPEST or self._left < 0):
            return CUT
        if isinstance(value, Mapping):
            return dict(self._pairs(value, depth))
        if isinstance(value, list | tuple | set | frozenset):
            return list(self._items(value, depth))
        if isinstance(value, int | float | bool) or value is None:
            return value
        text = value if isinstance(value, str) else to_text(value)
        return text if len(text) <= LONGEST else text[:LONGEST] + CUT

    def _pairs(self, value: Mapping[object, object], depth: int) -> Iterable[tuple[str, object]]:
        for name, item in value.items():
            if self._left <= 0:
                yield CUT, CUT
                return
            yield str(name), self.of(item, depth + 1)

    def _items(self, value: Iterable[object], depth: int) -> Iterable[object]:
        for item in value:
            if self._left <= 0:
                yield CUT
                return
            yield self.of(item, depth + 1)
