"""Comparing what was published: two versions, or one with the draft."""

from __future__ import annotations

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import NotFound, phrase
from toolwright.model.changes import Change, changes_between
from toolwright.model.environment import base_of
from toolwright.policy.actor import Actor


async def compare(
    services: Services, actor: Actor, workspace: str, before: int | None = None, after: int | None = None
) -> tuple[Change, ...]:
    """How two versions differ; None is the one that is served for `before`, and the draft for `after`.

    Raises NotFound (`version.not_found`).
    """
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    if before is None:
        before = (await services.workspaces.info(base)).version
        if before is None:
            raise NotFound(phrase("Nothing of '{base}' was published yet.", base=base), code="version.not_found")
    old = await services.versions.files(base, before)
    if after is not None:
        return changes_between(old, await services.versions.files(base, after))
    return changes_between(old, await services.workspaces.files(await services.workspaces.working(base)))
