"""Testing a connection before and after it is saved, and reading what is behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from toolwright.commands.definitions import open_workspace, raise_if_moved
from toolwright.commands.services import Services
from toolwright.egress import Reach
from toolwright.errors import FieldError, InvalidInput, NotFound, UpstreamFault, did_you_mean, phrase
from toolwright.extend.datasource import CheckStep, DataSource, Limits, Link, LinkOptions, TableShape
from toolwright.extend.source_settings import moved_secrets, reach_of
from toolwright.extend.variables import opened_settings
from toolwright.model.base import Model
from toolwright.model.source import DataSource as SourceDefinition
from toolwright.model.validation import told
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require

DESCRIBE_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Connection:
    """A connector with settings it has accepted, secrets in place, and what it may connect to."""

    kind: str
    connector: DataSource[Any]  # Any: each kind has settings of its own
    settings: Model
    reach: Reach


def connection_from(
    services: Services,
    *,
    url: str | None = None,
    kind: str | None = None,
    settings: Mapping[str, object] | None = None,
    reach: Reach | None = None,
) -> Connection:
    """The connection meant by an address, or by a kind and its settings. Raises InvalidInput field by field."""
    reach = reach or services.reach
    if url is not None:
        kind = kind_for(services, url)
        connector = services.kinds.datasources.get(kind)
        return Connection(kind, connector, connector.settings_from_url(url), reach)
    if kind is None:
        raise InvalidInput("Give an address or a kind of data source.", code="source.no_kind")
    connector = services.kinds.datasources.get(kind)
    try:
        return Connection(kind, connector, connector.Settings.model_validate(dict(settings or {})), reach)
    except ValidationError as fault:
        errors = [FieldError(".".join(map(str, e["loc"])), told(e), "invalid") for e in fault.errors(include_url=False)]
        raise InvalidInput("The settings are not complete.", code="source.bad_settings", errors=tuple(errors)) from None


def kind_for(services: Services, url: str) -> str:
    """The kind of data source that understands an address, by its scheme."""
    scheme = url.partition(":")[0].lower().partition("+")[0]
    kinds = {name: kind for kind, item in services.kinds.datasources.all().items() for name in item.schemes}
    if scheme not in kinds:
        raise InvalidInput(
            phrase("No data source understands addresses that begin with '{scheme}'.", scheme=scheme),
            code="source.unknown_scheme",
            hint=did_you_mean(scheme, kinds),
            errors=(FieldError("url", "The beginning of the address is not known."),),
        )
    return kinds[scheme]


async def check_connection(services: Services, actor: Actor, connection: Connection) -> AsyncIterator[CheckStep]:
    """The steps of a connection test, each as soon as it is done. Whoever designs a workspace may test."""
    await require_designer(services, actor)
    async for step in connection.connector.check(connection.settings, _limits(services), connection.reach):
        yield step


async def check_source(services: Services, connection: Connection) -> AsyncIterator[CheckStep]:
    """The steps of a test of what `saved_connection` answered."""
    async for step in connection.connector.check(connection.settings, _limits(services), connection.reach):
        yield step


async def saved_connection(
    services: Services,
    actor: Actor,
    workspace: str,
    source: str,
    settings: Mapping[str, object] | None = None,
) -> Connection:
    """The connection of a saved source with its secrets, as it is or with other `settings`. Raises NotFound, Denied."""
    found = await open_workspace(services, actor, workspace, "read")
    require(actor, "design", Resource("source", workspace, source), found)
    definition = found.sources.get(source)
    if definition is None:
        raise NotFound(phrase("There is no source '{source}'.", source=source), code="source.not_found")
    if settings is None:
        return await connection_of(services, workspace, source, definition)
    model = services.kinds.datasources.get(definition.kind).Settings
    raise_if_moved(moved_secrets(model, definition.settings, settings), definition.title)
    drafted = definition.model_copy(update={"settings": dict(settings)})
    return await connection_of(services, workspace, source, drafted)


async def connection_of(services: Services, workspace: str, source: str, definition: SourceDefinition) -> Connection:
    """The connection a definition means, its sealed secrets opened."""
    model = services.kinds.datasources.get(definition.kind).Settings
    env = (await services.workspaces.get(workspace)).env
    settings = await opened_settings(services.vault, workspace, source, definition.settings, model, env)
    reach = await reach_of(services.vault, workspace, source, services.reach)
    return connection_from(services, kind=definition.kind, settings=settings, reach=reach)


async def read_shapes(services: Services, connection: Connection) -> list[TableShape]:
    """Every table and view behind a connection; tests it first and says which step failed."""
    steps: list[CheckStep] = []
    async for step in connection.connector.check(connection.settings, _limits(services), connection.reach):
        steps.append(step)
        if not step.ok:
            raise UpstreamFault(
                step.detail,
                code=f"source.{step.name}_failed",
                hint=step.hint,
                extra={"steps": [{"name": s.name, "ok": s.ok, "detail": s.detail} for s in steps]},
            )
    async with _opened(connection) as link:
        return await link.describe(_limits(services, DESCRIBE_TIMEOUT_S))


async def require_designer(services: Services, actor: Actor) -> None:
    """Raise Denied unless the actor manages the installation or designs at least one workspace."""
    if actor.is_admin or not any("admin" in roles for roles in actor.roles.values()):
        require(actor, "manage", Resource("installation"))


@asynccontextmanager
async def _opened(connection: Connection) -> AsyncIterator[Link]:
    options = LinkOptions(pool_size=1, read_only=True, timeout_s=DESCRIBE_TIMEOUT_S, reach=connection.reach)
    link = await connection.connector.open(connection.settings, options)
    try:
        yield link
    finally:
        await link.close()


def _limits(services: Services, timeout_s: float | None = None) -> Limits:
    settings = services.settings
    return Limits(timeout_s or settings.request_timeout_s, settings.request_max_rows, settings.request_max_bytes)
