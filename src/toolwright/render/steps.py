"""Steps: events wired to elements, and their actions made ready to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from toolwright.errors import did_you_mean, phrase
from toolwright.expressions import Program, Record, Type
from toolwright.expressions import types as t
from toolwright.extend import nodes as ir
from toolwright.extend.action import Action, PlainLink
from toolwright.extend.build import Trigger
from toolwright.extend.marked_settings import component_settings, state_settings
from toolwright.extend.nodes import Address, Code, Nodes
from toolwright.model.base import Model
from toolwright.model.screen import Step
from toolwright.render import code as codes
from toolwright.render.draft import EventDraft, Path
from toolwright.render.plan import StepPlan
from toolwright.render.scope import Place
from toolwright.render.view import join

if TYPE_CHECKING:
    from toolwright.render.builder import NodeBuild

On = Literal["button", "submit", "input", "island"]
POST_FORM = "tw-post"
"""The id of the form that carries events of elements outside any form."""


@dataclass(frozen=True)
class StepBuilder:
    """Turns the steps of an event into a trigger."""

    build: NodeBuild

    def trigger(
        self,
        name: str,
        steps: Sequence[Step],
        on: On,
        payload: tuple[str, ...],
    ) -> Trigger:
        """The attributes that run these steps."""
        draft = self._event(name, steps, payload)
        href = self._href(steps, draft) if on == "button" else None
        return Trigger(True, self._attributes(draft, on, name, steps), href)

    def submit(self, name: str, steps: Sequence[Step]) -> Trigger:
        """The attributes and hidden inputs of a `<form>`."""
        if not steps:
            return Trigger(exists=False)
        draft = self._event("submit" if name == "form" else name, steps, ())
        form = self.build.place.form
        event = '<input type="hidden" name="_event" value="'
        version: Nodes = ()
        if form is not None and form.table is not None:
            version = join('<input type="hidden" name="_version" value="', (ir.Slot(Code('row["@version"]')),), '">')
        hidden = join(event, (ir.Event(draft.id),), '">', (ir.Posting(),), version)
        action = f"{self.build.draft.base}/_event"
        attributes = f' method="post" action="{action}" data-form="{form.name if form else ""}"'
        return Trigger(True, join(attributes, self._confirm(steps)), None, hidden)

    def _event(self, name: str, steps: Sequence[Step], payload: tuple[str, ...]) -> EventDraft:
        """The event, registered under a name of its own."""
        build = self.build
        identity = build.draft.unique(f"{build.id}.{name}", build.draft.events)
        place = self._place(payload)
        uses: list[Code] = []
        plans: list[StepPlan] = []
        for index, step in enumerate(steps):
            path = (*build.path, *self._path(step, name, index))
            plans.append(self._step(step, place, path))
            uses += _codes(step.props) + _codes({"if": step.if_, "confirm": step.confirm})
            if step.id is not None:
                place = place.knowing({"steps": Record({}, open=True)})
        form = build.place.form.name if build.place.form else None
        event = EventDraft(identity, build.id, tuple(plans), form, payload, tuple(uses))
        build.wire(event)
        return event

    def _path(self, step: Step, name: str, index: int) -> Path:
        for key, value in self.build.props.items():
            if isinstance(value, tuple) and any(item is step for item in value):
                return (key, index)
        return (f"on_{name}", index)

    def _place(self, payload: Sequence[str]) -> Place:
        names: dict[str, Type] = {
            "event": Record(dict.fromkeys(payload, t.ANY)),
            "steps": Record({}, open=True),
            "selection": t.ListOf(t.TEXT),
        }
        if self.build.place.form is None:
            names["form"] = Record({}, open=True)
        return self.build.place.knowing(names)

    def _step(self, step: Step, place: Place, path: Path) -> StepPlan:
        draft = self.build.draft
        action = cast("Action[Model]", draft.kinds.actions.get(step.do))
        draft.validated(action.Inputs, step.props, path)
        self._check_state(step, action, path)
        given = self._props(step, action)
        props = {name: draft.program(value, place, (*path, name)) for name, value in given.items()}
        return StepPlan(
            step.id,
            step.do,
            action,
            props,
            self._program(step.if_, place, (*path, "if")),
            self._program(step.confirm, place, (*path, "confirm")),
            draft.file,
            path,
        )

    def _check_state(self, step: Step, action: Action[Model], path: Path) -> None:
        """Refuse to set state that the screen has not. What is only named by an expression is told when it runs."""
        state = self.build.draft.state
        if state is None:
            return
        for setting in sorted(state_settings(action.Inputs) & step.props.keys()):
            said = step.props[setting]
            names = [said] if isinstance(said, str) else list(said) if isinstance(said, Mapping) else []
            for name in (name for name in names if "{{" not in name and name not in state):
                message = phrase("The screen has no state '{name}'.", name=name)
                hint = did_you_mean(name, state) or "Add it to `state` of the screen, with its first value."
                self.build.draft.fail((*path, setting), message, hint, "state.unknown")

    def _props(self, step: Step, action: Action[Model]) -> dict[str, object]:
        """The settings of a step; components are named as they are on the page."""
        draft, named = self.build.draft, component_settings(action.Inputs)
        return {
            name: draft.id_of(value) if name in named and isinstance(value, str) and value in draft.given else value
            for name, value in step.props.items()
        }

    def _program(self, text: str | None, place: Place, path: Path) -> Program | None:
        if text is None:
            return None
        return codes.program_of(self.build.draft.condition(text, place, path) if path[-1] == "if" else _text(
            text, self.build.draft.program(text, place, path)
        ))  # fmt: skip

    # --- HTML -----------------------------------------------------------------------------------------------------
    def _attributes(self, event: EventDraft, on: On, name: str, steps: Sequence[Step]) -> Nodes:
        token: Nodes = (ir.Event(event.id),)
        confirm = self._confirm(steps)
        if on == "input":
            return join(' data-on-change="', token, '"', confirm)
        if on == "island":
            return join(f' data-on-{name.replace("_", "-")}="', token, '"', confirm)
        reads_form = any("form" in codes.names(code) for code in event.uses)
        if self.build.place.form is not None and (on == "submit" or reads_form):
            check = "" if on == "submit" else " formnovalidate"
            return join(f' type="submit" name="_event"{check} value="', token, '"', confirm)
        return join(f' type="submit" form="{POST_FORM}" name="_event" value="', token, '"', confirm)

    def _confirm(self, steps: Sequence[Step]) -> Nodes:
        question = next((step.confirm for step in steps if step.confirm), None)
        return join(' data-confirm="', self.build.text(question), '"') if question else ()

    def _href(self, steps: Sequence[Step], event: EventDraft) -> Nodes | None:
        """The event as a link, when it is one step that is nothing but a link."""
        only, plan = steps[0], event.steps[0]
        if len(steps) != 1 or only.if_ or only.confirm:
            return None
        inputs = self.build.draft.validated(plan.action.Inputs, self._props(only, plan.action), self.build.path)
        link = plan.action.link(inputs, self)
        return None if link is None else self._link(link)

    def _link(self, link: PlainLink) -> Nodes:
        if link.to is not None:
            source = link.to.source if link.to.is_template else f"{{{{ {link.to.source} }}}}"
            return self.build.url(source)
        return (Address(link.query),)

    def value(self, value: object) -> Code:
        """A property of an action as a value, for `Action.link`."""
        return self.build.value(value)

    def screen_exists(self, path: str) -> bool:
        """Whether the app has a screen at that path."""
        tree = self.build.draft.workspace.apps[self.build.draft.app]
        return any(screen.path == path for screen in tree.screens.values())


def _text(text: str, program: object) -> Code:
    """Checked text as a code: with expressions a template, else a literal."""
    return Code(text, is_template=True) if isinstance(program, Program) else Code(repr(text))


def _codes(value: object) -> list[Code]:
    """Every text with expressions in a property."""
    if isinstance(value, str):
        return [Code(value, is_template=True)] if "{{" in value else []
    if isinstance(value, Mapping):
        return [code for item in value.values() for code in _codes(item)]
    if isinstance(value, list | tuple):
        return [code for item in value for code in _codes(item)]
    return []
