"""History of rows of built-in tables over HTTP: what changed, the bin, restoring and undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query, Response
from pydantic import Field
from starlette.requests import Request

from toolwright.api.authorize import api_router, needs, services_of
from toolwright.api.rows import JSON, NO_STORE, RowAnswer, addressed
from toolwright.api.wire import Answer, Body
from toolwright.errors import InvalidInput
from toolwright.rows import RowHistory, StoredRow
from toolwright.rows.row_json import row_answer, to_json

router = api_router("/workspaces/{workspace}/tables/{table}", "rows")

Before = Annotated[int | None, Query(description="Only changes before this number: the last one of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="Most changes answered.")]


class PersonAnswer(Answer):
    """Who did it. An account that is gone has the name `Former user`."""

    id: str
    name: str


class FieldAnswer(Answer):
    """One column of a change."""

    column: str
    before: Any  # Any: the table's columns type them
    after: Any  # Any: as above


class RowChangeAnswer(Answer):
    """One change of one row. Changes made together share `change`; `fields` hold what the caller may read of it."""

    number: int
    row_id: str
    at: datetime
    actor: PersonAnswer | None
    via: str
    change: str
    verb: Literal["created", "updated", "deleted"]
    fields: list[FieldAnswer]


class HistoryAnswer(Answer):
    """Changes, newest first. `before` is what to ask for the next page with, when there may be one."""

    items: list[RowChangeAnswer]
    cursor: str | None
    before: int | None


class RestoreBody(Body):
    """Which change's outcome the row shall have again."""

    change: int = Field(description="`number` of a change in the row's history.")


class UndoBody(Body):
    """Which of your changes to take back."""

    change: str | None = Field(None, max_length=64, description="`change` of one of yours; the last when empty.")


class MomentBody(Body):
    """How the table shall be again."""

    at: datetime = Field(description="A moment with its zone: `2026-11-26T14:05:00+01:00`.")


class ReturnAnswer(Answer):
    """What would happen to a row: `create` brings it back, `update` has `columns` as they were, `delete` removes it."""

    row_id: str
    verb: Literal["create", "update", "delete"]
    title: str
    columns: list[str]


class PreviewAnswer(Answer):
    """Everything that restoring a table would do."""

    items: list[ReturnAnswer]
    cursor: str | None = None


class UndoneAnswer(Answer):
    """The rows that were changed back; null for one that was taken away again."""

    items: list[RowAnswer | None]
    cursor: str | None = None


_SHOWN: dict[int | str, dict[str, Any]] = {200: {"model": HistoryAnswer}}  # Any: FastAPI's own type
_ONE: dict[int | str, dict[str, Any]] = {200: {"model": RowAnswer}}  # Any: as above
_MANY: dict[int | str, dict[str, Any]] = {200: {"model": UndoneAnswer}}  # Any: as above


@router.get("/rows/{row_id}/history", responses=_SHOWN)
@needs("read", "table")
async def read_history(
    request: Request, workspace: str, table: str, row_id: str, before: Before = None, limit: Limit = 100
) -> Response:
    """What happened to a row, newest first. A row that was deleted has its history as well."""
    actor, found, name = await addressed(request)
    changes = await services_of(request).rows.history(actor, found, name, row_id, before=before, limit=limit)
    return _history(changes, limit)


@router.get("/deleted", responses=_SHOWN)
@needs("read", "table")
async def read_bin(request: Request, workspace: str, table: str, before: Before = None, limit: Limit = 100) -> Response:
    """The deleted rows that can be restored, last deleted first."""
    actor, found, name = await addressed(request)
    changes = await services_of(request).rows.deleted(actor, found, name, before=before, limit=limit)
    return _history(changes, limit)


@router.post("/rows/{row_id}/restore", responses=_ONE)
@needs("update", "table")
async def restore_row(request: Request, workspace: str, table: str, row_id: str, body: RestoreBody) -> Response:
    """Have the row be as it was after a change; for a deletion, as it was before. A deleted row is there again."""
    actor, found, name = await addressed(request)
    row = await services_of(request).rows.restore(actor, found, name, row_id, body.change)
    return Response(to_json(row_answer(row)), media_type=JSON, headers={**NO_STORE, "etag": f'"{row.version}"'})


@router.post("/undo", responses=_MANY)
@needs("update", "table")
async def undo_change(request: Request, workspace: str, table: str, body: UndoBody) -> Response:
    """Take back your own last change of the table, or one you name, unless somebody has built on it since."""
    actor, found, name = await addressed(request)
    done = await services_of(request).rows.undo(actor, found, name, body.change)
    return Response(to_json({"items": _rows(done), "cursor": None}), media_type=JSON, headers=NO_STORE)


@router.post("/restore/preview")
@needs("update", "table")
async def preview_restore(request: Request, workspace: str, table: str, body: MomentBody) -> PreviewAnswer:
    """What restoring the table to a moment would do to each row; nothing is changed."""
    actor, found, name = await addressed(request)
    returns = await services_of(request).rows.preview_restore(actor, found, name, _zoned(body.at))
    items = [
        ReturnAnswer(row_id=one.row_id, verb=one.verb, title=one.title, columns=list(one.columns)) for one in returns
    ]
    return PreviewAnswer(items=items)


@router.post("/restore", responses=_MANY)
@needs("update", "table")
async def restore_table(request: Request, workspace: str, table: str, body: MomentBody) -> Response:
    """Have all rows be as they were at a moment: changed back, made again, or gone; all or nothing, 1,000 at most."""
    actor, found, name = await addressed(request)
    done = await services_of(request).rows.restore_table(actor, found, name, _zoned(body.at))
    return Response(to_json({"items": _rows(done), "cursor": None}), media_type=JSON, headers=NO_STORE)


def _zoned(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise InvalidInput("Give the moment with its zone.", code="history.no_moment", hint="2026-11-26T14:05:00+01:00")
    return at


def _rows(done: Iterable[StoredRow | None]) -> list[object]:
    return [None if row is None else row_answer(row) for row in done]


def _history(changes: Sequence[RowHistory], limit: int) -> Response:
    items = [
        {
            "number": one.number,
            "row_id": one.row_id,
            "at": one.at,
            "actor": None if one.actor is None else {"id": one.actor, "name": one.name or ""},
            "via": one.via,
            "change": one.change,
            "verb": one.verb,
            "fields": [{"column": f.column, "before": f.before, "after": f.after} for f in one.fields],
        }
        for one in changes
    ]
    before = changes[-1].number if len(changes) >= limit // 2 and changes else None
    answer = {"items": items, "cursor": None, "before": before}
    return Response(to_json(answer), media_type=JSON, headers=NO_STORE)
