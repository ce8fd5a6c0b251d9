"""Several people with accounts, by e-mail address."""

from __future__ import annotations

from pydantic import Field

from toolwright.errors import phrase_of
from toolwright.extend.choice import options_in, text_of_all
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.extend.person import address_of
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType


class UsersSettings(Model):
    """How many there may be."""

    at_most: int = Field(100, ge=1, le=1000, description="The most people.")


class Users(ColumnKind[UsersSettings]):
    """See the module."""

    kind, title, group, icon = "users", "People", "people", "users"
    Settings = UsersSettings
    type = DataType.LIST
    can_be_unique = False
    samples = (["anna@example.com"], ["Anna@Example.com", "ben@example.com"])
    refused = (["anna"], 7, [1])

    def facts(self, column: Column, settings: UsersSettings) -> ColumnFacts:
        """A list of addresses."""
        return ColumnFacts(type=DataType.LIST, people=True)

    def accept(self, value: object, settings: UsersSettings) -> object:
        """Each address once, in small letters; none at all is no value."""
        assert isinstance(value, list)  # noqa: S101  # the type has seen to it
        people = list(dict.fromkeys(address_of(item).lower() if isinstance(item, str) else _no() for item in value))
        if len(people) > settings.at_most:
            raise Refused(_too_many(settings.at_most), "too_many")
        return people or None

    def read_text(self, text: str, settings: UsersSettings) -> object:
        """Addresses between commas, semicolons or on lines of their own."""
        return options_in(text)

    def show_text(self, value: object, settings: UsersSettings) -> str | None:
        """The addresses between commas."""
        return text_of_all(value)

    def cell(self, settings: UsersSettings) -> Cell | None:
        """With initials before each."""
        return Cell(format="people")

    def field(self, settings: UsersSettings) -> Control | None:
        """A field with a line for each."""
        return Control(kind="long_text_field", settings={"help": "One e-mail address on each line."})


def _no() -> str:
    raise Refused("Must be a list of e-mail addresses.")


def _too_many(at_most: int) -> str:
    return phrase_of(at_most, "Must be one person.", "Must be at most {at_most} people.", at_most=at_most)
