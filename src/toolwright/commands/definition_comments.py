"""What people who design a workspace say about its definitions: threads, apart from the definitions themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolwright import clock
from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import Denied, InvalidInput, LimitReached, NotFound, phrase
from toolwright.ids import new_id
from toolwright.model.environment import base_of
from toolwright.model.files import place_of, wrong_path
from toolwright.policy.actor import Actor
from toolwright.store.connection import Connection
from toolwright.store.definition_comments import (
    DefinitionComment,
    DefinitionComments,
    follow_definition,
    put_comment,
    remove_comment,
)

MOST = 1000
"""Comments on one definition."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with the answers to it, the oldest first."""

    first: DefinitionComment
    answers: tuple[DefinitionComment, ...]


async def list_threads(services: Services, actor: Actor, workspace: str, path: str) -> list[Thread]:
    """What is said about a definition: what is open first, and of both the newest first."""
    base = await _open(services, actor, workspace, path)
    return _threads(await DefinitionComments(services.db).of(base, path))


async def add_comment(
    services: Services,
    actor: Actor,
    workspace: str,
    path: str,
    text: str,
    *,
    thread: str | None = None,
    component: Mapping[str, object] | None = None,
) -> DefinitionComment:
    """Say something about a definition, or about a component in it; or answer in a thread, which is open again."""
    base = await _open(services, actor, workspace, path)
    known = await DefinitionComments(services.db).of(base, path)
    if len(known) >= MOST:
        raise LimitReached(
            phrase("A definition has at most {most} comments.", most=f"{MOST:,}"), code="definition_comment.too_many"
        )
    first = next((one for one in known if one.id == thread == one.thread), None)
    if thread is not None and first is None:
        raise NotFound("There is no such thread.", code="definition_comment.not_found")
    id_ = new_id()
    made = DefinitionComment(
        id=id_,
        workspace=base,
        path=path,
        thread=id_ if first is None else first.thread,
        component=component if first is None else None,
        author_id=actor.user_id,
        author=actor.name or actor.email or actor.kind,
        text=text,
        created_at=clock.now(),
    )
    async with services.db.begin() as connection:
        await put_comment(connection, made)
        if first is not None and first.resolved_at is not None:
            await put_comment(connection, replace(first, resolved_at=None, resolved_by=None))
        await _note(services, connection, actor, "comment_definition", made)
    return made


async def edit_comment(services: Services, actor: Actor, workspace: str, id_: str, text: str) -> DefinitionComment:
    """Say it otherwise. Raises Denied for what somebody else said."""
    mine = replace(await _own(services, actor, workspace, id_), text=text, edited_at=clock.now())
    async with services.db.begin() as connection:
        await put_comment(connection, mine)
        await _note(services, connection, actor, "edit_definition_comment", mine)
    return mine


async def delete_comment(services: Services, actor: Actor, workspace: str, id_: str) -> None:
    """Take back what one said. Raises Denied for what somebody else said; what was answered stays as an empty one."""
    mine = await _own(services, actor, workspace, id_)
    others = await DefinitionComments(services.db).of(mine.workspace, mine.path)
    async with services.db.begin() as connection:
        if any(one.thread == mine.id and one.id != mine.id for one in others):
            await put_comment(connection, replace(mine, text="", edited_at=clock.now()))
        else:
            await remove_comment(connection, mine.id)
        await _note(services, connection, actor, "delete_definition_comment", mine)


async def resolve_thread(
    services: Services, actor: Actor, workspace: str, id_: str, *, is_resolved: bool
) -> DefinitionComment:
    """What a thread asked for is done, or open again."""
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    first = await DefinitionComments(services.db).get(base, id_)
    first = await DefinitionComments(services.db).get(base, first.thread)
    name = actor.name or actor.email or actor.kind
    changed = replace(
        first, resolved_at=clock.now() if is_resolved else None, resolved_by=name if is_resolved else None
    )
    async with services.db.begin() as connection:
        await put_comment(connection, changed)
        await _note(services, connection, actor, "resolve_definition_comment", changed)
    return changed


async def comments_follow(services: Services, workspace: str, old: str, new: str) -> None:
    """Have the comments on a definition that is called otherwise go along with it."""
    async with services.db.begin() as connection:
        await follow_definition(connection, base_of(workspace), old, new)


def _threads(comments: Sequence[DefinitionComment]) -> list[Thread]:
    firsts = [one for one in comments if one.id == one.thread]
    found = [
        Thread(first, tuple(one for one in comments if one.thread == first.id and one.id != first.id))
        for first in firsts
    ]
    found.reverse()
    return sorted(found, key=lambda one: one.first.resolved_at is not None)


async def _open(services: Services, actor: Actor, workspace: str, path: str) -> str:
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    if place_of(path) is None:
        error = wrong_path(path)
        raise InvalidInput(error.message, code=error.code, hint=error.hint, errors=(error,))
    return base


async def _own(services: Services, actor: Actor, workspace: str, id_: str) -> DefinitionComment:
    base = base_of(workspace)
    await open_workspace(services, actor, base)
    found = await DefinitionComments(services.db).get(base, id_)
    if actor.user_id is None or found.author_id != actor.user_id:
        raise Denied("Only whoever wrote a comment changes it.", code="definition_comment.not_yours")
    return found


async def _note(
    services: Services, connection: Connection, actor: Actor, verb: str, comment: DefinitionComment
) -> None:
    detail = {"path": comment.path, "comment": comment.id}
    await services.audit.append(connection, actor, verb, f"workspace/{comment.workspace}", detail)
