"""A field for a day."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.moment import MomentProps, moment_field
from toolwright.extend.nodes import Nodes


class DateField(Component[MomentProps]):
    """See the module. The browser's own picker."""

    kind, title, group, icon = "date_field", "Date field", "form", "calendar"
    Props = MomentProps

    def compile(self, props: MomentProps, build: Build) -> Nodes:
        """An input."""
        return moment_field(build, props, "date")
