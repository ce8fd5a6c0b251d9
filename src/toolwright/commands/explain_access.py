"""Explain access: the rule that decides for somebody, and an overview of all roles and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from toolwright.auth.users import get_user
from toolwright.commands.services import Services
from toolwright.errors import Denied, NotFound
from toolwright.model.role import BUILT_IN_ROLES, RowVerb
from toolwright.model.table import humanise
from toolwright.model.workspace import Workspace
from toolwright.policy import ANONYMOUS, Actor, Decision, Policy, Resource, TableAccess, Verb, require

Cell = bool | Literal["some rows"]


@dataclass(frozen=True, slots=True)
class AccessMatrix:
    """Titles by role and by table, and for each pair what each verb comes to."""

    roles: Mapping[str, str]
    tables: Mapping[str, str]
    cells: Mapping[str, Mapping[str, Mapping[str, Cell]]]


async def explain_access(
    services: Services, actor: Actor, workspace: str, verb: Verb, resource: Resource, user: str | None = None
) -> Decision:
    """The decision about the actor, or about another user for those who design the workspace.

    What the asker could not know anyway is not told: to everybody else a refusal names neither rules nor roles.
    """
    found = await _workspace(services, actor, workspace)
    policy = Policy.of(found)
    designs = policy.decide(actor, "design", Resource("workspace", workspace, workspace)).allowed
    if user is not None and user not in (actor.user_id, actor.email):
        if not designs:
            raise Denied("Only administrators of the workspace ask about others.", code="policy.denied")
        return policy.decide(await _actor_of(services, user), verb, resource)
    decision = policy.decide(actor, verb, resource)
    if designs:
        return decision
    if not decision.allowed:
        return Decision(False, f"none of your roles allows {verb} on a {resource.kind} of that name")
    return Decision(
        True, "one of your roles allows it for some rows" if " where " in decision.because else decision.because
    )


async def access_matrix(services: Services, actor: Actor, workspace: str) -> AccessMatrix:
    """What each role, by itself, may do with the rows of each table."""
    found = await _workspace(services, actor, workspace)
    require(actor, "design", Resource("workspace", workspace, workspace), found)
    policy = Policy.of(found)
    roles = {name: name.capitalize() for name in BUILT_IN_ROLES} | {n: role.title for n, role in found.roles.items()}
    tables = {ref: table.title or humanise(ref.rpartition(".")[2]) for ref, table in found.tables.items()}
    cells = {role: {ref: _cell(policy.table_access(_holder(role, workspace), ref)) for ref in tables} for role in roles}
    return AccessMatrix(roles, tables, cells)


async def _workspace(services: Services, actor: Actor, workspace: str) -> Workspace:
    try:
        found = await services.workspaces.get(workspace)
    except NotFound:
        raise NotFound(f"There is no workspace '{workspace}'.", code="workspace.not_found") from None
    require(actor, "read", Resource("workspace", workspace, workspace), found)
    return found


async def _actor_of(services: Services, user: str) -> Actor:
    """Who that person acts as when signed in; as nobody while they are not active."""
    async with services.db.read() as connection:
        found = await get_user(connection, user)
    if not found.is_active:
        return ANONYMOUS
    return Actor("user", found.id, found.name, found.email, found.is_admin, found.roles)


def _holder(role: str, workspace: str) -> Actor:
    return Actor(kind="user", name=role, roles={workspace: (role,)})


def _cell(access: TableAccess) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for verb in RowVerb:
        rules = access.row_rules[verb.value]
        found[verb.value] = True if rules is None else ("some rows" if rules else False)
    return found
