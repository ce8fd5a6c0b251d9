"""A link to a SQL database: statements from the cache, sessions from the pool, limits around both."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple, TypeVar

from toolwright.errors import InvalidInput, ToolwrightError, phrase
from toolwright.extend.batch import JsonBatch, RowBatch
from toolwright.extend.datasource import (
    AggregateQuery,
    Author,
    Cells,
    Change,
    Changed,
    Limits,
    Link,
    LinkOptions,
    Load,
    Loaded,
    Order,
    RefuseRow,
    Search,
    SelectQuery,
    TableShape,
)
from toolwright.extend.native import NativeLink, NativeResult, NativeStatement
from toolwright.extend.sql import fault
from toolwright.extend.sql.driver import Driver, Row, Session
from toolwright.extend.sql.found import FEW, by_rank
from toolwright.extend.sql.in_order import InOrder
from toolwright.extend.sql.kept import KeptRows, Repeats
from toolwright.extend.sql.load import Loader
from toolwright.extend.sql.pool import Pool
from toolwright.extend.sql.size import fitting
from toolwright.extend.sql.spelling import looked_at, spelt
from toolwright.extend.sql.statement import Plan, Prepared, Statements
from toolwright.extend.sql.write import NOTHING_AROUND, Around, Writer

AnswerT = TypeVar("AnswerT")
_log = logging.getLogger("toolwright.source")
_DESCRIBE_TIMEOUT_S = 60.0
_SPREAD_FOR_S = 20.0
_MOST_SPREADS = 500


class SqlLink(Link, NativeLink):
    """The link of every SQL connector; the driver makes the difference."""

    def __init__(self, driver: Driver, options: LinkOptions) -> None:
        self._driver = driver
        self._options = options
        self._statements = Statements(driver.dialect)
        self._pool: Pool[Session] = Pool(driver.connect, options.pool_size)
        self._spread: dict[tuple[int, Search, int], tuple[float, bool]] = {}
        """Which searches find many, for a while."""
        self._scattered: dict[tuple[int, Search, tuple[Order, ...]], float] = {}
        """Searches whose rows are too far apart in an order to be met one by one, and until when that is taken so."""
        self._listed: dict[str, tuple[float, bool]] = {}
        self._in_order = InOrder(driver, self._statements)

    async def describe(self, limits: Limits) -> list[TableShape]:
        """Every table and view the signed-in user may read."""
        return await self._read(self._driver.describe, max(limits.timeout_s, _DESCRIBE_TIMEOUT_S))

    async def select(self, query: SelectQuery, limits: Limits) -> RowBatch:
        """The rows asked for; `limited_by` tells when `limits` cut them."""
        plan, raw, max_rows = await self._answered(query, limits)
        return _in_order(query, _batch(plan, raw, limits, max_rows))

    async def select_json(self, query: SelectQuery, limits: Limits) -> JsonBatch:
        """The rows asked for, decoded no further than JSON needs."""
        plan, raw, max_rows = await self._answered(query, limits)
        if not isinstance(raw, KeptRows):
            raw = self._repeated(query, raw)
        if not isinstance(raw, KeptRows):
            return _json_batch(query, plan, raw, limits, max_rows)
        key = ("json", id(plan), query.backward, max_rows, limits.max_bytes)
        found = raw.made.get(key)
        if isinstance(found, _MadeBy) and isinstance(found.batch, JsonBatch):
            return found.batch
        batch = _json_batch(query, plan, raw, limits, max_rows)
        batch.made = raw.made
        raw.made.note(key, _MadeBy(plan, batch))
        return batch

    def _repeated(self, query: SelectQuery, raw: Sequence[Row]) -> Sequence[Row]:
        """The rows of a query, which are mostly those of before where it was asked before."""
        repeats = query.memo.get((Repeats, self))
        if not isinstance(repeats, Repeats):
            query.memo[Repeats, self] = Repeats()  # most are never asked again
            return raw
        return repeats.same(raw)

    async def _answered(self, query: SelectQuery, limits: Limits) -> tuple[Plan, Sequence[Row], int | None]:
        """The rows of a query as the driver has them, how they are read, and the limit on rows they may run into."""
        search = query.search
        if search is not None and await self._finds_many(query, limits):
            query = await self._spelt(query, search, limits)
            most, key = looked_at(query), (id(query.table), search, query.order)
            if most and query.limit is not None and self._scattered.get(key, 0.0) < time.monotonic():
                prepared = self._statements.walked(query, query.limit, most)
                raw = await self._raw(prepared, limits)
                if len(raw) == query.limit <= limits.max_rows:
                    return prepared.plan, raw, None
                if len(self._scattered) >= _MOST_SPREADS:
                    self._scattered.clear()
                self._scattered[key] = time.monotonic() + _SPREAD_FOR_S
        prepared, max_rows = await self._selected(query, limits)
        return prepared.plan, await self._rows_of(query, prepared, limits), max_rows

    async def _spelt(self, query: SelectQuery, search: Search, limits: Limits) -> SelectQuery:
        """The query asking for the very words that it means, where the index can tell."""
        words = self._driver.dialect.words
        sql = None if words is None else words.next_word(query.table)
        if sql is None or not await self._is_listed(sql, limits):
            return query
        found = await spelt(search, lambda start: self._first_cell(sql, (start,), limits))
        return query if found is search else replace(query, search=found, memo={})

    async def _is_listed(self, sql: str, limits: Limits) -> bool:
        """Whether there is the list of words that a statement asks: tables made before there were any have none."""
        known, now = self._listed.get(sql), time.monotonic()
        if known is not None and known[0] > now:
            return known[1]
        try:
            await self._first_cell(sql, ("",), limits)
        except ToolwrightError:
            self._listed[sql] = (now + _SPREAD_FOR_S, False)
        else:
            self._listed[sql] = (now + _SPREAD_FOR_S, True)
        return self._listed[sql][1]

    async def _first_cell(self, sql: str, values: Sequence[object], limits: Limits) -> str | None:
        raw = self._driver.fetch_now(sql, values)
        if raw is None:
            raw = await self._read(lambda session: session.fetch(sql, values, limits.max_bytes), limits.timeout_s)
        return str(raw[0][0]) if raw else None

    async def _selected(self, query: SelectQuery, limits: Limits) -> tuple[Prepared, int | None]:
        """The statement of a query, and the limit on rows it may run into."""
        bounded = query.limit is not None and query.limit <= limits.max_rows
        limit = query.limit if bounded else limits.max_rows + 1
        is_many = query.search is not None and await self._finds_many(query, limits)
        return self._statements.select(query, limit, is_many=is_many), None if bounded else limits.max_rows

    async def _finds_many(self, query: SelectQuery, limits: Limits) -> bool:
        """Whether the search of a query finds more than are ranked and sorted at once. Pages agree on it."""
        search = query.search
        if search is None or not self._statements.looks_up(search, query.table):
            return False
        if by_rank(query.order) and (query.after is not None or not search.is_scored):
            return query.after is None or query.after[0] is None
        key, now = (id(query.table), search, FEW), time.monotonic()
        known = self._spread.get(key)
        if known is not None and known[0] > now:
            return known[1]
        batch = await self._fetched(self._statements.hits(query.table, search, FEW), limits, None)
        is_many = int(str(batch.rows[0][0])) > FEW
        if len(self._spread) >= _MOST_SPREADS:
            self._spread.clear()
        self._spread[key] = (now + _SPREAD_FOR_S, is_many)  # either way answers rightly, one only faster
        return is_many

    async def count(self, query: SelectQuery, limits: Limits, cap: int | None = None) -> int:
        """How many rows satisfy the query; `cap + 1` stands for more than `cap`."""
        batch = await self._fetched(self._statements.count(query, cap), limits, None)
        return int(batch.rows[0][0])  # type: ignore[call-overload,no-any-return]  # count(*) is a whole number

    async def aggregate(self, query: AggregateQuery, limits: Limits) -> RowBatch:
        """Groups and measures."""
        limit = limits.max_rows + 1 if query.limit is None else min(query.limit, limits.max_rows + 1)
        prepared = self._statements.aggregate(query, limit)
        raw = await self._rows_of(query, prepared, limits)
        return _batch(prepared.plan, raw, limits, None if limit <= limits.max_rows else limits.max_rows)

    async def _rows_of(self, query: SelectQuery | AggregateQuery, prepared: Prepared, limits: Limits) -> Sequence[Row]:
        """The rows of a query as the driver has them."""
        return await self._raw(prepared, limits, query if isinstance(query, SelectQuery) else None)

    async def stream(self, query: SelectQuery, limits: Limits, batch_rows: int = 1000) -> AsyncIterator[RowBatch]:
        """The rows asked for in batches. The time limit holds for each wait on the source, not for the reader."""
        is_many = query.search is not None and await self._finds_many(query, limits)
        prepared = self._statements.select(query, query.limit, stream=True, is_many=is_many)
        session, batches, raw = await self._first(prepared, limits.timeout_s, batch_rows)
        is_done = False
        try:
            while raw is not None:
                yield RowBatch(prepared.plan.columns, prepared.plan.rows(raw))
                try:
                    async with asyncio.timeout(limits.timeout_s):
                        raw = await anext(batches, None)
                except Exception as error:
                    raise self._explained(error, limits.timeout_s) from error
            is_done = True
        finally:
            self._pool.give_back(session) if is_done else self._pool.discard(session)

    async def write(self, changes: Sequence[Change], limits: Limits, author: Author | None = None) -> list[Changed]:
        """All changes in one transaction, or none."""
        if self._options.read_only:
            raise (
                fault.refused_write(fault.WriteFault("read_only"), changes[0].table, 0) if changes else fault.refused()
            )
        writer = Writer(self._driver, self._statements, self._pool, self._around(author))
        return await writer.write(changes, limits)

    async def load(
        self,
        load: Load,
        batches: AsyncIterator[Cells],
        refuse: RefuseRow,
        limits: Limits,
        *,
        author: Author | None = None,
        keep: bool = True,
    ) -> Loaded:
        """Write rows while they come, in one transaction."""
        if self._options.read_only:
            raise fault.refused_write(fault.WriteFault("read_only"), load.table, 0)
        writer = Writer(self._driver, self._statements, self._pool, self._around(author))
        return await Loader(self._driver, self._statements, self._pool, writer, load, refuse).run(
            batches, limits, keep=keep
        )

    async def run(self, statement: NativeStatement, limits: Limits) -> NativeResult:
        """The result of a query. One that writes is not tried again when the connection breaks."""
        if statement.writes and self._options.read_only:
            raise refused_query("The data source is set to read only.")
        return await self._asked(statement.text(self._driver.mark), statement, limits)

    async def explain_statement(self, statement: NativeStatement, limits: Limits) -> Sequence[str]:
        """The plan of the database, in its words."""
        sql = self._driver.explaining(statement.text(self._driver.mark))
        result = await self._asked(sql, replace(statement, writes=False), limits)
        return [" ".join(str(cell) for cell in row if cell is not None) for row in result.rows]

    async def _asked(self, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
        async def ask(session: Session) -> NativeResult:
            try:
                return await session.ask(sql, statement, limits)
            except Exception as error:
                said = self._driver.said(error)
                if said is None:
                    raise
                raise refused_query(said) from error

        if not statement.writes:
            return await self._read(ask, limits.timeout_s)
        try:
            async with self._driver.write_turn(), asyncio.timeout(limits.timeout_s):
                return await self._once(ask, limits.timeout_s)
        except Exception as error:
            raise self._explained(error, limits.timeout_s) from error

    def _around(self, _author: Author | None) -> Around:
        """What begins and ends a transaction that writes."""
        return NOTHING_AROUND

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()
        await self._driver.close()

    async def settle(self) -> None:
        """Wait until requests that were given up have ended on the server too."""
        await self._pool.settle()

    # --- reading ------------------------------------------------------------------------------------------------------

    async def _fetched(self, prepared: Prepared, limits: Limits, max_rows: int | None) -> RowBatch:
        return _batch(prepared.plan, await self._raw(prepared, limits), limits, max_rows)

    async def _raw(self, prepared: Prepared, limits: Limits, query: SelectQuery | None = None) -> Sequence[Row]:
        raw = self._driver.fetch_now(prepared.plan.statement.sql, prepared.values)
        if raw is None and query is not None:
            prepared, raw = self._in_order.tried(query, prepared, limits)
        if raw is not None:
            return raw
        sql, values = prepared.plan.statement.sql, prepared.values
        moment = self._driver.moment(sql, values)
        raw = await self._read(lambda session: session.fetch(sql, values, limits.max_bytes), limits.timeout_s)
        if moment is None or fitting(raw, limits.max_bytes) < len(raw):  # maybe not all there is
            return raw
        return self._driver.keep(moment, values, raw)

    async def _read(self, work: Callable[[Session], Awaitable[AnswerT]], timeout_s: float) -> AnswerT:
        """Do something that may be repeated: a connection that turns out to be dead is replaced once."""
        try:
            async with asyncio.timeout(timeout_s):
                try:
                    return await self._once(work, timeout_s)
                except Exception as error:
                    if not self._driver.is_disconnect(error):
                        raise
                    self._pool.drop_idle()
                    return await self._once(work, timeout_s)
        except Exception as error:
            raise self._explained(error, timeout_s) from error

    async def _first(
        self, prepared: Prepared, timeout_s: float, batch_rows: int
    ) -> tuple[Session, AsyncIterator[Sequence[Row]], Sequence[Row] | None]:
        """A session that streams, and its first batch. Nothing was given out yet, so a dead connection is replaced."""
        may_repeat = True
        while True:
            session = await self._taken(timeout_s)
            try:
                batches = session.stream(prepared.plan.statement.sql, prepared.values, batch_rows)
                async with asyncio.timeout(timeout_s):
                    return session, batches, await anext(batches, None)
            except BaseException as error:
                self._pool.discard(session)
                if not isinstance(error, Exception):
                    raise
                if not may_repeat or not self._driver.is_disconnect(error):
                    raise self._explained(error, timeout_s) from error
            may_repeat = False
            self._pool.drop_idle()

    async def _taken(self, timeout_s: float) -> Session:
        try:
            async with asyncio.timeout(timeout_s):
                return await self._pool.take(timeout_s)
        except Exception as error:
            raise self._explained(error, timeout_s) from error

    async def _once(self, work: Callable[[Session], Awaitable[AnswerT]], timeout_s: float) -> AnswerT:
        session = await self._pool.take(timeout_s)
        try:
            answer = await work(session)
        except Exception as error:
            if self._driver.is_disconnect(error) or not session.is_open:
                self._pool.discard(session)
            else:
                self._pool.give_back(session)
            raise
        except BaseException:  # cancelled: the statement may still run
            self._pool.discard(session)
            raise
        self._pool.give_back(session)
        return answer

    def _explained(self, error: Exception, timeout_s: float) -> Exception:
        return explained(self._driver, error, timeout_s)


def refused_query(said: str) -> InvalidInput:
    """The error for a query that the database does not take, in its words."""
    return InvalidInput(phrase("The data source refused the query: {said}", said=said), code="query.refused")


class _MadeBy(NamedTuple):
    """A batch of kept rows, and the plan it was made by, whose id nobody else can have meanwhile."""

    plan: Plan
    batch: RowBatch | JsonBatch


def _batch(plan: Plan, raw: Sequence[Row], limits: Limits, max_rows: int | None) -> RowBatch:
    """What the limits let through of the rows of the driver."""
    if not isinstance(raw, KeptRows) or plan.large is None:  # or there may be lists and objects, which can be changed
        return _limited(plan, raw, limits, max_rows)
    key = ("batch", id(plan), max_rows, limits.max_bytes)
    found = raw.made.get(key)
    if isinstance(found, _MadeBy) and isinstance(found.batch, RowBatch):
        batch = found.batch
    else:
        batch = _limited(plan, raw, limits, max_rows)
        raw.made.note(key, _MadeBy(plan, batch))
    return RowBatch(batch.columns, [*batch.rows], batch.limited_by)  # a list that is the caller's own


def _limited(plan: Plan, raw: Sequence[Row], limits: Limits, max_rows: int | None) -> RowBatch:
    limited = max_rows is not None and len(raw) > max_rows
    rows = plan.rows(raw[:max_rows] if limited else raw)
    large = [map(itemgetter(place), rows) for place in plan.large or ()]
    if not plan.surely_fit(len(rows), large, limits.max_bytes):
        count = fitting(rows, limits.max_bytes)
        if count < len(rows):
            if count == 0:
                raise fault.too_large(limits.max_bytes)
            return RowBatch(plan.columns, rows[:count], "bytes")
    return RowBatch(plan.columns, rows, "rows" if limited else None)


def _json_batch(query: SelectQuery, plan: Plan, raw: Sequence[Row], limits: Limits, max_rows: int | None) -> JsonBatch:
    def limited() -> JsonBatch:
        return JsonBatch.of(_in_order(query, _batch(plan, raw, limits, max_rows)))

    if not raw or plan.large is None or (max_rows is not None and len(raw) > max_rows):
        return limited()
    rows = raw[::-1] if query.backward else raw
    if len(rows) * plan.small_bytes > limits.max_bytes:
        return limited()
    # JSON takes at least as much as what it tells, so its length says all that measuring the texts would.
    answer = lambda row, places: plan.values(rows[row], places)  # noqa: E731
    return JsonBatch(rows, plan.json_cells(rows), answer, if_large=limited)


def _in_order(query: SelectQuery, batch: RowBatch) -> RowBatch:
    """The rows in the order of the query, the columns in its words."""
    return RowBatch(query.columns, batch.rows[::-1], batch.limited_by) if query.backward else batch


def explained(driver: Driver, error: Exception, timeout_s: float) -> Exception:
    """Our error for whatever came up; the cause goes to the log only."""
    if isinstance(error, ToolwrightError):
        return error
    if isinstance(error, TimeoutError):
        return fault.timed_out(timeout_s)
    ours = driver.translate(error)
    if ours is not None:
        _log.warning("%s: %s", ours.code, type(error).__name__, exc_info=error)
        return ours
    return error
