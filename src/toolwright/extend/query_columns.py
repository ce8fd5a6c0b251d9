"""Columns of queries: what a result has under the names a query gives it, and what the query computes from that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolwright.errors import InvalidDefinition, InvalidExpression, phrase
from toolwright.expressions import Type, parse
from toolwright.expressions import types as t
from toolwright.extend.formula import formula_type, formulas_of, reads
from toolwright.extend.native import NativeResult
from toolwright.extend.row_types import type_of
from toolwright.model.query import Query, QueryColumn, table_of
from toolwright.model.table import DataType

_OTHER = re.compile(r"[^a-z0-9]+")
_UNSURE = frozenset({DataType.TEXT, DataType.OTHER, DataType.INTEGER, DataType.FLOAT})
"""Types that a source tells of values it knows no better, so that what somebody chose for the column stays."""

_DATA_TYPES: Mapping[Type, DataType] = {
    t.INTEGER: DataType.INTEGER, t.DECIMAL: DataType.DECIMAL, t.FLOAT: DataType.FLOAT, t.BOOLEAN: DataType.BOOLEAN,
    t.DATE: DataType.DATE, t.DATETIME: DataType.DATETIME, t.TIME: DataType.TIME, t.DURATION: DataType.DURATION,
    t.UUID: DataType.UUID,
}  # fmt: skip


def distinct(names: Sequence[str]) -> list[str]:
    """The names of a result's columns, those that are there twice numbered."""
    found: list[str] = []
    for name in names:
        number, told = 1, name
        while told in found:
            number += 1
            told = f"{name}_{number}"
        found.append(told)
    return found


def columns_of(result: NativeResult, query: Query | None = None) -> tuple[QueryColumn, ...]:
    """The columns of a result under permanent names: those that the query gives them, where it does.

    Columns that the query computes follow them.
    """
    known = {} if query is None else {one.source_name: one for one in query.columns if one.value is None}
    computed = () if query is None else tuple(one for one in query.columns if one.value is not None)
    native = distinct([column.name for column in result.columns])
    taken = [one.name for one in computed]
    wanted = [known[name].name if name in known else _permanent(name) for name in native]
    names = distinct([*taken, *wanted])[len(taken) :]
    found = [
        QueryColumn(
            name=name,
            native=None if name == told else told,
            type=known[told].type if told in known and _keeps(known[told].type, column.type) else column.type,
        )
        for name, told, column in zip(names, native, result.columns, strict=True)
    ]
    return (*found, *computed)


def _keeps(chosen: DataType, told: DataType) -> bool:
    return told in _UNSURE and chosen is not DataType.OTHER


def _permanent(name: str) -> str:
    plain = _OTHER.sub("_", name.lower()).strip("_")[:50]
    return plain if plain[:1].isalpha() else f"column_{plain}".rstrip("_")


def computed_type(columns: Sequence[QueryColumn], value: str) -> DataType:
    """What a column with that value is best kept as. Raises InvalidExpression for what cannot be computed."""
    others = table_of(Query(sql="-", columns=tuple(columns))).columns
    return _DATA_TYPES.get(formula_type(parse(value), others), DataType.TEXT)


def check_computed(columns: Sequence[QueryColumn], column: QueryColumn) -> None:
    """Raise InvalidDefinition unless a computed column can be computed from its row and is what it gives."""
    table = table_of(Query(sql="-", columns=tuple(columns)))
    expression = parse(column.value or "")
    found = formula_type(expression, [one for one in table.columns if one.name != column.name])
    wanted = type_of(next(one for one in table.columns if one.name == column.name))
    if not (t.fits(found, wanted) or {found, wanted} <= t.NUMBERS):
        raise InvalidExpression(
            phrase("This gives {found}, and the column is {wanted}.", found=found.said, wanted=wanted.said),
            "query.column_type",
            "Give the column another type.",
        )
    sensitive = {one.name for one in columns if one.sensitive}
    hidden = sorted(sensitive & reads(expression))
    if hidden and not column.sensitive:
        raise InvalidDefinition(
            phrase("It shows something of '{hidden}', which is sensitive.", hidden=hidden[0]),
            "query.sensitive",
            "Mark it sensitive too, so that its reads are recorded.",
        )
    formulas_of(table)
