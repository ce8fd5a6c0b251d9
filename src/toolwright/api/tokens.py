"""The API tokens of one's own account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.create_token import create_token, own_tokens, revoke_token

router = api_router("/tokens", "tokens")

Moment = Annotated[datetime, AfterValidator(lambda moment: moment if moment.tzinfo else moment.replace(tzinfo=UTC))]


class TokenBody(Body):
    """A token to make. No scopes means everything the account may, now and later."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    scopes: Annotated[list[str], Field(max_length=50)] | None = None
    expires_at: Moment | None = None


class TokenAnswer(Answer):
    """A token, but for the token itself."""

    id: str
    name: str
    scopes: list[str] | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewTokenAnswer(TokenAnswer):
    """The token itself, shown this once."""

    token: str


@router.get("")
@needs("read", "account")
async def list_all(services: Using, actor: Me) -> Items[TokenAnswer]:
    """One's own tokens, newest first."""
    return Items(items=[TokenAnswer.model_validate(token) for token in await own_tokens(services, actor)])


@router.post("", status_code=201)
@needs("update", "account")
async def create(body: TokenBody, services: Using, actor: Me) -> NewTokenAnswer:
    """Make a token; it is answered this once."""
    token, raw = await create_token(services, actor, name=body.name, scopes=body.scopes, expires_at=body.expires_at)
    return NewTokenAnswer(**TokenAnswer.model_validate(token).model_dump(), token=raw)


@router.delete("/{token_id}", status_code=204)
@needs("update", "account")
async def revoke(token_id: str, services: Using, actor: Me) -> None:
    """Revoke a token: its next request is refused."""
    await revoke_token(services, actor, token_id)
