"""Standing in: rows that a statement reads in place of a table's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from toolwright.extend.sql.bound import Binds
from toolwright.extend.sql.dialect import Bare, Sql
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.shape import Shaper
from toolwright.model.table import Table


@dataclass(frozen=True, slots=True)
class NotedRows:
    """Rows of a table on a side (`before`, `after`) of the entries of its journal behind one, as `clause` has them."""

    clause: Callable[[Table, str, Sql], FromClause]
    side: str
    after: int


@dataclass(frozen=True, slots=True)
class GivenRows:
    """Rows in stored forms, and the names of their cells; at least one."""

    names: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]

    def place(self, shaper: Shaper) -> PlacedRows:
        """The rows among the values of a request."""
        first = len(shaper.values)
        shaper.values.extend(cell for row in self.rows for cell in row)
        return PlacedRows(self.names, first, len(self.rows))


@dataclass(frozen=True, slots=True)
class PlacedRows:
    """Where given rows are among the values of a request."""

    names: tuple[str, ...]
    first: int
    count: int

    def clause(self, table: Table, binds: Binds) -> FromClause:
        """The rows as a table with these columns."""
        width, labels = len(self.names), [quoted(table.by_name[name].source_name) for name in self.names]

        def row(number: int) -> sa.Select[Any]:  # Any: as `Sql`
            first = self.first + number * width
            return sa.select(*(binds.bind(first + n, Bare(), None).label(label) for n, label in enumerate(labels)))

        return sa.union_all(*map(row, range(self.count))).subquery()
