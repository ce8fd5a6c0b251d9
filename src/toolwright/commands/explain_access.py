"""Explain access: the rule that decides for somebody, and an overview of all roles and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from toolwright.auth.users import get_user
from toolwright.commands.list_workspaces import role_titles
from toolwright.commands.looking_as import actor_of
from toolwright.commands.services import Services
from toolwright.errors import Denied, NotFound, phrase
from toolwright.model.role import RowVerb
from toolwright.model.table import Table, humanise
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor, Decision, Policy, Resource, TableAccess, Verb, require
from toolwright.policy.component import guarded_components

Cell = bool | Literal["some rows"]
Use = Literal["granted", "held", "no"]
"""Whether a role may use a screen: by a grant, through the role that the screen itself asks for, or not at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that can be used: an app, a screen of it (`app/screen`) or a component (`app/screen/id`).

    `access` is the role it asks for by itself."""

    kind: Literal["app", "screen", "component"]
    name: str
    title: str
    access: str


@dataclass(frozen=True, slots=True)
class AccessMatrix:
    """Titles by role and by table, and for each pair what each verb comes to; places in the same way."""

    roles: Mapping[str, str]
    tables: Mapping[str, str]
    cells: Mapping[str, Mapping[str, Mapping[str, Cell]]]
    places: tuple[Place, ...]
    uses: Mapping[str, Mapping[str, Use]]


async def explain_access(
    services: Services,
    actor: Actor,
    workspace: str,
    verb: Verb,
    resource: Resource,
    user: str | None = None,
    role: str | None = None,
) -> Decision:
    """The decision about the actor, or about another user or whoever has a role for those who design the workspace.

    What the asker could not know anyway is not told: to everybody else a refusal names neither rules nor roles.
    """
    found = await _workspace(services, actor, workspace)
    policy = Policy.of(found)
    designs = policy.decide(actor, "design", Resource("workspace", workspace, workspace)).allowed
    if role is not None or (user is not None and user not in (actor.user_id, actor.email)):
        if not designs:
            raise Denied("Only administrators of the workspace ask about others.", code="policy.denied")
        other = _holder(role, workspace) if role is not None else await _actor_of(services, user or "", found)
        return policy.decide(other, verb, resource)
    decision = policy.decide(actor, verb, resource)
    if designs:
        return decision
    if not decision.allowed:
        return Decision(
            False,
            phrase("none of your roles allows {verb} on a {kind} of that name", verb=verb, kind=phrase(resource.kind)),
        )
    return Decision(
        True, "one of your roles allows it for some rows" if " where " in decision.because else decision.because
    )


async def access_matrix(services: Services, actor: Actor, workspace: str) -> AccessMatrix:
    """What each role, by itself, may do with the rows of each table."""
    found = await _workspace(services, actor, workspace)
    require(actor, "design", Resource("workspace", workspace, workspace), found)
    roles = role_titles(found)
    tables = {ref: table.title or humanise(ref.rpartition(".")[2]) for ref, table in found.tables.items()}
    cells = {role: role_cells(found, role) for role in roles}
    uses = {role: role_uses(found, role) for role in roles}
    return AccessMatrix(roles, tables, cells, tuple(_places(found)), uses)


def role_cells(workspace: Workspace, role: str) -> dict[str, dict[str, Cell]]:
    """What holding a role comes to for the rows of each table, per verb."""
    policy, holder = Policy.of(workspace), _holder(role, workspace.name)
    return {ref: _cell(policy.table_access(holder, ref), table) for ref, table in workspace.tables.items()}


def role_uses(workspace: Workspace, role: str) -> dict[str, Use]:
    """What holding a role comes to for each place."""
    policy, holder = Policy.of(workspace), _holder(role, workspace.name)
    return {place.name: _use(policy, holder, place) for place in _places(workspace)}


def _use(policy: Policy, holder: Actor, place: Place) -> Use:
    if not policy.decide(holder, "use", Resource(place.kind, policy.workspace.name, place.name)).allowed:
        return "no"
    return "held" if policy.holds(holder, place.access).allowed else "granted"


def _places(workspace: Workspace) -> Iterator[Place]:
    for app, tree in workspace.apps.items():
        yield Place("app", app, tree.app.title, tree.app.access)
        for name, screen in tree.screens.items():
            yield Place("screen", f"{app}/{name}", screen.title, screen.access)
            for component, access in guarded_components(screen, workspace.modules):
                yield Place("component", f"{app}/{name}/{component}", humanise(component), access)


async def _workspace(services: Services, actor: Actor, workspace: str) -> Workspace:
    try:
        found = await services.workspaces.get(workspace)
    except NotFound:
        raise NotFound(
            phrase("There is no workspace '{workspace}'.", workspace=workspace), code="workspace.not_found"
        ) from None
    require(actor, "read", Resource("workspace", workspace, workspace), found)
    return found


async def _actor_of(services: Services, user: str, workspace: Workspace) -> Actor:
    async with services.db.read() as connection:
        return actor_of(await get_user(connection, user), workspace)


def _holder(role: str, workspace: str) -> Actor:
    return Actor(kind="user", name=role, roles={workspace: (role,)})


def _cell(access: TableAccess, table: Table) -> dict[str, Cell]:
    """By verb; what no role could do with rows of such a table is no question, and left out."""
    found: dict[str, Cell] = {}
    for verb in RowVerb:
        if verb is RowVerb.COMMENT and not table.is_internal:
            continue
        rules = access.row_rules[verb.value]
        found[verb.value] = True if rules is None else ("some rows" if rules else False)
    return found
