"""Run: an event of a screen. Checks again that its element would be there, then runs its steps in order."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from types import MappingProxyType

from pydantic import ValidationError

from toolwright.errors import Conflict, FieldError, InvalidInput, PluginFault, ToolwrightError, phrase
from toolwright.expressions import Budget, Compare, Program, Value, as_fault, conjunction, to_text
from toolwright.expressions import Column as ColumnOperand
from toolwright.extend.row_types import type_of
from toolwright.extend.translation import word
from toolwright.model.base import Model
from toolwright.model.validation import told
from toolwright.render.data import Loader, with_keys
from toolwright.render.outcome import ActorRows, Outcome, ScreenEffects, StepRun
from toolwright.render.plan import EventPlan, LogAsk, RowsAsk, StepPlan
from toolwright.render.posted import FormValues, Posted, read_form
from toolwright.render.rendering import Rendering
from toolwright.render.visit import FormState, Visit
from toolwright.rows.plane import Rows
from toolwright.rows.row_id import parse_row_id

_LOG = logging.getLogger("toolwright.render")
_SAVE_AGAIN = word("What it holds now stands beside the fields that differ; save again to keep what is typed here.")


@dataclass(frozen=True, slots=True)
class Step:
    """`StepContext` of one step."""

    key: str
    rows: ActorRows
    screen: ScreenEffects
    names: Mapping[str, object]
    form: Mapping[str, object]


@dataclass
class Runner:
    """Runs one event."""

    rows: Rows
    visit: Visit
    posted: Posted

    async def run(self) -> Outcome:
        """What came of it. Faults of steps are part of the outcome; an unknown or hidden event raises NotFound."""
        plan = self.visit.plan.events.get(self.posted.event)
        if plan is None:
            raise _gone()
        outcome = Outcome()
        names = await self._names(plan)
        form = self._form(plan)
        outcome.given = {name: names[name] for name in ("event", "selection")}
        if form is not None:
            names["form"] = outcome.given["form"] = form.values
            if form.errors:
                read = {field: self.visit.say.of(str(message)) for field, message in form.errors.items()}
                self._came_back(plan, form, read, outcome)
                return outcome
        question = self._question(plan, names)
        if question and not self.posted.is_confirmed:
            outcome.question = question
            return outcome
        await self._steps(plan, names, form, outcome)
        return outcome

    # --- where the event stands -----------------------------------------------------------------------------------
    async def _names(self, plan: EventPlan) -> dict[str, object]:
        rendering = Rendering(self.visit, self.visit.names())
        loader = Loader(self.rows, rendering)
        await loader.load(plan.needs)
        rendering.loops = [
            await self._loop(plan, loop.need, key, loader)
            for loop, key in zip(plan.loops, self._keys(plan), strict=True)
        ]
        local = plan.names(rendering.names, Budget(language=self.visit.say.language), rendering)
        if local is None:
            raise _gone()
        extra = {"event": self.posted.payload(plan.payload), "selection": self.posted.selection, "steps": {}}
        return {**rendering.names, **local, **extra}

    def _keys(self, plan: EventPlan) -> list[str]:
        keys = self.posted.loop_keys
        if len(keys) != len(plan.loops):
            raise _gone()
        return keys

    async def _loop(self, plan: EventPlan, need: str | None, key: str, loader: Loader) -> tuple[object, ...]:
        """The row of a list the event is about, fetched under policy and the list's own filter; or its position."""
        if need is None:
            if not key.isascii() or not key.isdigit():
                raise _gone()
            return (int(key),)
        asked = self.visit.plan.needs[need]
        if isinstance(asked.ask, LogAsk):
            await loader.load((need,))
            entries = loader.rendering.results[need].rows
            entry = next((one for one in entries if one["@key"] == key), None)
            if entry is None:
                raise _gone()
            return (0, entry)
        await loader.load(asked.after)
        names = loader.names_at(asked)
        parts = parse_row_id(asked.table, key)
        if names is None or not parts or not isinstance(asked.ask, RowsAsk):
            raise _gone()
        where = conjunction(*(
            Compare("eq", ColumnOperand((name,), type_of(asked.table.by_name[name])), Value(value))
            for name, value in parts.items()
        ))  # fmt: skip
        query = replace(loader.row_query(asked, asked.ask, names), search=None, cursor=None, count="none", limit=1)
        query = replace(query, where=where, fields=None, expand=plan.expand.get(need, ()))
        found = with_keys(await self.rows.list(self.visit.actor, self.visit.workspace, asked.table_ref, query))
        if not found:
            raise _gone()
        return (0, found[0])

    def _form(self, plan: EventPlan) -> FormValues | None:
        if plan.form is None:
            return None
        return read_form(self.visit.plan.forms[plan.form], self.posted, self.visit.viewer.zone)

    def _question(self, plan: EventPlan, names: Mapping[str, object]) -> str | None:
        for step in plan.steps:
            if step.confirm is not None:
                return to_text(step.confirm.evaluate(names))
        return None

    # --- steps ----------------------------------------------------------------------------------------------------
    async def _steps(
        self, plan: EventPlan, names: dict[str, object], form: FormValues | None, outcome: Outcome
    ) -> None:
        results: dict[str, object] = {}
        names["steps"] = results
        for index, step in enumerate(plan.steps):
            ran = StepRun(step)
            outcome.ran.append(ran)
            began = perf_counter()
            ran.fault = await self._attempt(ran, index, names, form, outcome)
            ran.took_s = perf_counter() - began
            if ran.fault is not None:
                self._failed(plan, form, ran.fault, outcome)
                return
            if step.id is not None and ran.result is not None:
                results[step.id] = ran.result

    async def _attempt(
        self, ran: StepRun, index: int, names: Mapping[str, object], form: FormValues | None, outcome: Outcome
    ) -> ToolwrightError | None:
        """Run a step, or answer why that went wrong."""
        try:
            await self._step(ran, index, names, form, outcome)
        except ToolwrightError as fault:
            return fault
        except Exception as error:
            kind = ran.step.kind
            _LOG.exception("step %s of %s failed in request %s", kind, self.posted.event, self.visit.request_id)
            broken = PluginFault(
                phrase("The step '{kind}' failed.", kind=kind), code="action.failed", extra={"plugin": kind}
            )
            broken.__cause__ = error
            return broken
        return None

    async def _step(
        self, ran: StepRun, index: int, names: Mapping[str, object], form: FormValues | None, outcome: Outcome
    ) -> None:
        step = ran.step
        if step.test is not None:
            ran.reads = {".".join(path): value_at(names, path) for path in step.test.paths}
            ran.is_skipped = not step.test.evaluate(names)
        if ran.is_skipped:
            return
        inputs = ran.inputs = self._inputs(step, names)
        context = Step(
            f"{self.posted.key}:{index}",
            ActorRows(self.rows, self.visit, outcome),
            ScreenEffects(self.visit, outcome),
            names,
            form.values if form else {},
        )
        ran.result = await step.action.run(inputs, context)

    def _inputs(self, step: StepPlan, names: Mapping[str, object]) -> Model:
        try:
            values = {name: evaluated(value, names) for name, value in step.props.items()}
        except ToolwrightError:
            raise
        except Exception as error:
            raise as_fault(error, "") from error
        try:
            return step.action.Inputs.model_validate(values)
        except ValidationError as error:
            wrong = tuple(
                FieldError(".".join(map(str, item["loc"])), told(item), "invalid")
                for item in error.errors(include_url=False, include_input=False)
            )
            first = f"{wrong[0].field}: {wrong[0].message}" if wrong else ""
            raise InvalidInput(
                phrase("The step '{kind}' got values it cannot use. {first}", kind=step.kind, first=first),
                code="action.inputs",
            ) from error

    # --- what went wrong ------------------------------------------------------------------------------------------
    def _failed(self, plan: EventPlan, form: FormValues | None, fault: ToolwrightError, outcome: Outcome) -> None:
        outcome.fault = fault
        if form is None or plan.form is None:
            text = self._sentence(fault)
            outcome.effects.append({"do": "notify", "text": text, "tone": "danger", "code": fault.code})
            return
        asked = self.visit.plan.forms[plan.form]
        say = self.visit.say
        placed = [(asked.field_of(error.field), say.of(error.message)) for error in fault.errors]
        errors: dict[str, object] = {name: message for name, message in placed if name is not None}
        rest = [message for name, message in placed if name is None]
        is_stale = fault.code == "row.stale"
        if not errors or rest:
            errors[""] = rest or [f"{say.of(fault.detail)} {say(_SAVE_AGAIN)}" if is_stale else self._sentence(fault)]
        self._came_back(plan, form, errors, outcome, form.values if is_stale else {})

    def _sentence(self, fault: ToolwrightError) -> str:
        """What went wrong and what to do, in the language of whoever looks."""
        said = self.visit.say.of(fault.detail)
        return f"{said} {self.visit.say.of(fault.hint)}" if fault.hint else said

    def _came_back(
        self,
        plan: EventPlan,
        form: FormValues,
        errors: Mapping[str, object],
        outcome: Outcome,
        meant: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """The form is shown again with what was typed, and the first message has the focus."""
        name = plan.form or ""
        self.visit.forms[name] = FormState({**form.values, **form.typed}, errors, meant)
        outcome.changed.add(("form", name))
        order = [field for field in self.visit.plan.forms[name].fields if field in errors]
        outcome.effects.append({"do": "focus", "id": f"{name}-{order[0]}" if order else f"{name}-errors"})
        outcome.fault = outcome.fault or InvalidInput("Some fields need another look.", code="form.invalid")


def evaluated(value: object, names: Mapping[str, object]) -> object:
    """A property with its programs evaluated."""
    if isinstance(value, Program):
        return value.evaluate(names)
    if isinstance(value, Mapping):
        return {key: evaluated(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [evaluated(item, names) for item in value]
    return value


def value_at(names: Mapping[str, object], path: Sequence[str]) -> object:
    """What stands at a path now: a copy where that could still be changed."""
    found: object = names
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return dict(found) if isinstance(found, Mapping) else found


def _gone() -> ToolwrightError:
    return Conflict("This is no longer on the page.", code="event.gone", hint="The page shows the present state now.")
