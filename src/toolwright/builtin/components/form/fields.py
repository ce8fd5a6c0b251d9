"""The fields of a form over a table: which component edits which column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from toolwright.errors import did_you_mean, phrase
from toolwright.extend.build import Build
from toolwright.extend.control import asked_together
from toolwright.extend.nodes import Allowed
from toolwright.model.base import ColumnName, Expr, Model, Name
from toolwright.model.screen import Node
from toolwright.model.table import Column, DataType, Table

_KINDS: dict[DataType, str] = {
    DataType.TEXT: "text_field",
    DataType.UUID: "text_field",
    DataType.DURATION: "text_field",
    DataType.INTEGER: "number_field",
    DataType.DECIMAL: "number_field",
    DataType.FLOAT: "number_field",
    DataType.BOOLEAN: "boolean_field",
    DataType.DATE: "date_field",
    DataType.TIME: "time_field",
    DataType.DATETIME: "datetime_field",
    DataType.JSON: "long_text_field",
    DataType.LIST: "long_text_field",
}
_STAMPS = frozenset({"created_at", "updated_at", "modified_at", "created_on", "updated_on", "deleted_at"})
"""Columns the database or the application keeps; left out of forms nobody has set up when they fill themselves."""


class FormField(Model):
    """One column, asked for."""

    column: ColumnName = Field(description="The column, or a relation of several columns.")
    label: Expr[str] | None = Field(None, description="What is asked for; the column's label when empty.")
    help: Expr[str] | None = Field(None, description="A few words below the field.")
    placeholder: Expr[str] | None = Field(None, description="An example inside the empty field.")
    default: Expr[str | int | float | bool] | None = Field(None, description="Value it starts with.")
    required: bool = Field(False, description="A value must be given, although the column does not need one.")
    read_only: Expr[bool] = Field(False, description="Shown, but not changed.")
    wide: bool = Field(False, description="Takes both columns of a form.")


def field_nodes(
    build: Build,
    ref: str | None,
    table: Table | None,
    entries: Sequence[Name | FormField],
    fill: bool,
    verb: Literal["create", "update"],
    *,
    several: bool = False,
) -> list[tuple[Node, tuple[Allowed, ...]]]:
    """A field component for each entry, and the rights it needs. Without entries every column that can be written,
    for `several` rows but for those whose values belong to one row."""
    if ref is None or table is None:
        if entries:
            build.fail(("fields",), "Fields by name need a table.", "Name the table, or put field components inside.")
        return []
    every = [name for name in _every(table, verb) if not (several and _is_of_one_row(table, name))] if fill else ()
    wanted: list[Name | FormField] = list(entries) or [*every]
    return [_node(build, ref, table, entry, place, verb) for place, entry in enumerate(wanted)]


def _every(table: Table, verb: str) -> list[str]:
    """What a form asks for that nobody has set up: relations of several columns stand in place of these."""
    return asked_together(table, [column.name for column in table.columns if _is_asked(table, column, verb)])


def _is_of_one_row(table: Table, name: str) -> bool:
    column = table.by_name.get(name)
    return (name,) in table.unique or (column is not None and column.files is not None)


def _is_asked(table: Table, column: Column, verb: str) -> bool:
    if column.read_only or column.type not in _KINDS:
        return False
    if column.name in _STAMPS and (column.has_default or column.nullable):
        return False
    if column.name in table.primary_key:
        return verb == "create" and column.required
    return True


def _node(
    build: Build, ref: str, table: Table, entry: Name | FormField, place: int, verb: Literal["create", "update"]
) -> tuple[Node, tuple[Allowed, ...]]:
    name = entry if isinstance(entry, str) else entry.column
    relation = table.relation_by_name.get(name) if name not in table.by_name else None
    columns = [table.by_name[part] for part in relation.columns] if relation else [table.by_name.get(name)]
    column = columns[0]
    if column is None:
        known = [*table.by_name, *table.relation_by_name]
        build.fail(
            ("fields", place),
            phrase("The table '{ref}' has no column '{name}'.", ref=ref, name=name),
            did_you_mean(name, known),
        )
    given = {} if isinstance(entry, str) else entry.model_dump(exclude={"column"}, exclude_defaults=True)
    if len(columns) == 1:
        name = column.name
    kind = kind_of(table, column) if len(columns) == 1 else "relation_field"
    if column.control is not None and len(columns) == 1:
        given = {**column.control.settings, **given}
    if kind == "long_text_field":
        given.setdefault("wide", True)
    if verb == "update" and not any(item.nullable for item in columns if item is not None):
        given.setdefault("required", True)  # it holds a value already, and cannot be emptied
    node = Node.model_validate({"kind": kind, "name": name, "table": ref, **given})
    return node, tuple(Allowed(verb, ref, item.name) for item in columns if item is not None)


def kind_of(table: Table, column: Column) -> str:
    """The component that edits a column."""
    if column.control is not None:
        return column.control.kind
    if any(relation.columns == (column.name,) for relation in table.relations):
        return "relation_field"
    if column.options:
        return "options_field"
    if column.type is DataType.TEXT and (column.long or (column.max_length or 0) > 500):
        return "long_text_field"
    return _KINDS.get(column.type, "text_field")
