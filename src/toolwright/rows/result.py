"""Result: the rows of a query as a link like any other, filtered, sorted, paged and summed up here.

The source runs the text as it was written. What is asked of its result, policy's conditions included, is judged in this
process over all of its rows, within the limits; a result that these cut short says so on every page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from operator import itemgetter
from typing import Any

from toolwright.errors import InvalidDefinition, InvalidInput, phrase
from toolwright.expressions import Budget, Filter, evaluate_filter
from toolwright.expressions.value import to_text
from toolwright.extend.batch import RowBatch
from toolwright.extend.coerce import coerce
from toolwright.extend.column import Refused
from toolwright.extend.datasource import (
    AggregateQuery,
    Author,
    Cells,
    Change,
    Changed,
    Limits,
    Link,
    Load,
    Loaded,
    Order,
    RefuseRow,
    Search,
    SelectQuery,
    TableShape,
)
from toolwright.extend.formula import Formulas, formulas_of
from toolwright.extend.native import NativeResult
from toolwright.extend.query_columns import distinct
from toolwright.model.query import Query
from toolwright.model.table import Column, DataType, Table
from toolwright.rows.summary import summarise

TRANSFORM_S = 2.0
"""Seconds of the processor that computing the columns of one result may take."""
_STEPS, _SIZE = 100_000_000, 50_000_000
Row = Mapping[str, object]
Ask = Callable[[], Awaitable[NativeResult]]
"""Asks the query, once."""
_MANY = 500  # rows that are judged on the event loop at once: a few milliseconds
Value = Any  # of one column, so that values order among themselves


@asynccontextmanager
async def result_link(ask: Ask, table: Table, query: Query) -> AsyncIterator[Link]:
    """A link to the result of a query, which is asked once, when first needed."""
    if query.writes:
        raise InvalidInput(
            "This query changes rows, so it is run on purpose and not read.", code="query.writes", hint="Run it."
        )
    yield ResultLink(ask, table)


@dataclass
class ResultLink(Link):
    """The rows of one run."""

    _ask: Ask
    _table: Table
    _found: tuple[list[Row], NativeResult] | None = None

    async def _rows(self, condition: Filter | None, search: Search | None) -> tuple[list[Row], NativeResult]:
        if self._found is None:
            result = await self._ask()
            self._found = (await shown_rows(self._table, result), result)
        rows, result = self._found
        if (search is not None or condition is not None) and len(rows) > _MANY:
            return await asyncio.to_thread(_passing, rows, condition, search), result
        return _passing(rows, condition, search), result

    async def select(self, query: SelectQuery, limits: Limits) -> RowBatch:
        """The rows asked for, in order."""
        rows, result = await self._rows(query.filter, query.search)
        rows = _sorted(rows, query.order)
        end = None if query.limit is None else query.offset + query.limit
        cells = [tuple(row[name] for name in query.columns) for row in rows[query.offset : end]]
        return RowBatch(query.columns, cells, result.limited_by)

    async def stream(self, query: SelectQuery, limits: Limits, batch_rows: int = 1000) -> AsyncIterator[RowBatch]:
        """The rows asked for, which are here already."""
        batch = await self.select(query, limits)
        for start in range(0, len(batch.rows), batch_rows):
            yield RowBatch(batch.columns, batch.rows[start : start + batch_rows], batch.limited_by)

    async def count(self, query: SelectQuery, limits: Limits, cap: int | None = None) -> int:
        """How many rows satisfy the query."""
        rows, _ = await self._rows(query.filter, query.search)
        return len(rows) if cap is None else min(len(rows), cap + 1)

    async def aggregate(self, query: AggregateQuery, limits: Limits) -> RowBatch:
        """Groups and measures."""
        rows, result = await self._rows(query.filter, query.search)
        names = (*(group.name for group in query.groups), *(measure.name for measure in query.measures))
        return RowBatch(names, summarise(query, rows)[: query.limit], result.limited_by)

    async def describe(self, limits: Limits) -> list[TableShape]:
        """Nothing: a result is described by its query."""
        return []

    async def write(self, changes: Sequence[Change], limits: Limits, author: Author | None = None) -> list[Changed]:
        """Refused: a result is read."""
        raise _read_only()

    async def load(
        self,
        load: Load,
        batches: AsyncIterator[Cells],
        refuse: RefuseRow,
        limits: Limits,
        *,
        author: Author | None = None,
        keep: bool = True,
    ) -> Loaded:
        """Refused: a result is read."""
        raise _read_only()

    async def close(self) -> None:
        """Nothing to close: the link below is the pool's."""


def _passing(rows: list[Row], condition: Filter | None, search: Search | None) -> list[Row]:
    if search is not None:
        rows = [row for row in rows if _has_words(search, row)]
    if condition is not None:
        rows = [row for row in rows if evaluate_filter(condition, row)]
    return rows


def _read_only() -> InvalidInput:
    return InvalidInput("The result of a query is read and not changed.", code="query.read_only")


# --- cells ------------------------------------------------------------------------------------------------------------


async def shown_rows(table: Table, result: NativeResult) -> list[Row]:
    """The rows by the names of the table's columns, computed ones among them.

    Raises InvalidDefinition when the result has other columns, LimitReached when computing takes too much.
    """
    formulas = formulas_of(table)
    if formulas is None:
        return _named(table, result)
    if len(result.rows) > _MANY // 5:
        return await asyncio.to_thread(_computed, table, result, formulas)
    return _computed(table, result, formulas)


def _computed(table: Table, result: NativeResult, formulas: Formulas) -> list[Row]:
    budget = Budget(_STEPS, _SIZE, TRANSFORM_S)
    readers = {column.name: _lenient(column) for column in table.columns if column.formula is not None}
    found: list[Row] = []
    for row in _named(table, result):
        derived = formulas.derive(row, budget)
        found.append({**row, **{name: readers[name](value) for name, value in derived.items()}})
    return found


def _lenient(column: Column) -> Callable[[object], object]:
    """Reads what was computed; what does not fit the column leaves it empty."""
    read = _reader(column)

    def found(value: object) -> object:
        try:
            return None if value is None else read(value)
        except InvalidDefinition:
            return None

    return found


def _named(table: Table, result: NativeResult) -> list[Row]:
    columns = [column for column in table.columns if column.formula is None]
    found = {name: place for place, name in reversed(list(enumerate(distinct([one.name for one in result.columns]))))}
    missing = [column.source_name for column in columns if column.source_name not in found]
    if missing:
        raise InvalidDefinition(
            phrase("The result of the query has no column '{missing}'.", missing=missing[0]),
            code="query.columns_changed",
            hint="Run the query in the studio and save the columns it has now.",
        )
    readers = [(column.name, found[column.source_name], _reader(column)) for column in columns]
    return [{name: None if row[at] is None else read(row[at]) for name, at, read in readers} for row in result.rows]


def _reader(column: Column) -> Callable[[object], object]:
    kind, plain = column.type, _PLAIN.get(column.type)

    def read(value: object) -> object:
        if plain is None or (type(value) in plain):
            return value
        try:
            return _read(column, value)
        except (Refused, ValueError, TypeError, ArithmeticError) as wrong:
            raise InvalidDefinition(
                phrase(
                    "Column '{name}' of the query holds a value that is no {value}.", name=column.name, value=kind.value
                ),
                code="query.column_type",
                hint="Give the column another type, or cast the value in the query.",
            ) from wrong

    return read


_PLAIN: Mapping[DataType, tuple[type, ...]] = {
    DataType.TEXT: (str,),
    DataType.INTEGER: (int,),
    DataType.DECIMAL: (Decimal,),
    DataType.FLOAT: (float,),
    DataType.BOOLEAN: (bool,),
    DataType.DATE: (date,),
    DataType.DATETIME: (datetime,),
}


def _read(column: Column, value: Value) -> object:
    match column.type:
        case DataType.TEXT:
            return to_text(value)
        case DataType.INTEGER if int(value) == value:
            return int(value)
        case DataType.DECIMAL if not isinstance(value, str):
            return Decimal(str(value))
        case DataType.FLOAT if not isinstance(value, str):
            return float(value)
        case DataType.BOOLEAN if value in (0, 1):
            return bool(value)
        case DataType.DATE if isinstance(value, datetime):
            return value.date()
        case DataType.DATETIME:
            return datetime.fromisoformat(value) if isinstance(value, str) else datetime.combine(value, time())
        case _:
            return coerce(column, value)


def _sorted(rows: list[Row], order: Sequence[Order]) -> list[Row]:
    """In order, nulls last in both directions."""
    for one in reversed(order):
        there = [row for row in rows if row[one.column] is not None]
        there.sort(key=itemgetter(one.column), reverse=one.descending)
        rows = [*there, *(row for row in rows if row[one.column] is None)]
    return rows


def _has_words(search: Search, row: Row) -> bool:
    texts = [to_text(row[name]).casefold() for name in search.columns if row[name] is not None]
    words = (*search.words, *(term.text for term in search.terms))
    return all(any(word.casefold() in text for text in texts) for word in words)
