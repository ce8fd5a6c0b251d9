"""References to any number of rows of another table of the built-in database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.extend.choice import options_in
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.base import DesignedTable, Model
from toolwright.model.table import Cell, Column, Control, DataType
from toolwright.model.table import Links as LinkFacts


class LinksSettings(Model):
    """Where they lead, and what happens when such a row goes."""

    to: DesignedTable = Field(description="The table whose rows are referred to; may be this table itself.")
    on_delete: Literal["cascade", "restrict"] = Field(
        "cascade", description="When one of the other rows is deleted: drop it from this column, or refuse."
    )


class Links(ColumnKind[LinksSettings]):
    """See the module. Kept as pairs in a table of their own, with real foreign keys."""

    kind, title, group, icon = "links", "References", "relation", "arrows-right-left"
    Settings = LinksSettings
    example: ClassVar[Mapping[str, object]] = {"to": "labels"}
    type = DataType.LIST
    can_be_unique = False
    samples = ([7], [7, 9])
    refused = (7, ["x"], [1.5], [[1]])

    def facts(self, column: Column, settings: LinksSettings) -> ColumnFacts:
        """A list of ids of other rows."""
        if column.default is not None:
            raise ValueError("A column of references has no default.")
        return ColumnFacts(type=DataType.LIST, links=LinkFacts(target=settings.to, on_delete=settings.on_delete))

    def accept(self, value: object, settings: LinksSettings) -> object:
        """Each id once; none at all is no value."""
        assert isinstance(value, list)  # noqa: S101  # the type has seen to it
        return list(dict.fromkeys(_id(item) for item in value)) or None

    def read_text(self, text: str, settings: LinksSettings) -> object:
        """Ids between commas, semicolons or on lines of their own."""
        return options_in(text)

    def show_text(self, value: object, settings: LinksSettings) -> str | None:
        """The ids between commas."""
        return ", ".join(map(str, value)) if isinstance(value, list) else None

    def cell(self, settings: LinksSettings) -> Cell | None:
        """The name of each, as a badge."""
        return Cell(format="badge")

    def field(self, settings: LinksSettings) -> Control | None:
        """A field that searches the other table."""
        return Control(kind="links_field")


def _id(item: object) -> int:
    if isinstance(item, str) and item.isascii() and item.isdigit() and len(item) < 19:
        return int(item)
    if isinstance(item, int) and not isinstance(item, bool) and 0 <= item < 1 << 63:
        return item
    raise Refused("Must be a list of ids.")
