"""The types of rows, from table definitions: what expressions and filters over a table are checked against."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.expressions import Record, Type
from toolwright.expressions import types as t
from toolwright.expressions.filter import TableColumns
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


def type_of(column: Column) -> Type:
    """The type of a column's values."""
    if column.links is not None:
        return t.ListOf(t.INTEGER, (f"{column.name}{LINKED}", *OTHER_END))
    if column.files is not None:
        return t.ListOf(FILE) if column.files.many else FILE
    return _TYPES[column.type]


def columns_of(
    table: Table, tables: Mapping[str, Table], depth: int = RELATION_DEPTH, *, links: bool = False
) -> TableColumns:
    """The columns of a table, and those reached over its relations; those that hold links only where asked for.

    Rules look past what people may see, and whom a row links to is a matter of who looks: rules cannot name links.
    """
    columns = {column.name: type_of(column) for column in table.columns if links or column.links is None}
    if depth == 0:
        return TableColumns(columns)
    relations = {
        relation.name: columns_of(tables[relation.target], tables, depth - 1, links=links)
        for relation in table.relations
        if relation.target in tables
    }
    return TableColumns(columns, relations)


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
