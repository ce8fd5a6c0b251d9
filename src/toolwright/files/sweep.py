"""The sweep: content that no row, no entry of a history and no upload names any more goes, once it is old enough.

References are counted where they stand, never kept as numbers beside them that a crash could leave wrong. Uploads are
looked at first, then rows, then the journal from its beginning to its end: a file only moves from an upload into a
row, and whatever leaves a row is in the journal from then on, so nothing that is named is missed while it moves.
Whatever was put after the look began, or cannot be looked at, stays.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from toolwright import clock
from toolwright.errors import Conflict, ToolwrightError, phrase
from toolwright.expressions import Column as Path
from toolwright.expressions import IsNull, disjunction, negation
from toolwright.extend.attachment import NAMES_CONTENT, contents_named
from toolwright.extend.datasource import Limits, Link, SelectQuery
from toolwright.extend.file_storage import FileStore, StoredFile
from toolwright.extend.journal import JournalLink, JournalQuery
from toolwright.extend.row_types import type_of
from toolwright.extend.schema_change import SchemaLink
from toolwright.files.pictures import Pictures
from toolwright.files.staging import Staging
from toolwright.model.environment import ENVIRONMENTS, in_environment
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace
from toolwright.recurring import Recurring
from toolwright.rows import Links
from toolwright.store import Claims
from toolwright.store.uploads import KEPT, UploadRepository
from toolwright.store.workspaces import WorkspaceRepository

PAUSE_S = 3600.0
_STEP = 2000
_LIMITS = Limits(timeout_s=120.0, max_rows=1 << 62, max_bytes=1 << 62)

logger = logging.getLogger(__name__)


class Databases(Protocol):
    """Where the databases of internal tables are."""

    async def exists(self, workspace: str) -> bool:
        """Whether there is one."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep of one workspace found: files that stay, and those that went, with their bytes."""

    workspace: str
    kept: int = 0
    removed: int = 0
    removed_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What the sweep looks at."""

    store: FileStore
    pictures: Pictures
    staging: Staging
    uploads: UploadRepository
    workspaces: WorkspaceRepository
    links: Links
    databases: Databases
    claims: Claims


class Sweeper:
    """Sweeps now and then; one process of the installation at a time."""

    def __init__(self, ground: Ground, grace: timedelta) -> None:
        self._at = ground
        self._grace = grace
        self._sweeping = Recurring(self._sweep_in_turn, PAUSE_S)

    def start(self) -> None:
        """Sweep from now on."""
        self._sweeping.start()

    async def close(self) -> None:
        """Stop."""
        await self._sweeping.close()

    async def _sweep_in_turn(self) -> None:
        try:
            if await self._at.claims.take(("files", "sweep")):
                await self.sweep_all()
        except (ToolwrightError, OSError):
            logger.exception("files could not be swept")

    async def sweep_all(self) -> list[Swept]:
        """Sweep every workspace there is or was. One that cannot be looked at keeps everything."""
        await self._at.staging.drop_older(KEPT.total_seconds())
        found = []
        for name in await self._at.store.folders():
            try:
                found.append(await self.sweep(name))
            except (ToolwrightError, OSError):
                logger.exception("files of workspace %s could not be swept", name)
        return found

    async def sweep(self, workspace: str) -> Swept:
        """Remove what nothing in the workspace names. Raises, and removes nothing, when it cannot be looked at."""
        before = clock.now() - self._grace
        old, young = await self._stored(workspace, before)
        if old:
            async for named in self.named(workspace):
                for sha256 in named & old.keys():
                    del old[sha256]
                    young += 1
        removed = size = 0
        for sha256, one in old.items():
            if await self._at.store.remove(one.key, before):
                await self._at.pictures.forget(workspace, sha256)
                removed, size = removed + 1, size + one.size
        if removed:
            logger.info("removed %d files of workspace %s that nothing names", removed, workspace)
        return Swept(workspace, young + len(old) - removed, removed, size)

    async def _stored(self, workspace: str, before: datetime) -> tuple[dict[str, StoredFile], int]:
        """What is old enough to go, by content, and how many others there are."""
        old, young = {}, 0
        async for one in self._at.store.stored(workspace):
            if one.at < before:
                old[one.key.partition("/")[2]] = one
            else:
                young += 1
        return old, young

    # --- what is named ------------------------------------------------------------------------------------------------

    async def named(self, workspace: str) -> AsyncIterator[set[str]]:
        """The content that the workspace names in its environments, in pieces. Raises when that cannot be known."""
        for environment in ENVIRONMENTS:
            async for piece in self._named(in_environment(workspace, environment)):
                yield piece

    async def _named(self, workspace: str) -> AsyncIterator[set[str]]:
        yield await self._at.uploads.contents(workspace)
        known = await self._at.workspaces.names()
        if workspace not in known:
            if await self._at.databases.exists(workspace):
                raise Conflict(
                    phrase("'{workspace}' has tables but no definitions.", workspace=workspace),
                    code="files.unknown_workspace",
                )
            return
        found = await self._at.workspaces.get(workspace)
        tables = [table for table in found.tables.values() if table.is_internal]
        if not tables:
            return
        async with self._at.links.use(found, None) as link:
            if not isinstance(link, SchemaLink) or await link.schema_record() is None:
                raise Conflict(
                    phrase("The tables of '{workspace}' are not there.", workspace=workspace), code="files.no_tables"
                )
        for table in tables:
            async for piece in self._in_rows(found, table):
                yield piece
        for table in tables:
            async for piece in self._in_journal(found, table):
                yield piece

    async def _in_rows(self, workspace: Workspace, table: Table) -> AsyncIterator[set[str]]:
        holding = [column for column in table.columns if column.files is not None]
        if not holding:
            return
        some = disjunction(*(negation(IsNull(Path((column.name,), type_of(column)))) for column in holding))
        query = SelectQuery(table, tuple(column.name for column in holding), some)
        async with self._at.links.use(workspace, None) as link:
            async for batch in link.stream(query, _LIMITS, _STEP):
                yield contents_named(batch.rows)

    async def _in_journal(self, workspace: Workspace, table: Table) -> AsyncIterator[set[str]]:
        last = 0
        while True:
            query = JournalQuery(table, after=last, mentions=NAMES_CONTENT, limit=_STEP)
            async with self._at.links.use(workspace, None) as link:
                entries = await _journal_of(link).journal(query, _LIMITS)
            if not entries:
                return
            yield contents_named([(entry.before, entry.after) for entry in entries])
            last = entries[-1].number


def _journal_of(link: Link) -> JournalLink:
    if not isinstance(link, JournalLink):
        raise Conflict("These tables keep no history.", code="files.no_history")
    return link
