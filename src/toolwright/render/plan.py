"""Plans: what a screen is once it is compiled. Immutable, shared by all requests, free of anything about an actor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from toolwright.expressions import Budget, Program
from toolwright.extend.action import Action
from toolwright.extend.build import FieldType
from toolwright.model.base import Model
from toolwright.model.screen import RowsBinding, Screen
from toolwright.model.table import Column, Table
from toolwright.rows.contract import GroupSpec, MeasureSpec

if TYPE_CHECKING:
    from toolwright.render.kept import KeptRegion
    from toolwright.render.rendering import Rendering

Read = tuple[str, ...]
"""Something a part depends on: ("state", name), ("query", name), ("need", id), ("form", name), ("table", ref)."""
Html = Callable[[Mapping[str, object], Budget, "Rendering"], str]
Names = Callable[[Mapping[str, object], Budget, "Rendering"], "dict[str, object] | None"]
Value = Program | object
"""A program to evaluate, or a plain value."""


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """A part of the page that is replaced on its own. `run` answers its inner HTML, or raises `Hidden` where the part
    would not be on the page. `needs` are those of everything inside and around it."""

    id: str
    parent: str | None
    component: str
    reads: frozenset[Read]
    needs: frozenset[str]
    run: Html = field(compare=False, repr=False)
    kept: KeptRegion | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RowsAsk:
    """What a list of rows asks for; the address may add search, sort, filters, page size and cursor under `prefix`."""

    binding: RowsBinding
    count: Literal["none", "capped", "exact"]
    prefix: str
    search: Program | None
    follows: str | None = None
    """The prefix of another component whose search and filters hold here too."""
    parameters: Mapping[str, Value] = field(default_factory=dict)
    """What a query is asked with, when it is one whose result is shown."""

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes of all search and filter parameters that hold."""
        return (self.prefix,) if self.follows is None else (self.prefix, self.follows)


@dataclass(frozen=True, slots=True)
class RecordAsk:
    """What a single row asks for. An optional one that is not there, or not named, is an empty object."""

    id: Value
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class FiguresAsk:
    """What aggregates ask for."""

    binding: RowsBinding
    prefix: str
    search: Program | None
    measures: tuple[MeasureSpec, ...]
    groups: tuple[GroupSpec, ...]
    follows: str | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """As of rows."""
        return (self.prefix,) if self.follows is None else (self.prefix, self.follows)


@dataclass(frozen=True, slots=True)
class LogAsk:
    """What a log asks for: history or comments of one row, deleted rows of a table, mentions of whoever looks."""

    of: Literal["history", "deleted", "comments", "mentions", "new_mentions", "returns"]
    prefix: str
    id: Value = None


@dataclass(frozen=True, slots=True)
class NeedPlan:
    """Data a screen needs. `names` answer the local names at the places that show it, or None where nothing would be
    shown; it is loaded when one of them is not None. `fields` None means every column."""

    id: str
    table_ref: str
    table: Table
    ask: RowsAsk | RecordAsk | FiguresAsk | LogAsk
    fields: tuple[str, ...] | None
    expand: tuple[str, ...]
    after: frozenset[str]
    reads: frozenset[Read]
    names: tuple[Names, ...] = field(compare=False, repr=False, default=())


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One input of a form."""

    name: str
    type: FieldType
    column: Column | None = None
    required: bool = False
    multiple: bool = False
    columns: tuple[Column, ...] = ()
    """Those whose values it holds together, as a key of several."""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """A form: its fields by name."""

    name: str
    fields: Mapping[str, FieldPlan] = field(default_factory=lambda: MappingProxyType({}))

    def field_of(self, name: str) -> str | None:
        """The field that holds the value `name`: that field itself, or one that holds several columns."""
        if name in self.fields:
            return name
        return next((item.name for item in self.fields.values() if any(c.name == name for c in item.columns)), None)


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of an event."""

    id: str | None
    kind: str
    action: Action[Model]
    props: Mapping[str, object]
    """Properties with programs in the place of text that holds `{{ }}`."""
    test: Program | None
    confirm: Program | None
    file: str
    """The definition that says it: a screen, or a module on it."""
    at: tuple[str | int, ...]
    """Where in that definition it stands."""


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """A list around an event: the row (or item) of it that the event is about. `key` says which part of the token."""

    item: str
    need: str | None


@dataclass(frozen=True, slots=True)
class EventPlan:
    """An event and its steps. `names` answers the local names at its element, or None when the element is not there."""

    id: str
    at: tuple[str | int, ...]
    """Where the screen holds the component it is of."""
    steps: tuple[StepPlan, ...]
    form: str | None
    payload: tuple[str, ...]
    loops: tuple[LoopPlan, ...]
    needs: frozenset[str]
    expand: Mapping[str, tuple[str, ...]]
    names: Names = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """A compiled screen. `regions` are in the order they stand on the page; `root` is the first of them."""

    workspace: str
    app: str
    name: str
    revision: int
    screen: Screen
    title: Program
    base: str
    regions: Mapping[str, RegionPlan]
    needs: Mapping[str, NeedPlan]
    forms: Mapping[str, FormPlan]
    events: Mapping[str, EventPlan]
    islands: tuple[str, ...]
    tables: frozenset[str]
    places: Mapping[str, tuple[str | int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Where in the definition the component stands that each need is asked for, and each region is of."""
    root: str = "r0"
    source: str = field(default="", compare=False, repr=False)

    def dirty(self, changed: frozenset[Read]) -> list[str]:
        """The regions to render anew when these things changed; none of them lies inside another."""
        touched = {
            need.id for need in self.needs.values() if need.reads & changed or ("table", need.table_ref) in changed
        }
        for _round in self.needs:
            touched |= {need.id for need in self.needs.values() if need.after & touched}
        changed = changed | {("need", need) for need in touched}
        hit = {region.id for region in self.regions.values() if _touches(region.reads, changed)}
        return [name for name in self.regions if name in hit and not self._covered(name, hit)]

    def _covered(self, name: str, hit: set[str]) -> bool:
        parent = self.regions[name].parent
        while parent is not None:
            if parent in hit:
                return True
            parent = self.regions[parent].parent
        return False


def _touches(reads: frozenset[Read], changed: frozenset[Read]) -> bool:
    if reads & changed:
        return True
    whole = {(read[0], "*") for read in changed}
    return bool(reads & whole)
