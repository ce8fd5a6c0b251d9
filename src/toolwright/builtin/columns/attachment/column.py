"""One file."""

from __future__ import annotations

from typing import ClassVar

from toolwright.extend.attachment import FileSettings, accept_one, file_facts, files_of_text, files_text
from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.table import Cell, Column, Control, DataType, Files


class Attachment(ColumnKind[FileSettings]):
    """See the module."""

    kind, title, group, icon = "attachment", "File", "file", "paperclip"
    Settings = FileSettings
    type = DataType.JSON
    can_be_unique = False
    samples: ClassVar[tuple[object, ...]] = ("01kb0000000000000000000001", {"id": "01kb0000000000000000000001"})
    refused = ("plan.pdf", 7, ["01kb0000000000000000000001", "01kb0000000000000000000002"], {"name": "plan.pdf"})

    def facts(self, column: Column, settings: FileSettings) -> ColumnFacts:
        """A file."""
        return file_facts(column, Files(types=settings.types, max_bytes=settings.max_bytes))

    def accept(self, value: object, settings: FileSettings) -> object:
        """The file, by its id."""
        return accept_one(value)

    def read_text(self, text: str, settings: FileSettings) -> object:
        """A name with the id behind it, or an id."""
        return files_of_text(text)

    def show_text(self, value: object, settings: FileSettings) -> str | None:
        """Its name, the id behind it."""
        return files_text(value)

    def cell(self, settings: FileSettings) -> Cell | None:
        """Its name, to download."""
        return Cell(format="files")

    def field(self, settings: FileSettings) -> Control | None:
        """A place to drop a file on."""
        return Control(kind="file_field")
