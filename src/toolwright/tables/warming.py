"""Warming: the figures of calculation views are worked out before somebody asks for them.

Figures that are kept have to look at every row the first time, after an import and after many changes (decision 0100).
That is done here, beside whoever uses the app. Figures are kept by statement, so it serves those from whom no rule
hides rows; for others the first asking takes what it takes. Drafts are left alone: their rows are few.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator

from toolwright.errors import ToolwrightError
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.recurring import Recurring
from toolwright.rows import EventBus, RowEvent, RowQuery, Rows
from toolwright.store.workspaces import WorkspaceRepository

PAUSE_S = 2.0
MANY = 1_000
"""So many changes of a table's rows, and its figures are brought up to date before too many are noted to do so."""
SHARE = 20
"""A view rests this many times as long as its figures took, however much changes: warming stays a small part."""
_WARMER = Actor("user", name="warming", is_admin=True)
_ONE = RowQuery(limit=1)
_Place = tuple[str, str]

logger = logging.getLogger(__name__)


class Warming:
    """Asks for figures in time; each process keeps its own."""

    def __init__(self, rows: Rows, workspaces: WorkspaceRepository, events: EventBus) -> None:
        self._rows = rows
        self._workspaces = workspaces
        self._changes: Counter[_Place] = Counter()
        self._known: dict[str, int] = {}
        self._due: dict[_Place, None] = {}
        self._rests: dict[_Place, float] = {}
        self._recurring = Recurring(self.warm, PAUSE_S)
        events.observe(self._note)

    def start(self) -> None:
        """Do it from now on."""
        self._recurring.start()

    async def close(self) -> None:
        """Stop."""
        await self._recurring.close()

    async def warm(self) -> int:
        """Work out what is due: the views of workspaces that are new or changed, and of tables with many changes.

        Answers how many views that were.
        """
        try:
            await self._look_around()
        except ToolwrightError:
            logger.exception("figures could not be worked out in time")
        return await self._work_out()

    def _note(self, event: RowEvent) -> None:
        if "." not in event.table:
            self._changes[event.workspace, event.table] += 1 if event.row_id else MANY

    async def _look_around(self) -> None:
        many = [place for place, count in self._changes.items() if count >= MANY]
        for place in many:
            del self._changes[place]
        for info in await self._workspaces.list():
            is_new = self._known.get(info.name) != info.revision
            busy = {table for name, table in many if name == info.name}
            if not is_new and not busy:
                continue
            self._known[info.name] = info.revision
            workspace = await self._opened(info.name)
            views = () if workspace is None else _figured(workspace)
            self._due |= {(info.name, ref): None for ref, of in views if is_new or of in busy}

    async def _work_out(self) -> int:
        loop, count = asyncio.get_running_loop(), 0
        for place in [*self._due]:
            began = loop.time()
            if began < self._rests.get(place, 0.0):
                continue
            del self._due[place]
            workspace = await self._opened(place[0])
            if workspace is not None and place[1] in workspace.tables:
                await self._ask(workspace, place[1])
                count += 1
            self._rests[place] = loop.time() + SHARE * (loop.time() - began)
        return count

    async def _opened(self, name: str) -> Workspace | None:
        try:
            return await self._workspaces.get(name)
        except ToolwrightError as fault:  # it is gone, or cannot be served
            logger.debug("the figures of %s were not worked out: %s", name, fault)
            return None

    async def _ask(self, workspace: Workspace, ref: str) -> None:
        try:
            await self._rows.list(_WARMER, workspace, ref, _ONE)
        except ToolwrightError as fault:  # whoever asks hears of it
            logger.debug("the figures of %s/%s were not worked out: %s", workspace.name, ref, fault)


def _figured(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The views with figures of built-in tables, and of which; without those whose readers are noted."""
    for ref, table in workspace.tables.items():
        view = table.view
        of = None if view is None or not view.is_summary else workspace.tables.get(view.of)
        if view and of and of.is_internal and not any(column.sensitive for column in table.columns):
            yield ref, view.of
