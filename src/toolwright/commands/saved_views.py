"""Saved views of a table: who reads its rows keeps views of their own; who designs it shares them with everyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from toolwright import clock
from toolwright.commands.definitions import open_workspace
from toolwright.commands.draft_renames import drafted_renames
from toolwright.commands.services import Services
from toolwright.errors import Denied, NotFound, phrase
from toolwright.ids import new_id
from toolwright.model.environment import draft_of, is_draft
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import Policy, require
from toolwright.store.saved_views import SavedView
from toolwright.tables import NO_RENAMES, Renames
from toolwright.tables.moved_names import MovedNames
from toolwright.tables.view_names import Content, Missing, ViewNames, without_missing


@dataclass(frozen=True, slots=True)
class FoundView:
    """A view as far as what it names is there for who looks at it, and what was left out."""

    view: SavedView
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class TableViews:
    """The views of a table that somebody sees, and whether they may share some."""

    views: list[FoundView]
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
    at = await _open(services, actor, workspace, table)
    found = at.workspace
    views = [at.seen(one) for one in await services.saved_views.list(found.base, at.kept_as, actor.user_id)]
    return TableViews(views, Policy.of(found).decide(actor, "design", Resource("table", found.name, table)).allowed)


async def save_view(services: Services, actor: Actor, workspace: str, table: str, change: ViewChange) -> FoundView:
    """A new view."""
    at = await _open(services, actor, workspace, table)
    owner = _owner(at, is_shared=bool(change.is_shared))
    view = SavedView(
        id=new_id(),
        workspace=at.workspace.base,
        of_table=at.kept_as,
        owner=owner,
        name=change.name or "",
        content=at.kept(change.content or {}),
        is_default=bool(change.is_default),
        updated_at=clock.now(),
    )
    await services.saved_views.put(view)
    return at.seen(view)


async def change_view(
    services: Services, actor: Actor, workspace: str, table: str, view: str, change: ViewChange
) -> FoundView:
    """The view with these changes."""
    at, before = await _find(services, actor, workspace, table, view)
    is_shared = before.owner is None if change.is_shared is None else change.is_shared
    owner = before.owner if is_shared == (before.owner is None) else _owner(at, is_shared=is_shared)
    after = replace(
        before,
        owner=owner,
        name=before.name if change.name is None else change.name,
        content=before.content if change.content is None else at.kept(change.content),
        is_default=before.is_default if change.is_default is None else change.is_default,
        updated_at=clock.now(),
    )
    await services.saved_views.put(after)
    return at.seen(after)


async def delete_view(services: Services, actor: Actor, workspace: str, table: str, view: str) -> None:
    """Forget a view."""
    _, found = await _find(services, actor, workspace, table, view)
    await services.saved_views.remove(found)


@dataclass(frozen=True, slots=True)
class _At:
    """A table as somebody opened it, and how names in its views are kept: as its draft has them, if there is one."""

    workspace: Workspace
    table: str
    actor: Actor
    kept_as: str
    drafted: Renames
    draft: Workspace | None

    def kept(self, content: Content) -> Content:
        """What is kept of a view that goes by the names of this workspace."""
        return content if self.draft is None else _renamed(self.workspace, self.drafted, self.table, content)

    def seen(self, view: SavedView) -> FoundView:
        """A view that was kept, by the names of this workspace, as far as what they name is there."""
        content = view.content
        if self.draft is not None:
            content = _renamed(self.draft, self.drafted.inverse(), self.kept_as, content)
        policy = Policy.of(self.workspace)
        content, missing = without_missing(
            content, self.table, self.workspace, lambda ref: policy.table_access(self.actor, ref).readable
        )
        return FoundView(replace(view, content=content), missing)


def _renamed(workspace: Workspace, renames: Renames, table: str, content: Content) -> Content:
    return ViewNames(MovedNames.of(workspace, renames)).renamed(table, content)


async def _open(services: Services, actor: Actor, workspace: str, table: str) -> _At:
    found = await open_workspace(services, actor, workspace, "read")
    if table not in found.tables:
        raise NotFound(phrase("There is no table '{table}'.", table=table), code="table.not_found")
    require(actor, "read", Resource("table", found.name, table), found)
    drafted = NO_RENAMES if is_draft(found.name) else await drafted_renames(services, found.base)
    draft = await services.workspaces.get(draft_of(found.base)) if drafted.tables or drafted.columns else None
    return _At(found, table, actor, drafted.table(table), drafted, draft)


async def _find(services: Services, actor: Actor, workspace: str, table: str, view: str) -> tuple[_At, SavedView]:
    """A view that the actor may change: one of their own, or everyone's if they may share."""
    at = await _open(services, actor, workspace, table)
    for one in await services.saved_views.list(at.workspace.base, at.kept_as, actor.user_id):
        if one.id == view:
            if one.owner is None:
                require(actor, "design", Resource("table", at.workspace.name, table), at.workspace)
            return at, one
    raise NotFound("There is no such view.", code="saved_view.not_found")


def _owner(at: _At, *, is_shared: bool) -> str | None:
    if is_shared:
        require(at.actor, "design", Resource("table", at.workspace.name, at.table), at.workspace)
        return None
    if at.actor.user_id is None:
        raise Denied("Only people have views of their own.", code="saved_view.no_owner", hint="Share it.")
    return at.actor.user_id
