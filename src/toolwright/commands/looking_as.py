"""Looking at what is being built as somebody else sees it: with one role alone, as a person, in a language.

Only what may be seen anyway: a role allows no more than the actor holds, and as a person looks only who manages the
workspace, all of which they may read. What is read is still read by the actor, and the audit says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolwright.auth.users import User, get_user
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, NotFound, did_you_mean, phrase
from toolwright.model.role import BUILT_IN_ROLES
from toolwright.model.workspace import Workspace
from toolwright.policy import ANONYMOUS, Actor, Resource, check_assignment, require


@dataclass(frozen=True, slots=True)
class Look:
    """How something is looked at: with a role alone, or as a person (id or address), and in a language (`de`, `pt-BR`).

    None is one's own.
    """

    role: str | None = None
    user: str | None = None
    locale: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is seen with the rights of whoever looks."""
        return self.role is None and self.user is None


OWN = Look()


async def looking_as(services: Services, actor: Actor, workspace: Workspace, look: Look) -> Actor:
    """Who it is drawn for. Raises Denied where that is not for the actor to see, InvalidInput, NotFound."""
    if look.role is not None and look.user is not None:
        message = "A screen is seen with a role alone or as a person, not both."
        raise InvalidInput(message, code="look.both", errors=(FieldError("as_user", message),))
    seen = actor
    if look.role is not None:
        seen = with_role(actor, workspace, look.role)
    elif look.user is not None:
        seen = await _as_person(services, actor, workspace, look.user)
    return seen if look.locale is None else replace(seen, locale=look.locale)


def with_role(actor: Actor, workspace: Workspace, role: str) -> Actor:
    """The actor with this role and no other, within the scopes of their token. Raises Denied where it allows more."""
    known = (*BUILT_IN_ROLES, *workspace.roles)
    if role not in known:
        raise InvalidInput(
            phrase("There is no role '{role}'.", role=role), code="role.unknown", hint=did_you_mean(role, known)
        )
    check_assignment(replace(actor, scopes=None), workspace, [role])
    return replace(actor, is_admin=False, roles={workspace.name: (role,)})


async def _as_person(services: Services, actor: Actor, workspace: Workspace, user: str) -> Actor:
    """That person, within the scopes of the actor's token. People without a role here are not told of."""
    require(actor, "manage", Resource("workspace", workspace.name, workspace.name), workspace)
    async with services.db.read() as connection:
        found = await get_user(connection, user)
    if not found.is_admin and workspace.base not in found.roles:
        raise NotFound(
            phrase("There is no user '{user_id}'.", user_id=user), code="user.unknown", hint="Check the address or id."
        )
    return replace(actor_of(found, workspace), scopes=actor.scopes, by=actor)


def actor_of(user: User, workspace: Workspace) -> Actor:
    """Who that person acts as when signed in; nobody while they are not active.

    In a draft they have the roles that they will have when it is published.
    """
    if not user.is_active:
        return ANONYMOUS
    roles = {**user.roles, workspace.name: tuple(user.roles.get(workspace.base, ()))}
    return Actor(
        "user", user.id, user.name, user.email, user.is_admin, roles, time_zone=user.time_zone, locale=user.locale
    )
