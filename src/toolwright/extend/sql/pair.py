"""Pairs: links of a row, added and removed in the transaction that writes the row."""

from __future__ import annotations

from toolwright.expressions import Column as Path
from toolwright.expressions import Compare, Type, Value, conjunction
from toolwright.extend.datasource import Change, PairEdit, SelectQuery
from toolwright.extend.design import ID, OTHER, THIS
from toolwright.extend.sql.change import ChangeStatements
from toolwright.extend.sql.driver import Session
from toolwright.extend.sql.statement import Statements

_ANY = Type("anything")
_MOST = 1_000_000


class PairWriter:
    """Writes pairs. The row that links is held by then, so that two edits of its links follow each other."""

    def __init__(self, statements: Statements, changes: ChangeStatements) -> None:
        self._statements = statements
        self._changes = changes

    async def edit(self, session: Session, change: Change, owner: object) -> None:
        """Add and remove links of a row. What is said twice, here or by somebody else, is one pair."""
        mine = Compare("eq", Path((THIS,), _ANY), Value(owner))
        for edit in change.pairs:
            if edit.add:  # first, so that a row which needs a link has one all the time
                await self._add(session, edit, owner, mine)
            for other in edit.remove:
                theirs = conjunction(mine, Compare("eq", Path((OTHER,), _ANY), Value(other)))
                gone = self._changes.delete(edit.table, theirs)
                await session.execute(gone.plan.statement.sql, gone.values)

    async def _add(self, session: Session, edit: PairEdit, owner: object, mine: Compare) -> None:
        known = self._statements.select(SelectQuery(edit.table, (OTHER,), mine), _MOST)
        rows = known.plan.rows(await session.fetch(known.plan.statement.sql, known.values, 1 << 40))
        there = {row[0] for row in rows}
        for other in edit.add:
            if other in there:
                continue
            made = self._changes.insert(edit.table, {THIS: owner, OTHER: other}, (ID,))
            if self._statements.dialect.returning:
                await session.fetch(made.plan.statement.sql, made.values, 1 << 20)
            else:
                await session.insert(made.plan.statement.sql, made.values)
