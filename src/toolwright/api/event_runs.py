"""What the events of a screen did, for whoever designs it and ran them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.spoken import Said
from toolwright.api.wire import Answer, Items
from toolwright.commands.run_event import clear_event_runs, list_event_runs

router = api_router("/workspaces/{workspace}/event-runs", "definitions")


class StepRunAnswer(Answer):
    """A step: `at` its place in the definition `file`, the `condition` it has and what that read, what it was told
    (`inputs`) and gave (`result`), or its fault. `…` stands where values were cut."""

    file: str
    at: list[str | int]
    do: str
    state: Literal["done", "skipped", "failed", "not_reached"]
    condition: str | None
    reads: dict[str, object]
    inputs: object
    result: object
    fault: Said | None
    took_ms: float


class EventRunAnswer(Answer):
    """An event that was run in an app: the event `name` of the component `at` a place of the screen in `file`.

    It ended `done`, with the question it asked, `refused` for what its form holds (`messages` by field), or `failed`.
    `given` is what came with it. `changed` are the things that parts of the page depend on, as kind and name, `drawn`
    the places of the components drawn anew for that, `effects` what the browser was told to do.
    """

    id: str
    on: datetime
    file: str
    at: list[str | int]
    name: str
    ended: Literal["done", "asked", "refused", "failed"]
    question: str | None
    fault: Said | None
    given: object
    messages: dict[str, object]
    steps: list[StepRunAnswer]
    changed: list[list[str]]
    drawn: list[list[str | int]]
    effects: list[object]
    took_ms: float


@router.get("")
@needs("design", "workspace")
async def get_event_runs(
    workspace: str,
    services: Using,
    actor: Me,
    file: Annotated[
        str | None,
        Query(max_length=300, description="Those of one screen or module: `apps/desk/screens/home.yaml`."),
    ] = None,
) -> Items[EventRunAnswer]:
    """The last 30 events that the caller ran in the apps of this workspace, the newest first.

    The process that ran them keeps them until it ends; they are shown to nobody else.
    """
    found = await list_event_runs(services, actor, workspace, file)
    return Items(items=[EventRunAnswer.model_validate(run) for run in found])


@router.delete("", status_code=204)
@needs("design", "workspace")
async def delete_event_runs(workspace: str, services: Using, actor: Me) -> None:
    """Forget the events that the caller ran."""
    await clear_event_runs(services, actor, workspace)
