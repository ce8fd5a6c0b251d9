"""A field for a moment, on the clock of the person who fills it in."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.moment import MomentProps, moment_field
from toolwright.extend.nodes import Nodes


class DatetimeField(Component[MomentProps]):
    """See the module. The browser's own picker."""

    kind, title, group, icon = "datetime_field", "Date and time field", "form", "calendar-time"
    Props = MomentProps

    def compile(self, props: MomentProps, build: Build) -> Nodes:
        """An input."""
        return moment_field(build, props, "datetime")
