"""A field for files: dropped, pasted or chosen, sent at once with progress."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import FieldProps, framed
from toolwright.extend.file_control import declare_files
from toolwright.extend.nodes import Nodes


class FileFieldProps(FieldProps):
    """Files."""


class FileField(Component[FileFieldProps]):
    """See the module."""

    kind, title, group, icon = "file_field", "File field", "form", "paperclip"
    Props = FileFieldProps

    def compile(self, props: FileFieldProps, build: Build) -> Nodes:
        """The browser's own control beside the files there are; the island makes a place to drop files on of it."""
        given = declare_files(build, props)
        field, files = given.field, given.files
        control = build.view(
            island=build.island(),
            data=given.attributes(build),
            name=field.name,
            kept=given.kept(build),
            attributes=given.control(build, props),
            accept=given.accept(),
            many=files.many,
            said=given.said(build.say),
            pictures=files.pictures,
        )
        return framed(build, props, field, control)
