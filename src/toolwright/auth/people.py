"""People: the names others know them by. Asked for together, and kept until any account or role changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, or_, select

from toolwright.auth.users import list_users, normal_email
from toolwright.policy.actor import Actor
from toolwright.store import Database
from toolwright.store.schema import role_assignment, user

_KEPT = 5000
_PIECE = 500


class People:
    """Names of accounts. Which of them somebody may be told is decided by whoever asks."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._version = -1
        self._names: dict[tuple[str, str], str | None] = {}

    async def accounts(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Names by the ids of accounts; those that are gone are left out."""
        return await self._of("", ids)

    async def members(self, workspace: str, addresses: Iterable[str]) -> Mapping[str, str]:
        """Names by address of those who have a role in the workspace, and of administrators of the installation."""
        return await self._of(workspace, addresses)

    async def find(self, workspace: str, words: str, limit: int) -> Sequence[Actor]:
        """People of a workspace with these words in their name or address, by address, as they act there."""
        async with self._db.read() as connection:
            found = await list_users(connection, search=words, workspace=workspace, limit=limit)
        return [
            Actor("user", one.id, one.name, one.email, is_admin=one.is_admin, roles=one.roles)
            for one in found
            if one.is_active
        ]

    async def _of(self, workspace: str, wanted: Iterable[str]) -> dict[str, str]:
        version = self._db.version("identity")
        if version != self._version or len(self._names) > _KEPT:
            self._names, self._version = {}, version
        names = self._names  # another call may begin a new one meanwhile
        asked = list(dict.fromkeys(wanted))
        unknown = [one for one in asked if (workspace, one) not in names]
        for start in range(0, len(unknown), _PIECE):
            piece = unknown[start : start + _PIECE]
            found = await self._read(workspace, piece)
            names |= {(workspace, one): found.get(one) for one in piece}
        return {one: name for one in asked if (name := names.get((workspace, one))) is not None}

    async def _read(self, workspace: str, wanted: list[str]) -> dict[str, str]:
        asked = {normal_email(one) if workspace else one: one for one in wanted}
        query = select(user.c.id, user.c.email, user.c.name)
        if workspace:
            query = query.where(user.c.email.in_(asked), is_member(workspace))
        else:
            query = query.where(user.c.id.in_(asked))
        async with self._db.read() as connection:
            rows = (await connection.execute(query)).all()
        return {asked[row.email if workspace else row.id]: row.name for row in rows}


def is_member(workspace: str) -> ColumnElement[bool]:
    """The condition that a person has a role in the workspace, or is an administrator of the installation."""
    here = select(role_assignment.c.user_id).where(role_assignment.c.workspace == workspace)
    return or_(user.c.is_admin, user.c.id.in_(here))
