"""An e-mail address."""

from __future__ import annotations

import re

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.extend.person import MAX_ADDRESS, address_of
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


class EmailSettings(Model):
    """Whose addresses are welcome."""

    domains: tuple[str, ...] = Field((), description="What must stand behind the @; anything when empty.")


class Email(ColumnKind[EmailSettings]):
    """See the module."""

    kind, title, group, icon = "email", "E-mail address", "text", "mail"
    Settings = EmailSettings
    type = DataType.TEXT
    samples = ("anna@example.com", "o'brien+tag@mail.example.co.uk", "jürgen@müller.example")
    refused = ("anna", "anna@", "a b@example.com", "anna@example..com", "Anna <anna@example.com>", 7)

    def facts(self, column: Column, settings: EmailSettings) -> ColumnFacts:
        """Text of the length RFC 5321 allows."""
        for domain in settings.domains:
            if not _DOMAIN.fullmatch(domain):
                raise ValueError(phrase("'{domain}' is no domain; write `example.com`.", domain=domain))
        return ColumnFacts(type=DataType.TEXT, max_length=MAX_ADDRESS)

    def accept(self, value: object, settings: EmailSettings) -> object:
        """The address with its domain in small letters."""
        address = address_of(str(value))
        if settings.domains and address.rpartition("@")[2] not in settings.domains:
            raise Refused(phrase("Must end with @{domains}.", domains=" or @".join(settings.domains)), "domain")
        return address

    def cell(self, settings: EmailSettings) -> Cell | None:
        """A link to write to it."""
        return Cell(format="email")

    def field(self, settings: EmailSettings) -> Control | None:
        """A field with the fitting keyboard."""
        return Control(kind="text_field", settings={"type": "email"})
