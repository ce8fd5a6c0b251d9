"""One-time codes: first set-up, sign-in links. Stored hashed, used once, short-lived."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from sqlalchemy import ColumnElement, delete, insert, select, update

from toolwright import clock
from toolwright.auth.digest import digest
from toolwright.ids import new_secret
from toolwright.store.connection import Connection
from toolwright.store.schema import one_time_code

CodeKind = Literal["setup", "sign_in"]

LIFETIME = timedelta(hours=24)


async def new_code(connection: Connection, kind: CodeKind, user_id: str | None = None) -> str:
    """A new code; earlier ones of the same kind and person end, so that one link at a time is good."""
    now = clock.now()
    await connection.execute(
        delete(one_time_code).where(
            (one_time_code.c.expires_at < now)
            | ((one_time_code.c.kind == kind) & one_time_code.c.user_id.is_not_distinct_from(user_id))
        )
    )
    raw = new_secret(24)
    await connection.execute(
        insert(one_time_code).values(
            code_hash=digest(raw), kind=kind, user_id=user_id, created_at=now, expires_at=now + LIFETIME
        )
    )
    return raw


async def is_good(connection: Connection, kind: CodeKind, raw: str) -> bool:
    """Whether the code could be used now."""
    return (await connection.execute(select(one_time_code.c.code_hash).where(_usable(kind, raw)))).first() is not None


async def use_code(connection: Connection, kind: CodeKind, raw: str) -> tuple[bool, str | None]:
    """Use the code up: whether it was good, and the person it is for. Needs a write transaction."""
    found = (await connection.execute(select(one_time_code.c.user_id).where(_usable(kind, raw)))).first()
    if found is None:
        return False, None
    await connection.execute(
        update(one_time_code).where(one_time_code.c.code_hash == digest(raw)).values(used_at=clock.now())
    )
    return True, found.user_id


def _usable(kind: CodeKind, raw: str) -> ColumnElement[bool]:
    return (
        (one_time_code.c.code_hash == digest(raw))
        & (one_time_code.c.kind == kind)
        & one_time_code.c.used_at.is_(None)
        & (one_time_code.c.expires_at > clock.now())
    )
