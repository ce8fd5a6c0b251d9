"""Shapes as an introspection would give them, written briefly."""

from __future__ import annotations

from toolwright.extend.datasource import ColumnShape, ForeignKeyShape, TableShape
from toolwright.model.table import DataType, TableKind

TYPES = {
    "text": DataType.TEXT,
    "int": DataType.INTEGER,
    "bool": DataType.BOOLEAN,
    "date": DataType.DATE,
    "datetime": DataType.DATETIME,
    "decimal": DataType.DECIMAL,
    "json": DataType.JSON,
    "uuid": DataType.UUID,
    "blob": DataType.BINARY,
}


def column(spec: str, *, options: tuple[str, ...] = ()) -> ColumnShape:
    """`name:type!` (not null), `name:type=` (has a default), `name:text(80)`."""
    name, _, rest = spec.partition(":")
    word = rest.rstrip("!=") or "text"
    base, _, length = word.partition("(")
    return ColumnShape(
        name=name,
        type=TYPES[base],
        native_type=word,
        nullable="!" not in rest,
        has_default="=" in rest,
        max_length=int(length.rstrip(")")) if length else None,
        options=options,
    )


def table(
    name: str,
    *columns: str | ColumnShape,
    key: tuple[str, ...] = ("id",),
    refs: dict[str, str] | None = None,
    schema: str | None = None,
    kind: TableKind = TableKind.TABLE,
    unique: tuple[tuple[str, ...], ...] = (),
    foreign: tuple[ForeignKeyShape, ...] = (),
) -> TableShape:
    """A table; `refs` maps a column to the table whose `id` it holds."""
    shapes = tuple(item if isinstance(item, ColumnShape) else column(item) for item in columns)
    keys = tuple(ForeignKeyShape((name,), schema, target, ("id",)) for name, target in (refs or {}).items())
    return TableShape(schema, name, kind, shapes, key, unique, (), (*keys, *foreign))


def view(name: str, *columns: str) -> TableShape:
    """A database view."""
    return table(name, *columns, key=(), kind=TableKind.VIEW)
