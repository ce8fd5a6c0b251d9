"""The people of the installation; for its administrators alone."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.me import LocaleName, TimeZone
from toolwright.api.wire import Answer, Body, Email, EndedAnswer, Items, PersonName, UserAnswer, user_answer
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.change_user import change_user
from toolwright.commands.create_user import create_user
from toolwright.commands.delete_user import delete_user
from toolwright.commands.list_users import list_users, read_user
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.set_password import reset_password
from toolwright.commands.sign_out import sign_out_user
from toolwright.ids import new_secret
from toolwright.model.base import NAME_PATTERN

router = api_router("/users", "users")


class NewUserBody(Body):
    """A person to add. Without a password one is made up and answered once; with `link`, a link that signs them in once
    is answered in its place."""

    email: Email
    name: PersonName
    password: str | None = None
    link: bool = False
    is_admin: bool = False
    time_zone: TimeZone = "UTC"
    locale: LocaleName = ""


class NewUserAnswer(UserAnswer):
    """The person added; `password` is there when made up, `link` (a path) when asked for; both are shown this once."""

    password: str | None = None
    link: str | None = None


class UserBody(Body):
    """What to change about a person."""

    email: Email | None = None
    name: PersonName | None = None
    is_admin: bool | None = None
    is_active: bool | None = None
    time_zone: TimeZone | None = None
    locale: LocaleName | None = None


class RolesBody(Body):
    """The roles a person is to have in a workspace."""

    workspace: Annotated[str, Field(pattern=NAME_PATTERN)]
    roles: Annotated[list[Annotated[str, Field(pattern=NAME_PATTERN)]], Field(max_length=100)]


class PasswordBody(Body):
    """A new password for somebody; without one it is made up and answered once."""

    password: str | None = None


class PasswordAnswer(Answer):
    """The password that was made up, shown this once."""

    password: str | None


class LinkAnswer(Answer):
    """The path of a link that signs in once."""

    path: str


@router.get("")
@needs("manage", "user")
async def list_all(
    services: Using,
    actor: Me,
    search: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    cursor: str | None = None,
) -> Items[UserAnswer]:
    """People by address; `cursor` is that of the page before."""
    found = await list_users(services, actor, after=cursor, limit=limit + 1, search=search)
    page = [user_answer(user) for user in found[:limit]]
    return Items(items=page, cursor=page[-1].email if len(found) > limit else None)


@router.post("", status_code=201)
@needs("manage", "user")
async def create(body: NewUserBody, services: Using, actor: Me) -> NewUserAnswer:
    """Add a person."""
    made_up = new_secret(12) if body.password is None and not body.link else None
    password = made_up if body.password is None else body.password
    user = await create_user(services, actor, **body.model_dump(exclude={"password", "link"}), password=password)
    link = await make_one_time_link(services, actor, user.id) if body.link else None
    return NewUserAnswer(**user_answer(user).model_dump(), password=made_up, link=link)


@router.get("/{user_id}")
@needs("manage", "user")
async def read(user_id: str, services: Using, actor: Me) -> UserAnswer:
    """One person, by id or address."""
    return user_answer(await read_user(services, actor, user_id))


@router.patch("/{user_id}")
@needs("manage", "user")
async def change(user_id: str, body: UserBody, services: Using, actor: Me) -> UserAnswer:
    """Change a person; closing an account ends its sessions and tokens with their next request."""
    return user_answer(await change_user(services, actor, user_id, body.model_dump(exclude_none=True)))


@router.delete("/{user_id}", status_code=204)
@needs("manage", "user")
async def delete(user_id: str, services: Using, actor: Me) -> None:
    """Remove a person."""
    await delete_user(services, actor, user_id)


@router.put("/{user_id}/roles")
@needs("manage", "user")
async def put_roles(user_id: str, body: RolesBody, services: Using, actor: Me) -> UserAnswer:
    """Make these the person's roles in a workspace."""
    return user_answer(await assign_roles(services, actor, user_id, workspace=body.workspace, roles=body.roles))


@router.post("/{user_id}/password")
@needs("manage", "user")
async def set_password(user_id: str, body: PasswordBody, services: Using, actor: Me) -> PasswordAnswer:
    """Set somebody's password: their sessions and tokens end."""
    password = body.password if body.password is not None else new_secret(12)
    await reset_password(services, actor, user_id, password)
    return PasswordAnswer(password=password if body.password is None else None)


@router.delete("/{user_id}/sessions")
@needs("manage", "user")
async def end_sessions(user_id: str, services: Using, actor: Me) -> EndedAnswer:
    """Sign somebody out everywhere; their API tokens stay."""
    return EndedAnswer(ended=await sign_out_user(services, actor, user_id))


@router.post("/{user_id}/link")
@needs("manage", "user")
async def make_link(user_id: str, services: Using, actor: Me) -> LinkAnswer:
    """Make a link that signs the person in once within 24 hours."""
    return LinkAnswer(path=await make_one_time_link(services, actor, user_id))
