"""Turn what a source describes into the tables it is asked with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from toolwright.extend.datasource import ColumnShape, TableShape
from toolwright.model.table import Column, NativeName, Option, Table

_UNFIT = re.compile(r"[^a-z0-9_]+")


def tables_of(shapes: Iterable[TableShape]) -> dict[str, Table]:
    """Tables by their native name."""
    return {shape.name: table_of(shape) for shape in shapes}


def table_of(shape: TableShape) -> Table:
    """The table of a shape, its columns under fit names."""
    names = fit_names(column.name for column in shape.columns)
    return Table(
        source="source",
        native=NativeName(schema=shape.schema, table=shape.name),
        kind=shape.kind,
        columns=tuple(_column(names[column.name], column) for column in shape.columns),
        primary_key=tuple(names[name] for name in shape.primary_key),
        unique=tuple(tuple(names[name] for name in key) for key in shape.unique),
    )


def fit_names(natives: Iterable[str]) -> Mapping[str, str]:
    """A permanent name for each native one: itself where it is fit, otherwise made fit and told apart."""
    names: dict[str, str] = {}
    for native in natives:
        base = _UNFIT.sub("_", native.lower()).strip("_")[:50] or "column"
        base = base if base[0].isalpha() else f"c_{base}"
        name, number = base, 2
        while name in names.values():
            name, number = f"{base}_{number}", number + 1
        names[native] = name
    return names


def _column(name: str, shape: ColumnShape) -> Column:
    return Column(
        name=name,
        native=shape.name if shape.name != name else None,
        type=shape.type,
        native_type=shape.native_type,
        required=not shape.nullable and not shape.has_default,
        nullable=shape.nullable,
        has_default=shape.has_default,
        read_only=shape.generated,
        max_length=shape.max_length,
        precision=shape.precision,
        scale=shape.scale,
        zoned=shape.zoned,
        options=tuple(Option(value=option) for option in shape.options),
        long=shape.long,
    )
