"""Connecting and changing the data sources of a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolwright.autogen import suggested_tables, tables_from
from toolwright.autogen.naming import slug, unused
from toolwright.commands.check_source import Connection, connection_from, connection_of, read_shapes
from toolwright.commands.create_workspace import check_name
from toolwright.commands.definitions import open_workspace, raise_if_moved, save_changes
from toolwright.commands.operator import reach_for, sealed_beside
from toolwright.commands.plan_generation import native_name
from toolwright.commands.services import Services
from toolwright.errors import Conflict, NotFound, phrase
from toolwright.extend.source_settings import moved_secrets, only_variable, split_secrets
from toolwright.extend.variables import as_written, has_variables, opened_settings
from toolwright.model.base import Model
from toolwright.model.files import SOURCE, TABLE
from toolwright.model.source import DataSource
from toolwright.model.table import humanise
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import filter_resources, require


@dataclass(frozen=True, slots=True)
class SourceView:
    """A data source in a list. Settings are there for those who may design it; secrets show as markers."""

    name: str
    title: str
    kind: str
    description: str | None
    read_only: bool
    settings: Mapping[str, object] | None
    tables: int
    revision: int


async def list_sources(services: Services, actor: Actor, workspace: str) -> list[SourceView]:
    """The data sources the actor may see, by title."""
    found = await open_workspace(services, actor, workspace, "read")
    resources = [Resource("source", workspace, name) for name in found.sources]
    names = [resource.name for resource in filter_resources(actor, "read", resources, found)]
    return sorted((_view(found, actor, name) for name in names), key=lambda source: (source.title, source.name))


async def read_source(services: Services, actor: Actor, workspace: str, name: str) -> SourceView:
    """One data source. Raises NotFound."""
    found = await open_workspace(services, actor, workspace, "read")
    require(actor, "read", Resource("source", workspace, name), found)
    definition_of(found, name)
    return _view(found, actor, name)


async def connect_source(
    services: Services,
    actor: Actor,
    workspace: str,
    *,
    name: str | None = None,
    title: str | None = None,
    url: str | None = None,
    kind: str | None = None,
    settings: Mapping[str, object] | None = None,
    read_only: bool = False,
) -> SourceView:
    """A new data source with all its tables described. Raises Conflict, InvalidInput, UpstreamFault."""
    found = await open_workspace(services, actor, workspace)
    connection = await _described(services, actor, found, url, kind, settings)
    if name is None:
        name = unused(slug(connection.connector.suggested_name(connection.settings), connection.kind), found.sources)
    check_name(name)
    if name in found.sources:
        raise Conflict(phrase("There is a data source '{name}' already.", name=name), code="source.exists")
    tables = tables_from(await read_shapes(services, connection), name)
    kept = set(suggested_tables(tables, name))
    values = connection.settings.model_dump(mode="json", exclude_defaults=True)
    public, secrets = split_secrets(connection.connector.Settings, values)
    public = as_written(settings or {}, public)
    secrets = {field: value for field, value in secrets.items() if only_variable(public[field]) is None}
    definition = DataSource(
        title=title or humanise(name),
        kind=connection.kind,
        settings=public,
        read_only=read_only,
        leave_out=tuple(sorted(native_name(table) for ref, table in tables.items() if ref not in kept)),
    )
    changes: dict[str, Model | None] = {SOURCE.path_for(name): definition}
    changes |= {TABLE.path_for(ref): table for ref, table in tables.items() if ref in kept}
    saved = await save_changes(
        services,
        actor,
        workspace,
        changes,
        verb="connect_source",
        message=f"Connected {definition.title}",
        secrets=sealed_beside(name, secrets, connection.reach),
        detail={"source": name, "kind": connection.kind},
    )
    return _view(saved, actor, name)


async def new_connection(
    services: Services,
    actor: Actor,
    workspace: str,
    *,
    url: str | None = None,
    kind: str | None = None,
    settings: Mapping[str, object] | None = None,
) -> Connection:
    """What `connect_source` would connect to, variables of the workspace in their places; to be tested."""
    found = await open_workspace(services, actor, workspace)
    return await _described(services, actor, found, url, kind, settings)


async def change_source(
    services: Services,
    actor: Actor,
    workspace: str,
    name: str,
    *,
    title: str | None = None,
    description: str | None = None,
    read_only: bool | None = None,
    settings: Mapping[str, object] | None = None,
    expect_revision: int | None = None,
) -> SourceView:
    """A data source with other settings. A secret given as `{secret: true}` stays what it was, as long as its address
    does. Raises Conflict when the workspace moved on from `expect_revision`."""
    found = await open_workspace(services, actor, workspace, "read")
    require(actor, "design", Resource("source", workspace, name), found)
    definition = definition_of(found, name)
    given = {"title": title, "description": description, "read_only": read_only}
    update: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    secrets: dict[str, str] = {}
    if settings is not None:
        model = services.kinds.datasources.get(definition.kind).Settings
        given_public, secrets = split_secrets(model, settings)
        raise_if_moved(moved_secrets(model, definition.settings, given_public, secrets), definition.title)
        drafted = definition.model_copy(update={"settings": {**given_public, **secrets}})
        connection = await connection_of(services, workspace, name, drafted)
        update["settings"] = as_written(given_public, _public(connection.settings))
    saved = await save_changes(
        services,
        actor,
        workspace,
        {SOURCE.path_for(name): definition.model_copy(update=update)},
        verb="change_source",
        message=f"Changed data source {name}",
        secrets={f"sources/{name}/{field}": value for field, value in secrets.items()},
        detail={"source": name, "changed": sorted(update)},
        expect_revision=expect_revision,
    )
    await services.links.forget(workspace, name)
    return _view(saved, actor, name)


async def _described(
    services: Services,
    actor: Actor,
    found: Workspace,
    url: str | None,
    kind: str | None,
    settings: Mapping[str, object] | None,
) -> Connection:
    if kind is not None and settings is not None and has_variables(settings):
        model = services.kinds.datasources.get(kind).Settings
        settings = await opened_settings(services.vault, found.name, "", settings, model, found.env)
    return connection_from(services, url=url, kind=kind, settings=settings, reach=reach_for(services, actor))


def definition_of(workspace: Workspace, name: str) -> DataSource:
    """The data source of that name. Raises NotFound."""
    definition = workspace.sources.get(name)
    if definition is None:
        raise NotFound(phrase("There is no source '{name}'.", name=name), code="source.not_found")
    return definition


def _public(settings: Model) -> dict[str, object]:
    """Settings as a definition shows them: without defaults, markers in place of secrets."""
    values = settings.model_dump(mode="json", exclude_defaults=True)
    return split_secrets(type(settings), values)[0]


def _view(workspace: Workspace, actor: Actor, name: str) -> SourceView:
    source = workspace.sources[name]
    may_design = filter_resources(actor, "design", [Resource("source", workspace.name, name)], workspace)
    return SourceView(
        name=name,
        title=source.title,
        kind=source.kind,
        description=source.description,
        read_only=source.read_only,
        settings=source.settings if may_design else None,
        tables=sum(table.source == name for table in workspace.tables.values()),
        revision=workspace.revision,
    )
