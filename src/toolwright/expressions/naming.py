"""Naming: what the names in a condition on rows mean, columns of the table or values of the context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolwright.errors import phrase
from toolwright.expressions.expression import Expression
from toolwright.expressions.filter import Column, Path, TableColumns
from toolwright.expressions.types import SCALARS, ListOf, Record, Scope, Type


class RowNames:
    """What the names of one expression mean: columns of the table, or the context's."""

    def __init__(self, expression: Expression, table: TableColumns, context: Scope) -> None:
        self.table = table
        self.context = context
        self.ours = {
            path[0]
            for path in expression.paths
            if len(path) > 1 and path[0] in context.names and table.columns.get(path[0]) in SCALARS
            and path[0] not in table.relations
        }  # fmt: skip

        mixed = next((name for name in sorted(self.ours) if (name,) in expression.paths), None)
        if mixed is not None:
            detail = phrase("{mixed} is a column here and a name of the context as well.", mixed=repr(mixed))
            end = len(expression.source)
            raise expression.located.fault(
                0, end, detail, "ambiguous_name", phrase("Write row.{mixed} for the column.", mixed=mixed)
            )

    def scope(self) -> Scope:
        row = record_of(self.table)
        names = {**self.context.names, "row": row, **row.fields}
        names.update({name: self.context.names[name] for name in self.ours})
        return Scope(names, self.context.functions)

    def is_row(self, root: str) -> bool:
        """Whether a root name is the row's."""
        if root in self.ours:
            return False
        return root == "row" or root in self.table.columns or root in self.table.relations

    def column(self, path: Path) -> Column | None:
        """The column a path reads, or None for a part of one, a whole relation or another name."""
        steps = path[1:] if path[0] == "row" and "row" not in self.table.columns else path
        table = self.table
        for place, step in enumerate(steps):
            if place == len(steps) - 1:
                return Column(steps, table.columns[step]) if step in table.columns else None
            if step not in table.relations:
                return _of_linked(table, steps, place)
            table = table.relations[step]
        return None

    def owners(self, path: Path) -> frozenset[Path]:
        """The columns a path reads: the one it starts with, or all of the row or relation it stands for."""
        for end in range(1, len(path) + 1):
            column = self.column(path[:end])
            if column is not None:
                return frozenset({column.path})
        steps = path[1:] if path[0] == "row" and "row" not in self.table.columns else path
        table = self.table
        for step in steps:
            table = table.relations[step]
        return frozenset((*steps, name) for name in table.columns)


def _of_linked(table: TableColumns, steps: Path, place: int) -> Column | None:
    """The column of links at that place, as the list of what the step behind it reads of the rows they lead to."""
    kind = table.columns.get(steps[place])
    if not isinstance(kind, ListOf) or len(steps) != place + 2 or steps[-1] not in kind.fields:
        return None
    return Column(steps[:-1], kind.of(steps[-1]))


class _RowFields(Mapping[str, Type]):
    """The fields of a row; relations are looked into only when read, as tables may lead back to themselves."""

    def __init__(self, table: TableColumns) -> None:
        self.table = table

    def __getitem__(self, name: str) -> Type:
        if name in self.table.relations:
            return record_of(self.table.relations[name])
        return self.table.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.table.columns, **self.table.relations})

    def __len__(self) -> int:
        return len({*self.table.columns, *self.table.relations})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _RowFields) and self.table is other.table

    __hash__ = None  # type: ignore[assignment]  # like every mapping of fields


def record_of(table: TableColumns) -> Record:
    """The row of a table as a type; a name that is column and relation is the relation."""
    return Record(_RowFields(table))
