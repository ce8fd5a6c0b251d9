"""Kinds of data sources, testing connections, and the data sources of a workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

import orjson
from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import ENGLISH, Language, Said, in_language, speak, spoken
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.check_source import check_connection, check_source, connection_from, saved_connection
from toolwright.commands.connect_source import (
    SourceView,
    change_source,
    connect_source,
    list_sources,
    new_connection,
    read_source,
)
from toolwright.commands.delete_source import delete_source, uses_of_source
from toolwright.commands.describe_source import SourceDifference, describe_source
from toolwright.extend.datasource import CheckStep
from toolwright.model.titled import titled_schema

connectors = api_router("/connectors", "sources")
router = api_router("/workspaces/{workspace}/sources", "sources")

Title = Annotated[str, Field(min_length=1, max_length=200)]


class ConnectorAnswer(Answer):
    """A kind of data source: what it is called and which settings it takes, as JSON Schema."""

    kind: str
    title: str
    description: str | None
    icon: str | None
    schemes: list[str]
    url_example: str | None
    is_installed: bool
    settings_schema: dict[str, object] | None


class ConnectionBody(Body):
    """A connection: an address, or the settings of a kind."""

    url: Annotated[str, Field(max_length=8000)] | None = None
    settings: dict[str, object] | None = None


class StepAnswer(Answer):
    """One step of a connection test."""

    name: str
    ok: bool
    detail: str
    hint: str | None
    duration_ms: float
    skipped: bool


class SourceAnswer(Answer):
    """A data source; `settings` for those who may change it, secrets as `{secret: true}`."""

    name: str
    title: str
    kind: str
    description: str | None
    read_only: bool
    settings: dict[str, object] | None
    tables: int
    revision: int


class SourceUseAnswer(Answer):
    """A definition that names a data source or one of its tables; a screen's name is `app/screen`."""

    kind: str
    name: str
    title: str


class DraftBody(Body):
    """Settings to test in place of the saved ones; `{secret: true}` stands for the saved secret."""

    settings: dict[str, object] | None = None


class NewCheckBody(ConnectionBody):
    """A data source to test before it is connected."""

    kind: str | None = None


class NewSourceBody(ConnectionBody):
    """A data source to connect. All its tables are described at once."""

    name: str | None = None
    title: Title | None = None
    kind: str | None = None
    read_only: bool = False


class SourceBody(Body):
    """What to change about a data source."""

    title: Title | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    read_only: bool | None = None
    settings: dict[str, object] | None = None
    expect_revision: int | None = None


class DescribeBody(Body):
    """Whether only to say what is different."""

    dry_run: bool = False


class TableChangeAnswer(Answer):
    """How a table differs from its definition."""

    ref: str
    title: str
    changes: list[Said]


class DifferenceAnswer(Answer):
    """What the database has that the definitions had not, and the other way round."""

    added: list[TableChangeAnswer]
    removed: list[TableChangeAnswer]
    changed: list[TableChangeAnswer]
    kept: list[str]
    revision: int


@connectors.get("")
@needs("read", "workspace")
async def list_connectors(services: Using, language: Language = ENGLISH) -> Items[ConnectorAnswer]:
    """Every kind of data source."""
    registry = services.kinds.datasources
    items = []
    for kind in registry:
        manifest = registry.manifest(kind)
        connector = None if manifest.missing else registry.get(kind)
        scheme = connector.schemes[0] if connector and connector.schemes else None
        answer = ConnectorAnswer(
            kind=kind,
            title=manifest.title,
            description=manifest.summary or None,
            icon=manifest.icon or None,
            schemes=list(connector.schemes) if connector else [],
            url_example=_example(scheme),
            is_installed=connector is not None,
            settings_schema=titled_schema(connector.Settings) if connector else None,
        )
        items.append(in_language(answer, registry.folder(kind), spoken(language)))
    return Items(items=items)


@connectors.post("/{kind}/check", response_model=list[StepAnswer])
@needs("design", "workspace")
async def check_new(kind: str, body: ConnectionBody, request: Request, services: Using, actor: Me) -> Response:
    """Test a connection before it is saved: one line of JSON for each step, as soon as it is done."""
    connection = connection_from(services, url=body.url, kind=None if body.url else kind, settings=body.settings)
    return await _steps(request, check_connection(services, actor, connection))


@router.get("")
@needs("read", "workspace")
async def list_all(workspace: str, services: Using, actor: Me) -> Items[SourceAnswer]:
    """The data sources the caller may see."""
    return Items(items=[_answer(source) for source in await list_sources(services, actor, workspace)])


@router.post("", status_code=201)
@needs("design", "workspace")
async def create(workspace: str, body: NewSourceBody, services: Using, actor: Me) -> SourceAnswer:
    """Connect a data source and describe its tables."""
    return _answer(await connect_source(services, actor, workspace, **body.model_dump()))


@router.post("/check", response_model=list[StepAnswer])
@needs("design", "workspace")
async def check_drafted(workspace: str, body: NewCheckBody, request: Request, services: Using, actor: Me) -> Response:
    """Test a data source before it is connected, with the workspace's variables where its settings read them."""
    connection = await new_connection(services, actor, workspace, **body.model_dump())
    return await _steps(request, check_source(services, connection))


@router.get("/{source}")
@needs("read", "source")
async def read(workspace: str, source: str, services: Using, actor: Me) -> SourceAnswer:
    """One data source."""
    return _answer(await read_source(services, actor, workspace, source))


@router.patch("/{source}")
@needs("design", "source")
async def change(workspace: str, source: str, body: SourceBody, services: Using, actor: Me) -> SourceAnswer:
    """Change a data source; `{secret: true}` keeps a secret as it is."""
    return _answer(await change_source(services, actor, workspace, source, **body.model_dump()))


@router.delete("/{source}", status_code=204)
@needs("design", "source")
async def delete(workspace: str, source: str, services: Using, actor: Me) -> None:
    """Remove a data source with its tables; refused while apps or roles use them."""
    await delete_source(services, actor, workspace, source)


@router.post("/{source}/check", response_model=list[StepAnswer])
@needs("design", "source")
async def check(
    workspace: str, source: str, request: Request, services: Using, actor: Me, body: DraftBody | None = None
) -> Response:
    """Test a saved data source, as it is or with other settings before they are saved."""
    settings = body.settings if body else None
    connection = await saved_connection(services, actor, workspace, source, settings)
    return await _steps(request, check_source(services, connection))


@router.get("/{source}/uses")
@needs("design", "workspace")
async def uses(workspace: str, source: str, services: Using, actor: Me) -> Items[SourceUseAnswer]:
    """The screens, apps, roles and tables that would break without the data source."""
    found = await uses_of_source(services, actor, workspace, source)
    return Items(items=[SourceUseAnswer.model_validate(use) for use in found])


@router.post("/{source}/describe")
@needs("design", "source")
async def describe(
    workspace: str, source: str, services: Using, actor: Me, body: DescribeBody | None = None
) -> DifferenceAnswer:
    """Read the schema again and take it over; labels and the like stay as people made them."""
    dry_run = body.dry_run if body else False
    return _difference(await describe_source(services, actor, workspace, source, dry_run=dry_run))


async def _steps(request: Request, steps: AsyncIterator[CheckStep]) -> Response:
    """Lines of JSON as they come, or one JSON list for those who ask for JSON alone."""
    first = await anext(steps)  # what is refused is refused before anything is answered
    if request.headers.get("accept", "").strip() == "application/json":
        found = [first, *[step async for step in steps]]
        return Response(orjson.dumps([_said(step) for step in found]), media_type="application/json")

    async def lines() -> AsyncIterator[bytes]:
        yield orjson.dumps(_said(first)) + b"\n"
        async for step in steps:
            yield orjson.dumps(_said(step)) + b"\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson")


def _said(step: CheckStep) -> dict[str, object]:
    return {**asdict(step), "detail": speak(step.detail), "hint": speak(step.hint)}


def _answer(source: SourceView) -> SourceAnswer:
    return SourceAnswer.model_validate(source)


def _difference(found: SourceDifference) -> DifferenceAnswer:
    by_kind: dict[str, list[TableChangeAnswer]] = {"added": [], "removed": [], "changed": []}
    for item in found.changes:
        by_kind[item.kind].append(TableChangeAnswer(ref=item.ref, title=item.title, changes=list(item.changes)))
    return DifferenceAnswer(**by_kind, kept=list(found.kept), revision=found.revision)


def _example(scheme: str | None) -> str | None:
    if scheme is None:
        return None
    return f"{scheme}:////data/file.db" if scheme == "sqlite" else f"{scheme}://user:password@host/database"
