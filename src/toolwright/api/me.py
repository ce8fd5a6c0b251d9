"""The signed-in account itself."""

from __future__ import annotations

import zoneinfo
from typing import Annotated

from babel import Locale, UnknownLocaleError
from fastapi import Response
from pydantic import AfterValidator

from toolwright.api.authorize import Asker, Using, api_router, needs
from toolwright.api.wire import Answer, Body, PersonName
from toolwright.commands.change_user import change_user
from toolwright.commands.list_users import read_user
from toolwright.commands.set_password import change_own_password
from toolwright.commands.sign_out import user_id_of

router = api_router("/me", "me")


def _known_zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError("there is no such time zone; 'Europe/Berlin' is one") from fault
    return name


def _known_locale(name: str) -> str:
    """A locale, or nothing for what each browser asks for."""
    if not name:
        return name
    try:
        Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as fault:
        raise ValueError("there is no such locale; 'en' or 'pt-BR' are some") from fault
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone)]
LocaleName = Annotated[str, AfterValidator(_known_locale)]


class MeAnswer(Answer):
    """Who is signed in. `csrf` goes into the X-CSRF-Token header of every request that changes something."""

    id: str
    name: str
    email: str
    is_admin: bool
    has_password: bool
    roles: dict[str, list[str]]
    csrf: str | None
    locale: str
    time_zone: str
    scopes: list[str] | None


class MeBody(Body):
    """What people may change about themselves."""

    name: PersonName | None = None
    time_zone: TimeZone | None = None
    locale: LocaleName | None = None


class OwnPasswordBody(Body):
    """A new password for the signed-in account."""

    current_password: str | None = None
    password: str


@router.get("")
@needs("read", "account")
async def read_me(services: Using, caller: Asker) -> MeAnswer:
    """Who is signed in, with what roles."""
    user = await read_user(services, caller.actor, user_id_of(caller.actor))
    scopes = caller.actor.scopes
    return MeAnswer(
        id=user.id,
        name=user.name,
        email=user.email,
        is_admin=user.is_admin,
        has_password=user.has_password,
        roles={workspace: list(roles) for workspace, roles in user.roles.items()},
        csrf=caller.session.csrf if caller.session else None,
        locale=user.locale,
        time_zone=user.time_zone,
        scopes=None if scopes is None else sorted(scopes),
    )


@router.patch("")
@needs("update", "account")
async def change_me(body: MeBody, services: Using, caller: Asker) -> MeAnswer:
    """Change one's own name, time zone or language."""
    changes = body.model_dump(exclude_none=True)
    if changes:
        await change_user(services, caller.actor, user_id_of(caller.actor), changes)
    return await read_me(services, caller)


@router.post("/password", status_code=204)
@needs("update", "account")
async def change_password(body: OwnPasswordBody, services: Using, caller: Asker) -> Response:
    """Change one's own password: every other session ends."""
    await change_own_password(
        services,
        caller.actor,
        current=body.current_password,
        password=body.password,
        session_id=caller.session.id if caller.session else None,
    )
    return Response(status_code=204)
