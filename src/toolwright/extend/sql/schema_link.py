"""A link to a database of internal tables: a `SqlLink` that can change their schema too."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar, cast

import sqlalchemy as sa

from toolwright import clock
from toolwright.errors import Conflict, ToolwrightError
from toolwright.extend.beside import BESIDE, COMMENTS, MENTIONS
from toolwright.extend.datasource import AggregateQuery, Author, Limits, LinkOptions, SelectQuery
from toolwright.extend.journal import JournalEntry, JournalLink, JournalQuery, Noted
from toolwright.extend.schema_change import (
    AccessPath,
    ChangeTable,
    CreateTable,
    MovedTable,
    SchemaLink,
    SchemaRecord,
    SchemaStep,
)
from toolwright.extend.sql import fault
from toolwright.extend.sql.bound import Binds
from toolwright.extend.sql.ddl import table_name
from toolwright.extend.sql.dialect import Bare, Dialect
from toolwright.extend.sql.driver import Driver, Row, Session
from toolwright.extend.sql.journal import ENTRIES
from toolwright.extend.sql.kept_groups import KeptGroups
from toolwright.extend.sql.link import SqlLink, explained
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.schema import SchemaWriter
from toolwright.extend.sql.statement import Prepared, Statements
from toolwright.extend.sql.write import NOTHING_AROUND, Around
from toolwright.model.table import Table

AnswerT = TypeVar("AnswerT")
RECORD = "_tw_schema"
CHANGE_TIMEOUT_S = 3600.0
_TAKE_S = 10.0
_NO_SCHEMA = "source.schema_changed"


class SqlSchemaLink(SqlLink, SchemaLink, JournalLink):
    """See the module. All statements of a change are one transaction of one session."""

    def __init__(
        self, driver: Driver, options: LinkOptions, writer: Callable[[Dialect, Statements], SchemaWriter]
    ) -> None:
        super().__init__(driver, options)
        self._writer = writer(driver.dialect, self._statements)
        self._record = _RecordStatements(driver.dialect)
        self._has_room = False
        self._groups = KeptGroups(self._statements, self._writer, driver.place or self)

    async def _rows_of(self, query: SelectQuery | AggregateQuery, prepared: Prepared, limits: Limits) -> Sequence[Row]:
        sql, values, most = prepared.plan.statement.sql, prepared.values, limits.max_rows + 1
        figured = self._groups.figured(query, most if query.limit is None else min(query.limit, most))
        raw = None if figured is None else self._driver.fetch_now(sql, values)
        if figured is not None and raw is None:
            moment = self._driver.moment(sql, values)
            try:
                raw = await self._read(figured, limits.timeout_s)
            except ToolwrightError as missing:
                if missing.code != _NO_SCHEMA:  # a database without a journal
                    raise
            if raw is not None and moment is not None:
                return self._driver.keep(moment, values, raw)
        return await super()._rows_of(query, prepared, limits) if raw is None else raw

    async def schema_record(self) -> SchemaRecord | None:
        """The record of the last change; None of a database that never had one."""
        return await self._read(self._record_if_any, self._options.timeout_s)

    async def explain(self, query: SelectQuery, limits: Limits) -> AccessPath:
        """How the rows of a request would be found."""
        prepared, _ = await self._selected(query, limits)
        sql, values = prepared.plan.statement.sql, prepared.values
        return await self._read(lambda session: self._writer.explain(session, sql, values), limits.timeout_s)

    async def change_schema(self, steps: Sequence[SchemaStep], record: SchemaRecord, expect: str | None) -> None:
        """Do all steps and write the record, in one transaction, provided the last change was still `expect`."""
        if self._options.read_only:
            raise fault.no_rights()
        await self._alone(lambda session: session.together(lambda inner: self._all(inner, steps, record, expect)))

    async def take_in(self, tables: Sequence[MovedTable], record: SchemaRecord) -> None:
        """Make tables as they were elsewhere, in one transaction."""
        await self._alone(lambda session: self._take_in(session, tables, record))

    async def _alone(self, work: Callable[[Session], Awaitable[None]]) -> None:
        """A change of the schema, with nobody else changing it."""
        try:
            async with asyncio.timeout(CHANGE_TIMEOUT_S), self._driver.write_turn():
                await self._on(await self._pool.take(_TAKE_S), work)
        except Exception as error:
            raise explained(self._driver, error, CHANGE_TIMEOUT_S) from error
        finally:
            self._pool.drop_idle()  # what they have prepared is for tables as they were

    async def _on(self, session: Session, work: Callable[[Session], Awaitable[None]]) -> None:
        """The change on one session, which is given back only when it is certain to be as it was."""
        is_done = False
        try:
            await self._writer.begin(session)
            await work(session)
            await self._writer.end(session)
            is_done = True
        finally:
            if is_done:
                self._pool.give_back(session)
            else:
                with contextlib.suppress(Exception):
                    await session.rollback()
                self._pool.discard(session)

    async def _all(
        self, session: Session, steps: Sequence[SchemaStep], record: SchemaRecord, expect: str | None
    ) -> None:
        await self._prepare(session, expect)
        await self._make_room(session)
        around = self._around(Author(None, "schema", record.change, clock.now()))
        await _execute(session, around.before)
        for step in sorted(steps, key=_turn):
            try:
                await self._writer.step(session, step)
                await _execute(session, self._writer.journal.carry_over(step))
            except Exception as error:
                raise self._refused(error, step) from error
        await _execute(session, around.after)
        await self._writer.need_links(session, steps)
        try:
            await self._writer.finish(session, steps)
        except Exception as error:
            raise self._refused(error, None) from error
        await self._conclude(session, record)

    async def _prepare(self, session: Session, expect: str | None) -> None:
        await session.execute(self._record.create, ())
        await self._writer.lock(session, RECORD)
        await self._writer.run(session, *self._writer.journal.tables())
        present = await self._read_record(session)
        if (present.change if present else None) != expect:
            raise Conflict(
                "The tables were changed by somebody else in the meantime.",
                code="schema.moved",
                hint="Look at the plan again.",
            )

    async def _conclude(self, session: Session, record: SchemaRecord) -> None:
        await session.execute(self._record.delete, ())
        sql, values = self._record.insert(record)
        await session.execute(sql, values)
        await session.commit()

    async def _take_in(self, session: Session, tables: Sequence[MovedTable], record: SchemaRecord) -> None:
        writer, last_entry = self._writer, 0
        await self._prepare(session, None)
        for moved in tables:
            await writer.make(session, moved.design)
        for moved in tables:
            table, last = moved.design.table, 0
            async for rows in moved.rows():
                await writer.fill(session, table, moved.columns, rows)
                last = max([last, *(cast(int, row[0]) for row in rows)])
            async for entries in moved.entries():
                puts = [writer.journal.put(table, entry) for entry in entries]
                await session.execute_many(puts[0][0], [values for _, values in puts])
                last = max([last, *(entry.row_id for entry in entries)])
                last_entry = max(last_entry, entries[-1].number)
            if table != MENTIONS:
                await writer.watch(session, moved.design)
            await writer.number_from(session, table_name(table), last)
        await writer.number_from(session, ENTRIES, last_entry)
        await writer.finish(session, [CreateTable(moved.design) for moved in tables])
        await self._conclude(session, record)

    # --- what is kept beside tables -----------------------------------------------------------------------------------

    async def make_room_beside(self) -> None:
        """Have the tables of `extend.beside`, which databases made by older releases lack."""
        if self._has_room:
            return
        sql = f"SELECT 1 FROM {self._writer.ddl.name(table_name(BESIDE[-1]))} LIMIT 1"  # noqa: S608  # quoted
        try:
            await self._read(lambda session: session.fetch(sql, (), 1000), self._options.timeout_s)
        except ToolwrightError as missing:
            if missing.code != _NO_SCHEMA:
                raise
            await self._in_transaction(self._make_room)
        self._has_room = True

    async def _make_room(self, session: Session) -> None:
        journal = self._writer.journal
        await self._writer.run(session, *journal.tables())
        for table in BESIDE:
            await self._writer.run(session, *self._writer.ddl.lasting(table))
        await self._writer.run(session, *journal.attach(COMMENTS))

    async def _in_transaction(self, work: Callable[[Session], Awaitable[AnswerT]]) -> AnswerT:
        """One transaction that writes, on a session that is given back only when it is certain to be as it was."""
        async with self._driver.write_turn():
            session = await self._taken(self._options.timeout_s)
            try:
                await session.begin()
                answer = await work(session)
                await session.commit()
            except BaseException:
                self._pool.discard(session)
                raise
            self._pool.give_back(session)
        return answer

    # --- the journal --------------------------------------------------------------------------------------------------

    def _around(self, author: Author | None) -> Around:
        if author is None:
            return NOTHING_AROUND
        journal = self._writer.journal
        last = journal.nobody()
        return Around((journal.author(author),), () if last is None else ((last, ()),))

    async def journal(self, query: JournalQuery, limits: Limits) -> Sequence[JournalEntry]:
        """The entries asked for."""
        sql, values = self._writer.journal.select(query)
        rows = await self._read(lambda session: session.fetch(sql, values, limits.max_bytes), limits.timeout_s)
        return [self._writer.journal.entry(query.table, row) for row in rows]

    async def noted_behind(self, number: int, since: datetime | None, limit: int) -> Sequence[Noted]:
        """Entries of all tables behind that number, oldest first."""
        journal = self._writer.journal
        sql, values = journal.behind(number, since, limit)
        rows = await self._read(lambda session: session.fetch(sql, values, 1 << 26), self._options.timeout_s)
        return [journal.noted_entry(row) for row in rows]

    async def journal_end(self) -> int:
        """The number of the last entry, 0 for none."""
        sql = f'SELECT max("number") FROM "{ENTRIES}"'  # noqa: S608  # our own name
        rows = await self._read(lambda session: session.fetch(sql, (), 1000), self._options.timeout_s)
        return int(str(rows[0][0] or 0))

    async def forget_before(self, moment: datetime) -> int:
        """Remove entries older than that, in small steps; answers how many there were."""
        return await self._in_steps(*self._writer.journal.forget(moment))

    async def forget(self, table: Table, *, before: datetime | None, most: int | None) -> int:
        """Remove entries of a table: those older than that, and of each row all but the last so many."""
        journal, total = self._writer.journal, 0
        if before is not None:
            total += await self._in_steps(*journal.forget_old(table, before))
        if most is not None:
            total += await self._in_steps(*journal.forget_surplus(table, most))
        return total

    async def forget_said(self, table: Table) -> int:
        """Remove comments on rows of the table that are gone and can no longer be restored; answers how many."""
        total = await self._in_steps(*self._writer.journal.forget_said(table))
        await self._in_steps(*self._writer.journal.forget_told())
        return total

    async def _in_steps(self, sql: str, values: Sequence[object]) -> int:
        """Run a statement in transactions of its own until it finds nothing more; answers how many rows that were."""
        total = 0
        while True:
            gone = await self._in_transaction(lambda session: session.execute(sql, values))
            total += gone
            if gone == 0:
                return total

    # --- the record ---------------------------------------------------------------------------------------------------

    async def _record_if_any(self, session: Session) -> SchemaRecord | None:
        try:
            return await self._read_record(session)
        except Exception as error:
            ours = self._driver.translate(error)
            if ours is not None and ours.code == _NO_SCHEMA:
                return None
            raise

    async def _read_record(self, session: Session) -> SchemaRecord | None:
        rows = await session.fetch(self._record.select, (), 1 << 40)
        return SchemaRecord(str(rows[0][0]), json.loads(str(rows[0][1]))) if rows else None

    def _refused(self, error: Exception, step: SchemaStep | None) -> Exception:
        if isinstance(error, ToolwrightError):
            return error
        refused = self._driver.write_fault(error)
        if refused is None:
            return error
        table = step.after.table if isinstance(step, CreateTable | ChangeTable) else None
        return fault.refused_change(refused, table)


async def _execute(session: Session, statements: Sequence[tuple[str, Sequence[object]]]) -> None:
    for sql, values in statements:
        await session.execute(sql, values)


def _turn(step: SchemaStep) -> int:
    """New tables first, for others to refer to; tables go last, when nothing refers to them any more."""
    return 0 if isinstance(step, CreateTable) else 1 if isinstance(step, ChangeTable) else 2


class _RecordStatements:
    """The statements about the record."""

    def __init__(self, dialect: Dialect) -> None:
        table = sa.Table(
            quoted(RECORD),
            sa.MetaData(),
            sa.Column(quoted("change"), sa.Text, nullable=False),
            sa.Column(quoted("tables"), sa.Text, nullable=False),
        )
        self.create = str(sa.schema.CreateTable(table, if_not_exists=True).compile(dialect=dialect.compiler)).strip()
        self.select = Binds().compiled(sa.select(table), dialect).sql
        self.delete = Binds().compiled(sa.delete(table), dialect).sql
        binds = Binds()
        change, tables = binds.bind(0, Bare(), None), binds.bind(1, Bare(), None)
        self._insert = binds.compiled(sa.insert(table).values({"change": change, "tables": tables}), dialect)

    def insert(self, record: SchemaRecord) -> tuple[str, list[object]]:
        """The text and its values."""
        return self._insert.sql, self._insert.values([record.change, json.dumps(record.tables, ensure_ascii=False)])
