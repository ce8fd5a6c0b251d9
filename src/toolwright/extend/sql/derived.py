"""Derived: a table with the columns that are worked out from other rows, as a sub-query in its place.

Databases merge such a sub-query into the statement around it, so that indexes of the table serve as before and a column
nobody asks for costs nothing. Conditions of rollups are constants of the definition and become part of the statement.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import TypeEngine

from toolwright.expressions import parse, to_filter
from toolwright.extend.datasource import Measure
from toolwright.extend.row_types import columns_of
from toolwright.extend.sql.bound import Binds
from toolwright.extend.sql.condition import Conditions
from toolwright.extend.sql.dialect import Dialect, Encode, Sql
from toolwright.extend.sql.measure import measured
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.scope import Related, Scope, attach, table_clause
from toolwright.extend.sql.shape import Shaper
from toolwright.model.table import Column, DataType, Lookup, Relation, Rollup, Table


def whole_clause(dialect: Dialect, table: Table) -> FromClause:
    """The table as it is read: itself, or a sub-query that adds what is worked out for each row."""
    if all(column.is_stored for column in table.columns):
        return table_clause(table)
    base = table_clause(table).alias()
    columns = [_column(dialect, table, base, column).label(quoted(column.source_name)) for column in table.columns]
    return sa.select(*columns).select_from(base).subquery()


def _column(dialect: Dialect, table: Table, base: FromClause, column: Column) -> Sql:
    if column.lookup is not None:
        return _looked_up(dialect, table, base, column.lookup)
    if column.rollup is not None:
        return _rolled_up(dialect, table, base, column.rollup)
    return attach(base, column)


def _looked_up(dialect: Dialect, table: Table, base: FromClause, lookup: Lookup) -> Sql:
    relation = table.relation_by_name[lookup.relation]
    target = table.joined[relation.target]
    there = whole_clause(dialect, target).alias()
    found: sa.Select[Any] = sa.select(attach(there, target.by_name[lookup.column]))  # Any: as `Sql`
    return (
        found.select_from(there).where(_joins(table, base, target, there, relation)).correlate(base).scalar_subquery()
    )


def _rolled_up(dialect: Dialect, table: Table, base: FromClause, rollup: Rollup) -> Sql:
    other = table.joined[rollup.table]
    there = whole_clause(dialect, other).alias()
    figure: Sql = sa.func.count()
    if rollup.column is not None:
        column = other.by_name[rollup.column]
        figure, _ = measured(dialect, Measure("value", rollup.function, column.name), column, attach(there, column))
        if rollup.function == "sum":
            figure = sa.func.coalesce(figure, sa.literal_column("0"))
            figure = sa.cast(figure, sa.BigInteger) if column.type is DataType.INTEGER else figure
    relation = other.relation_by_name[rollup.relation]
    found: sa.Select[Any] = sa.select(figure).select_from(there)  # Any: as `Sql`
    found = found.where(_joins(other, there, table, base, relation))
    if rollup.filter is not None:
        found = found.where(_condition(dialect, other, there, rollup.filter))
    return found.correlate(base).scalar_subquery()


def _joins(table: Table, here: FromClause, target: Table, there: FromClause, relation: Relation) -> Sql:
    pairs = zip(relation.columns, relation.target_columns, strict=True)
    return sa.and_(
        *(attach(there, target.by_name[theirs]) == attach(here, table.by_name[ours]) for ours, theirs in pairs)
    )


def _condition(dialect: Dialect, table: Table, there: FromClause, text: str) -> Sql:
    known = columns_of(table, table.joined, 1)
    shaper = Shaper()
    shape = shaper.filter(to_filter(parse(text), known.columns, known.relations), table)
    related = {
        relation.name: Related(table.joined[relation.target], relation.columns, relation.target_columns, None)
        for relation in table.relations
        if relation.target in table.joined
    }
    binds = _Constants(shaper.values)
    return sa.true() if shape is None else Conditions(dialect, binds, Scope(table, there, related)).compile(shape)


class _Constants(Binds):
    """Binds whose values are known for good: they travel inside the statement, still bound."""

    def __init__(self, values: list[object]) -> None:
        super().__init__()
        self._values = values

    def bind(self, index: int, type_: TypeEngine[Any], encode: Encode | None) -> Sql:  # Any: SQLAlchemy's own types
        value = self._values[index]
        return sa.bindparam(None, encode(value) if encode is not None else value, type_=type_, unique=True)
