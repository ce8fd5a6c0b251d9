"""The way to a page: what the head of a page and breadcrumbs share."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.markup import join
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model


class Crumb(Model):
    """One step of the way to this page."""

    label: Expr[str] = Field(description="What it is called.")
    to: Expr[str] | None = Field(None, description="Its address; none for the page itself.")


def crumb_nodes(build: Build, crumb: Crumb) -> Nodes:
    """One step: a link, or the page itself."""
    to = None if crumb.to is None else build.url(crumb.to)
    return build.view("shared/crumb.html", label=build.text(crumb.label), to=to)


def trail_nodes(build: Build, steps: Sequence[Nodes]) -> Nodes:
    """The way, from the first page on; nothing when it has no steps."""
    return build.view("shared/breadcrumbs.html", crumbs=join(*steps)) if steps else ()
