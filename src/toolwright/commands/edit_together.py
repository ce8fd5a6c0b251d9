"""Saying that one edits a definition, so that others see it before they do the same. It keeps nobody out."""

from __future__ import annotations

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.model.files import place_of, wrong_path
from toolwright.policy.actor import Actor
from toolwright.store.editing import Editing, Editor


async def who_edits(services: Services, actor: Actor, workspace: str, path: str) -> Editor | None:
    """Who edits a definition just now."""
    name = await _working(services, actor, workspace, path)
    return await Editing(services.db).who(name, path)


async def edit_here(
    services: Services, actor: Actor, workspace: str, path: str, *, take_over: bool = False
) -> Editor | None:
    """Say that one edits it, or still does; answers who does. Somebody else who does stays, unless one takes over."""
    name = await _working(services, actor, workspace, path)
    editing = Editing(services.db)
    if actor.user_id is not None:
        await editing.edit(name, path, actor.user_id, take_over=take_over)
    return await editing.who(name, path)


async def edit_no_longer(services: Services, actor: Actor, workspace: str, path: str) -> None:
    """Say that one edits it no longer."""
    name = await _working(services, actor, workspace, path)
    if actor.user_id is not None:
        await Editing(services.db).leave(name, path, actor.user_id)


async def _working(services: Services, actor: Actor, workspace: str, path: str) -> str:
    await open_workspace(services, actor, workspace)
    if place_of(path) is None:
        error = wrong_path(path)
        raise InvalidInput(error.message, code=error.code, hint=error.hint, errors=(error,))
    return await services.workspaces.working(workspace)
