"""Drawing a screen as somebody is writing it, with the rights and the rows of that person or of a role they choose.

Nothing is stored or run, and no role shows more than the person holds.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput, NotFound, ToolwrightError, did_you_mean, phrase
from toolwright.expressions import Program
from toolwright.extend.checking.drafts import with_drafted_screen
from toolwright.extend.translation import ENGLISH, language_of
from toolwright.model.role import BUILT_IN_ROLES
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor, Policy, Resource, check_assignment
from toolwright.render.compile import compile_screen
from toolwright.render.plan import RecordAsk, ScreenPlan
from toolwright.render.screens import render_page
from toolwright.render.visit import Visit
from toolwright.rows.contract import RowQuery

_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Preview:
    """A drawn screen: `html` is its content, where `data-node` of an element is the place of its component.

    `params` are the values its address was drawn with, `islands` the kinds that need code in the browser. `refused` is
    why the screen cannot be opened with the chosen role; then nothing of it is drawn.
    """

    title: str
    html: str
    width: str
    params: Mapping[str, str]
    islands: tuple[str, ...]
    has_faults: bool
    refused: str | None = None


async def preview_screen(
    services: Services,
    actor: Actor,
    workspace: str,
    app: str,
    screen: str,
    definition: Mapping[str, object],
    params: Mapping[str, str],
    role: str | None = None,
    locale: str | None = None,
) -> Preview:
    """The screen drawn from this definition. Raises InvalidDefinition with every mistake in it.

    With `role` as somebody sees it who holds that role alone; raises Denied where the actor holds less than that role.

    With `locale` words, numbers and dates are written as for somebody who reads that language.

    Values that the address needs and `params` does not give are those of the first row the screen could be about.
    """
    stored = await open_workspace(services, actor, workspace)
    if app not in stored.apps:
        raise NotFound(
            phrase("There is no app '{app}'.", app=app), code="app.missing", hint=did_you_mean(app, stored.apps)
        )
    drafted, plan = await asyncio.to_thread(
        compiled_draft, services, stored, app, screen, definition, language_of(locale or actor.locale)
    )
    actor = actor if locale is None else replace(actor, locale=locale)
    if role is not None:
        actor = acting_as(actor, drafted, role)
        somebody = replace(actor, name=f"Somebody with role {role} alone")
        opened = Policy.of(drafted).decide(somebody, "use", Resource("screen", drafted.name, f"{app}/{screen}"))
        if not opened.allowed:
            return Preview(plan.screen.title, "", plan.screen.width, {}, (), False, opened.because)
    values = await sample_params(services, actor, drafted, plan, params)
    visit = Visit(drafted, plan, actor, values, state=dict(plan.screen.state))
    page = await render_page(services.rows, visit)
    return Preview(page.title, page.html, plan.screen.width, values, plan.islands, page.has_faults)


def acting_as(actor: Actor, workspace: Workspace, role: str) -> Actor:
    """The actor with this role and no other, within the scopes of their token. Raises Denied where it allows more."""
    known = (*BUILT_IN_ROLES, *workspace.roles)
    if role not in known:
        raise InvalidInput(
            phrase("There is no role '{role}'.", role=role), code="role.unknown", hint=did_you_mean(role, known)
        )
    check_assignment(replace(actor, scopes=None), workspace, [role])
    return replace(actor, is_admin=False, roles={workspace.name: (role,)})


def compiled_draft(
    services: Services,
    stored: Workspace,
    app: str,
    screen: str,
    definition: Mapping[str, object],
    language: str = ENGLISH,
) -> tuple[Workspace, ScreenPlan]:
    """The workspace with this screen in it, and its marked plan. Raises InvalidDefinition."""
    drafted = with_drafted_screen(stored, app, screen, definition, services.kinds)
    return drafted, compile_screen(drafted, app, screen, services.kinds, is_marked=True, language=language)


async def sample_params(
    services: Services, actor: Actor, workspace: Workspace, plan: ScreenPlan, params: Mapping[str, str]
) -> dict[str, str]:
    """Values for the parameters of a screen's path: those given, else those of the first row it could be about."""
    return {
        name: params.get(name) or await _sample(services, actor, workspace, plan, name)
        for name in _PARAMETER.findall(plan.screen.path)
    }


async def _sample(services: Services, actor: Actor, workspace: Workspace, plan: ScreenPlan, parameter: str) -> str:
    """The key of the first row of the table that this parameter chooses from, as far as the actor sees it."""
    for need in plan.needs.values():
        key = need.ask.id if isinstance(need.ask, RecordAsk) else None
        if isinstance(key, Program) and ("params", parameter) in key.paths:
            query = RowQuery(limit=1, fields=need.table.primary_key, ids=bool(need.table.primary_key))
            try:
                page = await services.rows.list(actor, workspace, need.table_ref, query)
            except ToolwrightError:
                continue
            if page.ids:
                return str(page.ids[0])
    return ""
