"""Workspaces and their files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import speak_note
from toolwright.api.wire import Answer, Body, Items
from toolwright.commands.change_workspace import change_workspace, delete_workspace
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.definitions import Migration
from toolwright.commands.list_workspaces import (
    WorkspaceView,
    list_revisions,
    list_workspaces,
    read_workspace,
)
from toolwright.commands.replace_files import read_files, replace_files, validate_files
from toolwright.tables import Renames

router = api_router("/workspaces", "workspaces")

Files = Annotated[dict[str, Annotated[str, Field(max_length=2_000_000)]], Field(max_length=20_000)]


class AppAnswer(Answer):
    """An app in a list."""

    name: str
    title: str
    description: str | None
    icon: str | None
    address: str
    screens: int


class WorkspaceAnswer(Answer):
    """A workspace, with the apps the caller may open; `role_titles` and `draft` are for those who design it.

    `version` is the one that is served (of a draft: that it goes on from), `draft` the name of where it is changed.
    """

    name: str
    title: str
    description: str | None
    revision: int
    created_at: datetime
    updated_at: datetime
    can_design: bool
    apps: list[AppAnswer]
    sources: int
    tables: int
    role_titles: dict[str, str]
    environment: Literal["development", "production"]
    version: int | None
    draft: str | None


class NewWorkspaceBody(Body):
    """A workspace to make, empty or from files."""

    name: str
    title: str | None = None
    description: str | None = None
    files: Files | None = None


class WorkspaceBody(Body):
    """What to change about a workspace."""

    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None


class FilesAnswer(Answer):
    """Every definition file, and the revision they are of."""

    revision: int
    files: dict[str, str]


class FilesBody(Body):
    """All files of the workspace as they should be; those not named are removed."""

    files: Files
    message: Annotated[str, Field(max_length=1000)] = "Pushed"
    expect_revision: int | None = None
    dry_run: bool = False
    rename: Annotated[
        list[str],
        Field(
            default_factory=list,
            max_length=1000,
            description="What is only renamed: `tickets=cases`, `tickets.summary=title`.",
        ),
    ]
    allow_loss: Annotated[bool, Field(description="Rows and values of internal tables may be lost.")] = False


class ValidateBody(Body):
    """Files to check."""

    files: Files


class RevisionAnswer(Answer):
    """What the workspace is at now."""

    revision: int


class ChangeAnswer(Answer):
    """One change of the workspace; `files` are the paths it touched."""

    number: int
    author: str | None
    message: str
    created_at: datetime
    files: list[str]


class Valid(Answer):
    """The files are right."""

    valid: bool = True


def _answer(view: WorkspaceView) -> WorkspaceAnswer:
    return WorkspaceAnswer.model_validate(view)


@router.get("")
@needs("read", "workspace")
async def list_all(services: Using, actor: Me) -> Items[WorkspaceAnswer]:
    """The workspaces the caller belongs to."""
    return Items(items=[_answer(view) for view in await list_workspaces(services, actor)])


@router.post("", status_code=201)
@needs("create", "workspace")
async def create(body: NewWorkspaceBody, services: Using, actor: Me) -> WorkspaceAnswer:
    """Make a workspace."""
    await create_workspace(services, actor, body.name, title=body.title, description=body.description, files=body.files)
    return _answer(await read_workspace(services, actor, body.name))


@router.get("/{workspace}")
@needs("read", "workspace")
async def read(workspace: str, services: Using, actor: Me) -> WorkspaceAnswer:
    """One workspace."""
    return _answer(await read_workspace(services, actor, workspace))


@router.patch("/{workspace}")
@needs("design", "workspace")
async def change(workspace: str, body: WorkspaceBody, services: Using, actor: Me) -> WorkspaceAnswer:
    """Change title or description."""
    await change_workspace(services, actor, workspace, title=body.title, description=body.description)
    return _answer(await read_workspace(services, actor, workspace))


@router.delete("/{workspace}", status_code=204)
@needs("design", "workspace")
async def delete(workspace: str, services: Using, actor: Me) -> None:
    """Remove a workspace; data in its sources is not touched."""
    await delete_workspace(services, actor, workspace)


@router.get("/{workspace}/files")
@needs("design", "workspace")
async def get_files(workspace: str, services: Using, actor: Me) -> FilesAnswer:
    """Every definition as a file."""
    revision, files = await read_files(services, actor, workspace)
    return FilesAnswer(revision=revision, files=files)


@router.put("/{workspace}/files")
@needs("design", "workspace")
async def put_files(workspace: str, body: FilesBody, services: Using, actor: Me) -> RevisionAnswer:
    """Replace all definitions at once; refused whole, with every mistake, when one is wrong."""
    stored = await replace_files(
        services,
        actor,
        workspace,
        body.files,
        message=body.message,
        expect_revision=body.expect_revision,
        dry_run=body.dry_run,
        migration=Migration(Renames.read(body.rename), body.allow_loss),
    )
    return RevisionAnswer(revision=stored.revision)


@router.post("/{workspace}/validate")
@needs("design", "workspace")
async def validate(workspace: str, body: ValidateBody, services: Using, actor: Me) -> Valid:
    """Check files without storing them."""
    await validate_files(services, actor, workspace, body.files)
    return Valid()


@router.get("/{workspace}/revisions")
@needs("design", "workspace")
async def revisions(
    workspace: str, services: Using, actor: Me, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> Items[ChangeAnswer]:
    """The latest changes, newest first."""
    found = await list_revisions(services, actor, workspace, limit)
    items = [
        ChangeAnswer(
            number=change.number,
            author=change.author,
            message=speak_note(change.message),
            created_at=change.created_at,
            files=sorted(change.files),
        )
        for change in found
    ]
    return Items(items=items)
