"""Rows of tables over HTTP: list, get, create, change, delete, many at once, figures and exports.

The row routes answer requests themselves instead of through the framework's parameter machinery, which would cost more
than the query; their parameters are declared beside them for the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Literal
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, JsonValue

from toolwright.api.authorize import PREFIX, GuardedRoute, actor_in, admit, api_router, needs, services_of
from toolwright.api.once import IDEMPOTENCY, look_in_journal, once
from toolwright.api.row_query import (
    EXPORT_PARAMETERS,
    LIST_PARAMETERS,
    ROW_PARAMETERS,
    export_query,
    list_query,
    parameters,
    row_query,
)
from toolwright.api.spoken import reader
from toolwright.api.wire import Answer, Body
from toolwright.commands.export_rows import export_rows
from toolwright.errors import InvalidInput, NotFound, NotSignedIn, phrase
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import AggregateRequest, GroupSpec, MeasureSpec, RowChange, StoredRow
from toolwright.rows.row_json import page_json, row_answer, to_json

JSON = "application/json"
NO_STORE = {"cache-control": "no-store"}
_TABLE = f"{PREFIX}/workspaces/{{workspace}}/tables/{{table}}"

Handler = Callable[[Request], Coroutine[Any, Any, Response]]  # Any: FastAPI's own type


class JsonAnswer(Response):
    """Finished JSON, its headers set without the framework's bookkeeping."""

    def __init__(self, body: bytes) -> None:
        self.status_code, self.body, self.background = 200, body, None
        length = str(len(body)).encode()
        self.raw_headers = [(b"content-length", length), (b"content-type", b"application/json"), _NO_STORE]


_NO_STORE = (b"cache-control", b"no-store")


class DirectRoute(GuardedRoute):
    """A guarded route whose endpoint takes the request and answers it."""

    def get_route_handler(self) -> Handler:
        """The endpoint behind the door."""
        handle: Handler = self.endpoint
        needed = self.needs

        async def guarded(request: Request) -> Response:
            reader.set((await admit(request, needed)).actor.locale)
            return await handle(request)

        return guarded


router = APIRouter(prefix=_TABLE, tags=["rows"], route_class=DirectRoute)
many = api_router("/workspaces/{workspace}/tables/{table}/rows", "rows")


# --- what the document says -------------------------------------------------------------------------------------------


class RowAnswer(Answer):
    """One row as the caller may see it. `version` is also the ETag; `masked` names values shown as dots."""

    id: str
    version: str
    values: dict[str, Any]  # Any: the table's columns type them
    masked: list[str] = Field(default_factory=list)


class ListAnswer(Answer):
    """A page of rows. `completed` holds conditions the data source could not evaluate, so rows were judged here.

    `marks` holds, for each row, the places of the conditions of `marks` that it meets; `mark_faults` what is wrong with
    each of them.
    """

    items: list[dict[str, Any]]  # Any: the table's columns type them
    cursor: str | None
    previous: str | None
    count: int | None
    count_is_capped: bool
    limited_by: Literal["rows", "bytes"] | None
    masked: list[str]
    completed: list[str]
    ids: list[str] | None = None
    marks: list[list[int]] | None = None
    mark_faults: list[str | None] | None = None


def _documented(
    query: Mapping[str, tuple[str, str]], *, row: bool = False, body: bool = False, writes: bool = False
) -> dict[str, Any]:  # Any: part of an OpenAPI document
    path = ["workspace", "table", *(["row_id"] if row else [])]
    found: dict[str, Any] = {  # Any: part of an OpenAPI document
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in path),
            *(
                {"name": name, "in": "query", "schema": {"type": kind}, "description": text}
                for name, (kind, text) in query.items()
            ),
        ]
    }
    if writes:
        found["parameters"].append(IDEMPOTENCY)
    if body:
        values = {"type": "object", "additionalProperties": True, "description": "Values by column."}
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": values}}}
    return found


def _answers(model: type[Answer], status: int = 200) -> dict[int | str, dict[str, Any]]:  # Any: FastAPI's own type
    return {status: {"model": model}}


_ENV = {"env": LIST_PARAMETERS["env"]}


# --- one request at a time --------------------------------------------------------------------------------------------


@router.get("/rows", openapi_extra=_documented(LIST_PARAMETERS), responses=_answers(ListAnswer))
@needs("read", "table", anonymous=True)
async def list_rows(request: Request) -> Response:
    """A page of the rows you may read."""
    query = list_query(request.scope["query_string"])
    actor, workspace, table = await addressed(request)
    return JsonAnswer(await services_of(request).rows.list_json(actor, workspace, table, query))


@router.post(
    "/rows",
    openapi_extra=_documented(_ENV, body=True, writes=True),
    responses=_answers(RowAnswer, 201),
    status_code=201,
)
@needs("create", "table", anonymous=True)
async def create_row(request: Request) -> Response:
    """Create a row; the answer is the row as stored."""
    parameters(request.scope["query_string"], _ENV)
    values = await _values(request)
    actor, workspace, table = await addressed(request)
    rows = services_of(request).rows

    async def work(change: str | None) -> Response:
        return created(await rows.create(actor, workspace, table, values, change=change))

    def created(row: StoredRow) -> Response:
        place = f"{PREFIX}/workspaces/{workspace.name}/tables/{table}/rows/{quote(row.id, safe=',')}"
        return _one(row, 201, {"location": place})

    return await once(request, work, look_in_journal(request, actor, workspace, table, "create", created))


@router.get("/rows/{row_id}", openapi_extra=_documented(ROW_PARAMETERS, row=True), responses=_answers(RowAnswer))
@needs("read", "table", anonymous=True)
async def get_row(request: Request) -> Response:
    """One row. Binary columns are answered when `fields` names them."""
    fields, expand = row_query(request.scope["query_string"])
    actor, workspace, table = await addressed(request)
    row_id = request.path_params["row_id"]
    row = await services_of(request).rows.get(actor, workspace, table, row_id, fields=fields, expand=expand)
    if f'"{row.version}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={**NO_STORE, "etag": f'"{row.version}"'})
    return _one(row)


@router.patch(
    "/rows/{row_id}", openapi_extra=_documented(_ENV, row=True, body=True, writes=True), responses=_answers(RowAnswer)
)
@needs("update", "table", anonymous=True)
async def change_row(request: Request) -> Response:
    """Change some values of a row; with `If-Match`, only if nobody else did."""
    parameters(request.scope["query_string"], _ENV)
    values = await _values(request)
    actor, workspace, table = await addressed(request)
    row_id, if_match, rows = request.path_params["row_id"], _if_match(request), services_of(request).rows

    async def work(change: str | None) -> Response:
        return _one(await rows.update(actor, workspace, table, row_id, values, if_match=if_match, change=change))

    return await once(request, work, look_in_journal(request, actor, workspace, table, "update", _one))


@router.delete("/rows/{row_id}", openapi_extra=_documented(_ENV, row=True, writes=True), status_code=204)
@needs("delete", "table", anonymous=True)
async def delete_row(request: Request) -> Response:
    """Delete a row; with `If-Match`, only if nobody changed it."""
    parameters(request.scope["query_string"], _ENV)
    actor, workspace, table = await addressed(request)
    row_id, if_match, rows = request.path_params["row_id"], _if_match(request), services_of(request).rows

    async def work(change: str | None) -> Response:
        await rows.delete(actor, workspace, table, row_id, if_match=if_match, change=change)
        return Response(status_code=204, headers=NO_STORE)

    return await once(request, work, look_in_journal(request, actor, workspace, table, "delete", None))


@router.get("/export", openapi_extra=_documented(EXPORT_PARAMETERS))
@needs("read", "table", anonymous=True)
async def export_file(request: Request) -> Response:
    """Every row you may read, as a file."""
    format_, query = export_query(request.scope["query_string"])
    actor, workspace, table = await addressed(request)
    made = await export_rows(services_of(request), actor, workspace, table, format_, query)
    headers = {**NO_STORE, "content-disposition": f'attachment; filename="{made.filename}"'}
    return StreamingResponse(made.pieces, media_type=made.media_type, headers=headers)


# --- many at once -----------------------------------------------------------------------------------------------------


class ChangeBody(Body):
    """One change; `id` and `if_match` for rows that exist."""

    verb: Literal["create", "update", "delete"]
    id: str | None = Field(None, max_length=4000)
    values: dict[str, Any] = Field(default_factory=dict)  # Any: the table's columns type them
    if_match: str | None = Field(None, max_length=400)


class ChangesBody(Body):
    """Changes that are all made, or none."""

    changes: list[ChangeBody] = Field(max_length=1000)


class MeasureBody(Body):
    """A figure; `count` without a column counts rows."""

    name: str = Field(max_length=63)
    function: Literal["count", "count_distinct", "sum", "avg", "min", "max", "median"] = "count"
    column: str | None = None


class GroupBody(Body):
    """A column to group by, dates optionally by bucket."""

    name: str = Field(max_length=63)
    column: str
    bucket: Literal["hour", "day", "week", "month", "quarter", "year"] | None = None


class FiguresBody(Body):
    """Figures over the rows you may read."""

    measures: list[MeasureBody] = Field(min_length=1, max_length=20)
    groups: list[GroupBody] = Field(default_factory=list, max_length=5)
    filter: str | None = Field(None, max_length=8000)
    search: str | None = Field(None, max_length=8000)
    sort: list[str] = Field(default_factory=list, max_length=10)
    limit: int = Field(1000, ge=0)
    parameters: dict[str, JsonValue] = Field(default_factory=dict, max_length=100, description="Those of a query.")


@many.post("/bulk", responses=_answers(Answer), openapi_extra={"parameters": [IDEMPOTENCY]})
@needs("update", "table", anonymous=True)
async def change_rows(request: Request, workspace: str, table: str, body: ChangesBody) -> Response:
    """Make many changes in one transaction; each needs its own right."""
    actor, found, name = await addressed(request)
    changes = [RowChange(one.verb, one.id, one.values, one.if_match) for one in body.changes]

    async def work(change: str | None) -> Response:
        done = await services_of(request).rows.bulk(actor, found, name, changes, change=change)
        items = [None if row is None else row_answer(row) for row in done]
        return Response(to_json({"items": items, "cursor": None}), media_type=JSON, headers=NO_STORE)

    look = look_in_journal(request, actor, found, name, changes[0].verb if changes else "update", None)
    return await once(request, work, look)


@many.post("/aggregate", responses=_answers(ListAnswer))
@needs("read", "table", anonymous=True)
async def sum_up_rows(request: Request, workspace: str, table: str, body: FiguresBody) -> Response:
    """Groups and measures, as rows."""
    actor, found, name = await addressed(request)
    asked = AggregateRequest(
        measures=tuple(MeasureSpec(one.name, one.function, one.column) for one in body.measures),
        groups=tuple(GroupSpec(one.name, one.column, one.bucket) for one in body.groups),
        filter=body.filter,
        search=body.search,
        sort=tuple(body.sort),
        limit=body.limit,
        parameters=body.parameters,
    )
    page = await services_of(request).rows.aggregate(actor, found, name, asked)
    return Response(page_json(page), media_type=JSON, headers=NO_STORE)


# --- shared -----------------------------------------------------------------------------------------------------------


async def addressed(request: Request) -> tuple[Actor, Workspace, str]:
    """Who asks, the workspace and the table. A workspace that is not there answers like a table that is hidden."""
    names = request.path_params
    actor = actor_in(request)
    try:
        return actor, await services_of(request).workspaces.get(names["workspace"]), names["table"]
    except NotFound:
        if actor.kind == "anonymous":
            raise NotSignedIn("Sign in to do this.", code="auth.not_signed_in") from None
        raise NotFound(phrase("There is no table '{table}'.", table=names["table"]), code="table.not_found") from None


async def _values(request: Request) -> dict[str, object]:
    try:
        values = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        raise InvalidInput("The body is not JSON.", code="request.bad_json") from None
    if not isinstance(values, dict):
        raise InvalidInput("The body must be an object of values by column.", code="request.bad_json")
    return values


def _if_match(request: Request) -> str | None:
    text = request.headers.get("if-match", "").strip()
    if text in ("", "*"):
        return None
    if len(text) > 2 and text.startswith('"') and text.endswith('"') and "," not in text:
        return text[1:-1]
    raise InvalidInput("If-Match must hold one version in quotes.", code="request.bad_if_match")


def _one(row: StoredRow, status: int = 200, headers: Mapping[str, str] = NO_STORE) -> Response:
    return Response(
        to_json(row_answer(row)),
        status_code=status,
        media_type=JSON,
        headers={**NO_STORE, **headers, "etag": f'"{row.version}"'},
    )
