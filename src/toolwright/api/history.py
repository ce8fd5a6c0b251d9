"""The history of one definition."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import speak_note
from toolwright.api.versions import AllowLoss, DefinitionChangeAnswer, definition_change
from toolwright.api.wire import Answer, Body
from toolwright.commands.definition_history import (
    Happening,
    Moment,
    compare_history,
    read_history,
    restore_definition,
)
from toolwright.commands.definitions import Migration
from toolwright.errors import InvalidInput

router = api_router("/workspaces/{workspace}/history", "versions")

Path = Annotated[str, Field(max_length=300, description="Where the definition stands: `apps/desk/screens/queue.yaml`.")]
OfRevision = Annotated[int | None, Field(ge=1, le=1_000_000_000, description="After this revision of the workspace.")]
OfVersion = Annotated[int | None, Field(ge=1, le=1_000_000_000, description="In this version.")]


class HappeningAnswer(Answer):
    """A change that was saved (`revision`), or a version that has it otherwise than the one before (`version`)."""

    revision: int | None
    version: int | None
    what: Literal["added", "removed", "changed", "moved"]
    author: str | None
    message: str
    created_at: datetime


class DefinitionHistoryAnswer(Answer):
    """What became of a definition, the newest first; `more` than is listed when it is very long."""

    path: str
    kind: str
    names: list[str]
    title: str
    is_there: bool
    revision: int
    items: list[HappeningAnswer]
    more: bool


class RestoreBody(Body):
    """A definition as it was after a revision, or in a version."""

    path: Path
    revision: OfRevision = None
    version: OfVersion = None
    expect_revision: int | None = None
    allow_loss: AllowLoss = False


class RestoredAnswer(Answer):
    """The revision of the workspace with the definition restored."""

    revision: int


@router.get("")
@needs("design", "workspace")
async def get_history(
    workspace: str, path: Annotated[Path, Query()], services: Using, actor: Me
) -> DefinitionHistoryAnswer:
    """When one definition changed, by whom and why: what was saved to it, and the versions that have it otherwise."""
    found = await read_history(services, actor, workspace, path)
    return DefinitionHistoryAnswer(
        path=found.path,
        kind=found.place.kind.name,
        names=list(found.place.names),
        title=found.title,
        is_there=found.is_there,
        revision=found.revision,
        items=[_happening(one) for one in found.happenings],
        more=found.more,
    )


@router.get("/change")
@needs("design", "workspace")
async def get_history_change(
    workspace: str,
    path: Annotated[Path, Query()],
    services: Using,
    actor: Me,
    revision: Annotated[OfRevision, Query()] = None,
    version: Annotated[OfVersion, Query()] = None,
    with_now: Annotated[bool, Query(description="How it was then and is now, instead of what changed then.")] = False,
) -> DefinitionChangeAnswer:
    """How one definition changed at a moment, or how it was then and is now."""
    moment = _moment(revision, version)
    return definition_change(await compare_history(services, actor, workspace, path, moment, with_now=with_now))


@router.post("/restore")
@needs("design", "workspace")
async def post_restore(workspace: str, body: RestoreBody, services: Using, actor: Me) -> RestoredAnswer:
    """Have one definition in the draft again as it was. Refused when it does not fit what there is now."""
    revision = await restore_definition(
        services,
        actor,
        workspace,
        body.path,
        _moment(body.revision, body.version),
        expect_revision=body.expect_revision,
        migration=Migration(allow_loss=body.allow_loss),
    )
    return RestoredAnswer(revision=revision)


def _moment(revision: int | None, version: int | None) -> Moment:
    if (revision is None) == (version is None):
        raise InvalidInput("Give either a revision or a version.", code="history.no_moment")
    return Moment(revision, version)


def _happening(one: Happening) -> HappeningAnswer:
    return HappeningAnswer(
        revision=one.moment.revision,
        version=one.moment.version,
        what=one.what,
        author=one.author,
        message=speak_note(one.message),
        created_at=one.created_at,
    )
