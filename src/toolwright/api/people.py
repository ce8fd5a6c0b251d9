"""The people of a workspace and their roles in it; for the administrators of the workspace."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Body, Items
from toolwright.auth.users import User
from toolwright.commands.workspace_people import give_roles, list_people
from toolwright.model.base import NAME_PATTERN

router = api_router("/workspaces/{workspace}/people", "people")


class MemberAnswer(Answer):
    """A person with the roles they have in the workspace; administrators of the installation hold `admin` in each."""

    id: str
    name: str
    email: str
    is_admin: bool
    is_active: bool
    roles: list[str]


class MemberBody(Body):
    """The roles a person is to have in the workspace; none takes them out of it."""

    roles: Annotated[list[Annotated[str, Field(pattern=NAME_PATTERN)]], Field(max_length=100)]


@router.get("")
@needs("manage", "workspace")
async def list_all(
    workspace: str,
    services: Using,
    actor: Me,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    cursor: str | None = None,
) -> Items[MemberAnswer]:
    """Who has a role here, by address, with the administrators of the installation."""
    found = await list_people(services, actor, workspace, after=cursor, limit=limit + 1)
    page = found[:limit]
    return Items(
        items=[_member(user, workspace) for user in page], cursor=page[-1].email if len(found) > limit else None
    )


@router.put("/{user}")
@needs("manage", "workspace")
async def put_roles(
    workspace: str, user: Annotated[str, Path(max_length=320)], body: MemberBody, services: Using, actor: Me
) -> MemberAnswer:
    """Make these the roles here of somebody who has an account, by id or e-mail address."""
    return _member(await give_roles(services, actor, workspace, user, body.roles), workspace)


def _member(user: User, workspace: str) -> MemberAnswer:
    return MemberAnswer(
        id=user.id,
        name=user.name,
        email=user.email,
        is_admin=user.is_admin,
        is_active=user.is_active,
        roles=list(user.roles.get(workspace, ())),
    )
