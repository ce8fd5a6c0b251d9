"""The journal of a SQL database: its table, the triggers that fill it, and how its entries are read."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy.sql.selectable import FromClause

from toolwright.extend.beside import COMMENTS, MENTIONS
from toolwright.extend.datasource import Author
from toolwright.extend.design import THIS
from toolwright.extend.journal import JournalEntry, JournalQuery, JournalVerb, Noted
from toolwright.extend.schema_change import CreateTable, DropTable, SchemaStep
from toolwright.extend.sql.ddl import ID, Ddl, stored_columns, table_name
from toolwright.extend.sql.dialect import Dialect, Sql
from toolwright.model.table import Column, DataType, Table, TableKind

ENTRIES = "_tw_change"
VERBS: Mapping[str, JournalVerb] = {"INSERT": "created", "UPDATE": "updated", "DELETE": "deleted"}
_READ = '"number", "at", "actor", "via", "change", "row_id", "verb", "before", "after"'
_STEP = 5000
MOST_NOTED = 2000
"""When more has changed since, looking at each change is not worth it."""


class JournalSql(ABC):
    """What differs between databases. Names come from definitions and are quoted by `Ddl.name`; values are bound."""

    mark: str
    """How the dialect writes value number n: `{}` is filled with it."""

    def __init__(self, ddl: Ddl, dialect: Dialect) -> None:
        self.ddl = ddl
        self.dialect = dialect

    # --- keeping it ---------------------------------------------------------------------------------------------------

    @abstractmethod
    def tables(self) -> Sequence[str]:
        """What makes the journal where there is none."""

    @abstractmethod
    def attach(self, table: Table) -> Sequence[str]:
        """What has the changes of a table noted, however it was noted before."""

    @abstractmethod
    def author(self, author: Author) -> tuple[str, Sequence[object]]:
        """What says, at the start of a transaction, whose changes follow."""

    def nobody(self) -> str | None:
        """What says, at the end of a transaction, that changes which follow are not ours; None where it ends alone."""
        return None

    def since(self) -> str | None:
        """What tells what has come since an entry, whose number is bound twice; None where nobody can tell.

        One row: the greatest number there ever was, a mark of the schema, of that last entry and of the given one (NULL
        for one that is gone), and how many there are behind it, `MOST_NOTED` + 1 for more. Entries that are seen later
        must have greater numbers, and these no gaps but where entries were removed.
        """
        return None

    def noted_rows(self, table: Table, side: str, after: Sql) -> FromClause:
        """The rows of a table on a side of each entry behind one: noted columns under their names, in stored forms."""
        raise NotImplementedError

    @abstractmethod
    def value(self, column: Column, noted: object) -> object:
        """A value of the contract from what the journal noted of it, which is not None."""

    @abstractmethod
    def noted(self, column: Column, value: object) -> object:
        """What `value` reads back as this value of the contract, which is not None: something JSON can hold."""

    @abstractmethod
    def renamed(self, old: str, new: str) -> str:
        """`SET` of a statement that gives a noted column another name."""

    def carry_over(self, step: SchemaStep) -> Sequence[tuple[str, Sequence[object]]]:
        """What lets the entries of a changed table go by its new names, and those of a dropped one go."""
        if isinstance(step, DropTable):
            gone = (table_name(step.before.table),)
            return [(f"DELETE FROM {owner} WHERE {named} = {self.place(1)}", gone) for owner, named in self._named]  # noqa: S608  # our own names
        if isinstance(step, CreateTable):
            return []
        before, after = step.before.table, step.after.table
        old, new = table_name(before), table_name(after)
        found: list[tuple[str, Sequence[object]]] = []
        if old != new:
            for owner, named in self._named:
                sql = f"UPDATE {owner} SET {named} = {self.place(1)} WHERE {named} = {self.place(2)}"  # noqa: S608  # our own names
                found.append((sql, (new, old)))
        for name, origin in step.origins.items():
            if name != origin and name != ID and origin not in after.by_name:
                sql = f'UPDATE "{ENTRIES}" SET {self.renamed(origin, name)} WHERE "table" = {self.place(1)}'  # noqa: S608  # as above
                found.append((sql, (new,)))
        return found

    def put(self, table: Table, entry: JournalEntry) -> tuple[str, Sequence[object]]:
        """What writes an entry as it was in another journal, under its number."""
        places = ", ".join(map(self.place, range(1, 11)))
        sql = f'INSERT INTO "{ENTRIES}" ({_READ}, "table") {self.numbered} VALUES ({places})'  # noqa: S608  # our own names
        return sql, (
            entry.number, self.moment(entry.at), entry.actor, entry.via, entry.change, entry.row_id, entry.verb,
            self._noted_row(table, entry.before), self._noted_row(table, entry.after), table_name(table),
        )  # fmt: skip

    numbered = ""
    """What lets an insert say the number of an entry."""

    def _noted_row(self, table: Table, row: Mapping[str, object] | None) -> str | None:
        if row is None:
            return None
        found = {name: self._as_noted(table.by_name.get(name), value) for name, value in row.items()}
        return json.dumps(found, ensure_ascii=False, default=str)

    def _as_noted(self, column: Column | None, value: object) -> object:
        return value if column is None or value is None else self.noted(column, value)

    @property
    def _named(self) -> Sequence[tuple[str, str]]:
        """What names a table, and in which column: its entries, and the comments on its rows."""
        return ((f'"{ENTRIES}"', '"table"'), (self.ddl.name(table_name(COMMENTS)), '"of_table"'))

    def forget(self, moment: datetime) -> tuple[str, Sequence[object]]:
        """What removes some of the entries older than that."""
        sql = (
            f'DELETE FROM "{ENTRIES}" WHERE "number" IN (SELECT "number" FROM "{ENTRIES}" '  # noqa: S608  # our own names
            f'WHERE "at" < {self.place(1)} ORDER BY "number" LIMIT {_STEP})'
        )
        return sql, (self.moment(moment),)

    def forget_old(self, table: Table, moment: datetime) -> tuple[str, Sequence[object]]:
        """What removes some of the entries of a table that are older than that."""
        sql = (
            f'DELETE FROM "{ENTRIES}" WHERE "number" IN (SELECT "number" FROM "{ENTRIES}" '  # noqa: S608  # our own names
            f'WHERE "table" = {self.place(1)} AND "at" < {self.place(2)} ORDER BY "number" LIMIT {_STEP})'
        )
        return sql, (table_name(table), self.moment(moment))

    def forget_surplus(self, table: Table, most: int) -> tuple[str, Sequence[object]]:
        """What removes some of the entries that are not among the last so many of their row."""
        counted = (
            'SELECT "number", row_number() OVER (PARTITION BY "row_id" ORDER BY "number" DESC) AS place '  # noqa: S608
            f'FROM "{ENTRIES}" WHERE "table" = {self.place(1)}'  # our own names
        )
        sql = (
            f'DELETE FROM "{ENTRIES}" WHERE "number" IN '  # noqa: S608  # our own names
            f'(SELECT "number" FROM ({counted}) AS counted WHERE place > {int(most)} LIMIT {_STEP})'
        )
        return sql, (table_name(table),)

    def forget_said(self, table: Table) -> tuple[str, Sequence[object]]:
        """What removes some of the comments on rows that are gone for good."""
        said, rows = self.ddl.name(table_name(COMMENTS)), self.ddl.name(table_name(table))
        sql = (
            f'DELETE FROM {said} WHERE "{ID}" IN (SELECT "{ID}" FROM {said} AS c WHERE c."of_table" = {self.place(1)} '  # noqa: S608  # quoted
            f'AND NOT EXISTS (SELECT 1 FROM {rows} AS t WHERE t."{ID}" = c."row_number") '
            f'AND NOT EXISTS (SELECT 1 FROM "{ENTRIES}" AS e WHERE e."table" = c."of_table" '
            f'AND e."row_id" = c."row_number") LIMIT {_STEP})'
        )
        return sql, (table_name(table),)

    def forget_told(self) -> tuple[str, Sequence[object]]:
        """What removes some of the mentions in comments that are gone."""
        told, said = self.ddl.name(table_name(MENTIONS)), self.ddl.name(table_name(COMMENTS))
        sql = (
            f'DELETE FROM {told} WHERE "{ID}" IN (SELECT "{ID}" FROM {told} AS m '  # noqa: S608  # quoted
            f'WHERE NOT EXISTS (SELECT 1 FROM {said} AS c WHERE c."mark" = m."comment") LIMIT {_STEP})'
        )
        return sql, ()

    # --- reading it ---------------------------------------------------------------------------------------------------

    def select(self, query: JournalQuery) -> tuple[str, Sequence[object]]:
        """The entries asked for."""
        table = table_name(query.table)
        terms: list[tuple[str, object]] = [('"table" = {}', table)]
        given = {
            '"row_id" = {}': query.row_id, '"actor" = {}': query.actor, '"change" = {}': query.change,
            '"verb" = {}': query.verb, '"number" < {}': query.before, '"number" > {}': query.after,
            '"at" >= {}': None if query.since is None else self.moment(query.since),
            """coalesce("before", '') || coalesce("after", '') LIKE {}""": query.mentions and f"%{query.mentions}%",
        }  # fmt: skip
        terms += [(term, value) for term, value in given.items() if value is not None]
        where = [term.format(self.place(number)) for number, (term, _) in enumerate(terms, 1)]
        if query.is_gone:
            where += [
                """"verb" = 'deleted'""",
                f'NOT EXISTS (SELECT 1 FROM {self.ddl.name(table)} AS t WHERE t."{ID}" = e."row_id")',  # noqa: S608  # quoted
                f'NOT EXISTS (SELECT 1 FROM "{ENTRIES}" AS l WHERE l."table" = e."table" '  # noqa: S608  # our own names
                'AND l."row_id" = e."row_id" AND l."number" > e."number")',
            ]
        order = '"number"' if query.after is not None else '"number" DESC'
        where += self.settled() if query.after is not None else []
        found = f'SELECT {_READ} FROM "{ENTRIES}" AS e WHERE {" AND ".join(where)}'  # noqa: S608  # as above
        sql = f"{found} ORDER BY {order} LIMIT {int(query.limit)}"
        return sql, tuple(value for _, value in terms)

    def behind(self, number: int, since: datetime | None, limit: int) -> tuple[str, Sequence[object]]:
        """Entries of all tables behind that number."""
        terms = [f'"number" > {self.place(1)}', *self.settled()]
        values: list[object] = [number]
        if since is not None:
            terms.append(f'"at" >= {self.place(2)}')
            values.append(self.moment(since))
        comment = table_name(COMMENTS)
        sql = (
            'SELECT "number", "table", "row_id", "verb", "change", "actor", '  # noqa: S608  # our own names
            f"""CASE WHEN "table" = '{comment}' THEN coalesce("after", "before") END FROM "{ENTRIES}" """
            f'WHERE {" AND ".join(terms)} ORDER BY "number" LIMIT {int(limit)}'
        )
        return sql, values

    def noted_entry(self, row: Sequence[object]) -> Noted:
        """What `behind` finds."""
        number, table, row_id, verb, change, actor, said = row
        values = json.loads(str(said)) if said is not None else None
        return Noted(
            int(cast(int, number)),
            str(table),
            int(cast(int, row_id)),
            cast(JournalVerb, verb),
            str(change),
            None if actor is None else str(actor),
            None if values is None else (str(values["of_table"]), int(values["row_number"])),
        )

    def settled(self) -> list[str]:
        """What entries must satisfy so that none can appear among them later."""
        return []

    def entry(self, table: Table, row: Sequence[object]) -> JournalEntry:
        """An entry from its stored form."""
        number, at, actor, via, change, row_id, verb, before, after = row
        return JournalEntry(
            int(cast(int, number)),
            self.moment_of(at),
            None if actor is None else str(actor),
            str(via),
            str(change),
            int(cast(int, row_id)),
            cast(JournalVerb, verb),
            self._row(table, before),
            self._row(table, after),
        )

    def _row(self, table: Table, noted: object) -> Mapping[str, object] | None:
        if noted is None:
            return None
        found = json.loads(str(noted), parse_float=Decimal)
        return {name: self._value(table.by_name.get(name), value) for name, value in found.items()}

    def _value(self, column: Column | None, noted: object) -> object:
        if noted is None or column is None:
            return noted
        try:
            return self.value(column, noted)
        except (ValueError, TypeError, ArithmeticError):
            return noted

    # --- small things -------------------------------------------------------------------------------------------------

    def place(self, number: int) -> str:
        """Value number `number` of a statement."""
        return self.mark.format(number)

    def moment(self, moment: datetime) -> object:
        """A moment as the journal keeps it."""
        return moment.astimezone(UTC)

    def moment_of(self, noted: object) -> datetime:
        """A moment of the journal."""
        assert isinstance(noted, datetime)  # noqa: S101  # the driver's
        return noted


def row_of(table: Table) -> str:
    """The column whose value an entry goes by: the key, and of pairs the row that links."""
    return THIS if table.kind is TableKind.PAIRS else ID


def noted_columns(table: Table) -> list[Column]:
    """The columns the journal notes: all that are stored, but for binary ones."""
    return [column for column in stored_columns(table) if column.type is not DataType.BINARY]
