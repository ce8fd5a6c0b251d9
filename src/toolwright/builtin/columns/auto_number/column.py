"""A number that counts up by itself, in a pattern."""

from __future__ import annotations

import re

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, DataType

_PLACE = re.compile(r"\{n(?::0([1-9]|1[0-9]))?\}")


class AutoNumberSettings(Model):
    """What it looks like."""

    pattern: str = Field(
        "{n}", min_length=1, max_length=60, description="`{n}` is the number, `{n:05}` fills it up to five digits."
    )


class AutoNumber(ColumnKind[AutoNumberSettings]):
    """See the module. A formula over the key, so it is stored, searched and sorted like any column."""

    kind, title, group, icon = "auto_number", "Running number", "computed", "hash"
    Settings = AutoNumberSettings
    type = DataType.TEXT

    def facts(self, column: Column, settings: AutoNumberSettings) -> ColumnFacts:
        """Text nobody writes."""
        before, places, after = _PLACE.split(settings.pattern)[0], _PLACE.findall(settings.pattern), ""
        if len(places) != 1:
            raise ValueError("The pattern needs the number once: `{n}`, or `{n:05}` for five digits.")
        after = settings.pattern[_PLACE.search(settings.pattern).end() :]  # type: ignore[union-attr]  # there is one
        number = f"pad_start(text(id), {places[0] or 1}, '0')"
        return ColumnFacts(
            type=DataType.TEXT, formula=f"concat({before!r}, {number}, {after!r})", max_length=100, read_only=True
        )

    def cell(self, settings: AutoNumberSettings) -> Cell | None:
        """In letters of equal width."""
        return Cell(format="mono")
