"""Comments on definitions: kept beside the definitions, in threads, for a workspace and its draft together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from toolwright.errors import NotFound
from toolwright.model.environment import base_of
from toolwright.model.files import TABLE
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.schema import definition_comment as comment


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionComment:
    """One comment. `thread` is the id of the first one, which alone has a `component` and is resolved or not."""

    id: str
    workspace: str
    path: str
    thread: str
    component: Mapping[str, object] | None
    author_id: str | None
    author: str
    text: str
    created_at: datetime
    edited_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None


class DefinitionComments:
    """Comments by id."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, workspace: str, path: str) -> list[DefinitionComment]:
        """Those on a definition, the oldest first."""
        return await self._found(comment.c.path == path, workspace)

    async def get(self, workspace: str, id_: str) -> DefinitionComment:
        """One. Raises NotFound."""
        found = await self._found(comment.c.id == id_, workspace)
        if not found:
            raise NotFound("There is no such comment.", code="definition_comment.not_found")
        return found[0]

    async def _found(self, which: object, workspace: str) -> list[DefinitionComment]:
        query = select(comment).where(comment.c.workspace == workspace, which)  # type: ignore[arg-type]  # a condition
        async with self._db.read() as connection:
            rows = (await connection.execute(query.order_by(comment.c.created_at, comment.c.id))).all()
        return [DefinitionComment(**row._mapping) for row in rows]


async def put_comment(connection: Connection, one: DefinitionComment) -> None:
    """Keep it, new or in place of what it was."""
    values = {name: getattr(one, name) for name in DefinitionComment.__slots__}
    done = await connection.execute(update(comment).where(comment.c.id == one.id).values(**values))
    if not done.rowcount:
        await connection.execute(insert(comment).values(**values))


async def remove_comment(connection: Connection, id_: str) -> None:
    """Forget one."""
    await connection.execute(delete(comment).where(comment.c.id == id_))


async def follow_definition(connection: Connection, workspace: str, old: str, new: str) -> None:
    """Comments go along with a definition that stands elsewhere now."""
    mine = (comment.c.workspace == workspace) & (comment.c.path == old)
    await connection.execute(update(comment).where(mine).values(path=new))


async def follow_tables(connection: Connection, workspace: str, renames: Sequence[str]) -> None:
    """Comments go along with tables that a workspace or a draft calls otherwise (`tickets=cases`)."""
    for text in renames:
        old, _, new = text.partition("=")
        if "." not in old and ":" not in old:
            await follow_definition(connection, base_of(workspace), TABLE.path_for(old), TABLE.path_for(new))
