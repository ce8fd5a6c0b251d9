"""API tokens: `tw_` and 256 random bits, stored hashed, narrowed by scopes, ended by date or revocation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select, update

from toolwright import clock
from toolwright.auth.digest import digest
from toolwright.errors import NotFound
from toolwright.ids import new_id, new_secret
from toolwright.store.connection import Connection
from toolwright.store.schema import api_token

PREFIX = "tw_"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as its owner sees it: everything but the token."""

    id: str
    user_id: str
    name: str
    scopes: tuple[str, ...] | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


async def add_token(
    connection: Connection,
    *,
    user_id: str,
    name: str,
    scopes: Sequence[str] | None,
    expires_at: datetime | None,
) -> tuple[ApiToken, str]:
    """A new token, and its raw form, which is shown once and never again."""
    raw, token_id = PREFIX + new_secret(32), new_id()
    kept = None if scopes is None else sorted(set(scopes))
    await connection.execute(
        insert(api_token).values(
            id=token_id,
            user_id=user_id,
            name=name,
            token_hash=digest(raw),
            scopes=kept,
            created_at=clock.now(),
            expires_at=expires_at,
        )
    )
    return await get_token(connection, token_id), raw


async def get_token(connection: Connection, token_id: str) -> ApiToken:
    """A token by id. Raises NotFound."""
    row = (await connection.execute(select(api_token).where(api_token.c.id == token_id))).first()
    if row is None:
        raise NotFound("There is no such token.", code="token.unknown")
    return _token(row)


async def list_tokens(connection: Connection, user_id: str) -> list[ApiToken]:
    """A person's tokens that are not revoked, newest first."""
    query = (
        select(api_token)
        .where(api_token.c.user_id == user_id, api_token.c.revoked_at.is_(None))
        .order_by(api_token.c.created_at.desc())
    )
    return [_token(row) for row in await connection.execute(query)]


async def end_token(connection: Connection, token_id: str) -> None:
    """Revoke a token: its next request is refused."""
    await connection.execute(update(api_token).where(api_token.c.id == token_id).values(revoked_at=clock.now()))


async def end_tokens(connection: Connection, user_id: str) -> int:
    """Revoke every token of a person; answers how many."""
    of_user = (api_token.c.user_id == user_id) & api_token.c.revoked_at.is_(None)
    return (await connection.execute(update(api_token).where(of_user).values(revoked_at=clock.now()))).rowcount


def _token(row: Row[tuple[object, ...]]) -> ApiToken:
    fields = dict(row._mapping)  # the documented mapping of a row
    del fields["token_hash"]
    scopes = fields.pop("scopes")
    return ApiToken(**fields, scopes=None if scopes is None else tuple(scopes))
