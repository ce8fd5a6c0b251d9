"""Workspaces: their definition files, revisions, and the loaded form that everybody shares."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Row, delete, insert, select, update

from toolwright import clock
from toolwright.errors import Conflict, InvalidDefinition, NotFound, phrase
from toolwright.extend.checking import Kinds
from toolwright.extend.checking.loading import load_what_can_be
from toolwright.model.environment import draft_of, is_draft
from toolwright.model.workspace import Workspace
from toolwright.store.checked import CheckedFiles
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.definition_comments import follow_tables
from toolwright.store.pending import PendingChange, drop_pending, find_pending, refuse_pending
from toolwright.store.saved_views import Rewrite, follow_renames
from toolwright.store.schema import definition, revision, workspace

logger = logging.getLogger(__name__)

_KEPT_LOADED = 64

Within = Callable[[Connection], Awaitable[None]]
"""Further writes of the same transaction: the audit line, sealed secrets."""


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """A workspace in a list."""

    name: str
    title: str
    revision: int
    created_at: datetime
    updated_at: datetime
    version: int | None = None
    """The published version that is served; of a draft, the one it goes on from."""
    version_revision: int | None = None
    """The revision at which it had that version."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a workspace; `files` holds the new text of what changed, None for what was removed."""

    number: int
    author: str | None
    message: str
    created_at: datetime
    files: Mapping[str, str | None]
    renames: tuple[str, ...] = ()


PlainValues = Callable[[Workspace], Awaitable[Mapping[str, object]]]
"""What the plain variables of a workspace are in its environment."""

Settle = Callable[[str], Awaitable[None]]
"""Completes or drops the pending change of a workspace, unless somebody is at it."""


RewriteViews = Callable[[Workspace, Sequence[str]], Rewrite]
"""What becomes of saved views when a workspace, as it was, has tables and columns called otherwise."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    info: WorkspaceInfo
    workspace: Workspace


class WorkspaceRepository:
    """Workspaces in the metadata database. What `get` answers is immutable and shared until something changes."""

    def __init__(self, db: Database, kinds: Kinds) -> None:
        self._db = db
        self._kinds = kinds
        self._checked = CheckedFiles(kinds)
        self._loaded: OrderedDict[str, _Loaded] = OrderedDict()
        self._current: set[str] = set()
        self._seen = (-1, -1)
        self._lock = asyncio.Lock()
        self.settle: Settle | None = None
        self.plain_values: PlainValues | None = None
        self.rewrite_views: RewriteViews | None = None

    async def list(self) -> list[WorkspaceInfo]:
        """Every workspace by title, without drafts."""
        async with self._db.read() as connection:
            rows = await connection.execute(select(workspace).order_by(workspace.c.title, workspace.c.name))
            return [_info(row) for row in rows if not is_draft(row.name)]

    async def names(self) -> tuple[str, ...]:
        """The names of every workspace and every draft: of whatever has files and tables of its own."""
        async with self._db.read() as connection:
            return tuple((await connection.execute(select(workspace.c.name).order_by(workspace.c.name))).scalars())

    async def info(self, name: str) -> WorkspaceInfo:
        """What is noted of one. Raises NotFound."""
        async with self._db.read() as connection:
            return await _find(connection, name)

    async def working(self, name: str) -> str:
        """The name under which it is changed: the draft's, where there is one."""
        draft = draft_of(name)
        async with self._db.read() as connection:
            found = (await connection.execute(select(workspace.c.name).where(workspace.c.name == draft))).first()
        return name if found is None else draft

    async def get(self, name: str) -> Workspace:
        """The loaded workspace. Raises NotFound."""
        version = (self._db.version("definitions"), self._db.version("secrets"))
        if version != self._seen:
            self._current.clear()
            self._seen = version
        kept = self._loaded.get(name)
        if kept is not None and name in self._current:
            return kept.workspace
        pending = await self.pending(name)
        if pending is not None and self.settle is not None:
            await self.settle(name)
        async with self._lock:
            loaded = await self._load(name)
            if self._seen == version and pending is None:
                self._current.add(name)
            return loaded

    async def pending(self, name: str) -> PendingChange | None:
        """What is being done to the internal tables of a workspace just now, or was when a process ended."""
        async with self._db.read() as connection:
            return await find_pending(connection, name)

    async def files(self, name: str) -> dict[str, str]:
        """Every definition file by path. Raises NotFound."""
        return (await self.read(name))[1]

    async def read(self, name: str) -> tuple[WorkspaceInfo, dict[str, str]]:
        """The workspace and its files, as of one moment. Raises NotFound."""
        async with self._db.read() as connection:
            info = await _find(connection, name)
            return info, await _texts(connection, name)

    async def check(self, name: str, files: Mapping[str, str], revision: int = 0) -> Workspace:
        """What these files define. Raises InvalidDefinition with everything that is wrong; changes nothing."""
        return await asyncio.to_thread(self._checked.load, name, dict(files), revision)

    async def create(
        self,
        name: str,
        files: Mapping[str, str],
        *,
        author: str | None,
        message: str,
        within: Within | None = None,
        change: str | None = None,
    ) -> Workspace:
        """A new workspace of these files. Raises Conflict (`workspace.exists`) when the name is taken.

        `change` is the pending change that this is the end of; it is over then.
        """
        checked = await self.check(name, files, 1)
        async with self._db.begin() as connection:
            await _end(connection, name, change)
            if (await connection.execute(select(workspace.c.name).where(workspace.c.name == name))).first():
                raise Conflict(phrase("There is a workspace '{name}' already.", name=name), code="workspace.exists")
            now = clock.now()
            await connection.execute(
                insert(workspace).values(
                    name=name, title=checked.definition.title, revision=0, created_at=now, updated_at=now
                )
            )
            await self._store(connection, checked, {}, files, author, message)
            if within is not None:
                await within(connection)
        return await self.get(name)

    async def replace(
        self,
        name: str,
        files: Mapping[str, str],
        *,
        author: str | None,
        message: str,
        expect_revision: int | None = None,
        within: Within | None = None,
        change: str | None = None,
        renames: Sequence[str] = (),
    ) -> Workspace:
        """The workspace with exactly these files; nothing changes when anything is wrong.

        Raises InvalidDefinition, NotFound, and Conflict (`workspace.stale`) when it moved on from `expect_revision`.
        `change` is as in `create`. `renames` says what is only called otherwise.
        """
        checked = await self.check(name, files)
        async with self._db.begin() as connection:
            await _end(connection, name, change)
            info = await _find(connection, name)
            if expect_revision is not None and info.revision != expect_revision:
                raise Conflict(
                    phrase(
                        "The workspace is at revision {revision}; this change was made on {expect_revision}.",
                        revision=info.revision,
                        expect_revision=expect_revision,
                    ),
                    code="workspace.stale",
                    hint="Pull, look at the differences, and push again.",
                    extra={"revision": info.revision},
                )
            before = await _texts(connection, name)
            if before != dict(files):
                await self._store(connection, checked, before, files, author, message, info.revision + 1, renames)
                await self._follow(connection, info, before, renames)
            if within is not None:
                await within(connection)
        return await self.get(name)

    async def delete(self, name: str, *, within: Within | None = None) -> None:
        """Remove the workspace with its files and history. Raises NotFound."""
        async with self._db.begin() as connection:
            await refuse_pending(connection, name)
            await _find(connection, name)
            await connection.execute(delete(workspace).where(workspace.c.name == name))
            if within is not None:
                await within(connection)

    async def revisions(self, name: str, limit: int = 50) -> tuple[Revision, ...]:
        """The latest changes, newest first. Raises NotFound."""
        async with self._db.read() as connection:
            await _find(connection, name)
            query = select(revision).where(revision.c.workspace == name).order_by(revision.c.number.desc()).limit(limit)
            rows = await connection.execute(query)
            return tuple(
                Revision(row.number, row.author, row.message, row.created_at, row.files, tuple(row.renames or ()))
                for row in rows
            )

    async def _load(self, name: str) -> Workspace:
        async with self._db.read() as connection:
            info = await _find(connection, name)
            kept = self._loaded.get(name)
            is_same = kept is not None and kept.info == info
            texts = {} if is_same else await _texts(connection, name)
        if kept is not None and is_same:
            found = await self._with_values(kept.workspace)
            if found is kept.workspace:
                return found
        else:
            found = await self._with_values(await asyncio.to_thread(self._load_stored, name, texts, info.revision))
        self._loaded[name] = _Loaded(info, found)
        self._loaded.move_to_end(name)
        while len(self._loaded) > _KEPT_LOADED:
            forgotten, _ = self._loaded.popitem(last=False)
            self._current.discard(forgotten)
        return found

    async def _with_values(self, found: Workspace) -> Workspace:
        """The workspace with what its variables are now; the same one when that is what it has."""
        if not found.variables or self.plain_values is None:
            return found
        env = await self.plain_values(found)
        return found if env == found.env else replace(found, env=MappingProxyType(dict(env)))

    def _load_stored(self, name: str, texts: Mapping[str, str], number: int) -> Workspace:
        """What is stored was right when it was saved. If it no longer is (a plugin went), serve the rest of it."""
        try:
            return self._checked.load(name, texts, number)
        except InvalidDefinition as fault:
            for error in fault.errors:
                logger.warning("workspace %s: %s: %s", name, error.where, error.message)
            return load_what_can_be(name, texts, self._kinds, revision=number)

    async def _store(
        self,
        connection: Connection,
        checked: Workspace,
        before: Mapping[str, str],
        files: Mapping[str, str],
        author: str | None,
        message: str,
        number: int = 1,
        renames: Sequence[str] = (),
    ) -> None:
        now, name = clock.now(), checked.name
        changed: dict[str, str | None] = {path: text for path, text in files.items() if before.get(path) != text}
        changed |= {path: None for path in before if path not in files}
        await connection.execute(
            delete(definition).where(definition.c.workspace == name, definition.c.path.in_(list(changed)))
        )
        rows = [
            {
                "workspace": name,
                "path": path,
                "text": text,
                "hash": hashlib.sha256(text.encode()).hexdigest(),
                "updated_at": now,
                "updated_by": author,
            }
            for path, text in changed.items()
            if text is not None
        ]
        if rows:
            await connection.execute(insert(definition), rows)
        await connection.execute(
            insert(revision).values(
                workspace=name,
                number=number,
                author=author,
                message=message,
                created_at=now,
                files=changed,
                renames=list(renames) or None,
            )
        )
        await connection.execute(
            update(workspace)
            .where(workspace.c.name == name)
            .values(title=checked.definition.title, revision=number, updated_at=now)
        )
        await follow_tables(connection, name, renames)

    async def _follow(
        self, connection: Connection, info: WorkspaceInfo, before: Mapping[str, str], renames: Sequence[str]
    ) -> None:
        """Saved views go along with renames, in the same transaction."""
        if not renames or self.rewrite_views is None:
            return
        kept = self._loaded.get(info.name)
        if kept is not None and kept.info == info:
            known = kept.workspace
        else:
            known = await asyncio.to_thread(self._load_stored, info.name, before, info.revision)
        await follow_renames(connection, info.name, renames, self.rewrite_views(known, renames))


async def _end(connection: Connection, name: str, change: str | None) -> None:
    """Nothing else may be pending; what this is the end of is over, when it is committed."""
    if change is None:
        await refuse_pending(connection, name)
    else:
        await drop_pending(connection, name, change)


def _info(row: Row[tuple[object, ...]]) -> WorkspaceInfo:
    return WorkspaceInfo(
        row.name, row.title, row.revision, row.created_at, row.updated_at, row.version, row.version_revision
    )


async def _find(connection: Connection, name: str) -> WorkspaceInfo:
    row = (await connection.execute(select(workspace).where(workspace.c.name == name))).first()
    if row is None and is_draft(name):
        hint = "Start one from what is published."
        raise NotFound(phrase("There is no draft '{name}'.", name=name), code="draft.missing", hint=hint)
    if row is None:
        raise NotFound(phrase("There is no workspace '{name}'.", name=name), code="workspace.not_found")
    return _info(row)


async def _texts(connection: Connection, name: str) -> dict[str, str]:
    query = select(definition.c.path, definition.c.text).where(definition.c.workspace == name)
    rows = await connection.execute(query.order_by(definition.c.path))
    return {row.path: row.text for row in rows}
