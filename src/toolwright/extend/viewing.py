"""Viewing: views worked out to tables like any other, with the columns they show and the tables they read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from toolwright.errors import InvalidDefinition, did_you_mean, phrase
from toolwright.expressions import And, Compare, Scope, Value, parse, to_filter
from toolwright.expressions import Column as Path
from toolwright.extend.design import in_table
from toolwright.extend.joining import figure_facts, only_stored
from toolwright.extend.problem import Wrong
from toolwright.extend.row_types import columns_of, refuse_whole_links
from toolwright.model.base import Name
from toolwright.model.table import Column, DataType, Relation, Table, TableKind
from toolwright.model.view import View, ViewGroup, ViewMeasure

Key = tuple[str | int, ...]
Problem = Callable[[str, Key, str, str, str | None], None]
"""Told of each mistake: table, place in its definition, a sentence, a code, a hint."""
_FACTS = (
    "kind", "settings", "type", "native_type", "max_length", "precision", "scale", "zoned", "options", "sensitive",
    "long", "help", "files", "stamp", "people", "control",
)  # fmt: skip
_BUCKETED = frozenset({DataType.DATE, DataType.DATETIME})
_UNGROUPED = frozenset({DataType.JSON, DataType.LIST, DataType.BINARY})


def viewed_tables(tables: Mapping[str, Table], problem: Problem) -> dict[str, Table]:
    """The views among the tables, worked out; those that are wrong stay without columns."""
    viewing = _Viewing(tables)
    found = {}
    for ref, table in tables.items():
        if table.view is not None:
            try:
                found[ref] = viewing.table(ref)
            except Wrong as wrong:
                problem(ref, ("view", *wrong.path), wrong.message, wrong.code, wrong.hint)
    return found


@dataclass
class _Viewing:
    tables: Mapping[str, Table]
    _known: dict[str, Table] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)

    def table(self, ref: str) -> Table:
        """A table, or a view worked out. Raises Wrong."""
        found = self._known.get(ref) or self.tables[ref]
        if found.view is None or found.columns:
            return found
        if ref in self._under_way:
            raise Wrong(
                phrase("These views are views of each other: {value}.", value=" → ".join([*self._under_way, ref])),
                "view.circle",
            )
        self._under_way.append(ref)
        try:
            made = self._known[ref] = self._worked_out(ref, found, found.view)
        finally:
            self._under_way.pop()
        return made

    def _worked_out(self, ref: str, table: Table, view: View) -> Table:
        base = self._base(table, view)
        if view.filter is not None:
            self._check_filter(base, view.filter)
        if base.filter is not None:
            self._check_filter(base, base.filter)
        columns = self._summary(base, view) if view.is_summary else self._selection(base, view)
        names = {column.name for column in columns}
        relations = () if view.is_summary else tuple(r for r in base.relations if names.issuperset(r.columns))
        return table.model_copy(
            update={
                "kind": TableKind.VIEW,
                "columns": tuple(in_table(ref, column) for column in columns),
                "primary_key": () if view.is_summary else base.primary_key,
                "relations": relations,
                "display": table.display or (base.display if base.display in names else None),
                "icon": table.icon or base.icon,
                "joined": self._joined(view.of, base),
            }
        )

    def _base(self, table: Table, view: View) -> Table:
        if view.of not in self.tables:
            hint = did_you_mean(view.of, self.tables)
            raise Wrong(phrase("There is no table '{of}'.", of=view.of), "reference.table", hint, ("of",))
        base = self.table(view.of)
        if base.source != table.source:
            place = (
                phrase("data source '{source}'", source=base.source) if base.source else phrase("the built-in database")
            )
            hint = phrase("Name the file `tables/{source}.<view>.yaml`.", source=base.source) if base.source else None
            raise Wrong(
                phrase("The table is in {place}, and so is a view of it.", place=place),
                "view.other_source",
                hint,
                ("of",),
            )
        return base

    # --- columns ------------------------------------------------------------------------------------------------------

    def _selection(self, base: Table, view: View) -> list[Column]:
        fixed = self._fixed(base, view)
        shown = [
            _opened(
                self._column(base, one.name, one.value, ("columns", place), label=one.label, help=one.help),
                None if one.read_only else base.by_name.get(one.value or one.name),
                fixed,
            )
            for place, one in enumerate(view.columns)
        ]
        if not view.columns:
            kept = [column for column in base.columns if column.links is None]
            shown = [_opened(_shown(column, column.name), column, fixed) for column in kept]
        missing = [name for name in base.primary_key if name not in {column.name for column in shown}]
        columns = [*(_shown(base.by_name[name], name) for name in missing), *shown]
        for name in base.primary_key:
            given = next((one for one in view.columns if one.name == name), None)
            if given is not None and given.value not in (None, name):
                raise Wrong(
                    phrase("'{name}' is the key of the rows and cannot stand for another column.", name=name),
                    "view.key",
                )
        return _each_once(columns)

    def _fixed(self, base: Table, view: View) -> frozenset[str]:
        near = {ref: table for ref, table in self.tables.items() if table.source == base.source}
        return frozenset(fixed_values(base, view, near))

    def _summary(self, base: Table, view: View) -> list[Column]:
        groups = [self._group(base, group, ("group", place)) for place, group in enumerate(view.group)]
        measures = view.measures or (ViewMeasure(name="count"),)
        figures = [self._figure(base, measure, ("measures", place)) for place, measure in enumerate(measures)]
        return _each_once([*groups, *figures])

    def _group(self, base: Table, group: ViewGroup, path: Key) -> Column:
        column = self._column(base, group.name, group.value, path, label=group.label)
        if column.type in _UNGROUPED:
            raise Wrong(
                phrase("Rows cannot be grouped by '{name}'.", name=column.name), "aggregate.unsupported", None, path
            )
        if group.bucket is not None and column.type not in _BUCKETED:
            raise Wrong(
                phrase("'{name}' is not a date, so it has no buckets.", name=column.name),
                "aggregate.unsupported",
                None,
                path,
            )
        return column

    def _figure(self, base: Table, measure: ViewMeasure, path: Key) -> Column:
        if measure.value is None:
            if measure.function != "count":
                raise Wrong(
                    phrase("Which column should {function} be taken of?", function=phrase(measure.function)),
                    "rollup.no_column",
                    None,
                    path,
                )
            facts: Mapping[str, object] = {"type": DataType.INTEGER}
        else:
            try:
                facts = figure_facts(measure.function, self._found(base, measure.value, path))
            except Wrong as wrong:
                raise Wrong(wrong.message, wrong.code, wrong.hint, path) from wrong
        return Column.model_validate({"name": measure.name, "label": measure.label, "read_only": True, **facts})

    def _column(
        self, base: Table, name: Name, value: str | None, path: Key, *, label: str | None, help: str | None = None
    ) -> Column:
        found = self._found(base, value or name, path)
        shown = _shown(found, name)
        words = {key: word for key, word in (("label", label), ("help", help)) if word is not None}
        return shown.model_copy(update={**words, "nullable": "." in (value or "") or shown.nullable})

    def _found(self, base: Table, value: str, path: Key) -> Column:
        *steps, last = value.split(".")
        table = base
        for step in steps:
            relation = table.relation_by_name.get(step)
            if relation is None or relation.target not in self.tables:
                hint = did_you_mean(step, table.relation_by_name)
                raise Wrong(phrase("There is no reference '{step}'.", step=step), "reference.relation", hint, path)
            table = self._reached(relation, path)
        column = table.by_name.get(last)
        if column is None:
            raise Wrong(
                phrase("There is no column '{last}'.", last=last),
                "reference.column",
                did_you_mean(last, table.by_name),
                path,
            )
        if column.links is not None:
            raise Wrong(
                phrase("'{last}' holds links, which are shown only where they are.", last=last),
                "column.links",
                None,
                path,
            )
        return column

    def _reached(self, relation: Relation, path: Key) -> Table:
        target = self.table(relation.target)
        if target.source != self.tables[relation.target].source or target.view is not None:
            raise Wrong(phrase("'{name}' leads to a view.", name=relation.name), "reference.relation", None, path)
        return target

    def _check_filter(self, base: Table, text: str) -> None:
        try:
            near = {ref: table for ref, table in self.tables.items() if table.source == base.source}
            known = columns_of(base, near, links=True)
            refuse_whole_links(to_filter(parse(text), known.columns, known.relations, Scope({})), known)
        except InvalidDefinition as fault:
            raise Wrong(fault.detail, fault.code, fault.hint, ("filter",)) from fault

    # --- what it carries ----------------------------------------------------------------------------------------------

    def _joined(self, of: str, base: Table) -> dict[str, Table]:
        """The table it is a view of, and what its paths may reach: the tables two relations or links away."""
        found = {of: base}
        for _ in range(2):
            for table in list(found.values()):
                leads = [relation.target for relation in table.relations]
                leads += [column.links.target for column in table.columns if column.links is not None]
                for ref in leads:
                    target = self.tables.get(ref)
                    if target is not None and target.source == base.source and ref not in found:
                        found[ref] = only_stored(target) if target.joined else target
        return found


def _shown(column: Column, name: str) -> Column:
    """A column of the base as the view has it."""
    facts = {key: getattr(column, key) for key in _FACTS}
    return Column.model_construct(
        **{**_blank(), **facts, "name": name, "label": column.label, "nullable": column.nullable, "read_only": True}
    )


def _opened(shown: Column, column: Column | None, fixed: Collection[str]) -> Column:
    """The column as the view has it, open to changes where it stands for one of the table that is."""
    if column is None or column.read_only or column.files is not None:
        return shown
    is_given = column.name in fixed
    return shown.model_copy(
        update={
            "read_only": False,
            "required": column.required and not is_given,
            "has_default": column.has_default or is_given,
        }
    )


def fixed_values(base: Table, view: View, tables: Mapping[str, Table]) -> dict[str, object]:
    """What the filter of a checked view says plainly that columns of its rows hold: `status == 'open'`."""
    if view.filter is None:
        return {}
    known = columns_of(base, tables, links=True)
    condition = to_filter(parse(view.filter), known.columns, known.relations, Scope({}))
    found: dict[str, object] = {}
    for part in condition.items if isinstance(condition, And) else (condition,):
        match part:
            case Compare("eq", Path((name,)), Value(value)) if not base.by_name[name].read_only:
                found[name] = value
    return found


def takes_new_rows(table: Table) -> bool:
    """Whether rows can be made in it: of a view, whether it shows, or selects, whatever new rows need."""
    base = table.joined.get(table.view.of) if table.view is not None else None
    if table.view is None or base is None or not table.is_writable:
        return table.is_writable
    values = {one.name: one.value or one.name for one in table.view.columns}
    given = {values.get(column.name, column.name) for column in table.columns if not column.read_only}
    given |= fixed_values(base, table.view, table.joined).keys()
    return all(column.name in given for column in base.columns if column.required)


def _blank() -> dict[str, object]:
    return {name: field.get_default(call_default_factory=True) for name, field in Column.model_fields.items()}


def _each_once(columns: Iterable[Column]) -> list[Column]:
    seen: set[str] = set()
    found = list(columns)
    for column in found:
        if column.name in seen:
            raise Wrong(phrase("The column '{name}' is shown twice.", name=column.name), "table.duplicate_column")
        seen.add(column.name)
    return found
