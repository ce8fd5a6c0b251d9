"""What is asked of the policy and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from toolwright.errors import Phrase, phrase

Verb = Literal["read", "create", "update", "delete", "comment", "use", "design", "manage"]
"""`read create update delete comment` rows (or the thing itself), `use` an app, screen or
component, `design` definitions,
`manage` users, tokens and the installation."""

ResourceKind = Literal["installation", "user", "workspace", "source", "table", "app", "screen", "component"]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something access is decided for.

    `name` of a table is its reference (`erp.tickets`), of a screen `app/screen`, of a component `app/screen/id`, of a
    user the identifier. `workspace` is None for the installation and its users.
    """

    kind: ResourceKind
    workspace: str | None = None
    name: str = ""

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> Phrase:
        """What it is and how it is called, in words."""
        if self.kind == "installation":
            return phrase("the installation")
        return phrase("{kind} '{name}'", kind=phrase(self.kind), name=self.name or self.workspace)


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """Whether it is allowed. `why` is the rule that decided, put into words once somebody asks: hardly anybody does."""

    allowed: bool
    why: str | Callable[[], str]

    @property
    def because(self) -> str:
        """The rule that decided, in words."""
        return self.why if isinstance(self.why, str) else self.why()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and (self.allowed, self.because) == (other.allowed, other.because)

    def __hash__(self) -> int:
        return hash((self.allowed, self.because))

    def __bool__(self) -> bool:
        return self.allowed
