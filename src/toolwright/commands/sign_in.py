"""Signing in, with a password or a one-time link."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.auth.codes import use_code
from toolwright.auth.rate import Allowance
from toolwright.auth.sessions import open_session
from toolwright.auth.users import User, change_user, get_user, normal_email, note_sign_in, password_of
from toolwright.commands.services import Services
from toolwright.errors import NotFound, NotSignedIn
from toolwright.policy.actor import ANONYMOUS, Actor
from toolwright.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Client:
    """The browser that signs in."""

    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: `token` goes into the cookie and nowhere else."""

    user: User
    token: str


async def sign_in(services: Services, *, email: str, password: str, client: Client) -> SignedIn:
    """A new session. Raises NotSignedIn alike for unknown people, wrong passwords and closed accounts, LimitReached."""
    allowances = (
        Allowance(f"sign_in:account:{normal_email(email)[:320]}", times=5),
        Allowance(f"sign_in:ip:{client.ip}", times=20),
    )
    await services.identity.limits.take(*allowances)
    user, stored = await _find(services, email)
    right = await services.identity.passwords.verify(stored, password)
    if user is None or not right or not user.is_active:
        await services.audit.record(ANONYMOUS, "sign_in.refused", "session", {"email": normal_email(email)[:320]})
        raise NotSignedIn(
            "The address or the password is wrong.",
            code="session.wrong_password",
            hint="Check both; an administrator can set a new password.",
        )
    rehashed = None
    if stored is not None and services.identity.passwords.is_outdated(stored):
        rehashed = await services.identity.passwords.hash(password)
    async with services.db.begin() as connection:
        if await password_of(connection, user.id) != stored:  # changed while we were hashing
            raise NotSignedIn("The password was changed just now.", code="session.wrong_password")
        if rehashed:
            await change_user(connection, user.id, {"password_hash": rehashed})
        signed_in = await _open(services, connection, user, client, "password")
    await services.identity.limits.give_back(*allowances)
    return signed_in


async def sign_in_once(services: Services, *, code: str, client: Client) -> SignedIn:
    """A new session for the person a one-time link was made for; the link is used up. Raises NotSignedIn."""
    allowance = Allowance(f"sign_in:link:{client.ip}", times=20)
    await services.identity.limits.take(allowance)
    signed_in = None
    async with services.db.begin() as connection:
        good, user_id = await use_code(connection, "sign_in", code)
        user = await get_user(connection, user_id) if good and user_id else None
        if user is not None and user.is_active:
            signed_in = await _open(services, connection, user, client, "one-time link")
    if signed_in is not None:
        await services.identity.limits.give_back(allowance)
        return signed_in
    await services.audit.record(ANONYMOUS, "sign_in.refused", "session", {"by": "one-time link"})
    raise NotSignedIn(
        "This link was used already or has ended.",
        code="session.bad_link",
        hint="Start the server again, or run 'toolwright user link', for a new one.",
    )


async def open_for(services: Services, user: User, client: Client, by: str) -> str:
    """A session for somebody who proved themselves otherwise; answers the token for the cookie."""
    async with services.db.begin() as connection:
        return (await _open(services, connection, user, client, by)).token


async def _find(services: Services, email: str) -> tuple[User | None, str | None]:
    async with services.db.read() as connection:
        try:
            user = await get_user(connection, email if "@" in email else f"{email}@")
        except NotFound:
            return None, None
        return user, await password_of(connection, user.id)


async def _open(services: Services, connection: Connection, user: User, client: Client, by: str) -> SignedIn:
    token = await open_session(
        connection,
        user.id,
        lifetime=services.identity.session_lifetime,
        user_agent=client.user_agent,
        ip=client.ip,
    )
    await note_sign_in(connection, user.id)
    actor = Actor(kind="user", user_id=user.id, name=user.name, email=user.email)
    await services.audit.append(connection, actor, "sign_in", f"user/{user.id}", {"by": by})
    return SignedIn(user, token)
