"""Yes or no."""

from __future__ import annotations

from toolwright.extend.column import ColumnKind, NoSettings
from toolwright.model.table import DataType


class Boolean(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "boolean", "Yes or no", "choice", "checkbox"
    type = DataType.BOOLEAN
    can_be_unique = False
    samples = (True, False)
    refused = ("maybe", 2, [True])

    def read_text(self, text: str, settings: NoSettings) -> object:
        """Also what spreadsheets write."""
        return {"x": True, "✓": True, "y": True, "n": False, "t": True, "f": False}.get(text.strip().lower(), text)

    def show_text(self, value: object, settings: NoSettings) -> str | None:
        """`yes` or `no`."""
        return "yes" if value else "no"
