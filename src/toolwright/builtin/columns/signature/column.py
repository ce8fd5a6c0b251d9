"""A signature: drawn with pen, finger or mouse, or typed, and kept as a picture."""

from __future__ import annotations

from typing import ClassVar

from toolwright.extend.attachment import MEGABYTE, PICTURES, accept_one, file_facts, files_of_text, files_text
from toolwright.extend.column import ColumnFacts, ColumnKind, NoSettings
from toolwright.model.table import Cell, Column, Control, DataType, Files

_LARGEST = 2 * MEGABYTE


class Signature(ColumnKind[NoSettings]):
    """See the module."""

    kind, title, group, icon = "signature", "Signature", "file", "signature"
    type = DataType.JSON
    can_be_unique = False
    samples: ClassVar[tuple[object, ...]] = ("01kb0000000000000000000001", {"id": "01kb0000000000000000000001"})
    refused = ("Anna Berg", 7, "data:image/png;base64,AAAA")

    def facts(self, column: Column, settings: NoSettings) -> ColumnFacts:
        """A file that is a picture."""
        return file_facts(column, Files(types=PICTURES, max_bytes=_LARGEST, pictures=True))

    def accept(self, value: object, settings: NoSettings) -> object:
        """The picture, by its id."""
        return accept_one(value)

    def read_text(self, text: str, settings: NoSettings) -> object:
        """A name with the id behind it, or an id."""
        return files_of_text(text)

    def show_text(self, value: object, settings: NoSettings) -> str | None:
        """Its name, the id behind it."""
        return files_text(value)

    def cell(self, settings: NoSettings) -> Cell | None:
        """The signature, small."""
        return Cell(format="files")

    def field(self, settings: NoSettings) -> Control | None:
        """A pad to sign on."""
        return Control(kind="signature_field")
