"""A phone number."""

from __future__ import annotations

import re

from pydantic import Field

from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType

_NUMBER = re.compile(r"(?P<main>\+?[0-9 ()/.-]{3,40}?)(?: ?(?:ext\.?|x) ?[0-9]{1,8})?", re.IGNORECASE)
_FEWEST, _MOST = 3, 15  # digits, ITU-T E.164


class PhoneSettings(Model):
    """How complete it must be."""

    international: bool = Field(False, description="It must begin with + and the country's number.")


class Phone(ColumnKind[PhoneSettings]):
    """See the module."""

    kind, title, group, icon = "phone", "Phone number", "text", "phone"
    Settings = PhoneSettings
    type = DataType.TEXT
    samples = ("+49 30 1234-0", "(030) 1234 ext. 5", "110", "555.0100 x7")
    refused = ("call me", "12", "+1234567890123456", "++49 30", 7)

    def facts(self, column: Column, settings: PhoneSettings) -> ColumnFacts:
        """Short text."""
        return ColumnFacts(type=DataType.TEXT, max_length=60)

    def accept(self, value: object, settings: PhoneSettings) -> object:
        """The number as it was written, with single blanks."""
        text = " ".join(str(value).split())
        found = _NUMBER.fullmatch(text)
        digits = len(re.sub("[^0-9]", "", found["main"])) if found else 0
        if not _FEWEST <= digits <= _MOST:
            raise Refused("Must be a phone number such as +49 30 12345.", "phone")
        if settings.international and not text.startswith("+"):
            raise Refused("Must begin with + and the country's number.", "phone")
        return text

    def cell(self, settings: PhoneSettings) -> Cell | None:
        """A link that calls it."""
        return Cell(format="phone")

    def field(self, settings: PhoneSettings) -> Control | None:
        """A field with the fitting keyboard."""
        return Control(kind="text_field", settings={"type": "tel"})
