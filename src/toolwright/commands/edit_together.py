"""Saying that one edits a definition, so that others see it before they do the same, and hearing what they stored."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.model.files import place_of, wrong_path
from toolwright.policy.actor import Actor
from toolwright.store.definition_history import DefinitionHistory, State
from toolwright.store.editing import Editing, Editor


@dataclass(frozen=True, slots=True)
class Together:
    """Who edits a definition just now, the revision of the workspace, and what became of it after the one asked about.

    People are known in revisions by what they are called: `is_yours` is of whoever is called like you.
    """

    editor: Editor | None
    revision: int
    stored: State | None
    is_yours: bool


async def who_edits(
    services: Services, actor: Actor, workspace: str, path: str, *, since: int | None = None
) -> Together:
    """Who edits a definition just now, and the last that was stored of it after the revision `since`."""
    name = await _working(services, actor, workspace, path)
    return await _together(services, actor, name, path, since)


async def edit_here(
    services: Services,
    actor: Actor,
    workspace: str,
    path: str,
    *,
    take_over: bool = False,
    since: int | None = None,
) -> Together:
    """Say that one edits it, or still does; answers who does. Somebody else who does stays, unless one takes over."""
    name = await _working(services, actor, workspace, path)
    if actor.user_id is not None:
        await Editing(services.db).edit(name, path, actor.user_id, take_over=take_over)
    return await _together(services, actor, name, path, since)


async def edit_no_longer(services: Services, actor: Actor, workspace: str, path: str) -> None:
    """Say that one edits it no longer."""
    name = await _working(services, actor, workspace, path)
    if actor.user_id is not None:
        await Editing(services.db).leave(name, path, actor.user_id)


async def _together(services: Services, actor: Actor, name: str, path: str, since: int | None) -> Together:
    stored = None if since is None else await DefinitionHistory(services.db).latest(name, path, since)
    is_yours = stored is not None and stored.author == (actor.name or actor.email or actor.kind)
    info = await services.workspaces.info(name)
    return Together(await Editing(services.db).who(name, path), info.revision, stored, is_yours)


async def _working(services: Services, actor: Actor, workspace: str, path: str) -> str:
    await open_workspace(services, actor, workspace)
    if place_of(path) is None:
        error = wrong_path(path)
        raise InvalidInput(error.message, code=error.code, hint=error.hint, errors=(error,))
    return await services.workspaces.working(workspace)
