"""Saved views of a table: who reads its rows keeps views of their own; who designs it shares them with everyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from toolwright import clock
from toolwright.commands.definitions import open_workspace
from toolwright.commands.draft_renames import drafted_renames
from toolwright.commands.services import Services
from toolwright.errors import Denied, NotFound
from toolwright.ids import new_id
from toolwright.model.environment import is_draft
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import Policy, require
from toolwright.store.saved_views import SavedView


@dataclass(frozen=True, slots=True)
class TableViews:
    """The views of a table that somebody sees, and whether they may share some."""

    views: list[SavedView]
    may_share: bool


@dataclass(frozen=True, slots=True)
class ViewChange:
    """What becomes of a view; None leaves a thing as it is."""

    name: str | None = None
    content: Mapping[str, object] | None = None
    is_shared: bool | None = None
    is_default: bool | None = None


async def list_views(services: Services, actor: Actor, workspace: str, table: str) -> TableViews:
    """Everyone's views of the table, and the actor's own."""
    found = await _open(services, actor, workspace, table)
    views = await services.saved_views.list(found.base, await _kept_as(services, found, table), actor.user_id)
    return TableViews(views, Policy.of(found).decide(actor, "design", Resource("table", found.name, table)).allowed)


async def save_view(services: Services, actor: Actor, workspace: str, table: str, change: ViewChange) -> SavedView:
    """A new view."""
    found = await _open(services, actor, workspace, table)
    owner = _owner(found, actor, table, is_shared=bool(change.is_shared))
    view = SavedView(
        id=new_id(),
        workspace=found.base,
        of_table=await _kept_as(services, found, table),
        owner=owner,
        name=change.name or "",
        content=change.content or {},
        is_default=bool(change.is_default),
        updated_at=clock.now(),
    )
    await services.saved_views.put(view)
    return view


async def change_view(
    services: Services, actor: Actor, workspace: str, table: str, view: str, change: ViewChange
) -> SavedView:
    """The view with these changes."""
    found, before = await _find(services, actor, workspace, table, view)
    is_shared = before.owner is None if change.is_shared is None else change.is_shared
    owner = before.owner if is_shared == (before.owner is None) else _owner(found, actor, table, is_shared=is_shared)
    after = replace(
        before,
        owner=owner,
        name=before.name if change.name is None else change.name,
        content=before.content if change.content is None else change.content,
        is_default=before.is_default if change.is_default is None else change.is_default,
        updated_at=clock.now(),
    )
    await services.saved_views.put(after)
    return after


async def delete_view(services: Services, actor: Actor, workspace: str, table: str, view: str) -> None:
    """Forget a view."""
    _, found = await _find(services, actor, workspace, table, view)
    await services.saved_views.remove(found)


async def _open(services: Services, actor: Actor, workspace: str, table: str) -> Workspace:
    found = await open_workspace(services, actor, workspace, "read")
    if table not in found.tables:
        raise NotFound(f"There is no table '{table}'.", code="table.not_found")
    require(actor, "read", Resource("table", found.name, table), found)
    return found


async def _find(services: Services, actor: Actor, workspace: str, table: str, view: str) -> tuple[Workspace, SavedView]:
    """A view that the actor may change: one of their own, or everyone's if they may share."""
    found = await _open(services, actor, workspace, table)
    for one in await services.saved_views.list(found.base, await _kept_as(services, found, table), actor.user_id):
        if one.id == view:
            if one.owner is None:
                require(actor, "design", Resource("table", found.name, table), found)
            return found, one
    raise NotFound("There is no such view.", code="saved_view.not_found")


async def _kept_as(services: Services, found: Workspace, table: str) -> str:
    """What the table is called where its views are kept: in the draft, where there is one."""
    return table if is_draft(found.name) else (await drafted_renames(services, found.base)).table(table)


def _owner(found: Workspace, actor: Actor, table: str, *, is_shared: bool) -> str | None:
    if is_shared:
        require(actor, "design", Resource("table", found.name, table), found)
        return None
    if actor.user_id is None:
        raise Denied("Only people have views of their own.", code="saved_view.no_owner", hint="Share it.")
    return actor.user_id
