"""A picture."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from toolwright.extend.attachment import MEGABYTE, PICTURES, accept_one, file_facts, files_of_text, files_text
from toolwright.extend.column import ColumnFacts, ColumnKind
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType, Files


class ImageSettings(Model):
    """How large it may be."""

    max_mb: float = Field(20, gt=0, le=1000, description="The largest picture in megabytes.")


class Image(ColumnKind[ImageSettings]):
    """See the module."""

    kind, title, group, icon = "image", "Picture", "file", "photo"
    Settings = ImageSettings
    type = DataType.JSON
    can_be_unique = False
    samples: ClassVar[tuple[object, ...]] = ("01kb0000000000000000000001", {"id": "01kb0000000000000000000001"})
    refused = ("photo.png", 7, "https://example.com/photo.png")

    def facts(self, column: Column, settings: ImageSettings) -> ColumnFacts:
        """A file that is a picture."""
        files = Files(types=PICTURES, max_bytes=round(settings.max_mb * MEGABYTE), pictures=True)
        return file_facts(column, files)

    def accept(self, value: object, settings: ImageSettings) -> object:
        """The picture, by its id."""
        return accept_one(value)

    def read_text(self, text: str, settings: ImageSettings) -> object:
        """A name with the id behind it, or an id."""
        return files_of_text(text)

    def show_text(self, value: object, settings: ImageSettings) -> str | None:
        """Its name, the id behind it."""
        return files_text(value)

    def cell(self, settings: ImageSettings) -> Cell | None:
        """The picture, small."""
        return Cell(format="files")

    def field(self, settings: ImageSettings) -> Control | None:
        """A place to drop a picture on."""
        return Control(kind="file_field")
