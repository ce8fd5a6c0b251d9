"""The audit log: append-only lines, each bound to the one before by a keyed hash.

`hash = HMAC(key, previous hash || canonical line)`, so that changing, removing or reordering a line shows. Lines are
numbered inside the write transaction, which is alone, so the chain never forks.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, Select, insert, select

from toolwright import clock
from toolwright.ids import new_id
from toolwright.policy.actor import Actor
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.origin import origin
from toolwright.store.schema import audit

_START = "0" * 64
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line: who did what to which resource (`user/01j…`, `workspace/desk`). Nothing secret goes into `detail`."""

    verb: str
    resource: str
    detail: Mapping[str, object] = field(default_factory=dict)
    actor_id: str | None = None
    actor_name: str = ""
    at: datetime | None = None
    id: str = ""
    number: int = 0
    request_id: str | None = None
    ip: str | None = None


class AuditLog:
    """Appends, lists and verifies lines. `key` is secret and never changes."""

    def __init__(self, db: Database, key: bytes) -> None:
        self._db = db
        self._key = key

    async def append(
        self, connection: Connection, actor: Actor, verb: str, resource: str, detail: Mapping[str, object] = {}
    ) -> None:
        """Write a line inside a running write transaction, so that the change and its line stand or fall together.

        What somebody reads while they look as somebody else is read by them; `seen_as` says as whom.
        """
        if actor.by is not None:
            detail = {**detail, "seen_as": actor.user_id}
            actor = actor.by
        previous = (
            await connection.execute(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1))
        ).first()
        came_from = origin.get()
        line: dict[str, object] = {
            "number": previous.number + 1 if previous else 1,
            "id": new_id(),
            "at": clock.now(),
            "actor_id": actor.user_id,
            "actor_name": actor.name or actor.email or actor.kind,
            "verb": verb,
            "resource": resource,
            "detail": dict(detail),
            "request_id": came_from.request_id,
            "ip": came_from.ip,
            "previous_hash": previous.hash if previous else _START,
        }
        await connection.execute(insert(audit).values(**line, hash=self._hash(line)))

    async def record(self, actor: Actor, verb: str, resource: str, detail: Mapping[str, object] = {}) -> None:
        """Write a line in a transaction of its own."""
        async with self._db.begin() as connection:
            await self.append(connection, actor, verb, resource, detail)

    async def list(
        self,
        *,
        before: int | None = None,
        limit: int = 50,
        verb: str | None = None,
        actor_id: str | None = None,
        resource: str | None = None,
    ) -> list[AuditEntry]:
        """The newest lines first, `before` a number, narrowed by verb, actor and resource (or all below it)."""
        query: Select[tuple[object, ...]] = select(audit).order_by(audit.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.number < before)
        if verb is not None:
            query = query.where(audit.c.verb == verb)
        if actor_id is not None:
            query = query.where(audit.c.actor_id == actor_id)
        if resource is not None:
            below = audit.c.resource.startswith(resource + "/", autoescape=True)
            query = query.where((audit.c.resource == resource) | below)
        async with self._db.read() as connection:
            return [_entry(row) for row in await connection.execute(query)]

    async def verify(self) -> int | None:
        """The number of the first line that was changed, removed or moved; None when the chain is whole."""
        expected, previous = 1, _START
        async with self._db.read() as connection:
            while True:
                query = select(audit).where(audit.c.number >= expected).order_by(audit.c.number).limit(_BATCH)
                rows = (await connection.execute(query)).all()
                for row in rows:
                    line = dict(row._mapping)  # the documented mapping of a row
                    stated = line.pop("hash")
                    if line["number"] != expected or line["previous_hash"] != previous or self._hash(line) != stated:
                        return expected
                    expected, previous = expected + 1, stated
                if len(rows) < _BATCH:
                    return None
                await asyncio.sleep(0)  # others get their turn

    def _hash(self, line: Mapping[str, object]) -> str:
        previous = str(line["previous_hash"])
        rest = {name: value for name, value in line.items() if name != "previous_hash"}
        canonical = json.dumps(rest, sort_keys=True, default=str, separators=(",", ":"), ensure_ascii=True)
        return hmac.new(self._key, f"{previous}{canonical}".encode(), hashlib.sha256).hexdigest()


def _entry(row: Row[tuple[object, ...]]) -> AuditEntry:
    line = dict(row._mapping)  # the documented mapping of a row
    del line["previous_hash"], line["hash"]
    return AuditEntry(**line)
