"""A region drawn alone is what it is on the whole page, and nothing is drawn where its surroundings do not hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.desk_app import APP, WORKSPACE
from toolwright import clock
from toolwright.policy import Actor
from toolwright.render import kept
from toolwright.render.data import Loader
from toolwright.render.form import Lasting
from toolwright.render.kept import KeptRows, forget_regions
from toolwright.render.rendering import Rendering
from toolwright.render.screens import render_page, render_regions
from toolwright.render.visit import Visit
from toolwright.rows import RowQuery

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


# --- rows that are kept -----------------------------------------------------------------------------------------------


VIEWERS = [
    *ACTORS,
    replace(ACTORS[0], locale="de"),
    replace(ACTORS[0], time_zone="Asia/Tokyo"),
    Actor("user", "n", "N", roles={WORKSPACE: ("agent",)}),
]


def lists(plan) -> list[KeptRows]:
    space = plan.regions[plan.root].run.__globals__
    return [value for value in space.values() if isinstance(value, KeptRows)]


async def written(world, actor: Actor, query=None) -> str:
    visit = await visit_of(world, "queue", {}, query or {}, actor)
    return steady((await render_page(world.services.rows, visit)).html)


def forget(lists: list[KeptRows]) -> None:
    """Have everything written anew."""
    forget_regions()
    for each in lists:
        each.forget()


async def test_rows_are_kept_for_those_to_whom_they_look_the_same(world):
    every = lists((await visit_of(world, "queue", {}, {}, ACTORS[0])).plan)
    fresh = []
    for viewer in VIEWERS:
        forget(every)
        fresh.append(await written(world, viewer))
    assert len(set(fresh)) > 2
    for viewer, html in zip(VIEWERS, fresh, strict=True):
        forget_regions()
        assert await written(world, viewer) == html
        forget_regions()
        assert await written(world, viewer) == html
    for shelf in [shelf for each in every for shelf in each._shelves.values()]:
        for key, (html, until) in shelf.items():
            assert html.startswith("<tr")
            shelf[key] = ("<tr><td>kept</td></tr>", until)
    forget_regions()
    assert (await written(world, ACTORS[0])).count("<td>kept</td>") >= 10
    forget(every)


async def test_a_changed_row_is_written_anew(world):
    workspace = await world.services.workspaces.get(WORKSPACE)
    before = await written(world, ACTORS[0])
    table = next(iter((await visit_of(world, "queue", {}, {}, ACTORS[0])).plan.needs.values())).table_ref
    row = (await world.services.rows.list(ACTORS[0], workspace, table, RowQuery(limit=1, sort=("id",), ids=True))).ids[
        0
    ]
    old = await world.services.rows.get(ACTORS[0], workspace, table, row)
    await world.services.rows.update(ACTORS[0], workspace, table, row, {"title": "Looks different now"})
    try:
        changed = await written(world, ACTORS[0], {"tickets.search": ("Looks different",)})
        assert "Looks different now" in changed
    finally:
        await world.services.rows.update(ACTORS[0], workspace, table, row, {"title": old.values["title"]})
    assert await written(world, ACTORS[0]) == before


# --- regions that are kept --------------------------------------------------------------------------------------------

QUERIES = [
    {},
    {"tickets.search": ("Ticket 1",)},
    {"tickets.sort": ("title",)},
    {"tickets.f.status": ("open",), "tickets.limit": ("5",)},
]


async def drawn(world, screen: str, actor: Actor, params, query) -> str:
    visit = await visit_of(world, screen, params, query, actor)
    return steady((await render_page(world.services.rows, visit)).html)


async def test_pages_are_the_same_whatever_was_drawn_before(world):
    cases = [(screen, params, {**asked, **query}) for screen, params, asked in CASES for query in QUERIES]
    every = [(who, *case) for who in VIEWERS for case in cases]
    fresh = []
    for who, screen, params, query in every:
        forget(lists((await visit_of(world, screen, params, query, who)).plan))
        fresh.append(await drawn(world, screen, who, params, query))
    for order in (range(len(every)), range(len(every) - 1, -1, -1)):
        for place in order:
            who, screen, params, query = every[place]
            assert await drawn(world, screen, who, params, query) == fresh[place], (who, screen, query)


async def test_nobody_gets_a_region_that_was_written_for_somebody_else(world):
    forget_regions()
    plan = (await visit_of(world, "queue", {}, {}, ACTORS[0])).plan
    assert any(region.kept is not None for region in plan.regions.values())
    await written(world, ACTORS[0])
    assert kept._REGIONS
    for entry in kept._REGIONS.values():
        entry.pieces = ("<p>for the first</p>", *entry.pieces[1:])
    assert "for the first" in await written(world, ACTORS[0])
    for other in VIEWERS[1:-1]:
        assert "for the first" not in await written(world, other), other
    for query in QUERIES[1:]:
        assert "for the first" not in await written(world, ACTORS[0], query)
    forget_regions()


async def test_a_kept_region_shows_a_change_of_its_rows(world):
    workspace = await world.services.workspaces.get(WORKSPACE)
    before = await written(world, ACTORS[0])
    assert await written(world, ACTORS[0]) == before
    need = next(iter((await visit_of(world, "queue", {}, {}, ACTORS[0])).plan.needs.values()))
    page = await world.services.rows.list(
        ACTORS[0], workspace, need.table_ref, RowQuery(sort=("-created_at",), limit=1, ids=True, fields=("title",))
    )
    assert page.ids
    await world.services.rows.update(ACTORS[0], workspace, need.table_ref, page.ids[0], {"title": "Changed just now"})
    try:
        assert "Changed just now" in await written(world, ACTORS[0])
    finally:
        old = {"title": page.rows[0][0]}
        await world.services.rows.update(ACTORS[0], workspace, need.table_ref, page.ids[0], old)
    assert await written(world, ACTORS[0]) == before


async def test_times_in_kept_parts_go_on(world):
    async def at(moment) -> str:
        visit = await visit_of(world, "queue", {}, {}, ACTORS[0])
        visit.viewer = replace(visit.viewer, now=moment, lasting=Lasting())
        return steady((await render_page(world.services.rows, visit)).html)

    now = clock.now()
    pages = [await at(now)]
    assert " ago</time>" in pages[0]
    for later in (timedelta(seconds=1), timedelta(days=3), timedelta(days=400)):
        pages.append(await at(now + later))
        forget(lists((await visit_of(world, "queue", {}, {}, ACTORS[0])).plan))
        assert await at(now + later) == pages[-1]
    assert pages[-1] != pages[0]
