"""Links of a load: what becomes of the pairs of a row, from the ids that its cells name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.expressions import Column as Path
from toolwright.expressions import In, Type, Value, conjunction
from toolwright.extend.datasource import LinkedLoad, PairEdit, SelectQuery
from toolwright.extend.design import OTHER, THIS
from toolwright.extend.sql.driver import Session
from toolwright.extend.sql.statement import Statements

_ANY = Type("anything")
_OWNERS = 500
Row = tuple[object, ...]
Present = Mapping[str, Mapping[object, Sequence[int]]]
"""The links there are, as far as a load may touch them: by column and row."""


class LoadLinks:
    """See the module. `places` says where the cells of a column stand in a row."""

    def __init__(self, statements: Statements, links: Sequence[LinkedLoad], places: Mapping[str, int]) -> None:
        self._statements = statements
        self._links = links
        self._places = places
        self.names = frozenset(one.column for one in links)

    def __bool__(self) -> bool:
        return bool(self._links)

    async def present(self, session: Session, owners: Sequence[object]) -> Present:
        """The links of some rows."""
        return {one.column: await self._of(session, one, owners) for one in self._links}

    def edits(self, row: Row, present: Present, owner: object = None) -> tuple[PairEdit, ...]:
        """What is added and removed, so that a row has what its cells say; a new row has no links yet."""
        found = []
        for one in self._links:
            cell = row[self._places[one.column]]
            said: tuple[int, ...] = cell if isinstance(cell, tuple) else ()
            there = present.get(one.column, {}).get(owner, ())
            add = tuple(key for key in said if key not in there)
            remove = tuple(key for key in there if key not in said)
            if add or remove:
                found.append(PairEdit(one.pairs, add, remove))
        return tuple(found)

    async def _of(self, session: Session, one: LinkedLoad, owners: Sequence[object]) -> dict[object, list[int]]:
        found: dict[object, list[int]] = {}
        for start in range(0, len(owners), _OWNERS):
            mine = In(Path((THIS,), _ANY), tuple(map(Value, owners[start : start + _OWNERS])))
            condition = mine if one.seen is None else conjunction(mine, one.seen)
            query = SelectQuery(one.pairs, (THIS, OTHER), condition, related=one.related)
            prepared = self._statements.select(query, None)
            raw = await session.fetch(prepared.plan.statement.sql, prepared.values, 1 << 40)
            for this, other in prepared.plan.rows(raw):
                found.setdefault(this, []).append(int(str(other)))
        return found
