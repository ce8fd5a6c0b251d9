"""What is only called otherwise from one version of a workspace to another, and to its draft."""

from __future__ import annotations

from collections.abc import Sequence

from toolwright.commands.services import Services
from toolwright.errors import NotFound
from toolwright.model.environment import draft_of
from toolwright.store.versions import Version
from toolwright.store.workspaces import WorkspaceInfo
from toolwright.tables import NO_RENAMES, Renames


async def drafted_renames(services: Services, base: str) -> Renames:
    """From what is served to its draft; nothing where there is none."""
    try:
        draft = await services.workspaces.info(draft_of(base))
    except NotFound:
        return NO_RENAMES
    info = await services.workspaces.info(base)
    if info.version is None or draft.version is None:
        return NO_RENAMES
    return await renames_to_draft(services, await services.versions.list(base), info.version, draft)


async def renames_to_draft(
    services: Services, versions: Sequence[Version], start: int, draft: WorkspaceInfo
) -> Renames:
    """From a version to the draft, by way of the version it goes on from."""
    assert draft.version is not None  # noqa: S101  # a draft begins at a version
    through = chain(versions, start, draft.version)
    return through.then(await _renames_since(services, draft))


async def _renames_since(services: Services, draft: WorkspaceInfo) -> Renames:
    found = Renames()
    for texts in await services.versions.renames_since(draft.name, draft.version_revision or 0):
        found = found.then(Renames.stored(texts))
    return found


def chain(versions: Sequence[Version], start: int, end: int) -> Renames:
    """From one version to another, forwards or back."""
    found = Renames()
    low, high = sorted((start, end))
    for version in sorted(versions, key=lambda one: one.number):
        if low < version.number <= high:
            found = found.then(Renames.stored(version.renames))
    return found if start <= end else found.inverse()
