"""People and the roles they hold, as stored. Every function works inside a transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from toolwright import clock
from toolwright.errors import Conflict, NotFound, phrase
from toolwright.ids import new_id
from toolwright.store.connection import Connection
from toolwright.store.schema import role_assignment, user


@dataclass(frozen=True, slots=True)
class User:
    """A person. `roles` maps a workspace to the roles held there. The password hash is never part of it."""

    id: str
    email: str
    name: str
    is_admin: bool
    is_active: bool
    time_zone: str
    locale: str
    created_at: datetime
    updated_at: datetime
    last_sign_in_at: datetime | None
    has_password: bool
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def normal_email(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()


async def add_user(
    connection: Connection,
    *,
    email: str,
    name: str,
    password_hash: str | None = None,
    is_admin: bool = False,
    time_zone: str = "UTC",
    locale: str = "",
) -> User:
    """A new person. Raises Conflict when the address is taken."""
    now, user_id = clock.now(), new_id()
    try:
        await connection.execute(
            insert(user).values(
                id=user_id,
                email=normal_email(email),
                name=name.strip(),
                password_hash=password_hash,
                is_admin=is_admin,
                is_active=True,
                time_zone=time_zone,
                locale=locale,
                created_at=now,
                updated_at=now,
            )
        )
    except IntegrityError as fault:
        raise _taken(email) from fault
    return await get_user(connection, user_id)


async def get_user(connection: Connection, user_id: str) -> User:
    """A person by id, or by address when it holds an @. Raises NotFound."""
    column, value = (user.c.email, normal_email(user_id)) if "@" in user_id else (user.c.id, user_id)
    row = (await connection.execute(select(user).where(column == value))).first()
    if row is None:
        raise NotFound(
            phrase("There is no user '{user_id}'.", user_id=user_id),
            code="user.unknown",
            hint="Check the address or id.",
        )
    held = (await roles_of(connection, [row.id])).get(row.id, {})
    return _user(row, held)


async def list_users(
    connection: Connection,
    *,
    after: str | None = None,
    limit: int = 200,
    search: str | None = None,
    workspace: str | None = None,
) -> list[User]:
    """People by address, those after the address `after`; `search` narrows by name or address, `workspace` to those
    who have a role in it and the administrators of the installation."""
    query = select(user).order_by(user.c.email).limit(limit)
    if workspace is not None:
        here = select(role_assignment.c.user_id).where(role_assignment.c.workspace == workspace)
        query = query.where(user.c.is_admin | user.c.id.in_(here))
    if after is not None:
        query = query.where(user.c.email > after)
    if search:
        words = search.strip().lower()
        query = query.where(
            user.c.email.contains(words, autoescape=True) | func.lower(user.c.name).contains(words, autoescape=True)
        )
    rows = (await connection.execute(query)).all()
    held = await roles_of(connection, [row.id for row in rows])
    return [_user(row, held.get(row.id, {})) for row in rows]


async def change_user(connection: Connection, user_id: str, values: Mapping[str, object]) -> User:
    """Store changed fields. Raises Conflict when the new address is taken."""
    changed = dict(values)
    if "email" in changed:
        changed["email"] = normal_email(str(changed["email"]))
    try:
        await connection.execute(update(user).where(user.c.id == user_id).values(**changed, updated_at=clock.now()))
    except IntegrityError as fault:
        raise _taken(str(changed.get("email", ""))) from fault
    return await get_user(connection, user_id)


async def note_sign_in(connection: Connection, user_id: str) -> None:
    """Store that the person signed in now."""
    await connection.execute(update(user).where(user.c.id == user_id).values(last_sign_in_at=clock.now()))


async def remove_user(connection: Connection, user_id: str) -> None:
    """Remove a person with their roles, sessions and tokens."""
    await connection.execute(delete(user).where(user.c.id == user_id))


async def count_users(connection: Connection) -> int:
    """How many people there are."""
    return int((await connection.execute(select(func.count()).select_from(user))).scalar_one())


async def count_active_admins(connection: Connection) -> int:
    """How many administrators can sign in."""
    query = select(func.count()).select_from(user).where(user.c.is_admin, user.c.is_active)
    return int((await connection.execute(query)).scalar_one())


async def set_roles(connection: Connection, user_id: str, workspace: str, roles: Sequence[str]) -> None:
    """Make these the person's roles in a workspace."""
    here = (role_assignment.c.user_id == user_id) & (role_assignment.c.workspace == workspace)
    await connection.execute(delete(role_assignment).where(here))
    if roles:
        rows = [{"user_id": user_id, "workspace": workspace, "role": role} for role in dict.fromkeys(roles)]
        await connection.execute(insert(role_assignment), rows)


async def roles_of(connection: Connection, user_ids: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """The roles of people: user id → workspace → roles, sorted."""
    query = (
        select(role_assignment)
        .where(role_assignment.c.user_id.in_(list(user_ids)))
        .order_by(role_assignment.c.workspace, role_assignment.c.role)
    )
    held: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in await connection.execute(query):
        of_user = held.setdefault(row.user_id, {})
        of_user[row.workspace] = (*of_user.get(row.workspace, ()), row.role)
    return held


async def password_of(connection: Connection, user_id: str) -> str | None:
    """The stored hash, which leaves this module for comparison only."""
    stored: str | None = (
        await connection.execute(select(user.c.password_hash).where(user.c.id == user_id))
    ).scalar_one_or_none()
    return stored


def _user(row: Row[tuple[object, ...]], roles: Mapping[str, tuple[str, ...]]) -> User:
    fields = dict(row._mapping)  # the documented mapping of a row
    has_password = fields.pop("password_hash") is not None
    return User(**fields, has_password=has_password, roles=roles)


def _taken(email: str) -> Conflict:
    return Conflict(
        phrase("Somebody has the address {email} already.", email=normal_email(email)),
        code="user.email_taken",
        hint="Change that person instead, or use another address.",
    )
