"""Queries: running them, trying them while they are written, and learning the columns of their result."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from pydantic import ValidationError

from toolwright.commands.change_definition import StoredDefinition, put_definition, read_definition
from toolwright.commands.definition_comments import comments_follow
from toolwright.commands.definitions import open_workspace, save
from toolwright.commands.rename_names import rename_query_in
from toolwright.commands.services import Services
from toolwright.errors import Conflict, FieldError, InvalidDefinition, InvalidInput, NotFound, ToolwrightError, phrase
from toolwright.extend.native import NativeResult
from toolwright.extend.query_columns import check_computed, columns_of, computed_type
from toolwright.model.base import NAME_PATTERN
from toolwright.model.files import QUERY
from toolwright.model.query import Query, QueryColumn, query_ref, table_of
from toolwright.model.validation import own, told
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource, Verb
from toolwright.policy.engine import decide, require
from toolwright.rows import RowQuery, running
from toolwright.rows.result import shown_rows


@dataclass(frozen=True, slots=True)
class QueryRun:
    """What a run gave: columns as they are shown, rows as tuples in their order.

    `age_s` is how many seconds ago it was asked, when it was kept.
    """

    columns: tuple[QueryColumn, ...]
    rows: Sequence[tuple[object, ...]]
    limited_by: str | None = None
    masked: frozenset[str] = frozenset()
    touched: int = 0
    duration_ms: float = 0.0
    age_s: float | None = None


async def list_queries(services: Services, actor: Actor, workspace: str) -> list[tuple[str, Query]]:
    """The queries the actor may run, by name."""
    found = await open_workspace(services, actor, workspace, "read")
    return [(name, query) for name, query in sorted(found.queries.items()) if _may_run(actor, found, name, query)]


def _may_run(actor: Actor, workspace: Workspace, name: str, query: Query) -> bool:
    return decide(actor, _verb(query), Resource("table", workspace.name, query_ref(name)), workspace).allowed


def no_query(name: str) -> NotFound:
    """The error for a query that is not there, or hidden."""
    return NotFound(phrase("There is no query '{name}'.", name=name), code="query.not_found")


def _verb(query: Query) -> Verb:
    return "update" if query.writes else "read"


async def run_query(
    services: Services, actor: Actor, workspace: Workspace, name: str, given: Mapping[str, object]
) -> QueryRun:
    """Run a saved query under the grants on it. Raises NotFound or Denied."""
    ref = query_ref(name)
    query = workspace.queries.get(name)
    try:
        require(actor, "read" if query is None else _verb(query), Resource("table", workspace.name, ref), workspace)
    except NotFound:
        query = None
    if query is None:
        raise no_query(name)
    began = time.perf_counter()
    if query.writes:
        result = await running.change_rows(services.rows.desk, actor, workspace, name, given)
        return _run(result, columns_of(result), began)
    if not query.columns:
        raise InvalidInput(
            "Nobody knows the columns of this query yet.",
            code="query.no_columns",
            hint="Save it in the studio while its data source can be reached.",
        )
    fields = services.rows.every_column(actor, workspace, ref)
    page = await services.rows.list(
        actor, workspace, ref, RowQuery(fields=fields, limit=services.settings.request_max_rows, parameters=given)
    )
    by_name = {column.name: column for column in query.columns}
    return QueryRun(
        tuple(by_name[column] for column in page.columns),
        page.rows,
        page.limited_by,
        page.masked,
        duration_ms=_since(began),
        age_s=page.age_s,
    )


async def try_query(
    services: Services,
    actor: Actor,
    name: str,
    definition: Mapping[str, object],
    given: Mapping[str, object],
    *,
    anew: bool = False,
) -> QueryRun:
    """What a query that is being written gives, with the columns it would have; `anew` when nothing kept will do."""
    workspace = await open_workspace(services, actor, name)
    began = time.perf_counter()
    query = _parsed(definition)
    answer = await running.try_query(services.rows.desk, actor, workspace, query, given, anew=anew)
    found = replace(_run(answer.result, columns_of(answer.result, query), began), age_s=answer.age_s)
    if all(column.value is None for column in found.columns):
        return found
    columns = _typed(definition, found.columns)
    for column in columns:
        if column.value is not None:
            check_computed(columns, column)
    rows = await shown_rows(table_of(query.model_copy(update={"columns": columns})), answer.result)
    names = [column.name for column in columns]
    return replace(found, columns=columns, rows=[tuple(row[name] for name in names) for row in rows])


async def plan_query(
    services: Services, actor: Actor, name: str, definition: Mapping[str, object], given: Mapping[str, object]
) -> Sequence[str]:
    """How its source would carry a query out, a line each."""
    workspace = await open_workspace(services, actor, name)
    return await running.explain_query(services.rows.desk, actor, workspace, _parsed(definition), given)


@dataclass(frozen=True, slots=True)
class QueryNames:
    """What a query to a source may name: its tables with their columns, as the source calls them, and the language."""

    language: str | None
    tables: Mapping[str, Sequence[str]]


async def names_for(services: Services, actor: Actor, name: str, source: str | None) -> QueryNames:
    """What stands to choose from while a query is written. Raises NotFound for a source that is not there."""
    workspace = await open_workspace(services, actor, name)
    language = services.links.language(workspace, source)
    found: dict[str, Sequence[str]] = {}
    for table in workspace.tables.values():
        if table.source == source and table.native is not None and (source is not None or table.is_internal):
            schema = None if source is None else table.native.schema_name
            called = table.native.table if schema is None else f"{schema}.{table.native.table}"
            found[called] = [column.source_name for column in table.columns if column.is_stored]
    return QueryNames(None if language is None else language.name, found)


async def put_query(
    services: Services,
    actor: Actor,
    workspace: str,
    name: str,
    definition: Mapping[str, object],
    *,
    expect_revision: int | None = None,
) -> StoredDefinition:
    """Store a query. Without columns it gets those that it has when run without parameters, if that works now.

    Computed columns that say no type get that of what they give.
    """
    found = await open_workspace(services, actor, workspace)
    columns = await _columns_for(services, actor, found, definition)
    learned = definition if columns is None else {**definition, "columns": columns}
    return await put_definition(services, actor, workspace, QUERY, (name,), learned, expect_revision=expect_revision)


async def _columns_for(
    services: Services, actor: Actor, workspace: Workspace, definition: Mapping[str, object]
) -> list[object] | None:
    """The columns a query gets when it is stored; None for those it says itself."""
    given = definition.get("columns")
    said: list[object] = given if isinstance(given, list) else []
    if not definition.get("writes") and all(_is_computed(one) for one in said):
        learned = await _learned(services, actor, workspace, definition)
        return [one.model_dump(mode="json", exclude_defaults=True) for one in learned] or None
    if not any(_is_computed(one) and "type" not in one for one in said):
        return None
    try:
        typed = _typed(definition, _parsed(definition).columns)
    except InvalidInput:
        return None  # said where it is checked, with its place
    types = {one.name: one.type.value for one in typed}
    return [{**one, "type": types[str(one["name"])]} if _is_computed(one) else one for one in said]


async def _learned(
    services: Services, actor: Actor, workspace: Workspace, definition: Mapping[str, object]
) -> tuple[QueryColumn, ...]:
    """The columns of the result, as far as they can be known now: saving does not wait for a source that is away."""
    try:
        query = _parsed(definition)
        optional = tuple(one.model_copy(update={"required": False}) for one in query.parameters)
        answer = await running.try_query(
            services.rows.desk, actor, workspace, query.model_copy(update={"parameters": optional}), {}, anew=True
        )
    except ToolwrightError:
        return ()
    return _typed(definition, columns_of(answer.result, query))


async def rename_query(services: Services, actor: Actor, workspace: str, name: str, new: str) -> StoredDefinition:
    """Call a query otherwise, and whatever names it: screens, roles. Raises Conflict when the name is taken."""
    found = await open_workspace(services, actor, workspace)
    if name not in found.queries:
        raise no_query(name)
    if not re.fullmatch(NAME_PATTERN, new):
        hint = "Names are lower-case letters, digits and underscores, beginning with a letter."
        raise InvalidInput(phrase("A query cannot be called '{new}'.", new=new), code="query.bad_name", hint=hint)
    if new in found.queries:
        raise Conflict(
            phrase("There is a query '{new}' already.", new=new), code="query.taken", hint="Choose another name."
        )
    info, files = await services.workspaces.read(workspace)
    renamed = await rename_query_in(services, found, files, name, new)
    await save(
        services,
        actor,
        workspace,
        renamed,
        verb="rename_query",
        message=f"Renamed query {name} to {new}",
        expect_revision=info.revision,
        detail={"query": new, "was": name},
    )
    await comments_follow(services, workspace, QUERY.path_for(name), QUERY.path_for(new))
    return await read_definition(services, actor, workspace, QUERY, new)


async def read_query_definition(services: Services, actor: Actor, workspace: str, name: str) -> StoredDefinition:
    """One query as it is written."""
    return await read_definition(services, actor, workspace, QUERY, name)


def _is_computed(column: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(column, Mapping) and column.get("value") is not None


def _typed(definition: Mapping[str, object], columns: tuple[QueryColumn, ...]) -> tuple[QueryColumn, ...]:
    """The columns, those that are computed and were given no type with that of what they give."""
    given = definition.get("columns")
    said = {one.get("name") for one in given if "type" in one} if isinstance(given, list) else set()
    known = list(columns)
    for place, column in enumerate(known):
        if column.value is not None and column.name not in said:
            try:
                kind = computed_type([one for one in known if one is not column], column.value)
            except InvalidDefinition:
                continue  # said where it is checked, with its place
            known[place] = column.model_copy(update={"type": kind})
    return tuple(known)


def _run(result: NativeResult, columns: tuple[QueryColumn, ...], began: float) -> QueryRun:
    return QueryRun(columns, result.rows, result.limited_by, touched=result.touched, duration_ms=_since(began))


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def _parsed(definition: Mapping[str, object]) -> Query:
    try:
        return Query.model_validate(definition)
    except ValidationError as wrong:
        errors = tuple(
            FieldError(".".join(map(str, error["loc"])), own(told(error)), "invalid") for error in wrong.errors()
        )
        raise InvalidInput(
            phrase("{field}: {message}", field=errors[0].field, message=phrase(errors[0].message)),
            code="query.invalid",
            errors=errors,
        ) from None
