"""Who did what; for administrators of the installation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Items
from toolwright.commands.read_audit import AuditQuery, read_audit, verify_audit

router = api_router("/audit", "audit")


class AuditAnswer(Answer):
    """One line of the audit log."""

    number: int
    id: str
    at: datetime
    actor_id: str | None
    actor_name: str
    verb: str
    resource: str
    detail: dict[str, object]
    request_id: str | None
    ip: str | None


class ChainAnswer(Answer):
    """Whether the log is whole; `broken_at` is the first line that was changed, removed or moved."""

    is_whole: bool
    broken_at: int | None


@router.get("")
@needs("manage", "installation")
async def list_lines(
    services: Using,
    actor: Me,
    verb: str | None = None,
    actor_id: str | None = None,
    resource: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    cursor: Annotated[str | None, Query(pattern=r"^[0-9]{1,18}$")] = None,
) -> Items[AuditAnswer]:
    """Lines, newest first; `resource` also matches everything below it."""
    before = int(cursor) if cursor else None
    lines = await read_audit(services, actor, AuditQuery(verb, actor_id, resource, before, limit + 1))
    page = [AuditAnswer.model_validate(line) for line in lines[:limit]]
    return Items(items=page, cursor=str(page[-1].number) if len(lines) > limit else None)


@router.get("/chain")
@needs("manage", "installation")
async def verify(services: Using, actor: Me) -> ChainAnswer:
    """Hold every line against its keyed hash."""
    broken_at = await verify_audit(services, actor)
    return ChainAnswer(is_whole=broken_at is None, broken_at=broken_at)
