"""Pending changes: what is about to happen to the internal tables of a workspace, written down before it does.

Definitions and internal tables live in two databases. Whoever finds a pending change later looks into the second one,
which says whether it happened there, and completes or drops it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, select, update

from toolwright import clock
from toolwright.errors import Conflict, phrase
from toolwright.store.connection import Connection
from toolwright.store.schema import pending_change
from toolwright.store.schema import workspace as workspace_table

_LISTS = ("plan", "kept_secrets", "gone_secrets", "renames", "staged")
_NO_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingChange:
    """Everything needed to complete a change without whoever began it.

    `secrets` are sealed, base64; `kept_secrets` names all of data sources that stay, the new ones among them, and
    `gone_secrets` others that go (all below a name that ends in `/`).
    """

    workspace: str
    change: str
    sort: Literal["create", "replace", "delete"]
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    base_revision: int | None = None
    author: str | None = None
    actor_id: str | None = None
    message: str = ""
    verb: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    kept_secrets: tuple[str, ...] = ()
    gone_secrets: tuple[str, ...] = ()
    request_id: str | None = None
    ip: str | None = None
    plan: tuple[str, ...] = ()
    renames: tuple[str, ...] = ()
    """What is only called otherwise than before, as `Renames.stored` takes it."""
    version: int | None = None
    """The published version that these files are, when it is about to be served."""
    stage: str | None = None
    """What the record of the new tables says while they are filled, before the change."""
    staged: tuple[str, ...] = ()
    """Those of them, by reference, where there are others beside them."""
    at: datetime = _NO_TIME


async def find_pending(connection: Connection, workspace: str) -> PendingChange | None:
    """The pending change of a workspace."""
    query = select(pending_change).where(pending_change.c.workspace == workspace)
    row = (await connection.execute(query)).first()
    return None if row is None else _read(row.workspace, row.change, row.at, row.content)


async def all_pending(connection: Connection) -> list[str]:
    """The workspaces that have one."""
    return list((await connection.execute(select(pending_change.c.workspace))).scalars())


async def refuse_pending(connection: Connection, workspace: str) -> None:
    """Raise Conflict (`workspace.changing`) while a change is pending."""
    if await find_pending(connection, workspace) is not None:
        raise being_changed()


def being_changed() -> Conflict:
    """What stands in the way of every other change of a workspace."""
    return Conflict(
        "The tables of this workspace are being changed just now.",
        code="workspace.changing",
        hint="Try again in a moment.",
    )


async def put_pending(connection: Connection, pending: PendingChange) -> None:
    """Write one down, in a write transaction. Raises Conflict when it is no longer about the present state."""
    await refuse_pending(connection, pending.workspace)
    query = select(workspace_table.c.revision).where(workspace_table.c.name == pending.workspace)
    revision = (await connection.execute(query)).scalar_one_or_none()
    if pending.sort == "replace" and revision != pending.base_revision:
        raise Conflict(
            phrase(
                "The workspace is at revision {revision}; this change was made on {base_revision}.",
                revision=revision,
                base_revision=pending.base_revision,
            ),
            code="workspace.stale",
            hint="Look at the differences, and try again.",
            extra={"revision": revision},
        )
    if pending.sort == "create" and revision is not None:
        raise Conflict(
            phrase("There is a workspace '{workspace}' already.", workspace=pending.workspace), code="workspace.exists"
        )
    line = {"workspace": pending.workspace, "change": pending.change, "at": clock.now(), "content": _written(pending)}
    await connection.execute(insert(pending_change).values(**line))


async def renew_pending(connection: Connection, pending: PendingChange, *, is_same: bool = False) -> None:
    """Have one say what it says now, unless that is the same, and that somebody is at it, in a write transaction.

    Raises Conflict (`workspace.settled`) when somebody else has settled it.
    """
    content = {} if is_same else {"content": _written(pending)}
    ours = (pending_change.c.workspace == pending.workspace, pending_change.c.change == pending.change)
    told = await connection.execute(update(pending_change).where(*ours).values(at=clock.now(), **content))
    if told.rowcount == 0:
        raise _settled()


async def drop_pending(connection: Connection, workspace: str, change: str) -> None:
    """Have it over, in a write transaction. Raises Conflict (`workspace.settled`) when somebody else has."""
    ours = (pending_change.c.workspace == workspace, pending_change.c.change == change)
    if (await connection.execute(delete(pending_change).where(*ours))).rowcount == 0:
        raise _settled()


def _settled() -> Conflict:
    return Conflict("Somebody else has completed this change.", code="workspace.settled")


def _written(pending: PendingChange) -> dict[str, object]:
    content = {
        name: getattr(pending, name) for name in PendingChange.__slots__ if name not in ("workspace", "change", "at")
    }
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in content.items()}


def _read(workspace: str, change: str, at: datetime, content: Mapping[str, Any]) -> PendingChange:  # Any: JSON
    lists = {name: tuple(content.get(name, ())) for name in _LISTS}
    fields = {**content, **lists}
    return PendingChange(workspace=workspace, change=change, at=at, **fields)
