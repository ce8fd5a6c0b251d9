"""Screens: a visit in, HTML out. Whole pages, changed regions, and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolwright.expressions import to_text
from toolwright.render.address import Query
from toolwright.render.data import Loader
from toolwright.render.outcome import Outcome
from toolwright.render.plan import Read
from toolwright.render.posted import Posted
from toolwright.render.rendering import Rendering, Result
from toolwright.render.run import Runner
from toolwright.render.visit import Visit
from toolwright.rows.plane import Rows


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a screen, and its title as plain text."""

    title: str
    html: str
    has_faults: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an event, and the regions that have changed."""

    outcome: Outcome
    regions: dict[str, str]


async def render_page(rows: Rows, visit: Visit) -> Page:
    """The whole screen, its data asked for at once."""
    return (await render_watched(rows, visit))[0]


async def render_watched(rows: Rows, visit: Visit) -> tuple[Page, Mapping[str, Result]]:
    """The same, and what came of its data."""
    rendering = Rendering(visit, visit.names())
    await Loader(rows, rendering).load(visit.plan.needs)
    html = rendering.region(visit.plan.root) or ""
    return Page(_title(visit, rendering), html, rendering.has_faults), rendering.results


async def render_regions(rows: Rows, visit: Visit, changed: Iterable[Read]) -> dict[str, str]:
    """The regions that depend on what has changed, and only the data they need."""
    plan = visit.plan
    names = plan.dirty(frozenset(changed))
    rendering = Rendering(visit, visit.names())
    await Loader(rows, rendering).load(frozenset().union(*(plan.regions[name].needs for name in names)))
    found = {name: rendering.region(name) for name in names}
    return {name: html for name, html in found.items() if html is not None}


async def run_event(rows: Rows, visit: Visit, posted: Posted) -> Answer:
    """Run an event and render what it has changed; nothing is rendered when it leads elsewhere."""
    outcome = await Runner(rows, visit, posted).run()
    if outcome.goes_to is not None or outcome.question is not None:
        return Answer(outcome, {})
    return Answer(outcome, await render_regions(rows, visit, outcome.changed))


def changed_query(old: Query, new: Query) -> set[Read]:
    """What differs between two queries, as things that regions depend on."""
    return {("query", name) for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _title(visit: Visit, rendering: Rendering) -> str:
    try:
        return to_text(visit.plan.title.evaluate(rendering.names))
    except Exception:  # a title that fails is no reason to show no page
        return visit.workspace.apps[visit.plan.app].app.title
