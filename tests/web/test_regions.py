"""A region drawn alone is what it is on the whole page, and nothing is drawn where its surroundings do not hold."""

from __future__ import annotations

import re

import pytest

from tests.support.desk_app import APP, WORKSPACE
from toolwright.policy import Actor
from toolwright.render.data import Loader
from toolwright.render.rendering import Rendering
from toolwright.render.screens import render_page, render_regions
from toolwright.render.visit import Visit

CASES = [
    ("queue", {}, {}),
    ("queue", {}, {"tickets.search": ("Ticket 1",), "tickets.sort": ("title",)}),
    ("ticket", {"id": "3"}, {}),
    ("edit", {"id": "3"}, {}),
    ("create", {}, {"title": ("From the address",)}),
    ("counter", {}, {}),
    ("counter", {}, {"panel.open": ("1",), "panel.row": ("7",)}),
]
ACTORS = [Actor("user", "a", "A", is_admin=True), Actor("user", "g", "G", roles={WORKSPACE: ("guest",)})]


async def visit_of(world, screen: str, params, query, actor: Actor) -> Visit:
    workspace = await world.services.workspaces.get(WORKSPACE)
    plan = await world.services.screens.get(workspace, APP, screen)
    return Visit(workspace, plan, actor, params, query, state=dict(plan.screen.state), request_id="r")


def steady(html: str) -> str:
    """HTML without keys that are made anew each time."""
    return re.sub(r'name="_key" value="\w+"', "", html)


@pytest.mark.parametrize("actor", ACTORS, ids=["admin", "guest"])
@pytest.mark.parametrize(("screen", "params", "query"), CASES)
async def test_regions_agree_with_the_page(world, screen, params, query, actor):
    visit = await visit_of(world, screen, params, query, actor)
    page = steady((await render_page(world.services.rows, visit)).html)
    rendering = Rendering(visit, visit.names())
    await Loader(world.services.rows, rendering).load(visit.plan.needs)
    for name in visit.plan.regions:
        alone = rendering.region(name)
        is_on_page = f'<tw-region id="{name}">' in page
        assert (alone is not None) == is_on_page, name
        if alone is not None:
            assert steady(alone) in page


@pytest.mark.parametrize(("screen", "params", "query"), CASES)
async def test_dirty_regions_load_what_they_need(world, screen, params, query):
    visit = await visit_of(world, screen, params, query, ACTORS[0])
    page = steady((await render_page(world.services.rows, visit)).html)
    everything = {read for region in visit.plan.regions.values() for read in region.reads}
    found = await render_regions(world.services.rows, visit, everything)
    names = set(found)
    for name, html in found.items():
        assert steady(html) in page
        parent = visit.plan.regions[name].parent
        assert parent not in names


async def test_closed_panels_ask_for_nothing(world):
    asked: list[str] = []

    class Watching:
        def __getattr__(self, name):
            def ask(actor, workspace, table, *rest, **named):
                asked.append(table)
                return getattr(world.services.rows, name)(actor, workspace, table, *rest, **named)

            return ask

    visit = await visit_of(world, "counter", {}, {}, ACTORS[0])
    await render_page(Watching(), visit)
    assert asked == []
