"""Made: what was made of rows that may be answered again, kept with them."""

from __future__ import annotations

from typing import Final

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
