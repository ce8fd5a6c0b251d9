"""Who a request acts as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a token or nobody. Roles are per workspace; `is_admin` is the administrator of the installation.

    `scopes` narrows what a token may do: None means everything its user may, otherwise the words it was issued with
    (`rows:read`, `rows:write`, `definitions:read`, `definitions:write`, `users:manage`).
    """

    kind: Literal["anonymous", "user", "token"]
    user_id: str | None = None
    name: str = ""
    email: str = ""
    is_admin: bool = False
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scopes: frozenset[str] | None = None
    time_zone: str = "UTC"
    locale: str = "en"
    by: Actor | None = field(default=None, compare=False)
    """Who looks, when somebody looks at what this actor sees."""

    def roles_in(self, workspace: str) -> tuple[str, ...]:
        """The roles held in a workspace; everybody holds `public`, the installation's administrator holds `admin`."""
        if self.is_admin:
            return ("admin",)
        return (*self.roles.get(workspace, ()), "public")


ANONYMOUS = Actor(kind="anonymous", name="Anonymous")
