"""What several routers share on the wire: strict bodies, lists, and people as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints

from toolwright.auth import User

ItemT = TypeVar("ItemT")

Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=320, pattern=r"^[^@\s]+@[^@\s]+$"),
]
"""An address as people type it; whether it works is known once something is sent there."""

PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Body(BaseModel):
    """Base of everything a client sends: unknown fields are refused, so that nothing is set by accident."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=100_000)


class Answer(BaseModel):
    """Base of everything we answer."""

    model_config = ConfigDict(from_attributes=True)


class Items(Answer, Generic[ItemT]):
    """A list, and the cursor of its next page when there is one."""

    items: list[ItemT]
    cursor: str | None = None


class UserAnswer(Answer):
    """A person."""

    id: str
    email: str
    name: str
    is_admin: bool
    is_active: bool
    has_password: bool
    time_zone: str
    locale: str
    roles: dict[str, list[str]]
    created_at: datetime
    updated_at: datetime
    last_sign_in_at: datetime | None


class EndedAnswer(Answer):
    """How many sessions ended."""

    ended: int


def user_answer(user: User) -> UserAnswer:
    """A person as JSON."""
    return UserAnswer.model_validate(user)
