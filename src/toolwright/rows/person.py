"""Person: what expressions may know of the actor, as `user`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from toolwright.policy import Actor, Policy


def user_of(actor: Actor, policy: Policy) -> Mapping[str, object]:
    """`user` in filters and rules. Nobody signed in has no id and no e-mail address."""
    return {
        "id": actor.user_id,
        "name": actor.name,
        "email": actor.email or None,
        "roles": sorted(policy.held(actor)),
        "is_admin": actor.is_admin and actor.kind != "anonymous",
        "locale": actor.locale,
        "time_zone": actor.time_zone,
    }


def zone_in(context: Mapping[str, object]) -> tzinfo:
    """The zone of the person in the context of conditions; UTC when there is nobody."""
    user = context.get("user")
    return zone_of(str(user.get("time_zone") or "UTC")) if isinstance(user, Mapping) else UTC


@lru_cache(maxsize=500)
def zone_of(name: str) -> tzinfo:
    """The zone with that name; UTC when it is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
