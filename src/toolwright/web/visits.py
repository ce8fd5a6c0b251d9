"""Visits: from a request to who asks for which screen. Every route of an app begins here; here access is decided."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from starlette.requests import Request

from toolwright.auth import caller_of
from toolwright.auth.caller import Caller
from toolwright.commands.services import Services
from toolwright.errors import Denied, InvalidInput, NotFound, NotSignedIn, ToolwrightError
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor, Policy, Resource
from toolwright.render.address import Query, read_query
from toolwright.render.plan import ScreenPlan
from toolwright.render.visit import Visit

MAX_PARAMETERS = 400
SLOW = "tw_slow"
"""The cookie of somebody who tries an app as it is on a slow network."""
SLOW_S = 1.5


def services_of(request: Request) -> Services:
    """The object graph of this process."""
    found: Services = request.app.state.services
    return found


async def caller(request: Request) -> Caller:
    """Who sent the request."""
    services = services_of(request)
    return await caller_of(request, services.identity, services.settings)


async def open_visit(request: Request, path: str, query: Query, state_token: str | None) -> Visit:
    """A visit to the screen at `path` of the app in the address.

    Raises NotSignedIn when signing in may help, Denied when it will not, NotFound, and Conflict for a stale token.
    """
    services, who = services_of(request), await caller(request)
    names = request.path_params
    try:
        workspace = await services.workspaces.get(names["workspace"])
        route = services.screens.route(workspace, names["app"], path)
    except NotFound:
        if who.actor.kind == "anonymous":
            raise NotSignedIn("Sign in to open this page.", code="auth.not_signed_in") from None
        raise
    _check_access(who, workspace, names["app"], route.screen)
    await _as_on_a_slow_network(request, who, workspace)
    plan = await services.screens.get(workspace, names["app"], route.screen, who.actor.locale)
    visit = Visit(workspace, plan, who.actor, route.params, query)
    visit.csrf = who.session.csrf if who.session is not None else ""
    visit.state = services.signer.read(plan, who.actor.user_id, state_token)
    visit.state_token = services.signer.sign(plan, who.actor.user_id, visit.state)
    visit.request_id = str(request.scope.get("state", {}).get("request_id") or visit.request_id)
    visit.at = address_of(path, query)
    return visit


@dataclass(frozen=True, slots=True)
class OpenScreens:
    """Screens of one app that somebody may open, by what is shown on them."""

    workspace: Workspace
    actor: Actor
    plans: tuple[ScreenPlan, ...]


async def open_screens(request: Request, names: Iterable[str]) -> OpenScreens:
    """Those of the screens `names` of the app in the address that the caller may open.

    Raises NotSignedIn, Denied or NotFound when there is none.
    """
    services, who = services_of(request), await caller(request)
    app, plans = request.path_params["app"], []
    refused: ToolwrightError = NotFound("There is no such screen.", code="screen.not_found")
    try:
        workspace = await services.workspaces.get(request.path_params["workspace"])
        for name in names:
            try:
                _check_access(who, workspace, app, name)
                plans.append(await services.screens.get(workspace, app, name, who.actor.locale))
            except (NotFound, Denied, NotSignedIn) as fault:
                refused = fault
    except NotFound as fault:
        refused = fault
    if not plans and who.actor.kind == "anonymous":
        raise NotSignedIn("Sign in to open this page.", code="auth.not_signed_in")
    if not plans:
        raise refused
    return OpenScreens(workspace, who.actor, tuple(plans))


async def _as_on_a_slow_network(request: Request, who: Caller, workspace: Workspace) -> None:
    """Let people who design the workspace wait, when they want to see how that is."""
    if SLOW in request.cookies:
        place = Resource("workspace", workspace.name, workspace.name)
        if Policy.of(workspace).decide(who.actor, "design", place):
            await sleep(SLOW_S)


def _check_access(who: Caller, workspace: Workspace, app: str, screen: str) -> None:
    policy = Policy.of(workspace)
    for resource in (Resource("app", workspace.name, app), Resource("screen", workspace.name, f"{app}/{screen}")):
        decision = policy.decide(who.actor, "use", resource)
        if decision:
            continue
        if who.actor.kind == "anonymous":
            raise NotSignedIn("Sign in to open this page.", code="auth.not_signed_in")
        raise Denied(
            "You may not open this page.",
            code=f"{resource.kind}.denied",
            hint="Ask an administrator of this workspace for access.",
        )


def query_of(text: str) -> Query:
    """The query of an address."""
    try:
        return read_query(parse_qsl(text, keep_blank_values=False, max_num_fields=MAX_PARAMETERS))
    except ValueError:
        raise InvalidInput("The address has too many parameters.", code="address.too_long") from None


def split_at(at: str) -> tuple[str, Query]:
    """Path and query of an address inside an app, as pages send it back."""
    parts = urlsplit(at)
    return unquote(parts.path) if parts.path.startswith("/") else "/", query_of(parts.query)


def address_of(path: str, query: Query) -> str:
    """The reverse of `split_at`."""
    pairs = "&".join(f"{quote(name)}={quote(value)}" for name, values in query.items() for value in values)
    return f"{quote(path)}?{pairs}" if pairs else quote(path)
