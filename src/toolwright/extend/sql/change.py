"""The statements of writes, built once per shape."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial

import sqlalchemy as sa

from toolwright.expressions import Filter
from toolwright.extend.datasource import Change, RelatedTable
from toolwright.extend.sql.bound import Binds, Statement, absent_as_none
from toolwright.extend.sql.derived import whole_clause
from toolwright.extend.sql.dialect import Bare, Dialect, Sql
from toolwright.extend.sql.scope import Related, Scope, attach, table_clause
from toolwright.extend.sql.shape import Shape, Shaper
from toolwright.extend.sql.statement import Plan, Prepared, Statements
from toolwright.model.table import Table


class ChangeStatements:
    """Builds and keeps the statements of writes."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._dialect = statements.dialect

    def insert(self, table: Table, values: Mapping[str, object], answered: Sequence[str]) -> Prepared:
        """Insert a row; where the database can, it answers the columns `answered`."""
        shaper = Shaper()
        for value in values.values():
            shaper.place(value)
        key = ("insert", id(table), tuple(values), tuple(answered))

        def make() -> Plan:
            binds = Binds()
            target, assigned = self._assigned(table, values, binds, 0)
            statement = sa.insert(target).values(assigned) if assigned else sa.insert(target)
            columns = [(table.by_name[name], attach(target, table.by_name[name])) for name in answered]
            models = [column for column, _ in columns]
            if not self._dialect.returning:
                return Plan(binds.compiled(statement, self._dialect), (), ())
            answering = statement.returning(*self._statements.reading(columns))
            decoders = self._statements.decoders(models)
            return Plan(binds.compiled(answering, self._dialect), tuple(answered), decoders)

        return self._filled(key, table, make, shaper)

    def update(self, table: Table, where: Filter, values: Mapping[str, object]) -> Prepared:
        """Change the columns of the rows that satisfy `where`."""
        shaper = Shaper()
        shape = shaper.filter(where, table)
        first = len(shaper.values)
        for value in values.values():
            shaper.place(value)
        key = ("update", id(table), shape, tuple(values))

        def make() -> Plan:
            binds = Binds()
            target, assigned = self._assigned(table, values, binds, first)
            condition = self._statements.condition(binds, Scope(table, target, {}), shape)
            statement = sa.update(target).where(condition).values(assigned)
            return Plan(binds.compiled(statement, self._dialect), (), ())

        return self._filled(key, table, make, shaper)

    def insert_rows(self, table: Table, names: Sequence[str]) -> Statement:
        """Insert rows that give values for `names`, in that order."""

        def make() -> Plan:
            binds = Binds()
            target, assigned = self._assigned(table, names, binds, 0)
            return Plan(binds.compiled(sa.insert(target).values(assigned), self._dialect), (), ())

        plan: Plan = self._statements.cache.get(("insert rows", id(table), tuple(names)), table, make)
        return plan.statement

    def update_rows(self, table: Table, where: Filter, names: Sequence[str]) -> Statement:
        """Change `names` of rows found by a condition like `where`: the values are those of it, then these."""
        shaper = Shaper()
        shape = shaper.filter(where, table)
        first = len(shaper.values)

        def make() -> Plan:
            binds = Binds()
            target, assigned = self._assigned(table, names, binds, first)
            condition = self._statements.condition(binds, Scope(table, target, {}), shape)
            return Plan(binds.compiled(sa.update(target).where(condition).values(assigned), self._dialect), (), ())

        plan: Plan = self._statements.cache.get(("update rows", id(table), shape, tuple(names)), table, make)
        return plan.statement

    def delete_rows(self, table: Table, where: Filter) -> Statement:
        """Delete rows found by a condition like `where`: the values are those of it."""
        shaper = Shaper()
        key, make = self._deletion(table, shaper.filter(where, table))
        plan: Plan = self._statements.cache.get(key, table, make)
        return plan.statement

    def delete(self, table: Table, where: Filter) -> Prepared:
        """Delete the rows that satisfy `where`."""
        shaper = Shaper()
        key, make = self._deletion(table, shaper.filter(where, table))
        return self._filled(key, table, make, shaper)

    def _deletion(self, table: Table, shape: Shape | None) -> tuple[Hashable, Callable[[], Plan]]:
        """The plan of deleting the rows that satisfy a condition, and what it is kept under."""

        def make() -> Plan:
            binds, target = Binds(), table_clause(table)
            condition = self._statements.condition(binds, Scope(table, target, {}), shape)
            return Plan(binds.compiled(sa.delete(target).where(condition), self._dialect), (), ())

        return ("delete", id(table), shape), make

    def locked(self, change: Change, where: Filter, columns: Sequence[str]) -> Prepared:
        """The row, held until the transaction ends."""
        shaper = Shaper()
        shape = shaper.filter(where, change.table)
        rules = _rules(shaper, change.related)
        key = ("locked", id(change.table), shape, _identity(change.related, rules), tuple(columns))

        def make() -> Plan:
            binds, scope = Binds(), _scope(self._dialect, change.table, change.related, rules)
            chosen = [scope.column(name) for name in columns]
            statement = sa.select(*self._statements.reading(chosen)).select_from(scope.from_clause)
            statement = statement.where(self._statements.condition(binds, scope, shape)).with_for_update()
            decoders = self._statements.decoders([column for column, _ in chosen])
            return Plan(binds.compiled(statement, self._dialect), tuple(columns), decoders)

        return self._filled(key, (change.table, change.related), make, shaper)

    def checked(self, change: Change, where: Filter, columns: Sequence[str]) -> Prepared:
        """The stored row, and 1 behind it when it satisfies the check of the change."""
        shaper = Shaper()
        shape, check = shaper.filter(where, change.table), shaper.filter(change.check, change.table)
        rules = _rules(shaper, change.related)
        key = ("checked", id(change.table), shape, check, _identity(change.related, rules), tuple(columns))

        def make() -> Plan:
            binds, scope = Binds(), _scope(self._dialect, change.table, change.related, rules)
            chosen = [scope.column(name) for name in columns]
            condition = self._statements.condition(binds, scope, check)
            passes = sa.case((condition, sa.literal_column("1")), else_=sa.literal_column("0"))
            statement = sa.select(*self._statements.reading(chosen), passes.label("passes"))
            statement = statement.select_from(scope.from_clause)
            statement = statement.where(self._statements.condition(binds, scope, shape))
            decoders = self._statements.decoders([column for column, _ in chosen])
            return Plan(binds.compiled(statement, self._dialect), tuple(columns), decoders)

        return self._filled(key, (change.table, change.related), make, shaper)

    # --- shared -------------------------------------------------------------------------------------------------------

    def _assigned(
        self, table: Table, names: Iterable[str], binds: Binds, first: int
    ) -> tuple[sa.TableClause, dict[str, Sql]]:
        target, assigned = table_clause(table), {}
        for place, name in enumerate(names):
            column = table.by_name[name]
            clause = attach(target, column)
            target.append_column(clause)  # type: ignore[arg-type]  # a ColumnClause by construction
            bound = binds.bind(first + place, Bare(), absent_as_none(self._dialect.encoder(column)))
            assigned[clause.key or column.source_name] = self._dialect.write(column, bound)
        return target, assigned

    def _filled(self, key: object, alive: object, make: object, shaper: Shaper) -> Prepared:
        plan: Plan = self._statements.cache.get(key, alive, make)  # type: ignore[arg-type]  # hashable by construction
        return Prepared(plan, plan.statement.values(shaper.values))


def _rules(shaper: Shaper, related: Mapping[str, RelatedTable]) -> dict[str, Shape | None]:
    return {prefix: shaper.filter(target.filter, target.table) for prefix, target in related.items()}


def _identity(related: Mapping[str, RelatedTable], rules: Mapping[str, Shape | None]) -> tuple[object, ...]:
    return tuple(
        (prefix, id(target.table), target.columns, target.target_columns, rules[prefix])
        for prefix, target in related.items()
    )


def _scope(
    dialect: Dialect, table: Table, related: Mapping[str, RelatedTable], rules: Mapping[str, Shape | None]
) -> Scope:
    relations = {
        prefix: Related(target.table, target.columns, target.target_columns, rules[prefix])
        for prefix, target in related.items()
    }
    return Scope.top(table, relations, partial(whole_clause, dialect))
