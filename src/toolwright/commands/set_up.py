"""First start: exactly one administrator, vouched for by a code from the server's log."""

from __future__ import annotations

from toolwright.auth.codes import is_good, new_code, use_code
from toolwright.auth.passwords import check_password
from toolwright.auth.rate import Allowance
from toolwright.auth.users import User, add_user, count_users, get_user
from toolwright.commands.services import Services
from toolwright.errors import Denied, NotFound
from toolwright.policy.actor import ANONYMOUS, Actor

DEMO_EMAIL = "admin@example.com"


async def new_setup_code(services: Services) -> str | None:
    """A code for the first administrator, or None when there is one already. Earlier codes end."""
    if not await services.identity.setup_needed():
        return None
    async with services.db.begin() as connection:
        if await count_users(connection) > 0:
            return None
        return await new_code(connection, "setup")


async def set_up(services: Services, *, code: str, email: str, name: str, password: str, ip: str) -> User:
    """The first administrator. Raises NotFound once there is one, Denied on a wrong code."""
    if not await services.identity.setup_needed():
        raise _over()
    await services.identity.limits.take(Allowance(f"setup:{ip}", times=20))
    async with services.db.read() as connection:
        if not await is_good(connection, "setup", code):
            raise _wrong()
    check_password(password, about=(email, name))
    password_hash = await services.identity.passwords.hash(password)
    async with services.db.begin() as connection:
        # Alone from here on: of many attempts with the right code one finds the place empty.
        if await count_users(connection) > 0:
            raise _over()
        good, _ = await use_code(connection, "setup", code)
        if not good:
            raise _wrong()
        user = await add_user(connection, email=email, name=name, password_hash=password_hash, is_admin=True)
        actor = Actor(kind="user", user_id=user.id, name=user.name, email=user.email, is_admin=True)
        await services.audit.append(connection, actor, "set_up", f"user/{user.id}", {"email": user.email})
    return user


async def set_up_demo(services: Services) -> str | None:
    """The id of the demo administrator, made when nobody exists yet; None when other people live here.

    It has no password: a one-time link signs in.
    """
    async with services.db.begin() as connection:
        if await count_users(connection) == 0:
            user = await add_user(connection, email=DEMO_EMAIL, name="Demo administrator", is_admin=True)
            await services.audit.append(connection, ANONYMOUS, "set_up", f"user/{user.id}", {"demo": True})
            return user.id
        try:
            from_demo = await get_user(connection, DEMO_EMAIL)
        except NotFound:
            return None
        return from_demo.id if from_demo.is_active else None


def _over() -> NotFound:
    return NotFound("This installation is set up already.", code="setup.over", hint="Sign in.")


def _wrong() -> Denied:
    return Denied(
        "This set-up code is wrong or has ended.",
        code="setup.wrong_code",
        hint="The current one is in the server's log; a restart prints a new one.",
    )
