"""Figures of an aggregate: sums, averages, extremes and counts of a column."""

from __future__ import annotations

from decimal import Context, Decimal

import sqlalchemy as sa

from toolwright.errors import InvalidInput, phrase
from toolwright.extend.datasource import Measure
from toolwright.extend.sql.dialect import NUMBERS, Decode, Dialect, Raw, Sql
from toolwright.extend.sql.median import Place
from toolwright.model.table import Column, DataType

_WITHOUT_ORDER = frozenset({DataType.JSON, DataType.LIST, DataType.BINARY})

_WIDE = Context(prec=100)


def measured(
    dialect: Dialect, measure: Measure, column: Column, sql: Sql, place: Place | None = None
) -> tuple[Sql, Decode | None]:
    """A figure and how to read it; a median needs the place of rows. Raises InvalidInput where there is no figure."""
    if measure.function == "count":
        return sa.func.count(sql), None
    if measure.function == "count_distinct" and column.type not in _WITHOUT_ORDER:
        return sa.func.count(sa.distinct(dialect.grouped(column, sql)[0])), None
    if measure.function in ("sum", "avg") and column.type in NUMBERS:
        number = dialect.number(dialect.compared(column, sql), column.type)
        figure = sa.func.sum(number) if measure.function == "sum" else sa.func.avg(number)
        return figure, _number_reader(measure, column)
    if measure.function == "median" and column.type in NUMBERS:
        number = dialect.number(dialect.compared(column, sql), column.type)
        middle = dialect.median(number) if place is None else place.middle(number)
        if middle is not None:
            return middle, _number_reader(measure, column)
    if measure.function in ("min", "max") and column.type not in _WITHOUT_ORDER:
        ordered = dialect.smallest(column, sql)
        return sa.func.min(ordered) if measure.function == "min" else sa.func.max(ordered), dialect.decoder(column)
    raise InvalidInput(
        phrase("There is no {function} of '{name}'.", function=phrase(measure.function), name=column.name),
        code="aggregate.unsupported",
    )


def unsupported(form: str, column: Column) -> InvalidInput:
    """The error for a column that rows cannot be grouped by."""
    return InvalidInput(phrase(form, name=column.name), code="aggregate.unsupported")


def _number_reader(measure: Measure, column: Column) -> Decode:
    if column.type is DataType.FLOAT:
        return float
    if column.type is DataType.INTEGER and measure.function == "sum":
        return int
    if measure.function == "sum" and column.scale is not None:
        places = Decimal(1).scaleb(-column.scale)
        return lambda value: _decimal(value).quantize(places, context=_WIDE)
    return _decimal


def _decimal(value: Raw) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
