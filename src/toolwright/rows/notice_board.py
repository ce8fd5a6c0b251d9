"""Notices between processes: which tables changed elsewhere, so that screens served here hear of it within a second.

Every process writes the tables it changed into the metadata database, at most once per pause, and reads what others
wrote when the database's change counter moved. Nothing is sent over a network, and an idle installation writes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from toolwright import clock
from toolwright.errors import ToolwrightError
from toolwright.ids import new_id
from toolwright.rows.contract import RowEvent
from toolwright.rows.event_bus import NEW_MENTIONS, EventBus, some_rows
from toolwright.rows.link_pool import Links
from toolwright.store import Database
from toolwright.store.schema import notice

PAUSE_S = 0.25
KEPT = timedelta(minutes=1)

logger = logging.getLogger(__name__)


class NoticeBoard:
    """Tells other processes which tables changed here, and listeners here which changed there."""

    def __init__(self, db: Database, events: EventBus, links: Links) -> None:
        self._db = db
        self._events = events
        self._links = links
        self._origin = new_id()
        self._pending: dict[tuple[str, str], None] = {}
        self._last = 0
        self._seen = -1
        self._secrets = -1
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen from now on."""
        async with self._db.read() as connection:
            self._last = (await connection.execute(select(func.max(notice.c.id)))).scalar() or 0
        self._seen, self._secrets = self._db.version(), self._db.version("secrets")
        self._events.observe(self._note)
        self._task = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Tell what is still to be told, and stop."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
            with contextlib.suppress(ToolwrightError):
                await self._tell()
            if not task.cancelled():
                task.result()  # which raises what ended it

    def _note(self, event: RowEvent) -> None:
        self._pending[event.workspace, event.table] = None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(PAUSE_S)
            try:
                await self._tell()
                await self._hear()
            except ToolwrightError as fault:  # a full disk, say: changes are told once there is room again
                logger.warning("notices between processes wait: %s", fault)

    async def _tell(self) -> None:
        if not self._pending:
            return
        told = list(self._pending)
        now = clock.now()
        lines = [
            {"origin": self._origin, "workspace": workspace, "name": table, "at": now} for workspace, table in told
        ]
        async with self._db.begin() as connection:
            await connection.execute(delete(notice).where(notice.c.at < now - KEPT))
            await connection.execute(insert(notice), lines)
        for place in told:
            self._pending.pop(place, None)

    async def _hear(self) -> None:
        version = self._db.version()
        if version == self._seen:
            return
        self._seen = version
        secrets = self._db.version("secrets")
        if secrets != self._secrets:  # credentials may have changed in another process: connect anew
            self._secrets = secrets
            await self._links.forget_all()
        async with self._db.read() as connection:
            lines = (
                await connection.execute(select(notice).where(notice.c.id > self._last).order_by(notice.c.id))
            ).all()
        for line in lines:
            self._last = line.id
            if line.origin == self._origin:
                continue
            if "." in line.name or line.name == NEW_MENTIONS:  # of a data source, or in no journal
                self._events.deliver(some_rows(line.workspace, line.name))
            else:  # built-in: listeners hear of it from the journal, row by row and once (`Outbox`)
                self._events.touched(line.workspace, line.name)
