"""Running an event of a screen in an app; what it did is told to who designs the workspace, of their own events."""

from __future__ import annotations

from time import perf_counter

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import ToolwrightError
from toolwright.model.files import SCREEN
from toolwright.policy import Actor, Resource
from toolwright.render import event_runs, screens
from toolwright.render.event_runs import EventRun
from toolwright.render.posted import Posted
from toolwright.render.screens import Answer
from toolwright.render.visit import Visit


async def run_event(services: Services, visit: Visit, posted: Posted) -> Answer:
    """What came of the event. Raises what `screens.run_event` raises."""
    if not _is_told(visit):
        return await screens.run_event(services.rows, visit, posted)
    began = perf_counter()
    try:
        answer = await screens.run_event(services.rows, visit, posted)
    except ToolwrightError as fault:
        _note(services, visit, posted, fault, perf_counter() - began)
        raise
    _note(services, visit, posted, answer, perf_counter() - began)
    return answer


async def list_event_runs(services: Services, actor: Actor, workspace: str, file: str | None) -> list[EventRun]:
    """The last runs of the actor's own events, the newest first; with `file` those of that screen or module."""
    await open_workspace(services, actor, workspace)
    found = services.event_runs.of(workspace, actor.user_id or "")
    return [run for run in found if file is None or run.concerns(file)]


async def clear_event_runs(services: Services, actor: Actor, workspace: str) -> None:
    """Forget the actor's own."""
    await open_workspace(services, actor, workspace)
    services.event_runs.clear(workspace, actor.user_id or "")


def _is_told(visit: Visit) -> bool:
    place = Resource("workspace", visit.workspace.name, visit.workspace.name)
    return visit.actor.user_id is not None and visit.policy.decide(visit.actor, "design", place).allowed


def _note(services: Services, visit: Visit, posted: Posted, came: Answer | ToolwrightError, took_s: float) -> None:
    file = SCREEN.path_for(visit.plan.app, visit.plan.name)
    run = event_runs.told(visit, posted, file, came, took_s)
    services.event_runs.add(visit.workspace.name, visit.actor.user_id or "", run)
