"""The workspaces an actor belongs to, with what is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import NotFound
from toolwright.model.environment import draft_of, environment_of
from toolwright.model.role import BUILT_IN_ROLES
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import decide, filter_resources
from toolwright.store.workspaces import Revision, WorkspaceInfo


@dataclass(frozen=True, slots=True)
class AppInfo:
    """An app in a list."""

    name: str
    title: str
    description: str | None
    icon: str | None
    address: str
    screens: int


@dataclass(frozen=True, slots=True)
class WorkspaceView:
    """A workspace as an actor sees it: only the apps they may open, and its roles only when they design it."""

    name: str
    title: str
    description: str | None
    revision: int
    created_at: datetime
    updated_at: datetime
    can_design: bool
    apps: tuple[AppInfo, ...]
    sources: int
    tables: int
    role_titles: Mapping[str, str]
    environment: str
    version: int | None
    draft: str | None
    """The name of the draft, for those who may change it; None where there is none."""


async def list_workspaces(services: Services, actor: Actor) -> list[WorkspaceView]:
    """Every workspace in which the actor holds a role or may open an app, by title."""
    found, names = [], await services.workspaces.names()
    for info in await services.workspaces.list():
        try:
            workspace = await services.workspaces.get(info.name)
        except NotFound:
            continue  # removed meanwhile
        view = _view(actor, info, workspace, names)
        if view.apps or decide(actor, "read", Resource("workspace", info.name, info.name), workspace):
            found.append(view)
    return found


async def read_workspace(services: Services, actor: Actor, name: str) -> WorkspaceView:
    """One workspace. Raises NotFound."""
    workspace = await open_workspace(services, actor, name, "read")
    info, _ = await services.workspaces.read(name)
    return _view(actor, info, workspace, await services.workspaces.names())


async def list_revisions(services: Services, actor: Actor, name: str, limit: int = 50) -> tuple[Revision, ...]:
    """The latest changes of a workspace, newest first. Raises NotFound, Denied."""
    await open_workspace(services, actor, name)
    return await services.workspaces.revisions(name, limit)


def apps_for(actor: Actor, workspace: Workspace) -> tuple[AppInfo, ...]:
    """The apps of a workspace that the actor may open, by title."""
    resources = [Resource("app", workspace.name, name) for name in workspace.apps]
    found = [_app(workspace, resource.name) for resource in filter_resources(actor, "use", resources, workspace)]
    return tuple(sorted(found, key=lambda app: (app.title, app.name)))


def role_titles(workspace: Workspace) -> dict[str, str]:
    """The title of every role of a workspace, the built-in ones first and strongest first."""
    return {name: name.capitalize() for name in BUILT_IN_ROLES} | {n: role.title for n, role in workspace.roles.items()}


def _app(workspace: Workspace, name: str) -> AppInfo:
    tree = workspace.apps[name]
    address = address_of(workspace.name, name)
    return AppInfo(name, tree.app.title, tree.app.description, tree.app.icon, address, len(tree.screens))


def address_of(workspace: str, app: str) -> str:
    """Where a published app is."""
    return f"/apps/{workspace}/{app}/"


def _view(actor: Actor, info: WorkspaceInfo, workspace: Workspace, names: Collection[str]) -> WorkspaceView:
    can_design = decide(actor, "design", Resource("workspace", info.name, info.name), workspace).allowed
    return WorkspaceView(
        name=info.name,
        title=workspace.definition.title,
        description=workspace.definition.description,
        revision=info.revision,
        created_at=info.created_at,
        updated_at=info.updated_at,
        can_design=can_design,
        apps=apps_for(actor, workspace),
        sources=len(workspace.sources),
        tables=len(workspace.tables) - len(workspace.queries),
        role_titles=role_titles(workspace) if can_design else {},
        environment=environment_of(workspace.name),
        version=info.version,
        draft=draft_of(workspace.name) if can_design and draft_of(workspace.name) in names else None,
    )
