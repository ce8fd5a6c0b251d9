"""Rows of a load with their links, written many at once: the rows in one call, the pairs of each column in another.

The pairs of new rows name them, so their ids are asked for before. What the database refuses is undone and looked for
by halves; rows that it does not take alone either are left to whoever says what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolwright.expressions import Column as Path
from toolwright.expressions import Compare, Type, Value, conjunction
from toolwright.extend.datasource import Load, PairEdit, Terms
from toolwright.extend.design import ID, OTHER, THIS
from toolwright.extend.sql.bound import Statement
from toolwright.extend.sql.change import ChangeStatements
from toolwright.extend.sql.driver import Driver, Session
from toolwright.extend.sql.load_links import LoadLinks, Present
from toolwright.model.table import Table

_ANY = Type("anything")
_PAIR = conjunction(*(Compare("eq", Path((name,), _ANY), Value(0)) for name in (THIS, OTHER)))
Row = tuple[object, ...]
Numbered = tuple[int, Row]
Found = tuple[Numbered, Row]
"""A row of a load, and the key of the row it changes."""


@dataclass
class _Pairs:
    """Pairs of one table to be added and removed."""

    table: Table
    added: tuple[list[object], list[object]] = field(default_factory=lambda: ([], []))
    removed: tuple[list[object], list[object]] = field(default_factory=lambda: ([], []))


class LinkedRows:
    """See the module. `places` says where the cells of a column stand in a row."""

    def __init__(
        self, driver: Driver, statements: ChangeStatements, load: Load, links: LoadLinks, places: Mapping[str, int]
    ) -> None:
        self._driver = driver
        self._statements = statements
        self._load = load
        self._links = links
        self._places = places

    async def insert(
        self, session: Session, terms: Terms, names: Sequence[str], rows: Sequence[Numbered]
    ) -> Sequence[Numbered]:
        """Insert rows that have values for `names`; answers those that were not."""
        if not rows or ID in names or not self._suits(terms):
            return rows
        ids = await self._driver.next_ids(session, self._load.table, len(rows))
        if ids is None:
            return rows
        own = [name for name in names if name not in self._links.names]
        statement = self._statements.insert_rows(self._load.table, (ID, *own, *terms.values))
        keyed = [(one, (key,)) for one, key in zip(rows, ids, strict=True)]
        return [one for one, _ in await self._all(session, statement, [*own], terms, keyed, {})]

    async def update(self, session: Session, terms: Terms, rows: Sequence[Found], present: Present) -> Sequence[Found]:
        """Change rows that have the links `present`; answers those that were not changed."""
        table, load = self._load.table, self._load
        own = [name for name in load.columns if name not in load.match and name not in self._links.names]
        names = (*own, *terms.values)
        if not rows or not names or table.primary_key != (ID,) or not self._suits(terms):
            return rows
        where = Compare("eq", Path((ID,), _ANY), Value(0))
        statement = self._statements.update_rows(table, where, names)
        return await self._all(session, statement, own, terms, rows, present)

    def _suits(self, terms: Terms) -> bool:
        """Whether nothing but the database has to look at the rows."""
        rules = (terms.guard, terms.check, terms.derive, terms.insist)
        linking = [column for column in self._load.table.columns if column.links is not None]
        has_needed = all(column.nullable or column.name in self._links.names for column in linking)
        return bool(self._links) and has_needed and all(rule is None for rule in rules)

    async def _all(
        self,
        session: Session,
        statement: Statement,
        own: Sequence[str],
        terms: Terms,
        rows: Sequence[Found],
        present: Present,
    ) -> Sequence[Found]:
        """The rows that the database does not take."""
        await session.mark()
        if await self._are_written(session, statement, own, terms, rows, present):
            await session.unmark()
            return ()
        await session.back_to_mark()
        if len(rows) == 1:
            return rows
        half = len(rows) // 2
        left = await self._all(session, statement, own, terms, rows[:half], present)
        return [*left, *await self._all(session, statement, own, terms, rows[half:], present)]

    async def _are_written(
        self,
        session: Session,
        statement: Statement,
        own: Sequence[str],
        terms: Terms,
        rows: Sequence[Found],
        present: Present,
    ) -> bool:
        keys = [key[0] for _, key in rows]
        cells: list[Sequence[object]] = [[row[self._places[name]] for (_, row), _ in rows] for name in own]
        constant = [[value] * len(rows) for value in terms.values.values()]
        edits = [self._links.edits(row, present, key[0]) for (_, row), key in rows]
        try:
            if await session.execute_rows(statement.sql, statement.rows([keys, *cells, *constant])) is not None:
                return False
            for pairs in _by_table(keys, edits):
                added = self._statements.insert_rows(pairs.table, (THIS, OTHER))  # first: a row may need a link
                removed = self._statements.delete_rows(pairs.table, _PAIR)
                for one, given in ((added, pairs.added), (removed, pairs.removed)):
                    if given[0] and await session.execute_rows(one.sql, one.rows(given)) is not None:
                        return False
        except Exception as error:
            if self._driver.write_fault(error) is None:
                raise
            return False
        return True


def _by_table(keys: Sequence[object], edits: Sequence[Sequence[PairEdit]]) -> Sequence[_Pairs]:
    found: dict[int, _Pairs] = {}
    for key, of_row in zip(keys, edits, strict=True):
        for edit in of_row:
            pairs = found.setdefault(id(edit.table), _Pairs(edit.table))
            for into, others in ((pairs.added, edit.add), (pairs.removed, edit.remove)):
                into[0].extend([key] * len(others))
                into[1].extend(others)
    return tuple(found.values())
