"""Saved views: how somebody looks at the rows of a table, by name, for themselves or for everyone who reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, insert, select, update

from toolwright.errors import FieldError, InvalidInput, LimitReached, NotFound, phrase
from toolwright.model.environment import base_of, draft_of, is_draft
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.schema import saved_view, workspace

MOST = 200
"""So many views a person has of a table, or everyone has."""


Rewrite = Callable[[str, Mapping[str, object]], Mapping[str, object]]
"""What the content of a view of a table becomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """One view. Without an `owner` it is everyone's; the default is what the owner, or everyone, sees first.

    `workspace` is the one that was published: the views of a draft are the same.
    """

    id: str
    workspace: str
    of_table: str
    owner: str | None
    name: str
    content: Mapping[str, object]
    is_default: bool
    updated_at: datetime


class SavedViewRepository:
    """Views by id."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def list(self, workspace: str, table: str, user_id: str | None) -> list[SavedView]:
        """Everyone's and their own, by name."""
        mine = saved_view.c.owner.is_(None) | (saved_view.c.owner == user_id)
        query = select(saved_view).where(saved_view.c.workspace == workspace, saved_view.c.of_table == table, mine)
        async with self._db.read() as connection:
            found = [SavedView(**line._mapping) for line in (await connection.execute(query)).all()]
        return sorted(found, key=lambda one: one.name.casefold())

    async def put(self, view: SavedView) -> None:
        """Keep it, in place of what it was. Raises InvalidInput when its owner has another of that name."""
        values = {name: getattr(view, name) for name in SavedView.__slots__ if name != "id"}
        async with self._db.begin() as connection:
            await _check(connection, view)
            if view.is_default:
                others = update(saved_view).where(_beside(view)).values(is_default=False)
                await connection.execute(others)
            done = await connection.execute(update(saved_view).where(saved_view.c.id == view.id).values(**values))
            if not done.rowcount:
                await connection.execute(insert(saved_view).values(id=view.id, **values))

    async def remove(self, view: SavedView) -> None:
        """Forget it. Raises NotFound when it is gone already."""
        async with self._db.begin() as connection:
            done = await connection.execute(delete(saved_view).where(saved_view.c.id == view.id))
            if not done.rowcount:
                raise NotFound("There is no such view.", code="saved_view.not_found")


async def follow_renames(connection: Connection, name: str, renames: Sequence[str], rewrite: Rewrite) -> None:
    """Views go along with tables and columns that a workspace or a draft calls otherwise (`tickets=cases`).

    They are kept under the names of the draft where there is one: what is published later was renamed there first.
    """
    base = base_of(name)
    drafts = select(workspace.c.name).where(workspace.c.name == draft_of(base))
    if not is_draft(name) and (await connection.execute(drafts)).first() is not None:
        return
    pairs = (text.split("=") for text in renames if "." not in text)
    await rename_views(connection, base, {old.strip(): new.strip() for old, new in pairs}, rewrite)


async def rename_views(connection: Connection, base: str, tables: Mapping[str, str], rewrite: Rewrite) -> None:
    """The views of tables go to what they are called now, all at once, for two tables may change names.

    What they hold is rewritten before that, the views of other tables included: they may name what moves, too.
    """
    kept = select(saved_view.c.id, saved_view.c.of_table, saved_view.c.content).where(saved_view.c.workspace == base)
    lines = (await connection.execute(kept)).all()
    for id_, content in await asyncio.to_thread(_rewritten, lines, rewrite):
        await connection.execute(update(saved_view).where(saved_view.c.id == id_).values(content=content))
    moved = case(tables, value=saved_view.c.of_table, else_=saved_view.c.of_table) if tables else None
    if moved is not None:
        of = (saved_view.c.workspace == base) & saved_view.c.of_table.in_(list(tables))
        await connection.execute(update(saved_view).where(of).values(of_table=moved))


def _rewritten(lines: Sequence[Row[Any]], rewrite: Rewrite) -> list[tuple[str, Mapping[str, object]]]:  # Any: a row
    """What becomes of the content of those views that change, by id."""
    made = ((line, rewrite(line.of_table, line.content)) for line in lines)
    return [(line.id, content) for line, content in made if content != line.content]


def _beside(view: SavedView) -> ColumnElement[bool]:
    """The other views of its owner, or of everyone, of the table."""
    owner = saved_view.c.owner.is_(None) if view.owner is None else saved_view.c.owner == view.owner
    of = (saved_view.c.workspace == view.workspace) & (saved_view.c.of_table == view.of_table)
    return of & owner & (saved_view.c.id != view.id)


async def _check(connection: Connection, view: SavedView) -> None:
    names = (await connection.execute(select(saved_view.c.name).where(_beside(view)))).scalars().all()
    if view.name in names:
        message = phrase("There is a view '{name}' already.", name=view.name)
        raise InvalidInput(message, code="saved_view.name_taken", errors=(FieldError("name", message),))
    if len(names) >= MOST:
        raise LimitReached("There are too many views of this table.", code="saved_view.too_many", hint="Delete some.")
