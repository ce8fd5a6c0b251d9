"""A pad to sign on, with a name to type for whoever cannot draw."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import FieldProps, framed
from toolwright.extend.file_control import declare_files
from toolwright.extend.nodes import Nodes


class SignatureFieldProps(FieldProps):
    """A signature."""


class SignatureField(Component[SignatureFieldProps]):
    """See the module."""

    kind, title, group, icon = "signature_field", "Signature field", "form", "signature"
    Props = SignatureFieldProps

    def compile(self, props: SignatureFieldProps, build: Build) -> Nodes:
        """The browser's own control for a picture; the island puts a pad in its place."""
        given = declare_files(build, props)
        if given.files.many or not given.files.pictures:
            build.fail(("name",), "A signature is one picture.", "Choose a column of the kind `signature` or `image`.")
        control = build.view(
            island=build.island(),
            data=given.attributes(build),
            name=given.field.name,
            kept=given.kept(build),
            attributes=given.control(build, props),
            accept=given.accept(),
        )
        return framed(build, props, given.field, control)
