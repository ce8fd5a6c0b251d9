"""Scopes: what a token was issued for. They narrow what its user may do and never widen it."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.policy.actor import Actor

SCOPES: Mapping[str, str] = {
    "rows:read": "read rows and open apps",
    "rows:write": "create, change and delete rows",
    "definitions:read": "read workspaces, tables, roles, apps and data sources",
    "definitions:write": "change workspaces, tables, roles, apps and data sources",
    "users:manage": "manage users, roles, tokens and the installation",
}

_ROWS = {"read": "rows:read", **dict.fromkeys(("create", "update", "delete", "comment"), "rows:write")}


def missing_scope(actor: Actor, verb: str, kind: str) -> str | None:
    """The scope that `verb` on a resource of `kind` needs and the actor's token lacks; None when nothing is missing."""
    if actor.scopes is None:
        return None
    needed = needed_scope(verb, kind)
    if needed in actor.scopes or (needed == "definitions:read" and "definitions:write" in actor.scopes):
        return None
    return needed


def needed_scope(verb: str, kind: str) -> str:
    """The scope a token needs for `verb` on a resource of `kind`."""
    if verb == "manage" or kind in ("installation", "user"):
        return "users:manage"
    if verb == "use":
        return "rows:read"
    if kind == "table" and verb in _ROWS:
        return _ROWS[verb]
    return "definitions:read" if verb == "read" else "definitions:write"
