"""Environments and versions: publishing a draft, what that would do, and going back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Path
from pydantic import AwareDatetime, Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import Said, speak_note
from toolwright.api.tables import SchemaPlanAnswer, plan_answer
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands import drafts, plan_release, publish
from toolwright.commands.compare import compare
from toolwright.model.changes import Change
from toolwright.store.planned import PlannedRelease
from toolwright.store.versions import Version

router = api_router("/workspaces/{workspace}", "versions")

Number = Annotated[int, Path(ge=1, le=1_000_000_000, description="The number of a version.")]
Message = Annotated[str, Field(min_length=1, max_length=1000, description="What is new, for people who read it later.")]
AllowLoss = Annotated[bool, Field(description="Rows and values of internal tables may be lost.")]


class EnvironmentAnswer(Answer):
    """An environment. `name` is what its workspace is addressed by; `changed` counts definitions since its version."""

    environment: Literal["development", "production"]
    name: str
    version: int | None
    revision: int
    changed: int


class VersionAnswer(Answer):
    """A version; `hash` is of all its files."""

    number: int
    hash: str
    author: str | None
    message: str
    created_at: datetime


class VersionsAnswer(Answer):
    """Every version, the last first, and the one that people use."""

    served: int | None
    items: list[VersionAnswer]
    cursor: str | None = None


class VersionFilesAnswer(Answer):
    """Every definition file of a version."""

    number: int
    files: dict[str, str]


class DetailAnswer(Answer):
    """A property that differs; `text` says it in words."""

    what: Literal["added", "removed", "changed", "moved"]
    place: list[str]
    text: Said


class DefinitionChangeAnswer(Answer):
    """A definition that differs, with its text before and after. `more` details are not listed."""

    path: str
    what: Literal["added", "removed", "changed", "moved"]
    kind: str | None
    names: list[str]
    title: str
    before: str | None
    after: str | None
    details: list[DetailAnswer]
    more: int


class ReleaseAnswer(Answer):
    """What publishing or going back would do; nothing was changed. `schema_plan` is None before the first version.

    `missing_values` names variables that have no value in production.
    """

    changes: list[DefinitionChangeAnswer]
    schema_plan: SchemaPlanAnswer | None
    missing_values: list[str]


class PublishBody(Body):
    """The draft becomes a version. `expect_revision` is the draft's; before the first version, the workspace's."""

    message: Message
    expect_revision: int | None = None
    allow_loss: AllowLoss = False
    copy_rows: Annotated[
        bool, Field(description="The first time: the draft begins with a copy of the rows of internal tables.")
    ] = True


class RollBackBody(Body):
    """A version to be served instead of the present one."""

    version: Annotated[int, Field(ge=1, le=1_000_000_000)]
    message: Message | None = None
    allow_loss: AllowLoss = False


class RollBackPlanBody(Body):
    """A version that could be served instead of the present one."""

    version: Annotated[int, Field(ge=1, le=1_000_000_000)]


class DraftBody(Body):
    """How a draft begins."""

    copy_rows: Annotated[bool, Field(description="With a copy of the rows of internal tables, or empty.")] = True


@router.get("/environments")
@needs("design", "workspace")
async def list_environments(workspace: str, services: Using, actor: Me) -> Items[EnvironmentAnswer]:
    """The environments of a workspace: production, and development once something was published."""
    found = await drafts.list_environments(services, actor, workspace)
    return Items(items=[EnvironmentAnswer.model_validate(one) for one in found])


@router.get("/versions")
@needs("design", "workspace")
async def list_versions(workspace: str, services: Using, actor: Me) -> VersionsAnswer:
    """What was published, the last first."""
    served, versions = await drafts.list_versions(services, actor, workspace)
    return VersionsAnswer(served=served, items=[_version(version) for version in versions])


@router.get("/versions/{number}")
@needs("design", "workspace")
async def read_version(workspace: str, number: Number, services: Using, actor: Me) -> VersionFilesAnswer:
    """The files of a version."""
    files = await drafts.read_version(services, actor, workspace, number)
    return VersionFilesAnswer(number=number, files=files)


@router.get("/changes")
@needs("design", "workspace")
async def read_changes(
    workspace: str, services: Using, actor: Me, before: int | None = None, after: int | None = None
) -> Items[DefinitionChangeAnswer]:
    """How two versions differ. Without `before` it is the one that is served, without `after` the draft."""
    return Items(items=_changes(await compare(services, actor, workspace, before, after)))


@router.post("/publish", status_code=201)
@needs("design", "workspace")
async def publish_draft(workspace: str, body: PublishBody, services: Using, actor: Me) -> VersionAnswer:
    """Make the draft the version that people use. The first time, what is there becomes version 1."""
    made = await publish.publish(
        services,
        actor,
        workspace,
        message=body.message,
        expect_revision=body.expect_revision,
        allow_loss=body.allow_loss,
        copy_rows=body.copy_rows,
    )
    return _version(made)


@router.post("/publish/plan")
@needs("design", "workspace")
async def plan_publishing(workspace: str, services: Using, actor: Me) -> ReleaseAnswer:
    """Say what publishing would change, in definitions and in rows."""
    return _release(await publish.plan_publishing(services, actor, workspace))


class ScheduleBody(Body):
    """What is in the draft now becomes a version at a moment. `expect_revision` is the draft's."""

    at: Annotated[AwareDatetime, Field(description="When, with its zone: `2026-05-04T18:00:00+02:00`.")]
    message: Message
    expect_revision: int | None = None
    allow_loss: AllowLoss = False


class RefusedAnswer(Answer):
    """Why what was planned was not published."""

    code: str
    detail: Said
    hint: Said


class ScheduledAnswer(Answer):
    """What is planned. `is_current`: the draft is what it was then; otherwise it will be refused."""

    at: datetime
    hash: str
    message: str
    author: str | None
    allow_loss: bool
    created_at: datetime
    is_current: bool
    refused: RefusedAnswer | None


class ScheduleAnswer(Answer):
    """What is planned of a workspace, if something is."""

    scheduled: ScheduledAnswer | None


@router.get("/schedule")
@needs("design", "workspace")
async def read_schedule(workspace: str, services: Using, actor: Me) -> ScheduleAnswer:
    """What is to be published, and when; or why it was not."""
    planned, is_current = await plan_release.read_plan(services, actor, workspace)
    return ScheduleAnswer(scheduled=None if planned is None else _scheduled(planned, is_current=is_current))


@router.put("/schedule")
@needs("design", "workspace")
async def put_schedule(workspace: str, body: ScheduleBody, services: Using, actor: Me) -> ScheduleAnswer:
    """Have what is in the draft now be published at a moment, in place of what was planned before."""
    planned = await plan_release.plan_release(
        services,
        actor,
        workspace,
        at=body.at,
        message=body.message,
        allow_loss=body.allow_loss,
        expect_revision=body.expect_revision,
    )
    return ScheduleAnswer(scheduled=_scheduled(planned, is_current=True))


@router.delete("/schedule", status_code=204)
@needs("design", "workspace")
async def delete_schedule(workspace: str, services: Using, actor: Me) -> None:
    """Have nothing published at a time."""
    await plan_release.cancel_release(services, actor, workspace)


@router.post("/rollback")
@needs("design", "workspace")
async def roll_back(workspace: str, body: RollBackBody, services: Using, actor: Me) -> VersionAnswer:
    """Have another version be served. The draft stays as it is."""
    served = await publish.roll_back(
        services, actor, workspace, body.version, message=body.message, allow_loss=body.allow_loss
    )
    return _version(served)


@router.post("/rollback/plan")
@needs("design", "workspace")
async def plan_roll_back(workspace: str, body: RollBackPlanBody, services: Using, actor: Me) -> ReleaseAnswer:
    """Say what serving another version would change, in definitions and in rows."""
    return _release(await publish.plan_roll_back(services, actor, workspace, body.version))


@router.post("/draft", status_code=201)
@needs("design", "workspace")
async def start_draft(workspace: str, body: DraftBody, services: Using, actor: Me) -> Items[EnvironmentAnswer]:
    """Begin a draft from what is served, where there is none."""
    await drafts.start_draft(services, actor, workspace, copy_rows=body.copy_rows)
    return await list_environments(workspace, services, actor)


@router.delete("/draft", status_code=204)
@needs("design", "workspace")
async def discard_draft(workspace: str, services: Using, actor: Me) -> None:
    """Remove the draft with its rows and everything that was changed in it."""
    await drafts.discard_draft(services, actor, workspace)


def _version(version: Version) -> VersionAnswer:
    return VersionAnswer(
        number=version.number,
        hash=version.hash,
        author=version.author,
        message=speak_note(version.message),
        created_at=version.created_at,
    )


def _scheduled(planned: PlannedRelease, *, is_current: bool) -> ScheduledAnswer:
    return ScheduledAnswer(
        at=planned.due_at,
        hash=planned.hash,
        message=planned.message,
        author=planned.author,
        allow_loss=planned.allow_loss,
        created_at=planned.created_at,
        is_current=is_current,
        refused=None if planned.refused is None else RefusedAnswer.model_validate(dict(planned.refused)),
    )


def _release(release: publish.Release) -> ReleaseAnswer:
    plan = None if release.schema is None else plan_answer(release.schema)
    return ReleaseAnswer(changes=_changes(release.changes), schema_plan=plan, missing_values=list(release.missing))


def _changes(changes: tuple[Change, ...]) -> list[DefinitionChangeAnswer]:
    return [definition_change(change) for change in changes]


def definition_change(change: Change) -> DefinitionChangeAnswer:
    """A change as it is answered."""
    return DefinitionChangeAnswer(
        path=change.path,
        what=change.what,
        kind=change.kind,
        names=list(change.names),
        title=change.title,
        before=change.before,
        after=change.after,
        details=[
            DetailAnswer(what=detail.what, place=list(detail.place), text=detail.text) for detail in change.details
        ],
        more=change.more,
    )
