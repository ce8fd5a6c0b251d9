"""Derived: a table with the columns that are worked out from other rows, as a sub-query in its place.

Databases merge such a sub-query into the statement around it, so that indexes of the table serve as before and a column
nobody asks for costs nothing. Conditions of rollups are constants of the definition and become part of the statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import TypeEngine

from toolwright.expressions import parse, to_filter
from toolwright.extend.covering import covering
from toolwright.extend.datasource import Measure
from toolwright.extend.design import ID, OTHER, THIS, pairs_table
from toolwright.extend.row_types import LINKED, OTHER_END, RELATION_DEPTH, columns_of
from toolwright.extend.sql.bound import Binds
from toolwright.extend.sql.condition import Conditions
from toolwright.extend.sql.dialect import Dialect, Encode, Sql
from toolwright.extend.sql.measure import measured
from toolwright.extend.sql.median import Place, placed
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.scope import Related, Scope, attach, table_clause
from toolwright.extend.sql.shape import Shaper
from toolwright.model.table import Column, DataType, Links, Lookup, Relation, Rollup, Table
from toolwright.model.view import View, ViewMeasure


def whole_clause(dialect: Dialect, table: Table) -> FromClause:
    """The table as it is read: itself, or a sub-query that adds what is worked out for each row."""
    if table.view is not None:
        return _view(dialect, table, table.view)
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
    if column.links is not None:
        return _linked(dialect, table, base, column.links)
    return attach(base, column)


def _looked_up(dialect: Dialect, table: Table, base: FromClause, lookup: Lookup) -> Sql:
    if lookup.over is not None:
        return _listed(dialect, table, base, lookup, lookup.over)
    relation = table.relation_by_name[lookup.relation]
    target = table.joined[relation.target]
    there = whole_clause(dialect, target).alias()
    found: sa.Select[Any] = sa.select(attach(there, target.by_name[lookup.column]))  # Any: as `Sql`
    return (
        found.select_from(there).where(_joins(table, base, target, there, relation)).correlate(base).scalar_subquery()
    )


def _rolled_up(dialect: Dialect, table: Table, base: FromClause, rollup: Rollup) -> Sql:
    assert rollup.table is not None  # noqa: S101  # known once tables are joined
    other = table.joined[rollup.table]
    there = whole_clause(dialect, other).alias()
    figure: Sql = sa.func.count()
    if rollup.column is not None:
        column = other.by_name[rollup.column]
        figure = _figure(dialect, rollup.function, column, attach(there, column))
    found: sa.Select[Any] = sa.select(figure)  # Any: as `Sql`
    if rollup.over is not None:
        found = _along(found, table, base, rollup.over, there, is_own=rollup.is_own)
    else:
        relation = other.relation_by_name[rollup.relation]
        found = found.select_from(there).where(_joins(other, there, table, base, relation))
    if rollup.filter is not None:
        found = found.where(_condition(dialect, other, there, rollup.filter))
    return found.correlate(base).scalar_subquery()


def _listed(dialect: Dialect, table: Table, base: FromClause, lookup: Lookup, links: Links) -> Sql:
    """The values of the rows that links lead to, in order, as a list; NULL for none."""
    target = table.joined[links.target]
    there = whole_clause(dialect, target).alias()
    value = attach(there, target.by_name[lookup.column])
    found: sa.Select[Any] = sa.select(value.label("value")).where(value.is_not(None)).order_by(value)  # Any: as `Sql`
    each = _along(found, table, base, links, there, is_own=True).correlate(base).subquery()
    listed: sa.Select[Any] = sa.select(dialect.listed(each.c.value)).select_from(each)  # Any: as `Sql`
    return listed.scalar_subquery()


def _along(
    found: sa.Select[Any], table: Table, base: FromClause, links: Links, there: FromClause, *, is_own: bool
) -> sa.Select[Any]:  # Any: as `Sql`
    """A selection over the rows at the other end of links of this row, or of those whose links lead to it."""
    pairs = sa.table(quoted(links.pairs)).alias()
    here, far = (attach(pairs, Column(name=name)) for name in ((THIS, OTHER) if is_own else (OTHER, THIS)))
    joined = far == attach(there, Column(name=ID))
    return found.select_from(pairs.join(there, joined)).where(here == attach(base, table.by_name[ID]))


def _linked(dialect: Dialect, table: Table, base: FromClause, links: Links) -> Sql:
    """The ids of the linked rows as a list; NULL for none."""
    there = sa.table(quoted(links.pairs)).alias()
    ends = [attach(there, Column(name=name)) for name in (THIS, OTHER)]
    found: sa.Select[Any] = sa.select(dialect.listed(ends[1])).select_from(there)  # Any: as `Sql`
    return found.where(ends[0] == attach(base, table.by_name[ID])).correlate(base).scalar_subquery()


# --- views ------------------------------------------------------------------------------------------------------------


def _view(dialect: Dialect, table: Table, view: View) -> FromClause:
    base = table.joined[view.of]
    here = whole_clause(dialect, base).alias()
    scope = Scope(base, here, _relations(base, table.joined), clause_of=partial(whole_clause, dialect))
    reach = partial(_reached, dialect, scope)
    conditions = [_condition(dialect, base, here, text, table.joined) for text in (base.filter, view.filter) if text]
    condition: Sql = sa.and_(sa.true(), *conditions)
    if view.is_summary:
        gather = bool(view.measures) and not covering(base, view)
        return _summary(dialect, view, reach, here, condition, gather=gather).subquery()
    values = {one.name: one.value or one.name for one in view.columns}
    chosen = [reach(values.get(column.name, column.name))[1].label(quoted(column.name)) for column in table.columns]
    return sa.select(*chosen).select_from(here).where(condition).subquery()


def _summary(
    dialect: Dialect,
    view: View,
    reach: Callable[[str], tuple[Column, Sql]],
    here: FromClause,
    condition: Sql,
    *,
    gather: bool,
) -> sa.Select[Any]:  # Any: as `Sql`
    """Groups and figures; `gather`: rows have to be read whole, in no order of an index."""
    groups = []
    for group in view.group:
        column, sql = reach(group.value or group.name)
        found = dialect.grouped(column, sql) if group.bucket is None else dialect.bucket(column, sql, group.bucket)
        groups.append(dialect.unindexed(found[0]) if gather else found[0])
    measures = view.measures or (ViewMeasure(name="count"),)
    columns = [None if measure.value is None else reach(measure.value) for measure in measures]
    places: Sequence[Place | None] = [None] * len(measures)
    if any(m.function == "median" for m in measures) and dialect.median(sa.literal_column("1")) is None:
        wanted = [measure.function == "median" for measure in measures]
        values = [None if column is None else column[1] for column in columns]
        rows = placed(here, condition, groups, list(zip(values, wanted, strict=True)))
        here, condition, groups, places = rows.from_clause, sa.true(), list(rows.groups), rows.places
        columns = [
            None if column is None or value is None else (column[0], value)
            for column, value in zip(columns, rows.values, strict=True)
        ]
    figures = [
        sa.func.count() if column is None else _figure(dialect, measure.function, *column, place)
        for measure, column, place in zip(measures, columns, places, strict=True)
    ]
    names = [*(group.name for group in view.group), *(measure.name for measure in measures)]
    chosen = [sql.label(quoted(name)) for name, sql in zip(names, (*groups, *figures), strict=True)]
    statement = sa.select(*chosen).select_from(here).where(condition)
    return statement.group_by(*groups) if groups else statement


def _reached(dialect: Dialect, scope: Scope, value: str) -> tuple[Column, Sql]:
    """A column of the table, or one found along its relations."""
    path = tuple(value.split("."))
    return scope.column(value) if len(path) == 1 else Conditions(dialect, Binds(), scope).column(path)


def _figure(dialect: Dialect, function: str, column: Column, sql: Sql, place: Place | None = None) -> Sql:
    figure, _ = measured(dialect, Measure("value", function, column.name), column, sql, place)  # type: ignore[arg-type]  # one of them
    if function != "sum":
        return figure
    figure = sa.func.coalesce(figure, sa.literal_column("0"))
    return sa.cast(figure, sa.BigInteger) if column.type is DataType.INTEGER else figure


def _relations(table: Table, joined: Mapping[str, Table]) -> dict[str, Related]:
    """The relations of a table, and of those they lead to, by path."""
    found: dict[str, Related] = {}
    waiting: list[tuple[tuple[str, ...], Table]] = [((), table)] if joined else []
    while waiting:
        path, one = waiting.pop()
        for relation in one.relations:
            target = joined.get(relation.target)
            if target is not None:
                found[".".join((*path, relation.name))] = Related(
                    target, relation.columns, relation.target_columns, None
                )
                if len(path) < RELATION_DEPTH - 1:
                    waiting.append(((*path, relation.name), target))
                else:
                    found |= _links_at((*path, relation.name), target, joined)
        found |= _links_at(path, one, joined)
    return found


def _links_at(path: tuple[str, ...], table: Table, joined: Mapping[str, Table]) -> dict[str, Related]:
    """The ways from a table along its links: into the pairs, and to their other ends."""
    found: dict[str, Related] = {}
    for column in table.columns:
        target = joined.get(column.links.target) if column.links is not None else None
        if target is not None:
            pairs = pairs_table(table_clause(table).name, column)
            step = ".".join((*path, f"{column.name}{LINKED}"))
            found[step] = Related(pairs, (ID,), (THIS,), None)
            found[f"{step}.{OTHER_END[0]}"] = Related(target, (OTHER,), (ID,), None)
    return found


def _joins(table: Table, here: FromClause, target: Table, there: FromClause, relation: Relation) -> Sql:
    pairs = zip(relation.columns, relation.target_columns, strict=True)
    return sa.and_(
        *(attach(there, target.by_name[theirs]) == attach(here, table.by_name[ours]) for ours, theirs in pairs)
    )


def _condition(
    dialect: Dialect, table: Table, there: FromClause, text: str, joined: Mapping[str, Table] | None = None
) -> Sql:
    near = table.joined if joined is None else joined
    known = columns_of(table, near, links=True)
    shaper = Shaper()
    shape = shaper.filter(to_filter(parse(text), known.columns, known.relations), table)
    if shape is None:
        return sa.true()
    scope = Scope(table, there, _relations(table, near), clause_of=partial(whole_clause, dialect))
    return Conditions(dialect, _Constants(shaper.values), scope).compile(shape)


class _Constants(Binds):
    """Binds whose values are known for good: they travel inside the statement, still bound."""

    def __init__(self, values: list[object]) -> None:
        super().__init__()
        self._values = values

    def bind(self, index: int, type_: TypeEngine[Any], encode: Encode | None) -> Sql:  # Any: SQLAlchemy's own types
        value = self._values[index]
        return sa.bindparam(None, encode(value) if encode is not None else value, type_=type_, unique=True)
