"""Origin: where the request that is served here comes from."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the present request comes from."""

    request_id: str | None = None
    ip: str | None = None


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039  # Origin is frozen
"""Set once per request by the server, so that every audit line and log line can name it."""
