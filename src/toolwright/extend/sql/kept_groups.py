"""Kept groups: figures of a built-in table by group, brought up to date by what its journal has noted since.

Figures over a million rows have to look at all of them, once. Asked again they are those of before, less the rows that
were changed as they were, plus these rows as they are: counts, sums and averages of whole numbers, the least and the
greatest, all of them exact. Other figures are worked out anew for the groups those rows were or are in. What is kept is
of one moment of the database, and what is added to it of another; each is read in one transaction together with the
number of the last entry of the journal.

That holds where entries come to be seen in the order of their numbers (`JournalSql.since`), and while none of them is
missing and the schema is the same. Otherwise, or when much has changed, everything is worked out again. Numbers that
are not whole lose a digit in JSON now and then, so no figure and no group is taken from the journal's.
"""

from __future__ import annotations

import marshal
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any, Final, TypeAlias

from toolwright.expressions import columns_of
from toolwright.extend.bounded import Bounded, size_of
from toolwright.extend.datasource import AggregateQuery, SelectQuery
from toolwright.extend.sql.driver import Row, Session
from toolwright.extend.sql.figures import Anew, Sums, adds_up, figures_of_view
from toolwright.extend.sql.halves import Halves, Moment
from toolwright.extend.sql.journal import MOST_NOTED, noted_columns
from toolwright.extend.sql.schema import SchemaWriter
from toolwright.extend.sql.standing_in import GivenRows, NotedRows
from toolwright.extend.sql.statement import Statements
from toolwright.model.table import DataType

MAX_BYTES: Final = 8 * 1024 * 1024
"""What all kept groups of a process may take."""
MOST_GROUPS = 2000
"""Figures of more groups are not kept."""
_MOST_SHOWN = 256
"""Nor are those of views with more of them."""
_MAX_BYTES_READ = 1 << 26
_NOT_WHOLE = frozenset({DataType.FLOAT, DataType.DECIMAL, DataType.DURATION})
_MEMO = "kept groups"
_Value: TypeAlias = Any  # of one column, so that values order among themselves
Ask = Callable[[Session], Awaitable[Sequence[Row] | None]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Figures by group, as of the entry of that number."""

    end: int
    mark: object
    schema: object
    rows: Mapping[Row, Row]


ROOM: Bounded[_Kept] = Bounded(MAX_BYTES)
"""That of this process: one for all databases, so that their number does not multiply it."""


class KeptGroups:
    """The kept groups of one database."""

    def __init__(self, statements: Statements, writer: SchemaWriter, place: Hashable) -> None:
        self._statements = statements
        self._journal = writer.journal
        self._state = writer.journal.since()
        self._place = place  # not the link: what is kept outlives it, and its mark tells another file from this one
        self._halves = Halves(statements, writer.explain)

    def figured(self, query: SelectQuery | AggregateQuery, limit: int) -> Ask | None:
        """What answers a query from kept groups, or says None where it could not after all; None where none may."""
        if self._state is None or (isinstance(query, SelectQuery) and query.table.view is None):
            return None
        if _MEMO not in query.memo:
            query.memo[_MEMO] = self._figures(query)
        figures: Sums | Anew | None = query.memo[_MEMO]  # type: ignore[assignment]  # the memo holds them under this key
        if figures is None:
            return None
        return lambda session: session.together(lambda inner: self._answer(inner, query, figures, limit))

    def _figures(self, query: SelectQuery | AggregateQuery) -> Sums | Anew | None:
        if isinstance(query, SelectQuery):
            asked = None if query.search is not None or query.related else figures_of_view(query.table)
        else:
            asked = query
        if asked is None or not _is_of_rows_alone(asked):
            return None
        return Sums(asked) if adds_up(asked) else Anew(asked)

    async def _answer(
        self, session: Session, query: SelectQuery | AggregateQuery, figures: Sums | Anew, limit: int
    ) -> Sequence[Row] | None:
        await session.execute("BEGIN", ())
        try:
            found = await self._now(session, figures)
        finally:
            await session.execute("ROLLBACK", ())  # nothing was written
        if found is None:
            return None
        rows = figures.told(found)
        if isinstance(query, AggregateQuery):
            return _in_order(query, rows, limit)
        if not 0 < len(rows) <= _MOST_SHOWN:
            return None
        given = GivenRows(figures.names, figures.without_empty_sums(rows))
        asked = self._statements.select_given(query, limit, given)
        return await session.fetch(asked.plan.statement.sql, asked.values, _MAX_BYTES_READ)

    async def _now(self, session: Session, figures: Sums | Anew) -> Mapping[Row, Row] | None:
        """All groups as they are at this moment, which are kept from then on."""
        whole = self._statements.aggregate(figures.query, MOST_GROUPS + 1)
        key: Hashable = (self._place, whole.plan.statement.sql, marshal.dumps([*whole.values], 2))
        kept = ROOM.get(key)
        moment = await self._moment(session, 0 if kept is None else kept.end)
        end, schema, mark, was, count = _standing(moment)
        rows: Mapping[Row, Row] | None = None
        if kept is not None and (kept.schema, kept.mark) == (schema, was) and count == end - kept.end <= MOST_NOTED:
            rows = kept.rows if count == 0 else await self._brought_on(session, figures, kept)
        if rows is None:
            rows = await self._looked_at(session, figures, moment)
            if rows is None:
                return None
        if mark is not None:
            ROOM.keep(key, _Kept(end, mark, schema, rows), size_of(rows.keys()) + size_of(rows.values()) + 1000)
        return rows

    async def _looked_at(self, session: Session, figures: Sums | Anew, moment: Moment) -> Mapping[Row, Row] | None:
        """All groups from all rows; None for too many."""
        adds = isinstance(figures, Sums)
        first, *parts = await self._halves.figures(session, figures.query, MOST_GROUPS, moment, adds_up=adds)
        if len(first) + sum(map(len, parts)) > MOST_GROUPS:
            return None
        if not isinstance(figures, Sums):
            return figures.by_group([*first, *(row for part in parts for row in part)])
        rows: Mapping[Row, Row] | None = figures.by_group(first)
        for part in parts:
            rows = None if rows is None else figures.added(rows, (), part)
        return rows

    async def _moment(self, session: Session, number: int) -> Moment:
        """Where the journal stands, and how much it has noted since that entry."""
        values = (number, number)
        return Moment(self._state or "", values, await session.fetch(self._state or "", values, 1000))

    async def _brought_on(self, session: Session, figures: Sums | Anew, kept: _Kept) -> Mapping[Row, Row] | None:
        gone, come = [await self._noted(session, figures.noted, side, kept.end) for side in ("before", "after")]
        if isinstance(figures, Sums):
            return figures.added(kept.rows, gone, come)
        plan = self._statements.aggregate(figures.noted, MOST_GROUPS + 1).plan
        anew = figures.anew(kept.rows, [*gone, *come], [*plan.rows(gone), *plan.rows(come)])
        if anew is None:
            return None
        asked = self._statements.aggregate(anew, MOST_GROUPS + 1)
        fresh = await session.fetch(asked.plan.statement.sql, asked.values, _MAX_BYTES_READ)
        rows = figures.replaced(kept.rows, [*gone, *come], fresh)
        return rows if len(rows) <= MOST_GROUPS else None

    async def _noted(self, session: Session, query: AggregateQuery, side: str, after: int) -> Sequence[Row]:
        """The figures of the rows that the journal has noted since, as they were before or are after each entry."""
        asked = self._statements.noted_aggregate(query, NotedRows(self._journal.noted_rows, side, after))
        return await session.fetch(asked.plan.statement.sql, asked.values, _MAX_BYTES_READ)


def _standing(moment: Moment) -> tuple[int, object, object, object, int]:
    """The number of the last entry; marks of the schema, of it and of the one asked for; how many are behind that."""
    if not moment.rows:  # nothing was ever noted
        return 0, None, None, None, -1
    end, schema, mark, was, count = moment.rows[0]
    return int(str(end)), schema, mark, was, int(str(count))


def _is_of_rows_alone(query: AggregateQuery) -> bool:
    """Whether columns that the journal notes of a row, and nothing else, decide what the row adds to figures."""
    table = query.table
    if not table.is_internal or table.view is not None or query.search is not None or query.related:
        return False
    noted = {column.name: column.type for column in noted_columns(table)}
    paths: set[tuple[str, ...]] = {(group.column,) for group in query.groups}
    paths |= {(m.column,) for m in query.measures if m.column and m.function in ("min", "max")}
    paths |= columns_of(query.filter) if query.filter is not None else frozenset()
    if any(len(path) != 1 or noted.get(path[0], DataType.FLOAT) in _NOT_WHOLE for path in paths):
        return False
    if any(measure.column is not None and measure.column not in noted for measure in query.measures):
        return False
    return adds_up(query) or (bool(query.groups) and all(group.bucket is None for group in query.groups))


def _in_order(query: AggregateQuery, rows: list[Row], limit: int) -> list[Row] | None:
    """The first rows in the order of the query; None for values that only the database can order."""
    names = [*(group.name for group in query.groups), *(measure.name for measure in query.measures)]
    try:
        rows.sort(key=lambda row: [(cell is not None, cell) for cell in row[: len(query.groups)]])
        for element in reversed(query.order):
            place = names.index(element.column)
            sign = -1 if element.descending else 1
            rows.sort(key=cmp_to_key(lambda one, other, p=place, s=sign: _compared(one[p], other[p], s)))  # type: ignore[misc]  # mypy cannot type a lambda with defaults
    except (TypeError, ValueError):
        return None
    return rows[:limit]


def _compared(one: _Value, other: _Value, sign: int) -> int:
    if one is None or other is None:
        return (one is None) - (other is None)
    return sign * (int(one > other) - int(one < other))
