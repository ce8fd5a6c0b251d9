"""Retention: history, bin and comments of built-in tables go back as far as their tables say, and no further.

What goes, goes in small steps with room for other writers in between. Every entry that is left holds its row whole, so
whatever is left can be restored.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from toolwright import clock
from toolwright.errors import ToolwrightError
from toolwright.extend.beside import COMMENTS
from toolwright.extend.journal import JournalLink
from toolwright.model.workspace import Workspace
from toolwright.recurring import Recurring
from toolwright.rows import Links
from toolwright.store.claims import Claims
from toolwright.store.workspaces import WorkspaceRepository

PAUSE_S = 3600.0
_HEARD = timedelta(days=1)
"""So long the entries of comments are kept: they announce, and nobody asks for them afterwards."""

logger = logging.getLogger(__name__)


class Retention:
    """Forgets now and then; one process of the installation at a time."""

    def __init__(self, workspaces: WorkspaceRepository, links: Links, claims: Claims) -> None:
        self._workspaces = workspaces
        self._links = links
        self._claims = claims
        self._sweeping = Recurring(self._sweep_all, PAUSE_S)

    def start(self) -> None:
        """Forget from now on."""
        self._sweeping.start()

    async def close(self) -> None:
        """Stop."""
        await self._sweeping.close()

    async def _sweep_all(self) -> None:
        try:
            if await self._claims.take(("retention",)):
                for name in await self._workspaces.names():
                    await self.sweep(await self._workspaces.get(name))
        except ToolwrightError:
            logger.exception("old history could not be removed")

    async def sweep(self, workspace: Workspace) -> int:
        """Remove what the tables of a workspace do not keep; answers how many entries of the journal that were."""
        now, total = clock.now(), 0
        tables = [table for table in workspace.tables.values() if table.is_internal]
        if not tables:
            return 0
        async with self._links.use(workspace, None) as link:
            if not isinstance(link, JournalLink):
                return 0
            await link.make_room_beside()
            for table in tables:
                keep = table.keep
                if keep is not None:
                    before = None if keep.days is None else now - timedelta(days=keep.days)
                    total += await link.forget(table, before=before, most=keep.changes)
                await link.forget_said(table)
            await link.forget(COMMENTS, before=now - _HEARD, most=None)
        return total
