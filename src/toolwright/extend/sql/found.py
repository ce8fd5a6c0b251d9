"""Found: where the rows of a statement come from, and how those of a search come into it, whatever the database.

A table that says what a search looks up (`Table.search`) has such an index beside it. What is found there takes one of
three ways into a statement, for none of them serves both the word that three rows have and the word that most have:

- the rows found are looked up one by one, then ranked or sorted (few);
- the table is walked in the order asked for, and rows are kept that are among those found (many);
- the index itself gives the newest first, and only as many as a page needs (many, in no other order).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from toolwright.extend.datasource import RANK, Order
from toolwright.extend.sql.dialect import Sql
from toolwright.extend.sql.paging import Key
from toolwright.extend.sql.scope import Scope
from toolwright.extend.sql.shape import Place
from toolwright.extend.sql.words import Hits, WordIndex
from toolwright.model.table import Column, DataType

FEW = 2000
"""So many rows are ranked and sorted at once; a search that finds more answers the newest first."""
ID = "id"
NEWEST = (Order(ID, descending=True),)
BY_RANK = (Order(RANK), *NEWEST)
_RANK = Column.model_construct(name=RANK, type=DataType.FLOAT, nullable=False, read_only=True)


@dataclass(frozen=True, slots=True)
class Found:
    """Where the rows of a statement come from, and what they satisfy; `scores` tell how well each fits the search."""

    from_clause: FromClause
    condition: Sql
    scores: Hits | None = None

    def order(self, order: Sequence[Order]) -> Sequence[Order]:
        """The order without what is the same for all rows."""
        return order if self.scores is not None else [element for element in order if element.column != RANK]

    def going_on(
        self, keys: list[Key], after: Sequence[Place], bind: Callable[[Place], Sql]
    ) -> tuple[list[Key], Sequence[Place]]:
        """The keys and places of a page in the middle, by what the score of the row it begins behind is by now.

        Scores move a little with every row that is stored, all of them together: a page begins behind that very row.
        """
        if len(keys) < len(after):
            return keys, after[1:]
        if self.scores is None:
            return keys, after
        scores = self.scores.subquery()
        now: Sql = sa.select(scores.c.score).where(scores.c.id == bind(after[-1])).scalar_subquery()
        return [replace(keys[0], now=lambda was: sa.func.coalesce(now, was)), *keys[1:]], after


def by_rank(order: Sequence[Order]) -> bool:
    """Whether rows are ordered by how well they fit the search."""
    return bool(order) and order[0].column == RANK


def plainly(scope: Scope, condition: Sql) -> Found:
    """Rows of a table itself."""
    scope.beside[RANK] = (_RANK, sa.literal_column("NULL"))
    return Found(scope.from_clause, condition)


def way_to(
    words: WordIndex, hits: Hits, scope: Scope, condition: Sql, order: Sequence[Order], *, is_many: bool
) -> Found:
    """The way of the rows found into a statement; `hits` are scored when they are few and ordered by rank."""
    table, (column, key) = scope.from_clause, scope.column(ID)
    scope.beside[RANK] = (_RANK, sa.literal_column("NULL"))
    if not is_many and by_rank(order):
        found = words.fenced(hits).subquery("hits")  # so that each score is worked out once
        scope.beside[RANK] = (_RANK, found.c.score)
        return Found(table.join(found, key == found.c.id), condition, hits)
    if is_many and (by_rank(order) or tuple(order) == NEWEST):
        found = hits.subquery("hits")
        scope.beside[ID] = (column, found.c.id)
        # A sum is looked up nowhere, so that the table is asked for what the index gives and not the other way round.
        return Found(found.join(table, key == found.c.id.op("+")(sa.literal_column("0"))), condition)
    sought = key.op("+")(sa.literal_column("0")) if is_many else key
    return Found(table, sa.and_(condition, sought.in_(hits)))
