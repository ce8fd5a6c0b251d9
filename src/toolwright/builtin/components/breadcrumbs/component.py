"""The way from the first page to this one."""

from __future__ import annotations

import re

from pydantic import Field

from toolwright.extend.build import Build, Surroundings
from toolwright.extend.component import Component
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.trail import Crumb, crumb_nodes, trail_nodes
from toolwright.model.base import Model
from toolwright.model.table import humanise

_PARAMETER = re.compile(r"\{(\w+)\}")


class BreadcrumbsProps(Model):
    """The steps of the way."""

    items: tuple[Crumb, ...] = Field(
        (), description="The steps, the page itself last; made from the screens above this one when empty."
    )


class Breadcrumbs(Component[BreadcrumbsProps]):
    """See the module."""

    kind, title, group, icon = "breadcrumbs", "Breadcrumbs", "layout", "chevrons-right"
    Props = BreadcrumbsProps

    def compile(self, props: BreadcrumbsProps, build: Build) -> Nodes:
        """A list of links, the page itself last."""
        if props.items:
            return trail_nodes(build, [crumb_nodes(build, crumb) for crumb in props.items])
        around = build.surroundings
        own, *above = around.trail()
        steps = [_step(build, around, screen) for screen in reversed(above)]
        here = crumb_nodes(build, Crumb(label=around.screens[own].title, to=None))
        return trail_nodes(build, [*steps, here])


def _step(build: Build, around: Surroundings, name: str) -> Nodes:
    """A screen above, for who may open it. Parameters of its path are those of this screen."""
    screen = around.screens[name]
    label = humanise(name) if "{{" in screen.title else screen.title
    known = set(_PARAMETER.findall(around.screens[around.screen].path))
    wanted = set(_PARAMETER.findall(screen.path))
    to = _PARAMETER.sub(r"{{ params.\1 }}", screen.path) if wanted <= known else None
    return build.when(Code(f"can_open({name!r})"), crumb_nodes(build, Crumb(label=label, to=to)))
