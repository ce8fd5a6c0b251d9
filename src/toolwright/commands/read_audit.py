"""Reading and verifying the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.commands.services import Services
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require
from toolwright.store import AuditEntry


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which lines: those that match everything given, below number `before`, newest first."""

    verb: str | None = None
    actor_id: str | None = None
    resource: str | None = None
    before: int | None = None
    limit: int = 50


async def read_audit(services: Services, actor: Actor, query: AuditQuery) -> list[AuditEntry]:
    """Lines of the audit log. Raises Denied."""
    require(actor, "manage", Resource("installation"))
    return await services.audit.list(
        before=query.before,
        limit=query.limit,
        verb=query.verb,
        actor_id=query.actor_id,
        resource=query.resource,
    )


async def verify_audit(services: Services, actor: Actor) -> int | None:
    """The number of the first line that does not fit; None when the log is whole. Raises Denied."""
    require(actor, "manage", Resource("installation"))
    return await services.audit.verify()
