"""Event runs: what the last events of people who design did, and why, for those people alone.

They are kept by this process and nowhere else: they hold values of rows, which are to be stored in one place only.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from toolwright import clock
from toolwright.errors import ToolwrightError
from toolwright.ids import new_id
from toolwright.render.outcome import Outcome, StepRun
from toolwright.render.plan import EventPlan, StepPlan
from toolwright.render.posted import Posted
from toolwright.render.screens import Answer
from toolwright.render.shown import shown
from toolwright.render.visit import Visit

KEPT = 30
"""Runs of one person in one workspace."""
MAX_PEOPLE = 100
Place = tuple[str | int, ...]
State = Literal["done", "skipped", "failed", "not_reached"]
Ended = Literal["done", "asked", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class StepTold:
    """What became of a step, values as JSON cut to what a person looks at.

    `at` is its place in the definition `file`, `reads` what its condition read.
    """

    file: str
    at: Place
    do: str
    state: State
    condition: str | None = None
    reads: Mapping[str, object] = field(default_factory=dict)
    inputs: object = None
    result: object = None
    fault: str | None = None
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class EventRun:
    """One event: `at` is the place of its component on the screen in `file`, `name` which of its events that is.

    It `ended` with a question (`asked`), because its form was not right (`refused`), because it or one of its steps
    `failed`, or `done`. `given` is what came with it. `changed` are the things that parts of the page depend on, and
    `drawn` the places of those that were drawn anew.
    """

    id: str
    on: datetime
    file: str
    at: Place
    name: str
    ended: Ended
    question: str | None = None
    fault: str | None = None
    given: object = None
    messages: Mapping[str, object] = field(default_factory=dict)
    steps: tuple[StepTold, ...] = ()
    changed: tuple[tuple[str, ...], ...] = ()
    drawn: tuple[Place, ...] = ()
    effects: tuple[object, ...] = ()
    took_ms: float = 0.0

    def concerns(self, file: str) -> bool:
        """Whether it is of that screen, or has steps of that module."""
        return file == self.file or any(step.file == file for step in self.steps)


class EventRuns:
    """The last `KEPT` of each person in each workspace; those of the `MAX_PEOPLE` who ran events last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], deque[EventRun]] = OrderedDict()

    def add(self, workspace: str, user_id: str, run: EventRun) -> None:
        """Note a run."""
        kept = self._kept.setdefault((workspace, user_id), deque(maxlen=KEPT))
        kept.append(run)
        self._kept.move_to_end((workspace, user_id))
        if len(self._kept) > MAX_PEOPLE:
            self._kept.popitem(last=False)

    def of(self, workspace: str, user_id: str) -> list[EventRun]:
        """The runs of that person, the newest first."""
        return list(reversed(self._kept.get((workspace, user_id), ())))

    def clear(self, workspace: str, user_id: str) -> None:
        """Forget the runs of that person."""
        self._kept.pop((workspace, user_id), None)


def told(visit: Visit, posted: Posted, file: str, came: Answer | ToolwrightError, took_s: float) -> EventRun:
    """A run as people read it. `came` is what came of it, or why it was not run at all."""
    plan = visit.plan.events.get(posted.event)
    at = plan.at if plan is not None else ()
    name = posted.event.rpartition(".")[2]
    took_ms = round(took_s * 1000, 1)
    if isinstance(came, ToolwrightError):
        return EventRun(new_id(), clock.now(), file, at, name, "failed", fault=came.detail, took_ms=took_ms)
    outcome = came.outcome
    form = visit.forms.get(plan.form or "") if plan is not None else None
    return EventRun(
        id=new_id(),
        on=clock.now(),
        file=file,
        at=at,
        name=name,
        ended=_ended(outcome),
        question=outcome.question,
        fault=None if outcome.fault is None else outcome.fault.detail,
        given=shown(outcome.given),
        messages={} if form is None else {field: shown(message) for field, message in form.errors.items()},
        steps=_steps(plan, outcome),
        changed=tuple(sorted(outcome.changed)),
        drawn=_drawn(visit, came),
        effects=tuple(shown(effect) for effect in outcome.effects if effect["do"] != "focus"),
        took_ms=took_ms,
    )


def _ended(outcome: Outcome) -> Ended:
    if outcome.question is not None:
        return "asked"
    if outcome.fault is None:
        return "done"
    return "failed" if outcome.ran else "refused"


def _steps(plan: EventPlan | None, outcome: Outcome) -> tuple[StepTold, ...]:
    planned = () if plan is None else plan.steps
    rest = [_of(step, "not_reached") for step in planned[len(outcome.ran) :]]
    return (*(_run(ran) for ran in outcome.ran), *rest)


def _of(step: StepPlan, state: State) -> StepTold:
    return StepTold(step.file, step.at, step.kind, state, None if step.test is None else step.test.source)


def _run(ran: StepRun) -> StepTold:
    step = ran.step
    return replace(
        _of(step, "skipped" if ran.is_skipped else "failed" if ran.fault is not None else "done"),
        reads={name: shown(value) for name, value in sorted(ran.reads.items())},
        inputs=None if ran.inputs is None else shown(ran.inputs.model_dump(exclude_unset=True)),
        result=shown(ran.result),
        fault=None if ran.fault is None else ran.fault.detail,
        took_ms=round(ran.took_s * 1000, 1),
    )


def _drawn(visit: Visit, answer: Answer) -> tuple[Place, ...]:
    regions, places = visit.plan.regions, visit.plan.places
    return tuple(dict.fromkeys(places.get(regions[name].component, ()) for name in answer.regions))
