"""Halves: the first look at all rows for figures by group, shared by two connections.

A look at a million rows takes one processor 50 to 80 ms where an index covers it. The index is parted in the middle,
which a sample of rows tells, and another connection works out the upper half meanwhile. Figures that add up are parted
within a group too, by the next column of the index; others between two groups. Groups with many rows are asked for one
by one, for a comparison with one value costs less than grouping does. The other connection must have read the same
moment of the database: both tell where the journal stands, and where that differs, one alone looks again.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from toolwright.expressions import ANY, Always, Filter, In, Value, conjunction
from toolwright.expressions import Column as Path
from toolwright.extend.datasource import AggregateQuery, Order, SelectQuery
from toolwright.extend.design import ID
from toolwright.extend.schema_change import AccessPath
from toolwright.extend.sql.driver import Row, Session
from toolwright.extend.sql.segment import Parting, Segment, parted
from toolwright.extend.sql.statement import Prepared, Statements
from toolwright.model.table import Column, Table

FROM_ROWS = 100_000
"""With fewer of them one connection is done before a second has begun."""
_SAMPLE: Final = 400
_MAX_BYTES_READ = 1 << 26
_Value: TypeAlias = Any  # of a column
Explain = Callable[[Session, str, Sequence[object]], Awaitable[AccessPath]]


@dataclass(frozen=True, slots=True)
class Moment:
    """A statement that answers other rows when anything has changed, and what it answers in a transaction."""

    sql: str
    values: Sequence[object]
    rows: Sequence[Row]


class Halves:
    """Works out figures of all rows, by two connections where that is quicker.

    The first figure of a query must be how many rows a group has.
    """

    def __init__(self, statements: Statements, explain: Explain) -> None:
        self._statements = statements
        self._explain = explain

    async def figures(
        self, session: Session, query: AggregateQuery, limit: int, moment: Moment, *, adds_up: bool
    ) -> Sequence[Sequence[Row]]:
        """The groups with their figures in one part or more, as of `session`'s transaction.

        More than `limit` of them in a part stand for more. A group may be in several where `adds_up`.
        """
        whole, path = await self._quickest(session, query, limit)
        parting = await self._parting(session, query, path, adds_up=adds_up)
        shared = None if parting is None else await self._shared(session, query, limit, moment, parting)
        return [await _all(session, whole)] if shared is None else shared

    async def _quickest(self, session: Session, query: AggregateQuery, limit: int) -> tuple[Prepared, AccessPath]:
        """The statement that reads no rows if an index has all it takes, and else the one that does not hop to them."""
        covered = self._statements.aggregate(replace(query, is_covered=True, memo={}), limit + 1)
        path = await self._explain(session, covered.plan.statement.sql, covered.values)
        return (covered if path.is_covered else self._statements.aggregate(query, limit + 1)), path

    async def _shared(
        self, session: Session, query: AggregateQuery, limit: int, moment: Moment, parting: Parting
    ) -> Sequence[Sequence[Row]] | None:
        """The same by two connections; None where one alone is to look."""
        lower, upper = ([self._part(query, limit, one) for one in half] for half in (parting.lower, parting.upper))
        begun = session.beside([(moment.sql, moment.values), *((one.plan.statement.sql, one.values) for one in upper)])
        if begun is None:
            return None
        with begun:
            mine = [await _all(session, one) for one in lower]
            others = begun.answers()
        if others is None or others[0] != moment.rows:
            return None
        return [
            rows if one.group is None else [(one.group, *row) for row in rows if row[0]]
            for one, rows in zip([*parting.lower, *parting.upper], [*mine, *others[1:]], strict=True)
        ]

    def _part(self, query: AggregateQuery, limit: int, segment: Segment) -> Prepared:
        asked = replace(query, filter=_also(query, segment.condition), is_covered=True, memo={})
        return self._statements.aggregate(asked if segment.group is None else replace(asked, groups=()), limit + 1)

    async def _parting(
        self, session: Session, query: AggregateQuery, path: AccessPath, *, adds_up: bool
    ) -> Parting | None:
        """How the index is parted; None where that is no help."""
        group, ordered = query.groups[0] if query.groups else None, _indexed(query.table, path)
        if not ordered or group is None or group.bucket or ordered[0].name != group.column or not self._has_two():
            return None
        last = SelectQuery(query.table, (ID,), order=(Order(ID, descending=True),))
        newest = await _all(session, self._statements.select(last, 1))
        most = int(str(newest[0][0])) if newest else 0
        if most < FROM_ROWS:
            return None
        columns = [*ordered, query.table.by_name[ID]][:2]  # rows of equal ones are in the order of the key
        sample = await self._sample(session, query, most, columns)
        parting = parted(columns, [row[1:] for row in sample], adds_up=adds_up)
        return None if parting is None else await self._named(session, query, parting, sample)

    @staticmethod
    def _has_two() -> bool:
        return (os.cpu_count() or 1) > 1

    async def _sample(
        self, session: Session, query: AggregateQuery, most: int, columns: Sequence[Column]
    ) -> Sequence[Row]:
        """Some rows from everywhere: their keys and these columns."""
        ids = dict.fromkeys(place * most // _SAMPLE for place in range(1, _SAMPLE + 1))
        names = (ID, *(column.name for column in columns))
        asked = self._statements.select(SelectQuery(query.table, names, _also(query, _with_key(ids))), _SAMPLE)
        return asked.plan.rows(await _all(session, asked))

    async def _named(self, session: Session, query: AggregateQuery, parting: Parting, sample: Sequence[Row]) -> Parting:
        """The parting, whose segments of one group have the group in its stored form: nobody has to group by it."""
        keys = {row[1]: row[0] for row in sample}
        wanted = {one.value: keys[one.value] for one in (*parting.lower, *parting.upper) if one.value is not None}
        if not wanted or len(query.groups) > 1:
            return parting
        asked = self._statements.aggregate(replace(query, filter=_with_key(wanted.values()), memo={}), len(wanted))
        rows = await _all(session, asked)
        stored = {told[0]: row[0] for told, row in zip(asked.plan.rows(rows), rows, strict=True)}
        lower, upper = (
            [replace(one, group=None if one.value is None else stored.get(one.value)) for one in half]
            for half in (parting.lower, parting.upper)
        )
        return Parting(lower, upper)


def _also(query: AggregateQuery, condition: Filter) -> Filter:
    return conjunction(query.filter or Always(value=True), condition)


def _with_key(keys: Iterable[_Value]) -> Filter:
    return In(Path((ID,), ANY), tuple(map(Value, keys)))


def _indexed(table: Table, path: AccessPath) -> list[Column]:
    """The columns of the index that answers it all, in order; none where rows are read."""
    by_source = {column.source_name: column for column in table.columns}
    names = [name.removeprefix("-") for name in path.indexes[0].columns] if path.is_covered and path.indexes else []
    return [by_source[name] for name in names if name in by_source]


async def _all(session: Session, asked: Prepared) -> Sequence[Row]:
    return await session.fetch(asked.plan.statement.sql, asked.values, _MAX_BYTES_READ)
