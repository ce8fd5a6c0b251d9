"""Keeper: carries out changes of internal tables so that they and the definitions never part, whatever interrupts it.

A change is written down in the metadata database first, then made in the database of the tables together with a record
that names it, then the definitions are stored and the note is dropped. Whoever finds a note looks at the record: if it
names the change, the definitions are stored; if not, the record is moved on, so that the change can no longer happen,
and the note is dropped.

Tables that are filled row by row before their definitions are stored have a record that the note calls its `stage`.
Their note is younger than `GRACE` while somebody is at it; when it is not, tables, rows and note go.
"""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

from toolwright import clock
from toolwright.errors import Conflict, PluginFault, ToolwrightError
from toolwright.extend.datasource import Link
from toolwright.extend.kinds import Kinds
from toolwright.extend.schema_change import MovedTable, SchemaLink, SchemaRecord
from toolwright.ids import new_id
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.policy.actor import Actor
from toolwright.recurring import Recurring
from toolwright.rows import Links
from toolwright.store import AuditLog, Database
from toolwright.store.connection import Connection
from toolwright.store.origin import Origin, origin
from toolwright.store.pending import PendingChange, all_pending, drop_pending, put_pending, renew_pending
from toolwright.store.secrets import keep_secrets, put_secret
from toolwright.store.versions import note_version
from toolwright.store.workspaces import WorkspaceRepository
from toolwright.tables.difference import difference
from toolwright.tables.places import Places
from toolwright.tables.plan import SchemaPlan, words_of
from toolwright.tables.planning import Planner, known_by_new_name
from toolwright.tables.renames import NO_RENAMES, Renames
from toolwright.tables.staging import begun, expect_new, given_up, is_staged
from toolwright.tables.stored import Designs, designs_of, from_record, to_record, with_pairs_renamed

logger = logging.getLogger(__name__)
GRACE = timedelta(seconds=10)
"""A change that has not happened after this long is taken for given up, unless this process is at it."""
_STILL_S = GRACE.total_seconds() / 5
_NOBODY: Mapping[str, object] = {}
Fill = Callable[[Designs], Sequence[MovedTable]]
"""What new tables hold from the beginning, their journal included."""


class InternalTables:
    """The internal tables of every workspace."""

    def __init__(
        self,
        db: Database,
        workspaces: WorkspaceRepository,
        audit: AuditLog,
        links: Links,
        kinds: Kinds,
        places: Places,
    ) -> None:
        self._db = db
        self._workspaces = workspaces
        self._audit = audit
        self._links = links
        self._kinds = kinds
        self._places = places
        self._live: set[str] = set()
        self._tasks: set[asyncio.Task[Workspace | None]] = set()
        self._later = Recurring(self._settle_later, GRACE.total_seconds() + _STILL_S)

    async def close(self) -> None:
        """Wait for changes that are under way."""
        await self._later.close()
        while self._tasks:
            await asyncio.wait(self._tasks)

    # --- planning -----------------------------------------------------------------------------------------------------

    async def plan(
        self,
        workspace: Workspace,
        *,
        renames: Renames = NO_RENAMES,
        allow_loss: bool = False,
        user: Mapping[str, object] = _NOBODY,
    ) -> SchemaPlan:
        """What storing these definitions does to the internal tables; `user` is for defaults that name them."""
        designs = designs_of(workspace, self._kinds.columns)
        if not designs and not await self._places.exists(workspace.name):
            return SchemaPlan(workspace.name, None, designs)
        async with self._links.use(workspace, None) as link:
            record = await _schema(link).schema_record()
            known = from_record(record.tables) if record is not None else {}
            renames = with_pairs_renamed(record.tables if record is not None else {}, renames)
            found = difference(known, designs, renames)
            last = record.change if record is not None else None
            if found.is_empty:
                return SchemaPlan(workspace.name, last, designs)
            planner = Planner(link, self._kinds.columns, known_by_new_name(known, renames.table), user)
            steps, planned, seconds = await planner.plan(found, allow_loss=allow_loss)
        return SchemaPlan(workspace.name, last, designs, tuple(steps), tuple(planned), seconds)

    async def begin_anew(self, workspace: str) -> None:
        """Have no tables where a new workspace will be: what an older one of that name left is set aside.

        Raises Conflict (`workspace.exists`, `workspace.changing`) when these tables are somebody's.
        """
        await self.settle(workspace)
        if not await self._places.exists(workspace):
            return
        # The note keeps everybody else from making the workspace while its place is looked at.
        note = PendingChange(workspace=workspace, change=new_id(), sort="create")
        self._live.add(note.change)
        try:
            async with self._db.begin() as connection:
                await put_pending(connection, note)
            try:
                await self._set_aside(workspace)
            finally:
                await self._drop(note)
        finally:
            self._live.discard(note.change)

    async def _set_aside(self, workspace: str) -> None:
        async with self._links.use(_named(workspace), None) as link:
            record = await _schema(link).schema_record()
        if record is not None:
            await self._links.forget(workspace)
            await (self._places.set_aside if record.tables else self._places.remove)(workspace)

    # --- carrying out -------------------------------------------------------------------------------------------------

    async def carry_out(self, plan: SchemaPlan, pending: PendingChange, fill: Fill | None = None) -> Workspace:
        """Change the tables and store the definitions. Goes on to its end even when nobody waits for it any more.

        With `fill` all tables must be new, and are there with their rows or not at all.
        """
        task = asyncio.create_task(self._carry_out(plan, pending, fill), name=pending.change)
        self._keep(task)
        return await asyncio.shield(task)

    def _keep(self, task: asyncio.Task[Workspace] | asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, plan: SchemaPlan, pending: PendingChange, fill: Fill | None) -> Workspace:
        pending = pending if pending.stage else replace(pending, change=new_id())
        self._live.add(pending.change)
        try:
            async with self._db.begin() as connection:
                await (renew_pending if pending.stage else put_pending)(connection, pending)
            try:
                async with self._links.use(_named(plan.workspace), None) as link:
                    record = SchemaRecord(pending.change, to_record(plan.designs))
                    if fill is None:
                        await _schema(link).change_schema(plan.steps, record, pending.stage or plan.last)
                    else:
                        expect_new(plan)
                        tables = await asyncio.to_thread(fill, plan.designs)
                        await _schema(link).take_in(tables, record)
            except BaseException:
                await self._look_after(pending)
                raise
            return await self._complete(pending)
        finally:
            self._live.discard(pending.change)

    @asynccontextmanager
    async def filling(
        self, workspace: Workspace, pending: PendingChange, user: Mapping[str, object]
    ) -> AsyncIterator[PendingChange]:
        """New tables, as `workspace` designs them, to be filled before it is stored.

        They go after the block, or when the process is gone, unless the block has given the note it gets, with the
        definitions, to `carry_out`. In a workspace that is there, those are new that the note calls `staged`. Nobody
        else changes definitions meanwhile: raises Conflict (`workspace.exists`, `workspace.changing`, `.stale`) when
        somebody has, or is at it.
        """
        stage = new_id()
        pending = replace(pending, change=new_id(), stage=stage)
        still_here = Recurring(partial(self._renew, pending), _STILL_S)
        self._live.add(pending.change)
        try:
            async with self._db.begin() as connection:
                await put_pending(connection, pending)
            still_here.start()
            plan = await self.plan(workspace, user=user)
            async with self._links.use(workspace, None) as link:
                steps, record = begun(plan, pending, await _schema(link).schema_record())
                await _schema(link).change_schema(steps, record, plan.last)
            words = words_of(plan.planned)
            yield replace(pending, detail={**pending.detail, "tables": words}, plan=tuple(words))
        finally:
            await still_here.close()
            ending = asyncio.create_task(self._end_filling(pending))
            self._keep(ending)
            await asyncio.shield(ending)

    async def _end_filling(self, pending: PendingChange) -> None:
        """The workspace is there, or nothing of it is left."""
        try:
            if under_way := [task for task in self._tasks if task.get_name() == pending.change]:
                await asyncio.wait(under_way)  # whoever waited for it went away
            left = await self._workspaces.pending(pending.workspace)
            if left is not None and left.change == pending.change:
                await self._look_after(left)
            elif left is not None or pending.workspace not in await self._workspaces.names():
                await self._links.forget(pending.workspace)  # somebody else has removed what they lead to
        finally:
            self._live.discard(pending.change)

    async def _renew(self, pending: PendingChange) -> None:
        """Let everybody know that somebody is at it."""
        try:
            async with self._db.begin() as connection:
                await renew_pending(connection, pending, is_same=True)
        except ToolwrightError:
            logger.exception("nobody could be told that workspace %s is still being made", pending.workspace)

    async def _look_after(self, pending: PendingChange) -> None:
        """After a failure: find out whether the change happened all the same, and leave nothing pending."""
        try:
            await self._settle(pending)
        except ToolwrightError:
            logger.exception("the pending change of %s could not be settled yet", pending.workspace)

    async def _complete(self, pending: PendingChange) -> Workspace:
        """The definitions as they shall be, now that the tables are."""
        actor = Actor("user", pending.actor_id, name=pending.author or "")
        name = pending.workspace

        async def within(connection: Connection) -> None:
            await keep_secrets(connection, name, pending.kept_secrets, pending.gone_secrets)
            for secret, sealed in pending.secrets.items():
                await put_secret(connection, name, secret, base64.b64decode(sealed))
            if pending.version is not None:
                await note_version(connection, name, pending.version)
            token = origin.set(Origin(pending.request_id, pending.ip))
            try:
                await self._audit.append(connection, actor, pending.verb, f"workspace/{name}", pending.detail)
            finally:
                origin.reset(token)

        store = self._workspaces.create
        if pending.sort == "replace":
            store = partial(self._workspaces.replace, renames=pending.renames)
        try:
            return await store(
                name,
                pending.files,
                author=pending.author,
                message=pending.message,
                within=within,
                change=pending.change,
            )
        except Conflict as conflict:
            if conflict.code != "workspace.settled":
                raise
            return await self._workspaces.get(name)  # somebody else has completed it

    # --- settling -----------------------------------------------------------------------------------------------------

    async def settle_all(self) -> None:
        """Complete or drop whatever was pending when a process ended. What cannot be settled yet stays pending.

        Tables that another process may be filling are looked at again until they are settled.
        """
        if await self._settle_every(is_patient=False):
            self._later.start()

    async def _settle_later(self) -> None:
        try:
            await self._settle_every(is_patient=True)
        except ToolwrightError:
            logger.exception("pending changes could not be looked for")

    async def _settle_every(self, *, is_patient: bool) -> bool:
        """Whether there was any."""
        async with self._db.read() as connection:
            names = await all_pending(connection)
        for name in names:
            try:
                await self.settle(name, is_patient=is_patient)
            except ToolwrightError:
                logger.exception("the pending change of %s could not be settled yet", name)
        return bool(names)

    async def settle(self, workspace: str, *, is_patient: bool = True) -> None:
        """Complete or drop the pending change of a workspace; with patience, only what surely nobody is at."""
        pending = await self._workspaces.pending(workspace)
        if pending is None or pending.change in self._live:
            return
        if (is_patient or pending.stage) and clock.now() - pending.at < GRACE and not await self._has_happened(pending):
            return
        await self._settle(pending)

    async def _settle(self, pending: PendingChange) -> None:
        if pending.sort == "delete":
            await self.remove(pending)
        elif await self._has_happened(pending):
            await self._complete(pending)
        else:
            record = await self._fence(pending)
            if pending.sort == "create" and pending.stage and (record is None or is_staged(pending, record)):
                await self._links.forget(pending.workspace)
                await self._places.remove(pending.workspace)
            await self._drop(pending)

    async def _has_happened(self, pending: PendingChange) -> bool:
        if pending.sort == "delete":
            return True
        async with self._links.use(_named(pending.workspace), None) as link:
            record = await _schema(link).schema_record()
        return record is not None and record.change == pending.change

    async def _fence(self, pending: PendingChange) -> SchemaRecord | None:
        """Have whoever may still be at it find that it is too late, and no staged tables; what the record was."""
        async with self._links.use(_named(pending.workspace), None) as link:
            schema = _schema(link)
            record = await schema.schema_record()
            steps, moved_on = given_up(pending, record)
            await schema.change_schema(steps, moved_on, record.change if record else None)
        return record

    async def _drop(self, pending: PendingChange) -> None:
        try:
            async with self._db.begin() as connection:
                await drop_pending(connection, pending.workspace, pending.change)
        except Conflict:
            return  # somebody else has

    # --- removing -----------------------------------------------------------------------------------------------------

    async def remove(self, pending: PendingChange) -> None:
        """Remove the tables of a workspace that was removed, and the note about it."""
        await self._links.forget(pending.workspace)
        await self._places.remove(pending.workspace)
        await self._drop(pending)


def _schema(link: Link) -> SchemaLink:
    if not isinstance(link, SchemaLink):
        raise PluginFault("This connector cannot hold internal tables.", code="plugin.no_schema_changes")
    return link


def _named(workspace: str) -> Workspace:
    """Enough of a workspace to find the link to its tables."""
    return Workspace(workspace, WorkspaceDefinition(title=workspace))
