"""A colour."""

from __future__ import annotations

import re

from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings, Refused
from toolwright.model.table import Cell, Column, Control, DataType

_CODE = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")


class Color(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "color", "Colour", "text", "palette"
    type = DataType.TEXT
    samples = ("#0f766e", "#FFF", "abcdef")
    refused = ("teal", "#12345", "#ggg", 7)

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """Seven characters."""
        return ColumnFacts(type=DataType.TEXT, max_length=7)

    def accept(self, value: object, settings: NoSettings) -> object:
        """`#rrggbb` in small letters."""
        found = _CODE.fullmatch(str(value).strip().lower())
        if found is None:
            raise Refused("Must be a colour such as #0f766e.", "color")
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
        return f"#{digits}"

    def cell(self, settings: NoSettings) -> Cell | None:
        """A swatch beside its code."""
        return Cell(format="color")

    def field(self, settings: NoSettings) -> Control | None:
        """A field that shows the colour."""
        return Control(kind="color_field")
