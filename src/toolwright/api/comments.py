"""Comments on rows of built-in tables over HTTP, whom they can mention, and where somebody was mentioned."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field
from starlette.requests import Request

from toolwright.api.authorize import Me, Using, api_router, needs, services_of
from toolwright.api.once import IDEMPOTENCY, once
from toolwright.api.rows import addressed
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.definitions import open_workspace
from toolwright.rows import Comment, Mention

router = api_router("/workspaces/{workspace}/tables/{table}/rows/{row_id}", "comments")
mentioned = api_router("/workspaces/{workspace}/mentions", "comments")

Before = Annotated[int | None, Query(description="Only comments before this number: `before` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Most comments answered.")]


class NamedAnswer(Answer):
    """Somebody, by the name they are shown by."""

    id: str
    name: str


class CommentAnswer(Answer):
    """What somebody said. `body` is Markdown; people in `mentions` stand in it as `@name`."""

    id: str
    number: int
    body: str
    author: NamedAnswer | None
    at: datetime
    edited_at: datetime | None
    mentions: list[NamedAnswer]
    is_own: bool


class CommentsAnswer(Answer):
    """Comments, the last first. `before` is what to ask for the next page with, when there may be one."""

    items: list[CommentAnswer]
    cursor: str | None = None
    before: int | None


class CommentBody(Body):
    """What to say."""

    body: str = Field(max_length=20_000, description="Markdown; `@Anna Example` or `@anna@example.org` tells a person.")


class ReaderAnswer(Answer):
    """Somebody who can be mentioned."""

    id: str
    name: str
    email: str


class MentionAnswer(Answer):
    """A comment that mentions the caller."""

    table: str
    row_id: str
    title: str
    is_new: bool
    comment: CommentAnswer


class MentionsAnswer(Answer):
    """Where the caller was mentioned, the last first; `new` counts all those not seen yet, up to 99."""

    items: list[MentionAnswer]
    cursor: str | None = None
    new: int


class SeenAnswer(Answer):
    """How many mentions were new."""

    seen: int


@router.get("/comments")
@needs("read", "table")
async def list_comments(
    request: Request, workspace: str, table: str, row_id: str, before: Before = None, limit: Limit = 100
) -> CommentsAnswer:
    """What was said about a row, the last first."""
    actor, found, name = await addressed(request)
    said = await services_of(request).rows.comments(actor, found, name, row_id, before=before, limit=limit)
    more = said[-1].number if len(said) == limit else None
    return CommentsAnswer(items=[_answer(one) for one in said], before=more)


@router.post("/comments", status_code=201, response_model=CommentAnswer, openapi_extra={"parameters": [IDEMPOTENCY]})
@needs("comment", "table")
async def add_comment(request: Request, workspace: str, table: str, row_id: str, body: CommentBody) -> Response:
    """Say something about a row. People mentioned in it who can see the row are told."""
    actor, found, name = await addressed(request)

    async def work(_change: str | None) -> Response:
        said = await services_of(request).rows.comment(actor, found, name, row_id, body.body)
        return Response(_answer(said).model_dump_json(), 201, media_type="application/json")

    return await once(request, work)


@router.patch("/comments/{comment}")
@needs("comment", "table")
async def change_comment(
    request: Request, workspace: str, table: str, row_id: str, comment: str, body: CommentBody
) -> CommentAnswer:
    """Change a comment of your own."""
    actor, found, name = await addressed(request)
    return _answer(await services_of(request).rows.change_comment(actor, found, name, row_id, comment, body.body))


@router.delete("/comments/{comment}", status_code=204)
@needs("comment", "table")
async def remove_comment(request: Request, workspace: str, table: str, row_id: str, comment: str) -> Response:
    """Take back a comment of your own; administrators of the workspace take back any."""
    actor, found, name = await addressed(request)
    await services_of(request).rows.remove_comment(actor, found, name, row_id, comment)
    return Response(status_code=204)


@router.get("/readers")
@needs("comment", "table")
async def list_readers(
    request: Request,
    workspace: str,
    table: str,
    row_id: str,
    search: Annotated[str, Query(max_length=200, description="Part of a name or address.")] = "",
) -> Items[ReaderAnswer]:
    """People of the workspace who can see the row, to mention them in a comment."""
    actor, found, name = await addressed(request)
    people = await services_of(request).rows.people_to_mention(actor, found, name, row_id, search)
    return Items(items=[ReaderAnswer(id=one.user_id or "", name=one.name, email=one.email) for one in people])


@mentioned.get("")
@needs("read", "workspace")
async def list_mentions(
    workspace: str,
    services: Using,
    actor: Me,
    only_new: Annotated[bool, Query(description="Only those not seen yet.")] = False,
    cursor: Annotated[int | None, Query(ge=1, description="Where to go on, from the answer before.")] = None,
    limit: Limit = 100,
) -> MentionsAnswer:
    """Where you were mentioned, in comments on rows that you can see."""
    found = await open_workspace(services, actor, workspace, "read")
    mentions = await services.rows.mentions(actor, found, only_new=only_new, before=cursor, limit=limit)
    older = None if mentions.older is None else str(mentions.older)
    new = await services.rows.new_mentions(actor, found)
    return MentionsAnswer(items=[_mention(one) for one in mentions.items], cursor=older, new=new)


@mentioned.post("/seen")
@needs("read", "workspace")
async def mark_seen(workspace: str, services: Using, actor: Me) -> SeenAnswer:
    """Say that you know of all mentions until now."""
    found = await open_workspace(services, actor, workspace, "read")
    return SeenAnswer(seen=await services.rows.mark_mentions_seen(actor, found))


def _answer(said: Comment) -> CommentAnswer:
    author = None if said.author is None else NamedAnswer(id=said.author, name=said.name)
    return CommentAnswer(
        id=said.mark,
        number=said.number,
        body=said.body,
        author=author,
        at=said.at,
        edited_at=said.edited_at,
        mentions=[NamedAnswer(id=one, name=name) for one, name in said.mentions.items()],
        is_own=said.is_own,
    )


def _mention(found: Mention) -> MentionAnswer:
    return MentionAnswer(
        table=found.table,
        row_id=found.row_id,
        title=found.title,
        is_new=found.is_new,
        comment=_answer(found.comment),
    )
