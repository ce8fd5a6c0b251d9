"""Compile: a screen definition in, a `ScreenPlan` out. Pure; runs once per revision of a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from toolwright.errors import FieldError, ToolwrightError, phrase
from toolwright.expressions import Budget, Type
from toolwright.expressions import Record as RecordType
from toolwright.extend import nodes as ir
from toolwright.extend.kinds import Kinds
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.row_types import LINKED, record_of
from toolwright.extend.seen import Seen
from toolwright.extend.translation import ENGLISH
from toolwright.model import files as layout
from toolwright.model.workspace import Workspace
from toolwright.render import code as codes
from toolwright.render.builder import compile_node
from toolwright.render.draft import EventDraft, NeedDraft, Path, ScreenDraft
from toolwright.render.emit import Emitter
from toolwright.render.frame import Condition, Data, Frame, bound_names
from toolwright.render.guard import Guard
from toolwright.render.kept import KeptRegion
from toolwright.render.modules import MODULE_NAMES, defaults_of, module_place, screen_of, with_some_app
from toolwright.render.plan import (
    EventPlan,
    FieldPlan,
    FiguresAsk,
    FormPlan,
    Html,
    LogAsk,
    LoopPlan,
    Names,
    NeedPlan,
    Read,
    RegionPlan,
    RowsAsk,
    ScreenPlan,
)
from toolwright.render.scope import FormDraft, Place, names_at, screen_place
from toolwright.render.view import join

if TYPE_CHECKING:
    from toolwright.render.rendering import Rendering

READS_SCREEN = "module.reads_screen"


def compile_screen(
    workspace: Workspace, app: str, name: str, kinds: Kinds, *, is_marked: bool = False, language: str = ENGLISH
) -> ScreenPlan:
    """The plan of a screen. Raises InvalidDefinition with the place, PluginFault when a component is at fault.

    The words of components are in that `language`; everything that steps, addresses and forms go by is the same in all.

    With `is_marked` every component stands in an element whose `data-node` is its place in the definition.
    """
    place = layout.Place(layout.SCREEN, (app, name))
    return compile_place(workspace, place, kinds, is_marked=is_marked, language=language)


def compile_place(
    workspace: Workspace, place: layout.Place, kinds: Kinds, *, is_marked: bool = False, language: str = ENGLISH
) -> ScreenPlan:
    """The plan of a screen, or of a module as a screen that holds nothing else; see `compile_screen`.

    A visit to a module gives it `settings`. It stands in the first app there is, and in a form of its own.
    """
    draft = _draft_of(workspace, place, kinds, is_marked=is_marked, language=language)
    content = _content(draft)
    screen = draft.screen
    title = draft.code(screen.title, _around(draft), ("title",)) if "{{" in screen.title else Code(repr(screen.title))
    Guard("/".join(place.names)).check(content)
    return Finisher(draft).plan(content, title)


def _draft_of(
    workspace: Workspace, place: layout.Place, kinds: Kinds, *, is_marked: bool = False, language: str = ENGLISH
) -> ScreenDraft:
    if place.kind is layout.MODULE:
        (name,), workspace = place.names, with_some_app(workspace)
        app, screen = next(iter(workspace.apps)), screen_of(workspace.modules[name])
        return ScreenDraft(workspace, app, name, screen, kinds, is_marked, language, within=(name,))
    app, name = place.names
    screen = workspace.apps[app].screens[name]
    return ScreenDraft(workspace, app, name, screen, kinds, is_marked, language, state=screen.state)


def _around(draft: ScreenDraft) -> Place:
    """What may be read anywhere in a screen or module."""
    if not draft.within:
        return screen_place(draft.workspace, draft.app, draft.screen)
    return module_place(draft, draft.workspace.modules[draft.name])


def _content(draft: ScreenDraft) -> Nodes:
    place = _around(draft)
    form = FormDraft("form") if draft.within else None
    if form is not None:
        defaults_of(draft, draft.workspace.modules[draft.name])
        draft.forms[form.name] = form
        values = RecordType({}, open=True)
        place = replace(place.knowing({"form": values, "form_errors": values}), form=form)
    content = draft.screen.content
    nodes = join(*(compile_node(draft, node, place, ("content", index)) for index, node in enumerate(content)))
    if form is None:
        return nodes
    return (
        ir.Form(
            form.name,
            nodes,
            None,
            tuple((name, code) for name, code in form.defaults.items() if isinstance(code, Code)),
        ),
    )


def expressions_of(workspace: Workspace, place: layout.Place, kinds: Kinds) -> list[Seen]:
    """Every expression of a screen or module with the names it may read. Raises what compiling raises."""
    return expressions_around(workspace, place, kinds, ())[0]


def expressions_around(
    workspace: Workspace, place: layout.Place, kinds: Kinds, path: tuple[str | int, ...]
) -> tuple[list[Seen], Mapping[str, Type]]:
    """The same, and the names where the component at a path stands: the very types, where they mean the same inside.

    Of no component the names are those of the whole.
    """
    draft = _draft_of(workspace, place, kinds)
    _content(draft)
    title = draft.screen.title
    if "{{" in title and not draft.within:
        draft.code(title, _around(draft), ("title",))
    seen = [
        Seen(where, text, names_at(found, workspace), None if table is None else record_of(table, workspace.tables))
        for where, text, found, table in draft.seen
    ]
    return seen, draft.stand.get(path, _around(draft)).scope.names


def names_read_at(
    workspace: Workspace, place: layout.Place, kinds: Kinds, path: tuple[str | int, ...]
) -> Mapping[str, Type]:
    """The names that the expression at `path` of a screen or module may read; where none was found, those of all.

    What is wrong elsewhere is no hindrance, as long as compiling comes as far.
    """
    draft = _draft_of(workspace, place, kinds)
    with suppress(ToolwrightError):
        _content(draft)
    return names_at(next((found for where, _, found, _ in draft.seen if where == path), _around(draft)), workspace)


def check_screens(workspace: Workspace, kinds: Kinds, apps: Iterable[str] | None = None) -> list[FieldError]:
    """What is wrong with the screens of some apps (all by default): the first mistake of each screen."""
    found: list[FieldError] = []
    for app in workspace.apps if apps is None else apps:
        for name in workspace.apps[app].screens:
            try:
                compile_screen(workspace, app, name, kinds)
            except ToolwrightError as fault:
                found.append(_problem(app, name, fault))
    return found


def _problem(app: str, name: str, fault: ToolwrightError) -> FieldError:
    where = fault.where
    field = ".".join(map(str, where.path)) if where else f"apps.{app}.screens.{name}"
    return FieldError(field, fault.detail, fault.code, fault.hint, where)


@dataclass
class Finisher:
    """Turns a draft whose nodes are known into a plan."""

    draft: ScreenDraft

    def plan(self, content: Nodes, title: Code) -> ScreenPlan:
        """Emit, compile and collect."""
        draft = self.draft
        self._join_asks()
        sorts = {need.id: need.sort for need in draft.needs.values()}
        emitter = Emitter(sorts, MODULE_NAMES, self._refuse) if draft.within else Emitter(sorts)
        emitter.screen(content)
        extra, events = self._names_functions(emitter)
        for need in draft.needs.values():
            for place in emitter.data_places.get(need.id, ()):
                self._note_uses(emitter, need.uses, place.frames)
        space = emitter.compile(extra)
        needs = {name: self._need(need, emitter, space) for name, need in draft.needs.items()}
        regions, tree = self._regions(emitter, space), draft.workspace
        return ScreenPlan(
            tree.name, draft.app, draft.name, tree.revision, draft.screen, codes.program_of(title), draft.base,
            regions, needs, self._forms(),
            {event.id: self._event(event, emitter, events, space) for event in draft.events.values()
             if event.id in emitter.event_places},
            tuple(draft.islands), frozenset(draft.tables),
            places=self._places(needs, regions.values()),
            source="\n".join([*emitter.source, *extra]),
        )  # fmt: skip

    def _places(self, needs: Iterable[str], regions: Iterable[RegionPlan]) -> dict[str, Path]:
        """Where the components stand that needs and regions are of."""
        place_of = self.draft.place_of
        return {
            **{region.component: place_of(region.component) for region in regions},
            **{need: place_of(need) or place_of(need.rpartition("_")[0]) for need in needs},
        }

    def _refuse(self, name: str, component: str) -> NoReturn:
        """A component of a module that counts on the screen around it without being told."""
        self.draft.fail(
            self.draft.place_of(component),
            phrase("This reads '{name}' of the screen around it, which a module does not see.", name=name),
            "Put it into a record, or tell it which row it is about.",
            READS_SCREEN,
        )

    def _join_asks(self) -> None:
        """What components ask of the rows of others: to be counted, to follow their filters."""
        draft = self.draft
        for target, borrowed in draft.borrowed.items():
            need = draft.needs.get(target)
            if need is None or not isinstance(need.ask, RowsAsk):
                draft.fail(borrowed.path, phrase("The component '{target}' shows no pages of rows.", target=target))
            if need.ask.count == "none":
                need.ask = replace(need.ask, count=borrowed.count)
        for follower, leader in draft.followed.items():
            need = draft.needs.get(follower)
            if need is not None and isinstance(need.ask, RowsAsk | FiguresAsk):
                need.ask = replace(need.ask, follows=leader)

    def _note_uses(self, emitter: Emitter, uses: Iterable[Code], frames: tuple[Frame, ...]) -> None:
        for code in uses:
            emitter.note_paths(code, frames, None)

    def _names_functions(self, emitter: Emitter) -> tuple[list[str], dict[str, list[tuple[Frame, ...]]]]:
        """Functions that answer the names at each place of data and events."""
        extra: list[str] = []
        for need, places in emitter.data_places.items():
            for index, place in enumerate(places):
                extra.append(emitter.names_function(f"names_{need}_{index}".replace(".", "_"), place.frames))
        events: dict[str, list[tuple[Frame, ...]]] = {}
        for number, (identity, places) in enumerate(emitter.event_places.items()):
            uses = self.draft.events[identity].uses
            events[identity] = [_needed(place.frames, uses) for place in places]
            for index, frames in enumerate(events[identity]):
                extra.append(emitter.names_function(f"event_{number}_{index}", frames))
        return extra, events

    # --- regions --------------------------------------------------------------------------------------------------
    def _regions(self, emitter: Emitter, space: dict[str, object]) -> dict[str, RegionPlan]:
        plans: dict[str, RegionPlan] = {}
        for region in emitter.regions.values():
            inside = [other for other in emitter.regions.values() if _is_inside(emitter, other.id, region.id)]
            needs = frozenset().union(*(other.needs for other in inside))
            run: Html = space[region.id]  # type: ignore[assignment]  # generated with this signature
            kept = None if region.footing is None else KeptRegion(region.footing)
            plans[region.id] = RegionPlan(
                region.id, region.parent, region.component, frozenset(region.reads), needs, run, kept
            )
        return plans

    # --- data -----------------------------------------------------------------------------------------------------
    def _need(self, need: NeedDraft, emitter: Emitter, space: dict[str, object]) -> NeedPlan:
        places = emitter.data_places.get(need.id, [])
        names: list[Names] = [
            space[f"names_{need.id}_{index}".replace(".", "_")]  # type: ignore[misc]  # generated with this signature
            for index in range(len(places))
        ]
        fields, expand = _fields(need, emitter.row_paths.get(need.id, set()))
        after = frozenset(frame.need for place in places for frame in place.frames if isinstance(frame, Data))
        return NeedPlan(
            need.id, need.table_ref, need.table, need.ask, fields, expand, after, self._reads(need), tuple(names)
        )

    def _reads(self, need: NeedDraft) -> frozenset[Read]:
        reads: set[Read] = {("table", need.table_ref)}
        for code in need.uses:
            for path in codes.paths(code):
                reads.add(codes.read_of(path))
        if isinstance(need.ask, RowsAsk | FiguresAsk):
            own = _steering(need) if need.sort == "rows" else _choosing(need)
            reads |= {("query", f"{need.ask.prefix}.{name}") for name in own}
        if isinstance(need.ask, LogAsk):
            reads.add(("query", f"{need.ask.prefix}.before"))
            reads |= {("table", ref) for ref in need.about}
        if isinstance(need.ask, RowsAsk | FiguresAsk) and need.ask.follows is not None:
            reads |= {("query", f"{need.ask.follows}.{name}") for name in _choosing(need)}
        return frozenset(reads)

    def _forms(self) -> dict[str, FormPlan]:
        return {
            form.name: FormPlan(
                form.name, {name: item for name, item in form.fields.items() if isinstance(item, FieldPlan)}
            )
            for form in self.draft.forms.values()
        }

    # --- events ---------------------------------------------------------------------------------------------------
    def _event(
        self,
        event: EventDraft,
        emitter: Emitter,
        frames_of: dict[str, list[tuple[Frame, ...]]],
        space: dict[str, object],
    ) -> EventPlan:
        places = frames_of[event.id]
        number = list(emitter.event_places).index(event.id)
        loops = tuple(LoopPlan(frame.item, frame.need) for frame in places[0] if isinstance(frame, ir.For))
        every = [frame for frames in places for frame in frames]
        needs = frozenset(frame.need for frame in every if isinstance(frame, Data))
        reads = [path for code in (*event.uses, *_tests(every)) for path in codes.paths(code)]
        expand: dict[str, tuple[str, ...]] = {}
        for loop in loops:
            if loop.need:
                relations = self.draft.needs[loop.need].table.relation_by_name
                wanted = {path[1] for path in reads if len(path) > 1 and path[0] == loop.item} & set(relations)
                expand[loop.need] = tuple(sorted(wanted))
        names: list[Names] = [
            space[f"event_{number}_{index}"]  # type: ignore[misc]  # generated with this signature
            for index in range(len(places))
        ]
        at = self.draft.place_of(event.component)
        return EventPlan(event.id, at, event.steps, event.form, event.payload, loops, needs, expand, _first_of(names))


def _first_of(names: list[Names]) -> Names:
    """The names at the first place where an element is; one that stands at several needs only one of them."""
    if len(names) == 1:
        return names[0]

    def found(context: Mapping[str, object], budget: Budget, rendering: Rendering) -> dict[str, object] | None:
        every = (one(context, budget, rendering) for one in names)
        return next((local for local in every if local is not None), None)

    return found


def _needed(frames: tuple[Frame, ...], uses: Iterable[Code]) -> tuple[Frame, ...]:
    """The frames an event needs: lists and figures it does not read are left out, so they are not loaded again."""
    kept: list[Frame] = []
    read = {name for code in uses for name in codes.names(code)}
    for frame in reversed(frames):
        skipped = isinstance(frame, Data) and frame.sort != "record" and not (read & bound_names((frame,)))
        if not skipped:
            kept.append(frame)
            read |= {name for code in _tests((frame,)) for name in codes.names(code)}
    return tuple(reversed(kept))


def _tests(frames: Iterable[Frame]) -> list[Code]:
    """The codes that frames evaluate."""
    found: list[Code] = []
    for frame in frames:
        if isinstance(frame, Condition) and isinstance(frame.test, Code):
            found.append(frame.test)
        elif isinstance(frame, ir.Let):
            found += [code for _name, code in frame.names]
        elif isinstance(frame, ir.Form):
            found += [code for code in (frame.record, frame.start) if code is not None]
            found += [code for _name, code in frame.defaults]
        elif isinstance(frame, ir.For) and frame.need is None:
            found.append(frame.items)
    return found


def _is_inside(emitter: Emitter, inner: str, outer: str) -> bool:
    at: str | None = inner
    while at is not None:
        if at == outer:
            return True
        at = emitter.regions[at].parent
    return False


def _fields(need: NeedDraft, paths: set[tuple[str, ...]]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """The columns and relations to fetch: those that expressions read, or all when a whole row is read."""
    if isinstance(need.ask, FiguresAsk | LogAsk):
        return None, ()
    relations = need.table.relation_by_name
    binding = getattr(need.ask, "binding", None)
    explicit = {name for name in need.columns if name in relations}
    linked = {path[0]: name for path in paths if path and (name := path[0].removesuffix(LINKED)) != path[0]}
    expand = {path[0] for path in paths if path and path[0] in relations} | explicit | set(linked)
    expand |= set(binding.expand) if binding else set()
    if any(not path for path in paths) or not (paths or need.columns):
        return None, tuple(sorted(expand))
    columns = {path[0] for path in paths if path[0] in need.table.by_name} | set(need.columns) - explicit
    columns |= {name for relation in expand - set(linked) for name in relations[relation].columns}
    columns |= set(linked.values()) | set(need.table.primary_key)
    return tuple(column.name for column in need.table.columns if column.name in columns), tuple(sorted(expand))


def _steering(need: NeedDraft) -> Iterable[str]:
    """The names of the address parameters that steer a list."""
    yield from ("sort", "limit", "after")
    yield from _choosing(need)


def _choosing(need: NeedDraft) -> Iterable[str]:
    """The names of those that choose among its rows."""
    yield "search"
    for column in need.table.columns:
        for test in ("", ".from", ".to", ".contains"):
            yield f"f.{column.name}{test}"
