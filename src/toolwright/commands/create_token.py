"""API tokens: making, listing and revoking them. Nobody gives a token more than they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from toolwright import clock
from toolwright.auth.tokens import ApiToken, add_token, end_token, get_token, list_tokens
from toolwright.auth.users import get_user
from toolwright.commands.services import Services
from toolwright.commands.sign_out import user_id_of
from toolwright.errors import Conflict, Denied, FieldError, InvalidInput, NotFound, did_you_mean, phrase
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require
from toolwright.policy.scope import SCOPES


async def create_token(
    services: Services,
    actor: Actor,
    *,
    name: str,
    scopes: Sequence[str] | None = None,
    expires_at: datetime | None = None,
    user: str | None = None,
) -> tuple[ApiToken, str]:
    """A new token for the actor, or for `user` (id or address) by the command line; the raw form is shown once.

    `scopes` None means everything its user may, also later. Raises InvalidInput, and Denied for scopes not held.
    """
    _check_scopes(actor, scopes)
    if expires_at is not None and expires_at <= clock.now():
        raise InvalidInput(
            "The token would have ended already.",
            code="token.expired",
            errors=(FieldError("expires_at", "Choose a time to come.", code="token.expired"),),
        )
    if user is not None:
        require(actor, "manage", Resource("installation"))
    async with services.db.begin() as connection:
        owner = await get_user(connection, user or user_id_of(actor))
        if not owner.is_active:
            raise Conflict(
                phrase("The account of {name} is closed.", name=owner.name), code="user.inactive", hint="Open it first."
            )
        token, raw = await add_token(connection, user_id=owner.id, name=name, scopes=scopes, expires_at=expires_at)
        detail = {"name": name, "user": owner.id, "scopes": None if scopes is None else sorted(set(scopes))}
        await services.audit.append(connection, actor, "create_token", f"token/{token.id}", detail)
    return token, raw


async def own_tokens(services: Services, actor: Actor) -> list[ApiToken]:
    """The actor's tokens, newest first."""
    async with services.db.read() as connection:
        return await list_tokens(connection, user_id_of(actor))


async def tokens_of(services: Services, actor: Actor, user: str) -> list[ApiToken]:
    """Somebody's tokens, by id or address. Raises Denied, NotFound."""
    require(actor, "manage", Resource("installation"))
    async with services.db.read() as connection:
        return await list_tokens(connection, (await get_user(connection, user)).id)


async def revoke_token(services: Services, actor: Actor, token_id: str) -> None:
    """A token that is good no more. Own ones by everybody, others by an administrator. Raises NotFound."""
    async with services.db.begin() as connection:
        token = await get_token(connection, token_id)
        if token.user_id != actor.user_id and not actor.is_admin:
            raise NotFound("There is no such token.", code="token.unknown")
        await end_token(connection, token_id)
        await services.audit.append(connection, actor, "revoke_token", f"token/{token_id}", {"name": token.name})


def _check_scopes(actor: Actor, scopes: Sequence[str] | None) -> None:
    errors = tuple(
        FieldError(
            f"scopes.{index}",
            phrase("There is no scope '{scope}'.", scope=scope),
            "scope.unknown",
            did_you_mean(scope, SCOPES),
        )
        for index, scope in enumerate(scopes or ())
        if scope not in SCOPES
    )
    if errors:
        raise InvalidInput("Some scopes do not exist.", code="scope.unknown", errors=errors)
    if actor.scopes is not None and (scopes is None or not set(scopes) <= actor.scopes):
        raise Denied(
            "A token cannot make a token that may do more than itself.",
            code="token.more_than_held",
            hint=phrase("Choose among: {value}.", value=", ".join(sorted(actor.scopes)) or phrase("nothing")),
        )
