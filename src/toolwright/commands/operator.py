"""The actor of commands typed on the server itself: whoever can write the data directory owns the installation."""

from __future__ import annotations

from toolwright.policy.actor import Actor

OPERATOR = Actor(kind="user", name="command line", is_admin=True)
