"""The types of rows, from table definitions: what expressions and filters over a table are checked against."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.errors import InvalidExpression, phrase
from toolwright.expressions import And, Filter, Opaque, Operand, Record, Type
from toolwright.expressions import columns_of as paths_of
from toolwright.expressions import types as t
from toolwright.expressions.filter import Path, TableColumns, children
from toolwright.model.table import Column, DataType, Table

_TYPES: Mapping[DataType, Type] = {
    DataType.TEXT: t.TEXT,
    DataType.INTEGER: t.INTEGER,
    DataType.DECIMAL: t.DECIMAL,
    DataType.FLOAT: t.FLOAT,
    DataType.BOOLEAN: t.BOOLEAN,
    DataType.DATE: t.DATE,
    DataType.TIME: t.TIME,
    DataType.DATETIME: t.DATETIME,
    DataType.DURATION: t.DURATION,
    DataType.UUID: t.UUID,
    DataType.JSON: t.JSON,
    DataType.BINARY: t.BINARY,
    DataType.LIST: t.ListOf(t.ANY),
    DataType.OTHER: t.TEXT,
}
RELATION_DEPTH = 2
"""How many relations a path in an expression may follow: `row.ticket.customer.name`."""

LINKED = "[]"
"""Ends the name of a column of links where a condition looks into the pairs it is kept in."""
OTHER_END = ("other", "id")
"""The way from such a pair to the key of the row it leads to."""

USER: Record = t.Record(
    {
        "id": t.TEXT,
        "name": t.TEXT,
        "email": t.TEXT,
        "roles": t.ListOf(t.TEXT),
        "is_admin": t.BOOLEAN,
        "locale": t.TEXT,
        "time_zone": t.TEXT,
    }
)
"""`user` in expressions."""

FILE: Record = t.Record({"id": t.TEXT, "name": t.TEXT, "type": t.TEXT, "size": t.INTEGER, "sha256": t.TEXT})
"""A file of a row in expressions."""


def type_of(column: Column, linked: Mapping[str, Type] | None = None) -> Type:
    """The type of a column's values; of links with what conditions may read of the rows they lead to."""
    if column.links is not None:
        return t.ListOf(t.INTEGER, (f"{column.name}{LINKED}", *OTHER_END), linked or {})
    if column.files is not None:
        return t.ListOf(FILE) if column.files.many else FILE
    return _TYPES[column.type]


def readable_there(table: Table) -> dict[str, Type]:
    """What conditions may read of the rows that links lead to: single values that are their own."""
    return {c.name: kind for c in table.columns if c.is_stored and (kind := type_of(c)) in t.SCALARS - {t.BINARY}}


def columns_of(
    table: Table, tables: Mapping[str, Table], depth: int = RELATION_DEPTH, *, links: bool = False
) -> TableColumns:
    """The columns of a table, and those reached over its relations; those that hold links only where asked for."""
    columns = {
        column.name: type_of(column, _linked_in(column, tables))
        for column in table.columns
        if links or column.links is None
    }
    if depth == 0:
        return TableColumns(columns)
    relations = {
        relation.name: columns_of(tables[relation.target], tables, depth - 1, links=links)
        for relation in table.relations
        if relation.target in tables
    }
    return TableColumns(columns, relations)


def _linked_in(column: Column, tables: Mapping[str, Table]) -> Mapping[str, Type]:
    target = tables.get(column.links.target) if column.links is not None else None
    return {} if target is None else readable_there(target)


def refuse_whole_links(condition: Filter, known: TableColumns) -> None:
    """Raise InvalidExpression for links in a part of a condition that has no translation and would need all of them."""
    for part in condition.items if isinstance(condition, And) else (condition,):
        waiting: list[Filter | Operand] = [part]
        found: list[Path] = []
        is_opaque = False
        while waiting:
            node = waiting.pop()
            is_opaque = is_opaque or isinstance(node, Opaque)
            waiting.extend(children(node))
        for path in paths_of(part) if is_opaque else ():
            if is_linking(known, path) or any(step.endswith(LINKED) for step in path):
                found.append(path)
        if found:
            name = next((step for step in found[0] if step.endswith(LINKED)), found[0][-1]).removesuffix(LINKED)
            raise InvalidExpression(
                phrase("A condition on '{name}' cannot be of this form.", name=name),
                code="filter.links",
                hint=phrase(
                    "Ask with `7 in {name}` or `{name} is none`, by itself or joined with plain comparisons.", name=name
                ),
            )


def is_linking(known: TableColumns, path: Path) -> bool:
    """Whether a path ends in a column that holds links."""
    for step in path[:-1]:
        if step not in known.relations:
            return False
        known = known.relations[step]
    return bool(getattr(known.columns.get(path[-1]), "through", ()))


def record_of(table: Table, tables: Mapping[str, Table], depth: int = RELATION_DEPTH, *, links: bool = True) -> Record:
    """A row as an object: its columns, and under each relation's name the row found there, without its links.

    Its origin is the table.
    """
    fields: dict[str, Type] = {column.name: type_of(column) for column in table.columns if links or not column.links}
    if depth:
        for relation in table.relations:
            if relation.target in tables and relation.name not in fields:
                fields[relation.name] = record_of(tables[relation.target], tables, depth - 1, links=False)
    return t.Record(fields, origin=table)
