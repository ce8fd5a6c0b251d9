"""Somebody with an account, by e-mail address."""

from __future__ import annotations

from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings
from toolwright.extend.person import MAX_ADDRESS, address_of
from toolwright.model.table import Cell, Column, Control, DataType


class User(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "user", "Person", "people", "user"
    type = DataType.TEXT
    samples = ("anna@example.com",)
    refused = ("anna", 7, ["anna@example.com"])

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """Text as long as an address can be."""
        return ColumnFacts(type=DataType.TEXT, max_length=MAX_ADDRESS, people=True)

    def accept(self, value: object, settings: NoSettings) -> object:
        """The address in small letters, as accounts keep it."""
        return address_of(str(value)).lower()

    def cell(self, settings: NoSettings) -> Cell | None:
        """With initials before it."""
        return Cell(format="person")

    def field(self, settings: NoSettings) -> Control | None:
        """A field with the fitting keyboard."""
        return Control(kind="text_field", settings={"type": "email", "placeholder": "name@example.com"})
