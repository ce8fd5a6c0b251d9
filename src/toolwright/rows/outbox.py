"""Outbox: the journal of built-in tables, read behind its last entry, so that whoever listens hears of every change.

The journal is written in the transaction of the change. What was stored is announced even if the process that stored it
was killed the moment after, what a foreign key brought about is announced too, and what was undone is not. Workspaces
are read for as long as somebody in this process listens to them.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from toolwright import clock
from toolwright.errors import NotFound, ToolwrightError
from toolwright.extend.journal import JournalLink, Noted
from toolwright.model.workspace import Workspace
from toolwright.recurring import Recurring
from toolwright.rows.contract import RowEvent
from toolwright.rows.event_bus import EventBus
from toolwright.rows.link_pool import Links

PAUSE_S = 0.25
BEGIN = timedelta(seconds=5)
"""How far back the journal is read at first: what happened while a page was drawn is heard twice rather than never."""
MOST = 500

logger = logging.getLogger(__name__)
Find = Callable[[str], Awaitable[Workspace]]


class Outbox:
    """Announces in this process what the journals of built-in tables hold and nobody here has announced."""

    def __init__(self, events: EventBus, links: Links, find: Find) -> None:
        self._events = events
        self._links = links
        self._find = find
        self._last: dict[str, int] = {}
        self._looking = Recurring(self.look, PAUSE_S)

    def start(self) -> Outbox:
        """Read from now on."""
        self._looking.start()
        return self

    async def close(self) -> None:
        """Stop."""
        await self._looking.close()

    async def look(self) -> None:
        """Announce what is new in every workspace that somebody listens to."""
        heard = self._events.listened()
        self._last = {name: last for name, last in self._last.items() if name in heard}
        for name in heard:
            try:
                await self._read(name)
            except NotFound:  # a workspace that was removed: whoever listens will be told so
                continue
            except ToolwrightError as fault:  # a full disk, a lost connection: the next look comes soon
                logger.warning("changes of %s are announced later: %s", name, fault)

    async def _read(self, name: str) -> None:
        workspace = await self._find(name)
        refs = _tables(workspace)
        if not refs:
            return
        async with self._links.use(workspace, None) as link:
            if not isinstance(link, JournalLink):
                return
            last = self._last.get(name)
            since = clock.now() - BEGIN if last is None else None
            entries = await link.noted_behind(last or 0, since, MOST)
            if last is None and not entries:
                last = await link.journal_end()
        self._last[name] = entries[-1].number if entries else last or 0
        for entry in entries:
            self._announce(name, refs, entry)

    def _announce(self, workspace: str, refs: Mapping[str, str], entry: Noted) -> None:
        is_comment = entry.about is not None
        table = refs.get(entry.about[0] if entry.about is not None else entry.table)
        if table is None or self._events.has_announced(entry.change, table):
            return
        row = entry.about[1] if entry.about is not None else entry.row_id
        verb = "commented" if is_comment else entry.verb
        self._events.deliver(RowEvent(workspace, table, verb, str(row), None, None, entry.actor))


def _tables(workspace: Workspace) -> dict[str, str]:
    """The reference of each built-in table, by what the database calls it and by the pairs its links are kept in."""
    found = {}
    for ref, table in workspace.tables.items():
        if table.is_internal and table.native is not None:
            found[table.native.table] = ref
            found |= {column.links.pairs: ref for column in table.columns if column.links is not None}
    return found
