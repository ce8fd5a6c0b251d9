"""Working together on definitions: comments on them, and who edits one just now."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import Field, StringConstraints

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.definition_comments import (
    Thread,
    add_comment,
    delete_comment,
    edit_comment,
    list_threads,
    resolve_thread,
)
from toolwright.commands.edit_together import Together, edit_here, edit_no_longer, who_edits
from toolwright.store.definition_comments import DefinitionComment

comments = api_router("/workspaces/{workspace}/definition-comments", "working together")
editing = api_router("/workspaces/{workspace}/editing", "working together")

Path = Annotated[str, Field(max_length=300, description="Where the definition stands: `apps/desk/screens/queue.yaml`.")]
SINCE = "The revision of the workspace that is edited: the answer says what was stored of the definition after it."
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]


class ComponentBody(Body):
    """A component of a screen: its name where it has one, its place, and what people call it."""

    id: Annotated[str, Field(max_length=200)] | None = None
    place: Annotated[str, Field(max_length=500)]
    title: Annotated[str, Field(max_length=200)]


class NewDefinitionCommentBody(Body):
    """Something to say about a definition, or an answer in a thread."""

    path: Path
    text: Words
    thread: Annotated[str, Field(max_length=100)] | None = None
    component: ComponentBody | None = None


class DefinitionCommentBody(Body):
    """A comment in other words."""

    text: Words


class ResolvedBody(Body):
    """Whether a thread is done with."""

    is_resolved: bool


class ComponentAnswer(Answer):
    """The component that a thread is about, as it was then."""

    id: str | None
    place: str
    title: str


class DefinitionCommentAnswer(Answer):
    """One comment; without text when it was taken back and answers to it are there."""

    id: str
    author: str
    is_yours: bool
    text: str
    created_at: datetime
    edited_at: datetime | None


class ThreadAnswer(Answer):
    """A thread about a definition: the first comment and the answers to it, the oldest first."""

    id: str
    component: ComponentAnswer | None
    resolved_at: datetime | None
    resolved_by: str | None
    comments: list[DefinitionCommentAnswer]


class EditingBody(Body):
    """A definition that one edits."""

    path: Path
    take_over: Annotated[bool, Field(description="Also where somebody else says so.")] = False
    since: Annotated[int | None, Field(ge=0, description=SINCE)] = None


class StoredAnswer(Answer):
    """The last that was stored of a definition; `is_gone` when that was deleting it."""

    by: str | None
    is_you: bool
    at: datetime
    revision: int
    is_gone: bool


class EditorAnswer(Answer):
    """Who edits a definition, or null; the revision of the workspace; and what was stored after the one asked about."""

    name: str | None
    is_you: bool
    since: datetime | None
    revision: int
    stored: StoredAnswer | None


@comments.get("")
@needs("design", "workspace")
async def list_all(workspace: str, path: Annotated[Path, Query()], services: Using, actor: Me) -> Items[ThreadAnswer]:
    """What is said about a definition, what is open first. It is the same for a workspace and its draft."""
    found = await list_threads(services, actor, workspace, path)
    return Items(items=[_thread(one, actor.user_id) for one in found])


@comments.post("", status_code=201)
@needs("design", "workspace")
async def post(workspace: str, body: NewDefinitionCommentBody, services: Using, actor: Me) -> DefinitionCommentAnswer:
    """Say something about a definition or a component of it, or answer."""
    component = None if body.component is None else body.component.model_dump()
    made = await add_comment(services, actor, workspace, body.path, body.text, thread=body.thread, component=component)
    return _comment(made, actor.user_id)


@comments.patch("/{comment}")
@needs("design", "workspace")
async def patch(
    workspace: str, comment: str, body: DefinitionCommentBody, services: Using, actor: Me
) -> DefinitionCommentAnswer:
    """Say it otherwise; only whoever wrote it."""
    return _comment(await edit_comment(services, actor, workspace, comment, body.text), actor.user_id)


@comments.delete("/{comment}", status_code=204)
@needs("design", "workspace")
async def delete(workspace: str, comment: str, services: Using, actor: Me) -> None:
    """Take it back; only whoever wrote it. Answers to it stay."""
    await delete_comment(services, actor, workspace, comment)


@comments.put("/{comment}/resolved", status_code=204)
@needs("design", "workspace")
async def put_resolved(workspace: str, comment: str, body: ResolvedBody, services: Using, actor: Me) -> None:
    """Say that a thread is done with, or open again."""
    await resolve_thread(services, actor, workspace, comment, is_resolved=body.is_resolved)


@editing.get("")
@needs("design", "workspace")
async def get_editor(
    workspace: str,
    path: Annotated[Path, Query()],
    services: Using,
    actor: Me,
    since: Annotated[int | None, Query(ge=0, description=SINCE)] = None,
) -> EditorAnswer:
    """Who edits a definition just now, and what was stored of it since."""
    return _together(await who_edits(services, actor, workspace, path, since=since), actor.user_id)


@editing.put("")
@needs("design", "workspace")
async def put_editor(workspace: str, body: EditingBody, services: Using, actor: Me) -> EditorAnswer:
    """Say that you edit a definition: again every half a minute, or others no longer see it. Answers who does."""
    found = await edit_here(services, actor, workspace, body.path, take_over=body.take_over, since=body.since)
    return _together(found, actor.user_id)


@editing.delete("", status_code=204)
@needs("design", "workspace")
async def delete_editor(workspace: str, path: Annotated[Path, Query()], services: Using, actor: Me) -> None:
    """Say that you edit it no longer."""
    await edit_no_longer(services, actor, workspace, path)


def _thread(thread: Thread, me: str | None) -> ThreadAnswer:
    first = thread.first
    return ThreadAnswer(
        id=first.id,
        component=None if first.component is None else ComponentAnswer.model_validate(dict(first.component)),
        resolved_at=first.resolved_at,
        resolved_by=first.resolved_by,
        comments=[_comment(one, me) for one in (first, *thread.answers)],
    )


def _comment(one: DefinitionComment, me: str | None) -> DefinitionCommentAnswer:
    return DefinitionCommentAnswer(
        id=one.id,
        author=one.author,
        is_yours=me is not None and one.author_id == me,
        text=one.text,
        created_at=one.created_at,
        edited_at=one.edited_at,
    )


def _together(found: Together, me: str | None) -> EditorAnswer:
    one, last = found.editor, found.stored
    stored = None
    if last is not None:
        stored = StoredAnswer(
            by=last.author,
            is_you=found.is_yours,
            at=last.created_at,
            revision=last.number,
            is_gone=last.text is None,
        )
    return EditorAnswer(
        name=None if one is None else one.name,
        is_you=one is not None and one.id == me,
        since=None if one is None else one.since,
        revision=found.revision,
        stored=stored,
    )
