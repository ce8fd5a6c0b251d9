"""Tables of a statement: quoted names, aliases, and relations followed by sub-queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from toolwright.errors import InvalidExpression, PluginFault, did_you_mean, phrase
from toolwright.extend.sql.dialect import Sql
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.shape import Shape
from toolwright.model.table import Column, Table


def table_clause(table: Table) -> sa.TableClause:
    """The table in its own names, always quoted."""
    if table.native is None:
        raise PluginFault("A table of a data source has no native name.", code="plugin.no_native_name")
    schema = table.native.schema_name
    return sa.table(quoted(table.native.table), schema=quoted(schema) if schema else None)


def attach(from_clause: FromClause, column: Column) -> Sql:
    """A column of a table or alias, always quoted."""
    clause: sa.ColumnClause[object] = sa.column(quoted(column.source_name))
    clause.table = from_clause
    return clause


@dataclass(frozen=True, slots=True)
class Related:
    """A relation a filter follows: its target and the shape of the rule on the target's rows."""

    table: Table
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    rule: Shape | None


ClauseOf: TypeAlias = Callable[[Table], FromClause]


class Scope:
    """One table of a statement and where its relations lead."""

    def __init__(
        self,
        table: Table,
        from_clause: FromClause,
        related: Mapping[str, Related],
        prefix: tuple[str, ...] = (),
        clause_of: ClauseOf = table_clause,
    ) -> None:
        self.table = table
        self.from_clause = from_clause
        self.related = related
        self.prefix = prefix
        self._clause_of = clause_of
        self._aliases = [0]
        self.beside: dict[str, tuple[Column, Sql]] = {}
        """What a statement reads under some names instead of columns of the table."""

    @classmethod
    def top(cls, table: Table, related: Mapping[str, Related], clause_of: ClauseOf = table_clause) -> Scope:
        """The scope of the table a query is about; `clause_of` gives tables with what is worked out for their rows."""
        return cls(table, clause_of(table).alias("t0"), related, clause_of=clause_of)

    def column(self, name: str) -> tuple[Column, Sql]:
        """A column of this table. Raises InvalidExpression with the nearest name."""
        if name in self.beside:
            return self.beside[name]
        column = self.table.by_name.get(name)
        if column is None:
            raise InvalidExpression(
                phrase("There is no column '{name}'.", name=name),
                code="filter.unknown_column",
                hint=did_you_mean(name, self.table.by_name),
            )
        return column, attach(self.from_clause, column)

    def follow(self, name: str) -> tuple[Scope, Related, Sql]:
        """The scope of a relation's target, the relation, and the condition that joins it to this table."""
        path = (*self.prefix, name)
        relation = self.related.get(".".join(path))
        if relation is None:
            raise InvalidExpression(
                phrase("There is no relation '{path}'.", path=".".join(path)), code="filter.unknown_relation"
            )
        self._aliases[0] += 1
        alias = self._clause_of(relation.table).alias(f"t{self._aliases[0]}")
        target = Scope(relation.table, alias, self.related, path, self._clause_of)
        target._aliases = self._aliases
        joined = sa.and_(
            *(
                target.column(theirs)[1] == self.column(ours)[1]
                for ours, theirs in zip(relation.columns, relation.target_columns, strict=True)
            )
        )
        return target, relation, joined
