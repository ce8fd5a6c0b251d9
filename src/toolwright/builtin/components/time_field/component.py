"""A field for a time of day."""

from __future__ import annotations

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.moment import MomentProps, moment_field
from toolwright.extend.nodes import Nodes


class TimeField(Component[MomentProps]):
    """See the module. The browser's own picker."""

    kind, title, group, icon = "time_field", "Time field", "form", "clock"
    Props = MomentProps

    def compile(self, props: MomentProps, build: Build) -> Nodes:
        """An input."""
        return moment_field(build, props, "time")
