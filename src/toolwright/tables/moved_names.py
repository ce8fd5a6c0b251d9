"""Moved names: what renaming tables and columns makes of single names, paths and expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolwright.errors import InvalidExpression
from toolwright.expressions import Record, Type, rename
from toolwright.expressions import types as t
from toolwright.expressions.rename import ITEM, rename_in_template, told_in
from toolwright.extend.design import relation_name
from toolwright.extend.row_types import record_of
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace
from toolwright.tables.renames import Renames

Path = tuple[str, ...]
Move = tuple[Path, str]
"""A path as it is read today, and what its last name is from now on."""
_MAX_DEPTH = 4


@dataclass
class MovedNames:
    """New names by table: of columns, and of the relations that are called after them."""

    workspace: Workspace
    tables: Mapping[str, str]
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    relations: dict[str, dict[str, str]] = field(default_factory=dict)
    unclear: dict[str, None] = field(default_factory=dict)
    """Expressions that tell a function a name which moves, of rows that cannot be told."""

    def __post_init__(self) -> None:
        self._refs = {id(table): ref for ref, table in self.workspace.tables.items()}
        self._asked = re.compile(rf"(\bcan\(\s*)(['\"])({'|'.join(map(re.escape, self.tables)) or '(?!)'})\2")

    @classmethod
    def of(cls, workspace: Workspace, renames: Renames) -> MovedNames:
        """What these renames move, in views that show a table's columns under their own names as well."""
        found = cls(workspace, renames.tables)
        for (ref, old), new in renames.columns.items():
            found._move(ref, old, new)
        waiting = [ref for ref, table in workspace.tables.items() if table.view is not None]
        for _ in range(len(waiting)):
            for ref in waiting:
                found._follow(ref)
        return found

    def _move(self, ref: str, old: str, new: str) -> None:
        self.columns.setdefault(ref, {})[old] = new
        table, made = self.workspace.tables.get(ref), relation_name(old)
        relation = table.relation_by_name.get(made) if table is not None else None
        if relation is not None and relation.columns == (old,):
            self.relations.setdefault(ref, {})[made] = relation_name(new)

    def _follow(self, ref: str) -> None:
        """A view without a list of columns has those of its table, and references keep their name everywhere."""
        view = self.workspace.tables[ref].view
        moved = self.columns.get(view.of, {}) if view is not None else {}
        if view is None or view.is_summary:
            return
        shown = {column.name for column in view.columns if column.value is None}
        for old, new in moved.items():
            if not view.columns or (old in shown and relation_name(old) in self.relations.get(view.of, {})):
                self.columns.setdefault(ref, {})[old] = new
                if relation_name(old) in self.relations.get(view.of, {}):
                    self.relations.setdefault(ref, {})[relation_name(old)] = relation_name(new)

    def of_table(self, ref: str | None) -> Mapping[str, str]:
        """The names that move in rows of a table."""
        return {**self.relations.get(ref or "", {}), **self.columns.get(ref or "", {})}

    # --- names --------------------------------------------------------------------------------------------------------

    def table(self, ref: str) -> str:
        """A table by its name."""
        return self.tables.get(ref, ref)

    def column(self, text: str, ref: str | None) -> str:
        """A column or relation by itself, descending (`-name`), or over relations (`customer.name`)."""
        sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
        parts = body.split(".")
        for number, part in enumerate(parts):
            parts[number] = self.of_table(ref).get(part, part)
            ref = self.led_to(ref, part)
        return sign + ".".join(parts)

    def led_to(self, ref: str | None, relation: object) -> str | None:
        """The table that a relation of a table leads to, or a column of links."""
        table = self.workspace.tables.get(ref or "")
        if table is None:
            return None
        found = table.relation_by_name.get(str(relation))
        column = table.by_name.get(str(relation)) if found is None else None
        links = column.links if column is not None else None
        return found.target if found is not None else links.target if links is not None else None

    # --- expressions --------------------------------------------------------------------------------------------------

    def expression(self, text: str, ref: str | None) -> str:
        """An expression over the columns of a row of a table."""
        table = self.workspace.tables.get(ref or "")
        return self.read(text, {}, record_of(table, self.workspace.tables) if table is not None else None)

    def read(
        self, text: str, names: Mapping[str, Type], row: Record | None = None, steps: Mapping[str, str] | None = None
    ) -> str:
        """An expression, or text with some in `{{ }}`, that may read these names.

        `row` is the row whose columns are read by their names alone, `steps` the tables of saved rows by step.
        Text that is no expression stays as it is.
        """
        self._note_unclear(text, names, row, steps or {})
        moves = self._moves(text, names, row, steps or {})
        change = rename_in_template if "{{" in text else rename
        if self.tables:
            text = self._asked.sub(lambda found: f"{found[1]}{found[2]}{self.tables[found[3]]}{found[2]}", text)
        taken = {path[-1] for path, _ in moves}
        swapped = {new: f"moved_{number}_name" for number, new in enumerate({new for _, new in moves} & taken)}
        before = text
        try:
            for path, new in moves:
                text = change(text, path, swapped.get(new, new))
        except InvalidExpression as fault:
            if fault.code == "expression.rename":
                raise
            return before
        for new, instead in swapped.items():
            text = text.replace(instead, new)
        return text

    def _note_unclear(self, text: str, names: Mapping[str, Type], row: Record | None, steps: Mapping[str, str]) -> None:
        every = self._every
        if "(" not in text or not any(old in text for old in every):
            return
        for path, told in told_in(text):
            is_known = path is not None and (path[:1] == ("steps",) and path[1:2] and path[1] in steps)
            if every.intersection(told) and not is_known and not isinstance(_at(path, names, row), Record):
                self.unclear[text] = None

    @property
    def _every(self) -> frozenset[str]:
        """All names that move, of whatever rows."""
        return frozenset(old for ref in (*self.columns, *self.relations) for old in self.of_table(ref))

    def _moves(
        self, text: str, names: Mapping[str, Type], row: Record | None, steps: Mapping[str, str]
    ) -> Sequence[Move]:
        """What moves in a text, the longest paths first, so that those around them are still called as before."""
        if not any(old in text for old in self._every):
            return ()
        found: dict[Path, str] = {}
        for name, kind in names.items():
            found.update(self._within((name,), kind))
        if row is not None:
            found.update(self._within((), row))
            found.update(self._within(("row",), row))
        for step, ref in steps.items():
            found.update({("steps", step, "row", old): new for old, new in self.of_table(ref).items()})
        return sorted(((path, new) for path, new in found.items() if path[-1] in text), key=lambda one: -len(one[0]))

    def _within(self, prefix: Path, kind: Type) -> Iterator[Move]:
        if isinstance(kind, t.ListOf):
            yield from self._within((*prefix, "[]"), kind.item)
        if not isinstance(kind, Record) or len(prefix) > _MAX_DEPTH:
            return
        for name, inner in kind.fields.items():
            if isinstance(inner, Record | t.ListOf):
                yield from self._within((*prefix, name), inner)
        origin = kind.origin if isinstance(kind.origin, Table) else None
        for column in origin.columns if origin is not None else ():
            if column.links is not None:  # conditions look at the rows there: `labels.name`
                for old, new in self.of_table(column.links.target).items():
                    yield (*prefix, column.name, old), new
        ref = self._refs.get(id(origin))
        for old, new in self.of_table(ref).items():
            if old in kind.fields:
                yield (*prefix, old), new


def _at(path: Path | None, names: Mapping[str, Type], row: Record | None) -> Type | None:
    """What stands at a path, as far as it is known."""
    if path is None:
        return None
    fields = row.fields if row is not None else {}
    kind = row if path[0] == "row" and row is not None and "row" not in names else names.get(path[0])
    if kind is None:
        kind = fields.get(path[0])
    for step in path[1:]:
        if isinstance(kind, t.ListOf):
            kind = kind.item if step == ITEM else None
        else:
            kind = kind.fields.get(step) if isinstance(kind, Record) else None
    return kind
