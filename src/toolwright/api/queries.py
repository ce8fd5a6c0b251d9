"""Queries over HTTP: their definitions, running them, and trying one that is being written."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request, Response
from pydantic import Field, JsonValue

from toolwright.api.authorize import Me, Using, actor_in, api_router, needs, services_of
from toolwright.api.definitions import DefinitionAnswer, DefinitionBody, ExpectRevision, RenameBody
from toolwright.api.rows import JSON, NO_STORE
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.change_definition import StoredDefinition, delete_definition
from toolwright.commands.queries import (
    QueryRun,
    list_queries,
    names_for,
    no_query,
    plan_query,
    put_query,
    read_query_definition,
    rename_query,
    run_query,
    try_query,
)
from toolwright.errors import NotFound, NotSignedIn
from toolwright.model.files import QUERY
from toolwright.model.query import Query, query_ref
from toolwright.rows.row_json import objects, to_json

router = api_router("/workspaces/{workspace}/queries", "queries")

Parameters = Annotated[
    dict[str, JsonValue], Field(default_factory=dict, max_length=100, description="Values by the name of a parameter.")
]


class QueryInfoAnswer(Answer):
    """A query in a list."""

    name: str
    ref: str
    title: str | None
    description: str | None
    source: str | None
    writes: bool
    parameters: list[dict[str, object]]
    columns: list[str]


class RunBody(Body):
    """What a query is run with."""

    parameters: Parameters


class TryBody(Body):
    """A query that is being written, and what it is run with."""

    definition: dict[str, object]
    parameters: Parameters


class TryQueryBody(TryBody):
    """As it is tried: `anew` asks the source even if a result may be given again."""

    anew: bool = False


class ResultColumnAnswer(Answer):
    """A column of a result."""

    name: str
    native: str | None
    type: str
    label: str | None


class ResultAnswer(Answer):
    """The rows of a run. `touched` rows were changed by it; `limited_by` says what cut the rows short.

    `age_s` is how many seconds ago the source was asked, when the result was kept; null when it was asked now.
    """

    columns: list[ResultColumnAnswer]
    items: list[dict[str, object]]
    limited_by: str | None
    masked: list[str]
    touched: int
    duration_ms: float
    age_s: float | None


class PlanLinesAnswer(Answer):
    """How a query would be carried out, in the words of its data source."""

    lines: list[str]


@router.get("")
@needs("read", "workspace")
async def get_queries(workspace: str, services: Using, actor: Me) -> Items[QueryInfoAnswer]:
    """The queries the caller may run."""
    found = await list_queries(services, actor, workspace)
    return Items(items=[_info(name, query) for name, query in found])


@router.post("/try", response_model=ResultAnswer)
@needs("design", "workspace")
async def post_try(workspace: str, body: TryQueryBody, services: Using, actor: Me) -> Response:
    """Run a query that need not be saved; what it changes is undone."""
    made = await try_query(services, actor, workspace, body.definition, body.parameters, anew=body.anew)
    return _result(made)


@router.post("/plan")
@needs("design", "workspace")
async def post_plan(workspace: str, body: TryBody, services: Using, actor: Me) -> PlanLinesAnswer:
    """How a query would be carried out; it is not run."""
    return PlanLinesAnswer(lines=list(await plan_query(services, actor, workspace, body.definition, body.parameters)))


class NamesBody(Body):
    """The source a query is written for; null for the built-in database."""

    source: str | None = None


class NamesAnswer(Answer):
    """Tables and their columns as the source calls them, and what it is asked in; null when it takes no queries."""

    language: str | None
    tables: dict[str, list[str]]


@router.post("/names")
@needs("design", "workspace")
async def post_names(workspace: str, body: NamesBody, services: Using, actor: Me) -> NamesAnswer:
    """What a query to a source may name, for editors that complete it."""
    return NamesAnswer.model_validate(await names_for(services, actor, workspace, body.source))


@router.post("/{query}/run", response_model=ResultAnswer)
@needs("read", "table", anonymous=True)
async def post_run(workspace: str, query: str, body: RunBody, request: Request) -> Response:
    """Run a query under the grants on it."""
    services, actor = services_of(request), actor_in(request)
    try:
        found = await services.workspaces.get(workspace)
    except NotFound:
        if actor.kind == "anonymous":
            raise NotSignedIn("Sign in to do this.", code="auth.not_signed_in") from None
        raise no_query(query) from None
    return _result(await run_query(services, actor, found, query, body.parameters))


@router.post("/{query}/rename")
@needs("design", "workspace")
async def post_rename(workspace: str, query: str, body: RenameBody, services: Using, actor: Me) -> DefinitionAnswer:
    """Call a query otherwise, and with it every screen and role that names it."""
    return _answer(await rename_query(services, actor, workspace, query, body.name))


@router.get("/{query}")
@needs("design", "workspace")
async def get_query(workspace: str, query: str, services: Using, actor: Me) -> DefinitionAnswer:
    """One query as it is written."""
    return _answer(await read_query_definition(services, actor, workspace, query))


@router.put("/{query}")
@needs("design", "workspace")
async def put_one(
    workspace: str, query: str, body: DefinitionBody, services: Using, actor: Me, expect_revision: ExpectRevision = None
) -> DefinitionAnswer:
    """Store a query. Without `columns` it gets those of its result, when it can be run now."""
    return _answer(await put_query(services, actor, workspace, query, body.root, expect_revision=expect_revision))


@router.delete("/{query}", status_code=204)
@needs("design", "workspace")
async def delete_query(workspace: str, query: str, services: Using, actor: Me) -> None:
    """Remove a query; refused while a screen or role refers to it."""
    await delete_definition(services, actor, workspace, QUERY, query)


def _info(name: str, query: Query) -> QueryInfoAnswer:
    return QueryInfoAnswer(
        name=name,
        ref=query_ref(name),
        title=query.title,
        description=query.description,
        source=query.source,
        writes=query.writes,
        parameters=[one.model_dump(mode="json") for one in query.parameters],
        columns=[one.name for one in query.columns],
    )


def _answer(found: StoredDefinition) -> DefinitionAnswer:
    return DefinitionAnswer(name=found.names[-1], definition=dict(found.data), text=found.text, revision=found.revision)


def _result(run: QueryRun) -> Response:
    names = tuple(column.name for column in run.columns)
    answer = {
        "columns": [
            {"name": one.name, "native": one.native, "type": one.type.value, "label": one.label} for one in run.columns
        ],
        "items": objects(names, run.rows, len(names)) if names else [],
        "limited_by": run.limited_by,
        "masked": sorted(run.masked),
        "touched": run.touched,
        "duration_ms": run.duration_ms,
        "age_s": None if run.age_s is None else round(run.age_s, 1),
    }
    return Response(to_json(answer), media_type=JSON, headers=NO_STORE)
