"""Example: one component on a screen over the sample tables, for contract suites."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.extend.kinds import installed_kinds
from toolwright.extend.testing.samples import sample_workspace
from toolwright.policy import Actor
from toolwright.render.compile import compile_screen
from toolwright.render.rendering import Rendering
from toolwright.render.visit import Visit

_VIEWER = Actor(kind="user", user_id="example", name="Example", is_admin=True)


def example_html(node: Mapping[str, object]) -> str:
    """The HTML of a screen that holds this node, for an administrator, without any data."""
    workspace = sample_workspace([dict(node)])
    app, tree = next(iter(workspace.apps.items()))
    plan = compile_screen(workspace, app, next(iter(tree.screens)), installed_kinds())
    visit = Visit(workspace, plan, _VIEWER, state=dict(plan.screen.state))
    return Rendering(visit, visit.names()).region(plan.root) or ""
