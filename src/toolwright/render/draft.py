"""Draft: a screen while it is compiled. Collects the data, forms and events its components ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NoReturn

from pydantic import ValidationError

from toolwright.errors import InvalidDefinition, ToolwrightError, Where, did_you_mean, phrase
from toolwright.expressions import Type, check, check_template, compile_template
from toolwright.extend.kinds import Kinds
from toolwright.extend.nodes import Code
from toolwright.extend.translation import ENGLISH
from toolwright.model.base import Model
from toolwright.model.files import MODULE, SCREEN
from toolwright.model.screen import RowsBinding, Screen
from toolwright.model.table import Table
from toolwright.model.validation import told
from toolwright.model.workspace import Workspace
from toolwright.render import code as codes
from toolwright.render.plan import FiguresAsk, LogAsk, RecordAsk, RowsAsk, StepPlan, Value
from toolwright.render.scope import FormDraft, Place

Path = tuple[str | int, ...]


@dataclass
class NeedDraft:
    """Data asked for. `reads_names` are codes whose names count as used by it."""

    id: str
    sort: str
    table_ref: str
    table: Table
    ask: RowsAsk | RecordAsk | FiguresAsk | LogAsk
    columns: tuple[str, ...]
    uses: tuple[Code, ...]
    about: tuple[str, ...] = ()
    """Further tables whose changes change it."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Rows of a component that another one shows too: where the screen says so, and how they are to be counted."""

    path: Path
    count: Literal["none", "capped", "exact"]


@dataclass
class EventDraft:
    """An event wired up."""

    id: str
    component: str
    steps: tuple[StepPlan, ...]
    form: str | None
    payload: tuple[str, ...]
    uses: tuple[Code, ...]


@dataclass
class ScreenDraft:
    """Everything collected while components compile."""

    workspace: Workspace
    app: str
    name: str
    screen: Screen
    kinds: Kinds
    is_marked: bool = False
    """Whether elements say which component they are of: only in previews."""
    language: str = ENGLISH
    """What its words are in."""
    within: tuple[str, ...] = ()
    """The modules around what is compiled, the nearest last; `screen` then holds the content of that."""
    prefix: str = ""
    """Begins the ids of what stands in a module, so that it can stand on a screen several times."""
    state: Mapping[str, object] | None = None
    """What events may set; None while a module is compiled by itself, which stands on any screen."""
    stands_at: Path | None = None
    """Where the screen holds the module around everything here."""
    needs: dict[str, NeedDraft] = field(default_factory=dict)
    forms: dict[str, FormDraft] = field(default_factory=dict)
    events: dict[str, EventDraft] = field(default_factory=dict)
    islands: dict[str, None] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    ids: dict[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    borrowed: dict[str, Borrowed] = field(default_factory=dict)
    followed: dict[str, str] = field(default_factory=dict)
    """Components whose rows follow the search and filters of another: follower → leader."""
    seen: list[tuple[Path, str, Place, Table | None]] = field(default_factory=list)
    """Every expression: its path, its text, the names there, and the table whose columns it reads by name alone."""
    stand: dict[Path, Place] = field(default_factory=dict)
    """What may be read where each component stands."""
    places: dict[str, Path] = field(default_factory=dict)
    """Where each component stands in the definition, by its id on the page."""

    @property
    def base(self) -> str:
        """Where addresses of the app begin."""
        return f"/apps/{self.workspace.name}/{self.app}"

    @property
    def file(self) -> str:
        """The file of the screen, or of the module that is compiled."""
        if self.within:
            return MODULE.path_for(self.within[-1])
        return SCREEN.path_for(self.app, self.name)

    def fail(self, path: Path, message: str, hint: str | None = None, code: str = "component.invalid") -> NoReturn:
        """Refuse the definition at a place."""
        raise InvalidDefinition(message, code=code, hint=hint, where=Where(self.file, path=path))

    def inside(self, module: str, content: Screen, instance: str, path: Path) -> ScreenDraft:
        """The draft of what a module holds where a component of that id stands: a part of this one."""
        return replace(
            self,
            screen=content,
            within=(*self.within, module),
            prefix=f"{instance}__",
            stands_at=path if self.stands_at is None else self.stands_at,
            is_marked=False,
            ids={},
            seen=[],
            stand={},
            places={},
        )

    def id_of(self, target: str) -> str:
        """The id on the page of a component that a setting names."""
        return f"{self.prefix}{target}"

    def place_of(self, component: str) -> Path:
        """Where a component stands in the definition, by its id on the page; of one in a module where that stands."""
        while component not in self.places and "__" in component:
            component = component.rpartition("__")[0]
        return self.places.get(component, ())

    def table(self, ref: str, path: Path) -> Table:
        """A table by reference."""
        found = self.workspace.tables.get(ref)
        if found is None:
            hint = did_you_mean(ref, self.workspace.tables)
            self.fail(path, phrase("There is no table '{ref}'.", ref=ref), hint, "reference.table")
        self.tables.add(ref)
        return found

    def shown_rows(self, target: str, path: Path) -> RowsBinding:
        """The rows that the component of that id shows."""
        rows = self.given.get(target, {}).get("rows")
        try:
            return RowsBinding.model_validate(rows)
        except ValidationError:
            able = [name for name, node in self.given.items() if isinstance(node.get("rows"), Mapping)]
            said = "shows no rows" if target in self.given else "is not on this screen"
            self.fail(
                path,
                phrase("The component '{target}' {said}.", target=target, said=phrase(said)),
                did_you_mean(target, able),
                "reference.component",
            )

    def node_id(self, given: str | None, kind: str, path: Path) -> str:
        """The id of a component: its own, or made from its kind."""
        if given is None:
            while True:
                self.ids[kind] = self.ids.get(kind, 0) + 1
                made = f"{kind}_{self.ids[kind]}"
                if self.id_of(made) not in self.taken and made not in self.given:
                    break
        elif self.id_of(given) in self.taken:
            message = phrase("The id '{given}' is used twice in this screen.", given=given)
            self.fail((*path, "id"), message, code="component.duplicate_id")
        else:
            made = given
        self.taken.add(self.id_of(made))
        return self.id_of(made)

    @cached_property
    def given(self) -> Mapping[str, Mapping[str, object]]:
        """The components that builders gave an id, anywhere on the screen."""
        return {str(node["id"]): node for node in _named([node.model_dump() for node in self.screen.content])}

    def unique(self, name: str, taken: Mapping[str, object]) -> str:
        """A name not yet taken: itself, or with a number."""
        candidate, number = name, 1
        while candidate in taken:
            number += 1
            candidate = f"{name}_{number}"
        return candidate

    def validated(self, model: type[Model], values: Mapping[str, object], path: Path) -> Model:
        """Settings of a kind, checked; the first mistake is reported where it is."""
        try:
            return model.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            self.fail((*path, *first["loc"]), phrase("{problem}.", problem=told(first)), code="component.settings")

    # --- expressions ----------------------------------------------------------------------------------------------
    def code(self, text: str, place: Place, path: Path, expected: Type | None = None) -> Code:
        """The code of text with `{{ }}`, its names and types checked."""
        self.seen.append((path, text, place, None))
        try:
            template = codes.template(text)
            check_template(template, place.scope, expected)
        except InvalidDefinition as fault:
            raise self.at(fault, path) from fault
        if template.is_single:
            return Code(template.expressions[0].source, path=path)
        return Code(text, is_template=True, path=path)

    def condition(self, text: str, place: Place, path: Path) -> Code:
        """The code of a condition; braces may be missing."""
        if "{{" in text:
            return self.code(text, place, path)
        self.seen.append((path, text, place, None))
        try:
            check(codes.parsed(text), place.scope)
        except InvalidDefinition as fault:
            raise self.at(fault, path) from fault
        return Code(text, path=path)

    def program(self, value: object, place: Place, path: Path) -> Value:
        """A property of an action or of data: a program where there is an expression, else itself."""
        if isinstance(value, str) and "{{" in value:
            self.code(value, place, path)
            return compile_template(codes.template(value))
        if isinstance(value, Mapping):
            return {key: self.program(item, place, (*path, str(key))) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.program(item, place, (*path, index)) for index, item in enumerate(value)]
        return value

    def at(self, fault: ToolwrightError, path: Path) -> ToolwrightError:
        """The fault with its place in the screen."""
        fault.where = replace(fault.where, file=self.file, path=path) if fault.where else Where(self.file, path=path)
        return fault


def _named(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("kind"), str) and isinstance(value.get("id"), str):
            yield value
        for item in value.values():
            yield from _named(item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _named(item)
