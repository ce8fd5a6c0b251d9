"""Rows of two environments over HTTP: how they differ, and copying them from one into the other."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Response
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.rows import JSON, NO_STORE
from toolwright.api.spoken import speak
from toolwright.api.wire import Answer, Body
from toolwright.commands.compare_rows import compare_rows, copy_rows
from toolwright.rows.row_json import to_json

router = api_router("/workspaces/{workspace}/tables/{table}", "versions")

Environment = Literal["development", "production"]


class CompareBody(Body):
    """From which environment into which, and by which column rows are found; without it the first unique one, or id."""

    source: Annotated[Environment, Field(description="The environment that rows come from.")]
    into: Annotated[Environment, Field(description="The environment that rows go into.")]
    key: Annotated[str, Field(max_length=100)] | None = None


class CopyBody(CompareBody):
    """Which of the rows that differ; all of them without `keys`."""

    keys: Annotated[list[str], Field(max_length=10_000)] | None = None


class RowDifferenceAnswer(Answer):
    """A row that differs; `before` as it is where rows go into, `columns` what differs."""

    key: str
    what: Literal["added", "changed", "only_there"]
    columns: list[str]
    before: dict[str, object] | None
    after: dict[str, object] | None


class ComparisonAnswer(Answer):
    """How the environments differ: `added` rows are only in `source`, `only_there` only in `into`. The first 200 are
    listed. `left_out` says of columns why they are not compared."""

    key: str
    columns: list[str]
    left_out: dict[str, str]
    rows_from: int
    rows_into: int
    same: int
    added: int
    changed: int
    only_there: int
    items: list[RowDifferenceAnswer]


class CopiedAnswer(Answer):
    """What copying did."""

    inserted: int
    updated: int


@router.post("/compare", response_model=ComparisonAnswer)
@needs("design", "workspace")
async def compare(workspace: str, table: str, body: CompareBody, services: Using, actor: Me) -> Response:
    """How the rows of a built-in table differ between environments."""
    found = await compare_rows(services, actor, workspace, table, source=body.source, into=body.into, key=body.key)
    left_out = {name: speak(reason) for name, reason in found.left_out.items()}
    return Response(to_json({**found.to_wire(), "left_out": left_out}), media_type=JSON, headers=NO_STORE)


@router.post("/copy")
@needs("design", "workspace")
async def copy(workspace: str, table: str, body: CopyBody, services: Using, actor: Me) -> CopiedAnswer:
    """Copy rows that differ from one environment into the other: all of them or none. What only the other has stays."""
    done = await copy_rows(
        services, actor, workspace, table, source=body.source, into=body.into, key=body.key, keys=body.keys
    )
    return CopiedAnswer(inserted=done.inserted, updated=done.updated)
