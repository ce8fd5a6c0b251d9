"""Drawing a screen or module as somebody is writing it, with the rights of that person or as somebody else sees it.

Nothing is stored or run, and nobody sees more than they may.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolwright.commands.definitions import open_workspace
from toolwright.commands.looking_as import OWN, Look, looking_as
from toolwright.commands.sample_settings import sample_settings
from toolwright.commands.services import Services
from toolwright.errors import NotFound, ToolwrightError, did_you_mean, phrase
from toolwright.expressions import Program, to_text
from toolwright.extend.checking.drafts import with_drafted
from toolwright.extend.translation import ENGLISH, language_of
from toolwright.model.files import MODULE, SCREEN, Place
from toolwright.model.module import SETTINGS
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor, Policy, Resource
from toolwright.render.compile import compile_place
from toolwright.render.modules import with_some_app
from toolwright.render.plan import FiguresAsk, LogAsk, RecordAsk, RowsAsk, ScreenPlan
from toolwright.render.rendering import Result
from toolwright.render.screens import render_watched
from toolwright.render.shown import shown
from toolwright.render.visit import Visit
from toolwright.rows.contract import RowQuery

_PARAMETER = re.compile(r"\{(\w+)\}")


_SORTS = ((RowsAsk, "rows"), (RecordAsk, "record"), (FiguresAsk, "figures"), (LogAsk, "log"))


@dataclass(frozen=True, slots=True)
class AskedData:
    """Data that a component asked for, and what came: `rows` of it, `is_skipped` where nothing would have been shown,
    or the `fault` for which there is none."""

    at: tuple[str | int, ...]
    table: str
    sort: str
    rows: int | None
    is_skipped: bool
    fault: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A drawn screen or module: `html` is its content, where `data-node` of an element is the place of its component.

    `params` are the values its address, or the settings of the module, were drawn with, `islands` the kinds that need
    code in the browser. `refused` is why the screen cannot be opened with the chosen role; then nothing of it is drawn.
    `asked` is the data it asked for, `values` what its expressions may read anywhere.
    """

    title: str
    html: str
    width: str
    params: Mapping[str, str]
    islands: tuple[str, ...]
    has_faults: bool
    refused: str | None = None
    asked: tuple[AskedData, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


async def preview_screen(
    services: Services,
    actor: Actor,
    workspace: str,
    place: Place,
    definition: Mapping[str, object],
    params: Mapping[str, str],
    look: Look = OWN,
) -> Preview:
    """The screen or module drawn from this definition. Raises InvalidDefinition with every mistake in it.

    With `look` as somebody else sees it; raises Denied where that is more than the actor may see.

    Values that the address needs and `params` does not give are those of the first row the screen could be about; of
    the settings of a module, something of their type.
    """
    stored = await workspace_of(services, actor, workspace, place)
    seen = await looking_as(services, actor, stored, look)
    drafted, plan = await asyncio.to_thread(
        compiled_draft, services, stored, place, definition, language_of(seen.locale)
    )
    if not look.is_own:
        refused = _refused(seen, drafted, place, look.role)
        if refused is not None:
            return Preview(plan.screen.title, "", plan.screen.width, {}, (), False, refused)
    visit = await sample_visit(services, seen, drafted, place, plan, params)
    page, results = await render_watched(services.rows, visit)
    told = visit.params if visit.settings is None else {name: to_text(one) for name, one in visit.settings.items()}
    asked = tuple(_asked(plan, need, result) for need, result in results.items())
    return Preview(
        page.title, page.html, plan.screen.width, told, plan.islands, page.has_faults, None, asked, _values(visit)
    )


def _asked(plan: ScreenPlan, need: str, result: Result) -> AskedData:
    """What came of one of the screen's needs."""
    about = plan.needs[need]
    fault = None if result.fault is None else result.fault.detail
    rows = None if result.fault is not None or result.is_skipped else len(result.rows)
    sort = next(name for kind, name in _SORTS if isinstance(about.ask, kind))
    rows = min(rows, 1) if rows is not None and sort == "record" else rows
    return AskedData(plan.places.get(need, ()), about.table_ref, sort, rows, result.is_skipped, fault)


def _values(visit: Visit) -> dict[str, object]:
    """What the expressions of a screen read anywhere, as JSON."""
    return {name: shown(value) for name, value in visit.names().items() if not name.startswith("__")}


async def workspace_of(services: Services, actor: Actor, workspace: str, place: Place) -> Workspace:
    """The workspace in which a screen or module is written. Raises NotFound when there is no such app."""
    stored = await open_workspace(services, actor, workspace)
    if place.kind is SCREEN and place.names[0] not in stored.apps:
        app = place.names[0]
        raise NotFound(
            phrase("There is no app '{app}'.", app=app), code="app.missing", hint=did_you_mean(app, stored.apps)
        )
    return with_some_app(stored) if place.kind is MODULE else stored


def _refused(actor: Actor, workspace: Workspace, place: Place, role: str | None) -> str | None:
    """Why whoever looks (with `role` alone) cannot open a screen; a module is no page that anybody opens."""
    if place.kind is not SCREEN:
        return None
    somebody = actor if role is None else replace(actor, name=f"Somebody with role {role} alone")
    opened = Policy.of(workspace).decide(somebody, "use", Resource("screen", workspace.name, "/".join(place.names)))
    return None if opened.allowed else opened.because


def compiled_draft(
    services: Services,
    stored: Workspace,
    place: Place,
    definition: Mapping[str, object],
    language: str = ENGLISH,
) -> tuple[Workspace, ScreenPlan]:
    """The workspace with this screen or module in it, and its marked plan. Raises InvalidDefinition."""
    drafted = with_drafted(stored, place, definition, services.kinds)
    return drafted, compile_place(drafted, place, services.kinds, is_marked=True, language=language)


async def sample_visit(
    services: Services,
    actor: Actor,
    workspace: Workspace,
    place: Place,
    plan: ScreenPlan,
    params: Mapping[str, str],
) -> Visit:
    """A visit to a drafted screen or module, with values for whatever it needs to be told."""
    if place.kind is MODULE:
        module = workspace.modules[place.names[0]]
        keys = await _sample_keys(services, actor, workspace, plan, (SETTINGS, [one.name for one in module.settings]))
        visit = Visit(workspace, plan, actor)
        visit.settings = sample_settings(module, {**keys, **params}, visit.names())
        return visit
    values = await _sample_params(services, actor, workspace, plan, params)
    return Visit(workspace, plan, actor, values, state=dict(plan.screen.state))


async def _sample_params(
    services: Services, actor: Actor, workspace: Workspace, plan: ScreenPlan, params: Mapping[str, str]
) -> dict[str, str]:
    """Values for the parameters of a screen's path: those given, else those of the first row it could be about."""
    names = _PARAMETER.findall(plan.screen.path)
    unsaid = [name for name in names if not params.get(name)]
    found = await _sample_keys(services, actor, workspace, plan, ("params", unsaid))
    return {name: params.get(name) or found.get(name, "") for name in names}


async def _sample_keys(
    services: Services, actor: Actor, workspace: Workspace, plan: ScreenPlan, read: tuple[str, Sequence[str]]
) -> dict[str, str]:
    """For each of these names (below `params`, say) that chooses a row the key of the first the actor may see."""
    root, names = read
    found = {name: await _sample(services, actor, workspace, plan, (root, name)) for name in names}
    return {name: key for name, key in found.items() if key}


async def _sample(
    services: Services, actor: Actor, workspace: Workspace, plan: ScreenPlan, path: tuple[str, str]
) -> str:
    """The key of the first row of the table that this path chooses from, as far as the actor sees it."""
    for need in plan.needs.values():
        key = need.ask.id if isinstance(need.ask, RecordAsk) else None
        if isinstance(key, Program) and path in key.paths:
            query = RowQuery(limit=1, fields=need.table.primary_key, ids=bool(need.table.primary_key))
            try:
                page = await services.rows.list(actor, workspace, need.table_ref, query)
            except ToolwrightError:
                continue
            if page.ids:
                return str(page.ids[0])
    return ""
