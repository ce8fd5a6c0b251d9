"""What fields for files share: which files the form holds, where others are sent, and what they may be.

Without JavaScript a file is sent with the form; what a row holds already stands beside it with a box to keep it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from toolwright.extend.attachment import MEGABYTE
from toolwright.extend.build import Build
from toolwright.extend.control import Declared, FieldProps, attributes, column_of, declare
from toolwright.extend.markup import attribute, join
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.translation import Say, word
from toolwright.model.table import Files

_LARGEST_MB = 100_000
_WORDS = {
    "application/pdf": "PDF", "text/plain": word("text"), "text/csv": "CSV", "application/zip": "ZIP",
    "image/*": word("pictures"), "image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WebP", "image/gif": "GIF",
    "video/*": word("videos"), "audio/*": word("sounds"), "application/json": "JSON",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileInput:
    """A declared input for files."""

    field: Declared
    files: Files

    @property
    def held(self) -> Code:
        """The files that the form holds, as a list."""
        value = self.field.handle.value.source
        return Code(f"({value} if is_list({value}) else [{value}] if is_object({value}) else [])")

    def said(self, say: Say) -> str:
        """What it takes, in words."""
        words = []
        if self.files.pictures:
            words.append(say("PNG, JPEG, WebP or GIF"))
        elif self.files.types:
            words.append(", ".join(say(_WORDS.get(one, one)) for one in self.files.types))
        if self.files.max_bytes is not None and self.files.max_bytes < _LARGEST_MB * MEGABYTE:
            words.append(say("up to {size} MB", size=f"{self.files.max_bytes / MEGABYTE:g}"))
        if self.files.many:
            most = self.files.at_most
            words.append(say("one file") if most == 1 else say("at most {count} files", count=most))
        return ", ".join(words)

    def attributes(self, build: Build) -> Nodes:
        """What a script needs to send files: where to, for which column, and what is taken."""
        table = f"/tables/{quote(self.files.table)}/files"
        return join(
            ' data-files="/api/v1/workspaces/', build.text(Code("workspace.name"), "key"), f'{table}"',
            f' data-column="{escape(self.field.column.name if self.field.column else "")}"',
            f' data-name="{escape(self.field.name)}"',
            f' data-most="{self.files.at_most if self.files.many else 1}"',
            attribute("data-bytes", self.files.max_bytes),
            attribute("data-required", self.field.required),
            ' data-invalid="', build.when(self.field.handle.error, "true", "false"), '"',
        )  # fmt: skip

    def control(self, build: Build, props: FieldProps) -> Nodes:
        """` id name …` of the browser's own control; something must be chosen only while nothing is held."""
        own = attributes(build, props, replace(self.field, required=False), lock="disabled")
        return join(own, build.when(self.held, (), " required")) if self.field.required else own

    def accept(self) -> str:
        """` accept="…"` of the browser's own control."""
        return attribute("accept", ",".join(self.files.types) or None)

    def kept(self, build: Build) -> Nodes:
        """The files the form holds, each with a box to keep it."""
        inside = build.with_names("file")
        one = build.view(
            "shared/kept_file.html",
            input=self.field.name,
            value=inside.text(Code("file"), "json"),
            name=inside.text(Code(f"file.name or {build.say('File')!r}")),
            size=inside.when(Code("file.size"), inside.text(Code("file.size"), "bytes")),
        )
        return build.each(self.held, "file", one)


def declare_files(build: Build, props: FieldProps) -> FileInput:
    """Declare an input over a column of files. Fails for any other."""
    _table, column = column_of(build, props)
    if column is None or column.files is None:
        build.fail(
            ("table",),
            "A field for files edits a column of files.",
            "Name the table; its column is named like the field.",
        )
    return FileInput(declare(build, props, "file", multiple=True), column.files)
