"""The address of a web page or service."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType

_MAX_LENGTH = 2000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_NEVER = frozenset({"javascript", "data", "vbscript"})


class UrlSettings(Model):
    """Which addresses are welcome."""

    schemes: tuple[str, ...] = Field(("https", "http"), min_length=1, description="What may stand before the colon.")


class Url(ColumnKind[UrlSettings]):
    """See the module."""

    kind, title, group, icon = "url", "Web address", "text", "link"
    Settings = UrlSettings
    type = DataType.TEXT
    samples = ("https://example.com", "http://10.0.0.1:8080/a?b=c#d", "https://müller.example/straße")
    refused = ("example.com", "javascript:alert(1)", "https://", "https://a b", "https://[x", 7)

    def facts(self, column: Column, settings: UrlSettings) -> ColumnFacts:
        """Text."""
        for scheme in settings.schemes:
            if not _SCHEME.fullmatch(scheme) or scheme in _NEVER:
                raise ValueError(phrase("Addresses of the sort '{scheme}:' are not kept here.", scheme=scheme))
        return ColumnFacts(type=DataType.TEXT, max_length=_MAX_LENGTH)

    def accept(self, value: object, settings: UrlSettings) -> object:
        """The address as it was written, without blanks around it."""
        text = str(value).strip()
        wrong = Refused(
            phrase("Must be an address such as {schemes}://example.com.", schemes=settings.schemes[0]), "url"
        )
        try:
            parts = urlsplit(text)
            host = parts.hostname
        except ValueError:
            raise wrong from None
        if not host or parts.scheme not in settings.schemes or any(character.isspace() for character in text):
            raise wrong
        return text

    def cell(self, settings: UrlSettings) -> Cell | None:
        """A link."""
        return Cell(format="url")

    def field(self, settings: UrlSettings) -> Control | None:
        """A field with the fitting keyboard."""
        return Control(kind="text_field", settings={"type": "url"})
