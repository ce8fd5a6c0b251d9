"""Builder: the `Build` of every component of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NoReturn, cast

from toolwright.errors import InvalidDefinition
from toolwright.expressions import Program, Type, parse, to_filter
from toolwright.expressions import Record as RecordType
from toolwright.expressions import types as t
from toolwright.extend import nodes as ir
from toolwright.extend.build import (
    FieldHandle,
    FieldType,
    Grouping,
    Measure,
    Part,
    RecordHandle,
    Surroundings,
    Trigger,
)
from toolwright.extend.component import Component
from toolwright.extend.nodes import Allowed, Code, For, If, Nodes, Region, Slot, Static
from toolwright.extend.row_types import columns_of
from toolwright.extend.translation import Say, say_in
from toolwright.model.base import Model
from toolwright.model.screen import Node as NodeDefinition
from toolwright.model.screen import RowsBinding, Step
from toolwright.model.table import Column, Table
from toolwright.render import address, handles, marks, refusal, view
from toolwright.render import code as codes
from toolwright.render.draft import Borrowed, EventDraft, NeedDraft, Path, ScreenDraft
from toolwright.render.form import escape
from toolwright.render.handles import UrlValue
from toolwright.render.island import words_for
from toolwright.render.modules import module_nodes
from toolwright.render.plan import FieldPlan, FiguresAsk, LogAsk, RecordAsk, RowsAsk, Value
from toolwright.render.scope import FormDraft, Place, record_names, row_names, rows_names
from toolwright.render.steps import StepBuilder
from toolwright.rows.contract import GroupSpec, MeasureSpec

LIST_LIMIT = 200
"""Most rows of one page that an address may ask for."""


@dataclass(frozen=True)
class NodeBuild:
    """The build of one component at one place."""

    draft: ScreenDraft
    place: Place
    id: str
    kind: str
    path: Path
    props: Mapping[str, object]
    say: Say

    # --- values ---------------------------------------------------------------------------------------------------
    @property
    def element_id(self) -> Nodes:
        """The id, followed by the key of the row inside lists."""
        return self.ref("")

    def ref(self, suffix: str) -> Nodes:
        head = f"{self.id}-{suffix}" if suffix else self.id
        name = next((key for key in ("row_key", "index") if key in self.place.loop_names), None)
        return (Static(head),) if name is None else (Static(f"{head}-"), Slot(Code(name), "key"))

    def text(self, value: object, form: str = "text", **options: object) -> Nodes:
        if isinstance(value, str) and "{{" not in value and form == "text":
            return view.join(escape(value))
        return (Slot(self.value(value), form, options),)

    def url(self, value: object) -> Nodes:
        if isinstance(value, str) and "{{" in value and not codes.template(value).is_single:
            return self._built_url(value)
        if isinstance(value, str) and "{{" not in value:
            safe = address.in_app(value, self.draft.base)
            if value and not safe:
                self._refuse_address(value)
            return view.join(escape(safe))
        return (Slot(self.value(value), "url"),)

    def _built_url(self, value: str) -> Nodes:
        """Text and expressions: each value becomes one segment, so it cannot leave its place."""
        self.value(value)
        head, *rest = codes.template(value).parts
        if not isinstance(head, str):
            return (Slot(self.value(value), "url"),)
        start = address.in_app(head, self.draft.base)
        if not start:
            self._refuse_address(value)
        parts: list[Part] = [escape(start)]
        for part in rest:
            parts.append(escape(part) if isinstance(part, str) else (Slot(Code(part.source), "key"),))
        return view.join(*parts)

    def _refuse_address(self, value: str) -> NoReturn:
        self.fail(self._find(value), refusal.address(value), "Use a path, https, mailto or tel.")

    def value(self, value: object) -> Code:
        if isinstance(value, Code):
            return value
        if isinstance(value, str) and "{{" in value:
            return self.draft.code(value, self.place, (*self.path, *self._find(value)))
        return Code(repr(_plain(value)))

    def when(self, test: object, then: Part, otherwise: Part = ()) -> Nodes:
        if isinstance(test, Allowed):
            return (If(test, view.join(then), view.join(otherwise)),)
        if isinstance(test, Code) or (isinstance(test, str) and "{{" in test):
            return (If(self.value(test), view.join(then), view.join(otherwise)),)
        return view.join(then if test else otherwise)

    def each(self, items: object, item: str, body: Part, otherwise: Part = ()) -> Nodes:
        return (For(item, self.value(items), view.join(body), view.join(otherwise)),)

    def with_names(self, *names: str) -> NodeBuild:
        known: dict[str, Type] = dict.fromkeys((*names, "index"), t.ANY)
        return replace(self, place=self.place.knowing(known, per_row=True))

    def view(self, file: str = "view.html", /, **values: object) -> Nodes:
        folder = self.draft.kinds.components.folder(self.kind)
        return view.render(folder, file, {"id": self.id, **values}, self.say)

    def _find(self, value: object) -> Path:
        """Where a value stands among the properties of the component, for messages."""
        return _search(self.props, value) or ()

    def fail(self, path: Sequence[str | int], message: str, hint: str | None = None) -> NoReturn:
        self.draft.fail((*self.path, *path), message, hint)

    # --- children -------------------------------------------------------------------------------------------------
    def kids(self, nodes: Sequence[NodeDefinition]) -> Nodes:
        return view.join(*(self._kid(node) for node in nodes))

    def _kid(self, node: NodeDefinition) -> Nodes:
        return compile_node(self.draft, node, self.place, (*self.path, *_place_of(self.props, node)))

    def module(self, name: str, values: Mapping[str, object]) -> Nodes:
        return module_nodes(self, name, values)

    # --- data -----------------------------------------------------------------------------------------------------
    def table(self, ref: str) -> Table:
        return self.draft.table(ref, (*self.path, *self._find(ref)))

    def rows(
        self, binding: RowsBinding, *, count: Literal["none", "capped", "exact"] = "none", columns: Sequence[str] = ()
    ) -> handles.Rows:
        table, uses = self._binding(binding)
        prefix = self.draft.unique(self.id, self.draft.needs)
        ask = RowsAsk(binding, count, prefix, _search_program(binding), parameters=_parameters(self, binding))
        self.draft.needs[prefix] = NeedDraft(prefix, "rows", binding.table, table, ask, tuple(columns), uses)
        return self._rows_handle(prefix, binding.table, table, binding.limit)

    def _rows_handle(self, need: str, ref: str, table: Table, size: int) -> handles.Rows:
        place = self.place.knowing(rows_names(self.draft.workspace, table))
        loaded = replace(self, place=place)
        per_row = replace(self, place=place.knowing(row_names(self.draft.workspace, table), per_row=True))
        return handles.Rows(need, ref, table, self.value, page_size=size, need=need, loaded=loaded, per_row=per_row)

    def rows_of(self, target: str, *, count: Literal["none", "capped", "exact"] = "none") -> handles.Rows:
        where = (*self.path, *self._find(target))
        shown, name = self.draft.shown_rows(target, where), self.draft.id_of(target)
        self.draft.borrowed[name] = Borrowed(self.draft.stands_at or where, count)
        return self._rows_handle(name, shown.table, self.table(shown.table), shown.limit)

    def steering(self, target: str, also: Sequence[str] = ()) -> handles.Steering:
        where = (*self.path, *self._find(target))
        ref = self.draft.shown_rows(target, where).table
        for name in also:
            place = (*self.path, *self._find(name))
            if (other := self.draft.shown_rows(name, place).table) != ref:
                self.draft.fail(place, refusal.shows_other(name, other, ref))
            self.draft.followed[self.draft.id_of(name)] = self.draft.id_of(target)
        return handles.Steering(self.draft.id_of(target), ref, self.table(ref), self.value, tuple(also))

    @property
    def surroundings(self) -> Surroundings:
        tree = self.draft.workspace.apps[self.draft.app]
        return Surroundings(tree.app, self.draft.base, self.draft.name, tree.screens)

    def _binding(self, binding: RowsBinding) -> tuple[Table, tuple[Code, ...]]:
        """The table of a binding, checked with filter, sort and expand, and the codes it uses."""
        table = self.table(binding.table)
        path = self._find(binding)
        for name in binding.expand:
            if name not in table.relation_by_name:
                self.fail((*path, "expand"), refusal.no_relation(binding.table, name))
        searched = (*((self.value(binding.search),) if binding.search else ()), *_asked_with(self, binding))
        if binding.filter is None:
            return table, searched
        where = (*self.path, *path, "filter")
        columns = columns_of(table, self.draft.workspace.tables, links=True)
        self.draft.seen.append((where, binding.filter, self.place, table))
        try:
            expression = parse(binding.filter, extra_functions=frozenset(codes.EXTRA_FUNCTIONS))
            to_filter(expression, columns.columns, columns.relations, self.place.scope)
        except InvalidDefinition as fault:
            raise self.draft.at(fault, where) from fault
        own = {*columns.columns, *columns.relations, "row"}
        used = [name for name in expression.names if name not in own]
        self._refuse_loop_names(used, where)
        # Only what is no column is looked up around the component, so only that counts as used.
        reads = tuple(Code(_path_source(path)) for path in expression.paths if path[0] in used)
        return table, (*reads, *searched)

    def _refuse_loop_names(self, used: Sequence[str], where: Path) -> None:
        looped = sorted(set(used) & self.place.loop_names)
        if looped:
            self.draft.fail(
                where,
                refusal.looped(looped[0]),
                "Use the columns of a relation (row.customer.name), or show one record with its related rows.",
            )

    def record(
        self, table: str, id: object, *, columns: Sequence[str] = (), is_optional: bool = False
    ) -> handles.Record:
        found = self.table(table)
        code = self.value(id)
        where = (*self.path, *self._find(id))
        self._refuse_loop_names(sorted(codes.names(code)), where)
        if not found.primary_key:
            self.draft.fail(where, refusal.no_key(table))
        need = self.draft.unique(self.id, self.draft.needs)
        ask = RecordAsk(codes.program_of(code), is_optional)
        self.draft.needs[need] = NeedDraft(need, "record", table, found, ask, tuple(columns), (code,))
        place = self.place.knowing(record_names(self.draft.workspace, found))
        return handles.Record(need, table, found, replace(self, place=place))

    def figures(
        self, binding: RowsBinding, measures: Sequence[Measure], groups: Sequence[Grouping] = ()
    ) -> handles.Figures:
        table, uses = self._binding(binding)
        need = self.draft.unique(self.id, self.draft.needs)
        ask = FiguresAsk(
            binding,
            need,
            _search_program(binding),
            tuple(MeasureSpec(*measure) for measure in measures),
            tuple(GroupSpec(*group) for group in groups),
            parameters=_parameters(self, binding),
        )
        self.draft.needs[need] = NeedDraft(need, "figures", binding.table, table, ask, (), uses)
        row = RecordType({}, open=True)
        place = self.place.knowing({"figures": t.ListOf(row), "figure": row})
        return handles.Figures(need, replace(self, place=place))

    def log(
        self,
        of: Literal["history", "deleted", "comments", "mentions", "new_mentions", "returns"],
        table: str | None = None,
        id: object = None,
    ) -> handles.Log:
        return _log(self, of, table, id)

    def allowed(self, verb: Literal["read", "create", "update", "delete", "comment"], table: str) -> Allowed:
        self.table(table)
        return Allowed(verb, table)

    # --- events and state -----------------------------------------------------------------------------------------
    def event(
        self,
        name: str,
        steps: Sequence[Step],
        *,
        on: Literal["button", "submit", "input", "island"] = "button",
        payload: Sequence[str] = (),
    ) -> Trigger:
        if not steps:
            return Trigger(exists=False)
        return StepBuilder(self).trigger(name, steps, on, tuple(payload))

    def form(
        self,
        *,
        record: RecordHandle | None = None,
        start: RecordHandle | None = None,
        name: str = "form",
        on_submit: Sequence[Step] = (),
    ) -> handles.Form:
        full = self.draft.unique(self.id if name == "form" else f"{self.id}_{name}", self.draft.forms)
        form = FormDraft(full, record.table if record else None)
        self.draft.forms[full] = form
        values = RecordType({}, open=True)
        around = cast("NodeBuild", loaded.loaded).place if (loaded := record or start) else self.place
        place = replace(around.knowing({"form": values, "form_errors": values}), form=form)
        inside = replace(self, place=place)
        submit = StepBuilder(inside).submit(name, on_submit)
        return handles.Form(form, inside, submit, Code("row") if record else None, start.table if start else None)

    def field(
        self,
        name: str,
        *,
        type: FieldType = "text",
        column: Column | None = None,
        default: object = None,
        required: bool = False,
        multiple: bool = False,
        columns: Sequence[Column] = (),
    ) -> FieldHandle:
        form = self.place.form
        if form is None:
            self.fail((), refusal.no_form(self.kind))
        if name in form.fields:
            self.fail(self._find(name), refusal.field_twice(name))
        form.fields[name] = FieldPlan(name, type, column, required, multiple, tuple(columns))
        form.defaults[name] = self.value(default)
        value = Code(f"form[{name!r}]")
        if columns:
            for part in columns:
                form.defaults.setdefault(part.name, Code(f"query[{part.name!r}]"))
            joined = ", ".join(f"form[{part.name!r}]" for part in columns)
            value = Code(f"row_id({joined})")
        return FieldHandle(name, (Static(f"{form.name}-{name}"),), value, Code(f"form_errors[{name!r}]"), column)

    @property
    def is_in_form(self) -> bool:
        return self.place.form is not None

    def panel(self) -> handles.Panel:
        opened, row = UrlValue(f"{self.id}.open", None, self.value), UrlValue(f"{self.id}.row", None, self.value)
        inside = replace(self, place=self.place.knowing({"panel": t.Record({"row": t.TEXT})}))
        closing = (ir.Address(((opened.name, None), (row.name, None))),)
        return handles.Panel(opened.value, row.value, inside, closing)

    def only_when(self, test: Code) -> NodeBuild:
        """The same build: data is loaded only where the conditions around its place hold."""
        return self

    def url_state(self, name: str, default: str | None = None) -> UrlValue:
        return UrlValue(f"{self.id}.{name}", default, self.value)

    def region(self, body: Part) -> Nodes:
        return (Region(view.join(body), self.id),)

    def island(self) -> Nodes:
        self.draft.islands[self.kind] = None
        return (Static(f' data-island="{self.kind}" data-keep{words_for(self.draft.kinds, self.kind, self.say)}'),)

    def wire(self, event: EventDraft) -> None:
        """Register an event of this component."""
        self.draft.events[event.id] = event


def compile_node(draft: ScreenDraft, node: NodeDefinition, place: Place, path: Path) -> Nodes:
    """A component with its access, condition and region."""
    kind = draft.kinds.components.get(node.kind)
    identity = draft.node_id(node.id, node.kind, path)
    props = draft.validated(kind.Props, node.props, path)
    say = say_in(draft.language, draft.kinds.components.folder(node.kind))
    draft.stand[path], draft.places[identity] = place, path
    build = NodeBuild(draft, place, identity, node.kind, path, props.__dict__, say)
    body = cast("Component[Model]", kind).compile(props, build)
    if node.show_if is not None:
        test = draft.condition(node.show_if, place, (*path, "show_if"))
        body = (If(test, body, marks.hidden_by(test) if draft.is_marked else ()),)
    region: Nodes = (Region(body, identity),)
    if node.only_on is not None:
        region = (Static(f'<tw-region data-only="{node.only_on}">'), *region, Static("</tw-region>"))
    if draft.is_marked:
        region = marks.marked(dotted(path), region)
    if node.access is None:
        return region
    kept_out = marks.kept_out(dotted(path), node.access) if draft.is_marked else ()
    return (If(Allowed("role", role=node.access), region, kept_out),)


def dotted(path: Path) -> str:
    """A place in a definition as one word: `content.0.actions.1`."""
    return ".".join(str(key) for key in path)


def _search_program(binding: RowsBinding) -> Program | None:
    return codes.program(binding.search) if binding.search else None


def _asked_with(build: NodeBuild, binding: RowsBinding) -> Iterator[Code]:
    """The codes in the parameters of a query."""
    for value in binding.parameters.values():
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str) and "{{" in item:
                code = build.value(item)
                where = (*build.path, *build._find(binding), "parameters")
                build._refuse_loop_names(sorted(codes.names(code)), where)
                yield code


def _parameters(build: NodeBuild, binding: RowsBinding) -> Mapping[str, Value]:
    where = (*build.path, *build._find(binding), "parameters")
    return {name: build.draft.program(value, build.place, (*where, name)) for name, value in binding.parameters.items()}


def _log(
    build: NodeBuild,
    of: Literal["history", "deleted", "comments", "mentions", "new_mentions", "returns"],
    table: str | None,
    id: object,
) -> handles.Log:
    """See `Build.log`."""
    draft = build.draft
    about = [ref for ref, one in draft.workspace.tables.items() if one.is_internal] if table is None else []
    found = Table() if table is None else build.table(table)
    if not found.is_internal:
        build.fail(build._find(table), refusal.not_built_in(table))
    draft.tables.update(about)
    code = build.value(id)
    build._refuse_loop_names(sorted(codes.names(code)), (*build.path, *build._find(id)))
    need = draft.unique(build.id, draft.needs)
    ask = LogAsk(of, need, codes.program_of(code))
    draft.needs[need] = NeedDraft(need, "log", table or "", found, ask, (), (code,), tuple(about))
    entry = RecordType({}, open=True)
    loaded = build.place.knowing({"entries": t.ListOf(entry), "older": t.INTEGER})
    per_entry = loaded.knowing({"entry": entry, "row_key": t.TEXT, "index": t.INTEGER}, per_row=True)
    before = UrlValue(f"{need}.before", None, build.value)
    return handles.Log(need, replace(build, place=loaded), replace(build, place=per_entry), before)


def _plain(value: object) -> object:
    """A property as a literal of the expression language."""
    if hasattr(value, "value") and isinstance(value.value, str):
        return value.value
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


def _path_source(path: tuple[str, ...]) -> str:
    return path[0] + "".join(f"[{part!r}]" for part in path[1:])


def _place_of(props: Mapping[str, object], node: NodeDefinition) -> Path:
    return _search(props, node, identical=True) or ()


def _search(value: object, wanted: object, *, identical: bool = False) -> Path | None:
    """The path of a value inside properties, the first one found."""
    if value is wanted or (not identical and isinstance(wanted, str) and value == wanted):
        return ()
    items: Sequence[tuple[str | int, object]] = ()
    if isinstance(value, NodeDefinition):
        return None
    if isinstance(value, Model):
        items = [*value.__dict__.items()]
    elif isinstance(value, Mapping):
        items = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list | tuple):
        items = [*enumerate(value)]
    for key, item in items:
        below = _search(item, wanted, identical=identical)
        if below is not None:
            return (key, *below)
    return None
