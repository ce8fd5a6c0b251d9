"""What generating from a database would make: looked at, shown, and nothing stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolwright.autogen import MOST_FIELDS, GeneratedApp, dressed, generate_app, suggested_tables, tables_from
from toolwright.autogen.merge import merge_tables
from toolwright.autogen.naming import slug, unused
from toolwright.commands.check_source import Connection, connection_from, read_shapes, require_designer
from toolwright.commands.create_workspace import check_name
from toolwright.commands.definitions import open_workspace
from toolwright.commands.languages import check_language
from toolwright.commands.operator import reach_for, sealed_beside
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, NotFound, did_you_mean, phrase
from toolwright.extend.datasource import TableShape
from toolwright.extend.source_settings import split_secrets
from toolwright.extend.translation import ENGLISH
from toolwright.model.source import DataSource as SourceDefinition
from toolwright.model.table import Table, TableKind, humanise
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.rows import RowQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """Where to look and what to call the result; what is left out is proposed."""

    url: str | None = None
    kind: str | None = None
    settings: Mapping[str, object] | None = None
    source_name: str | None = None
    workspace: str | None = None
    title: str | None = None
    tables: tuple[str, ...] | None = None
    """References of the tables to generate for; the suggested ones when None."""
    language: str = ENGLISH
    """Of what people read on generated screens, besides the titles of tables and columns."""


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """A table that was found; `is_chosen` when the app will have it."""

    ref: str
    table: Table
    is_chosen: bool
    screens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GenerationPlan:
    """Everything that would be made."""

    workspace: str
    title: str
    is_new_workspace: bool
    app: str
    source: str
    source_definition: SourceDefinition | None
    """None over internal tables, which are of no source and stay as they are."""
    secrets: Mapping[str, str] = field(repr=False)
    tables: Mapping[str, Table]
    described: tuple[PlannedTable, ...]
    made: GeneratedApp
    warnings: tuple[str, ...]


async def plan_generation(services: Services, actor: Actor, request: GenerationRequest) -> GenerationPlan:
    """Connect, read the schema, and say what would be made. Raises InvalidInput, UpstreamFault, Denied.

    A request that names no database but a workspace is about the internal tables of that workspace.
    """
    await require_designer(services, actor)
    check_language(request.language)
    if request.url is None and request.kind is None and request.workspace is not None:
        return await plan_over(services, actor, request, await open_workspace(services, actor, request.workspace))
    reach = reach_for(services, actor)
    connection = connection_from(services, url=request.url, kind=request.kind, settings=request.settings, reach=reach)
    existing = await _existing(services, actor, request.workspace)
    source = _source_name(connection, request.source_name, existing)
    shapes = await read_shapes(services, connection)
    taken = {info.name for info in await services.workspaces.list()}
    title = request.title or humanise(source)
    name = request.workspace or unused(slug(title, "workspace"), taken)
    return _plan(connection, replace(request, workspace=name, title=title), existing, source, shapes)


async def plan_over(
    services: Services, actor: Actor, request: GenerationRequest, workspace: Workspace
) -> GenerationPlan:
    """What would be made over the internal tables of a workspace, whether it is stored yet or not."""
    designed = {
        ref: table
        for ref, table in workspace.tables.items()
        if table.source is None and table.kind is not TableKind.QUERY
    }
    found = {
        ref: table.model_copy(update={"rows_estimate": await _rows(services, actor, workspace, ref)})
        for ref, table in dressed(designed).items()
    }
    chosen = _chosen(found, None, request.tables)
    tables = _kept(found, chosen)
    title = request.title or workspace.definition.title
    app = unused(slug(title, "app"), workspace.apps)
    every = {**workspace.tables, **found, **tables}
    made = generate_app(app, title, None, every, list(tables), workspace.roles, request.language)
    return GenerationPlan(
        workspace=workspace.name,
        title=title,
        is_new_workspace=False,
        app=app,
        source="",
        source_definition=None,
        secrets={},
        tables=tables,
        described=_described(found, tables, made),
        made=made,
        warnings=tuple(_warnings(found, chosen)),
    )


async def _rows(services: Services, actor: Actor, workspace: Workspace, ref: str) -> int:
    return (await services.rows.count(actor, workspace, ref, RowQuery()))[0]


async def _existing(services: Services, actor: Actor, name: str | None) -> Workspace | None:
    if name is None:
        return None
    check_name(name)
    try:
        await services.workspaces.get(name)
    except NotFound:
        return None
    return await open_workspace(services, actor, name)


def _source_name(connection: Connection, wanted: str | None, existing: Workspace | None) -> str:
    if wanted is not None:
        check_name(wanted)
        return wanted
    name = slug(connection.connector.suggested_name(connection.settings), connection.kind)[:40].rstrip("_")
    taken = existing.sources if existing else {}
    return name if name in taken and taken[name].kind == connection.kind else unused(name, taken)


def _plan(
    connection: Connection,
    request: GenerationRequest,
    existing: Workspace | None,
    source: str,
    shapes: Sequence[TableShape],
) -> GenerationPlan:
    known = {ref: table for ref, table in existing.tables.items() if table.source == source} if existing else {}
    found, _ = merge_tables(known, tables_from(shapes, source, known))
    chosen = _chosen(found, source, request.tables)
    tables = _kept(found, chosen)
    title = request.title or source
    app = unused(slug(title, "app"), existing.apps if existing else ())
    others = existing.tables if existing else {}
    roles = existing.roles if existing else None
    made = generate_app(app, title, source, {**others, **tables}, list(tables), roles, request.language)
    definition, secrets = _definition(connection, source, found, tables)
    return GenerationPlan(
        workspace=request.workspace or source,
        title=title,
        is_new_workspace=existing is None,
        app=app,
        source=source,
        source_definition=definition,
        secrets=secrets,
        tables=tables,
        described=_described(found, tables, made),
        made=made,
        warnings=tuple(_warnings(found, chosen)),
    )


def _chosen(found: Mapping[str, Table], source: str | None, wanted: tuple[str, ...] | None) -> list[str]:
    if wanted is None:
        return suggested_tables(found, source)
    full = {ref: ref if ref in found or source is None else f"{source}.{ref}" for ref in wanted}
    errors = [
        FieldError(
            "tables", phrase("There is no table '{ref}'.", ref=ref), "source.no_table", did_you_mean(name, found)
        )
        for ref, name in full.items()
        if name not in found
    ]
    if errors:
        raise InvalidInput(errors[0].message, code="source.no_table", hint=errors[0].hint, errors=tuple(errors))
    asked = set(full.values())
    # Tables that only join two chosen ones come along, or their rows could not be linked.
    joining = [
        ref
        for ref, table in found.items()
        if table.hidden and table.relations and {relation.target for relation in table.relations} <= asked
    ]
    return [ref for ref in found if ref in asked or ref in joining]


def _kept(found: Mapping[str, Table], chosen: Sequence[str]) -> dict[str, Table]:
    """The chosen tables, without references to tables that were not chosen."""
    kept = {}
    for ref in chosen:
        table = found[ref]
        relations = tuple(relation for relation in table.relations if relation.target in chosen)
        kept[ref] = table if relations == table.relations else table.model_copy(update={"relations": relations})
    return kept


def _definition(
    connection: Connection, source: str, found: Mapping[str, Table], tables: Mapping[str, Table]
) -> tuple[SourceDefinition, dict[str, str]]:
    values = connection.settings.model_dump(mode="json", exclude_defaults=True)
    public, secrets = split_secrets(connection.connector.Settings, values)
    left_out = tuple(sorted(native_name(table) for ref, table in found.items() if ref not in tables))
    definition = SourceDefinition(title=humanise(source), kind=connection.kind, settings=public, leave_out=left_out)
    return definition, sealed_beside(source, secrets, connection.reach)


def native_name(table: Table) -> str:
    """How the database calls a table, with its schema where it has one."""
    native = table.native
    if native is None:
        return ""
    return f"{native.schema_name}.{native.table}" if native.schema_name else native.table


def _described(found: Mapping[str, Table], tables: Mapping[str, Table], made: GeneratedApp) -> tuple[PlannedTable, ...]:
    screens: dict[str, list[str]] = {}
    for screen, ref in made.owners.items():
        screens.setdefault(ref, []).append(screen)
    return tuple(
        PlannedTable(ref, tables.get(ref, table), ref in tables, tuple(screens.get(ref, ())))
        for ref, table in found.items()
    )


def _warnings(found: Mapping[str, Table], chosen: Sequence[str]) -> list[str]:
    if not found:
        return ["There are no tables to make an app from."]
    words = []
    for ref in chosen:
        reason = found[ref].read_only_reason
        if reason is not None and found[ref].kind.value == "table":
            words.append(f"{found[ref].title or ref}: {reason}")
        count = len(found[ref].columns)
        if count > MOST_FIELDS:
            words.append(
                phrase(
                    "{value}: {count} columns; its screens hold {most_fields} of them.",
                    value=found[ref].title or ref,
                    count=f"{count:,}",
                    most_fields=MOST_FIELDS,
                )
            )
    return words
