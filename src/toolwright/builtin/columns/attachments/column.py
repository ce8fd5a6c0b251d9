"""Any number of files."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from toolwright.extend.attachment import FileSettings, accept_many, file_facts, files_of_text, files_text
from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.table import Cell, Column, Control, DataType, Files


class AttachmentsSettings(FileSettings):
    """Which files, and how many."""

    at_most: int = Field(50, ge=1, le=500, description="The most files of one row.")


class Attachments(ColumnKind[AttachmentsSettings]):
    """See the module."""

    kind, title, group, icon = "attachments", "Files", "file", "files"
    Settings = AttachmentsSettings
    type = DataType.JSON
    can_be_unique = False
    samples: ClassVar[tuple[object, ...]] = (
        ["01kb0000000000000000000001"],
        [{"id": "01kb0000000000000000000001"}, {"id": "01kb0000000000000000000002"}],
    )
    refused: ClassVar[tuple[object, ...]] = (["plan.pdf"], 7, [[]])

    def facts(self, column: Column, settings: AttachmentsSettings) -> ColumnFacts:
        """A list of files."""
        files = Files(many=True, at_most=settings.at_most, types=settings.types, max_bytes=settings.max_bytes)
        return file_facts(column, files)

    def accept(self, value: object, settings: AttachmentsSettings) -> object:
        """Each file once, by its id."""
        return accept_many(value, settings.at_most)

    def read_text(self, text: str, settings: AttachmentsSettings) -> object:
        """Names with the ids behind them, or ids."""
        return files_of_text(text)

    def show_text(self, value: object, settings: AttachmentsSettings) -> str | None:
        """Their names, the ids behind them."""
        return files_text(value)

    def cell(self, settings: AttachmentsSettings) -> Cell | None:
        """Their names, to download."""
        return Cell(format="files")

    def field(self, settings: AttachmentsSettings) -> Control | None:
        """A place to drop files on."""
        return Control(kind="file_field")
