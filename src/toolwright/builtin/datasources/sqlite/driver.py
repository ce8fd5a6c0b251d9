"""SQLite through the standard library's driver, one thread for each session in use."""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import length_hint
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from toolwright.builtin.datasources.sqlite.asking import Authorizer, ask
from toolwright.builtin.datasources.sqlite.at_once import TriggersAtOnce, last_id
from toolwright.builtin.datasources.sqlite.beside import Spare
from toolwright.builtin.datasources.sqlite.dialect import SqliteDialect
from toolwright.builtin.datasources.sqlite.errors import said, translate, write_fault
from toolwright.builtin.datasources.sqlite.introspect import describe
from toolwright.builtin.datasources.sqlite.kept import KeptReads, Key
from toolwright.builtin.datasources.sqlite.standing import FileReplacedError, Standing
from toolwright.errors import ToolwrightError
from toolwright.extend.datasource import Limits, TableShape
from toolwright.extend.native import NativeResult, NativeStatement
from toolwright.extend.sql.dialect import Raw
from toolwright.extend.sql.driver import AtOnce, Beside, Driver, Row, Session
from toolwright.extend.sql.fault import WriteFault
from toolwright.extend.sql.size import fitting
from toolwright.model.table import Table

AnswerT = TypeVar("AnswerT")
BUSY_TIMEOUT_S = 5.0
QUICK_S = 0.002
_STEPS = 2000  # of SQLite's machine between two looks at the clock: about 50 µs, and 40 looks within QUICK_S
_QUICK_ROWS = 1001
_STALLED_S = 0.05
_SLOW_FOR_S = 60.0
_BATCH = 200
_PRAGMAS = frozenset(
    {
        "table_xinfo",
        "table_info",
        "index_list",
        "index_info",
        "index_xinfo",
        "foreign_key_list",
        "query_only",
        "foreign_keys",
        "data_version",  # asked by indexes of words, also those of triggers in files of others
    }
)
_SCHEMA_PRAGMAS = _PRAGMAS | {"foreign_key_check", "legacy_alter_table", "quick_check"}
_DENIED = frozenset({sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH})


def _authorizer(pragmas: frozenset[str]) -> Authorizer:
    """Refuse what reaches beyond the file: other databases, extensions, settings."""

    def authorize(action: int, first: str | None, second: str | None, _database: str | None, _via: str | None) -> int:
        if action in _DENIED or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() == "load_extension"):
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() not in pragmas:
            is_asked = first == "schema_version" and second is None  # whether the schema is still as it was
            return sqlite3.SQLITE_OK if is_asked and pragmas is _SCHEMA_PRAGMAS else sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return authorize


Scalar = str | int | float | bytes | None


def _on_text(change: Callable[[str], str]) -> Callable[[Scalar], Scalar]:
    return lambda value: change(value) if isinstance(value, str) else value


def open_file(
    path: Path, *, read_only: bool, wait_s: float = BUSY_TIMEOUT_S, is_internal: bool = False
) -> sqlite3.Connection:
    """A connection to an existing file, which cannot reach anything else."""
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=wait_s,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        for name, change in (("tw_lower", str.lower), ("tw_upper", str.upper), ("tw_trim", str.strip)):
            connection.create_function(name, 1, _on_text(change), deterministic=True)
        connection.create_function("tw_floor", 1, _floor, deterministic=True)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(_authorizer(_SCHEMA_PRAGMAS if is_internal else _PRAGMAS))
    except BaseException:
        connection.close()
        raise
    return connection


def _look_at(future: asyncio.Future[Any]) -> None:  # Any: whatever the work answers
    """Take note of how work ended that nobody waits for any more, so that it is not reported as forgotten."""
    if not future.cancelled():
        future.exception()


def _floor(value: Raw) -> int | None:
    return None if value is None else math.floor(value)


class SqliteSession(Session):
    """One connection, used by one thread of the pool at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        threads: ThreadPoolExecutor,
        standing: Standing | None = None,
        spare: Spare | None = None,
    ) -> None:
        self._connection = connection
        self._spare = spare
        self._standing = standing
        self._threads = threads
        self._running: asyncio.Future[Any] | None = None  # Any: whatever the work answers
        self._is_open = True

    @property
    def is_open(self) -> bool:
        return self._is_open

    async def fetch(self, sql: str, values: Sequence[object], max_bytes: int) -> Sequence[Row]:
        return await self._in_thread(lambda: self._fetch(sql, values, max_bytes))

    async def execute(self, sql: str, values: Sequence[object]) -> int:
        return await self._in_thread(lambda: self._connection.execute(sql, values).rowcount)

    async def execute_many(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        await self._in_thread(lambda: self._execute_many(sql, values))

    async def execute_rows(self, sql: str, rows: Sequence[Sequence[object]]) -> tuple[int, Exception] | None:
        return await self._in_thread(lambda: self._execute_rows(sql, rows))

    async def insert(self, sql: str, values: Sequence[object]) -> object:
        return await self._in_thread(lambda: self._connection.execute(sql, values).lastrowid)

    async def stream(self, sql: str, values: Sequence[object], batch_rows: int) -> AsyncIterator[Sequence[Row]]:
        cursor = await self._in_thread(lambda: self._execute(sql, values))
        while batch := await self._in_thread(lambda: cursor.fetchmany(batch_rows)):
            yield batch

    async def ask(self, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
        return await self._in_thread(lambda: self._ask(sql, statement, limits))

    def _ask(self, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
        if self._standing is not None:
            self._standing.check()
        pragmas = _SCHEMA_PRAGMAS if self._standing is not None else _PRAGMAS
        return ask(self._connection, sql, statement, limits, _authorizer(pragmas))

    async def begin(self) -> None:
        await self._in_thread(self._begin)

    async def commit(self) -> None:
        await self._in_thread(lambda: self._end("COMMIT"))

    async def rollback(self) -> None:
        await self._in_thread(lambda: self._end("ROLLBACK"))

    async def together(self, work: Callable[[Session], Awaitable[AnswerT]]) -> AnswerT:
        return await self._in_thread(lambda: _finished(work(_Here(self))))

    async def abandon(self) -> None:
        self._is_open = False
        while self._running is not None and not self._running.done():
            self._connection.interrupt()
            await asyncio.wait([self._running], timeout=0.05)
        await asyncio.get_running_loop().run_in_executor(self._threads, self._connection.close)

    async def inspect(self) -> list[TableShape]:
        """What the file holds."""
        return await self._in_thread(lambda: describe(self._connection))

    async def _in_thread(self, work: Callable[[], AnswerT]) -> AnswerT:
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        running.add_done_callback(_look_at)
        self._running = running
        # Shielded: a cancelled wait must leave the future for `abandon` to wait for.
        return await asyncio.shield(running)

    def _execute(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        if self._standing is not None:
            self._standing.check()
        try:
            return self._connection.execute(sql, values)
        except OverflowError as error:
            raise sqlite3.DataError("integer out of range") from error

    def _execute_many(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        self._connection.executemany(sql, values)

    def _execute_rows(self, sql: str, rows: Sequence[Sequence[object]]) -> tuple[int, Exception] | None:
        left = iter(rows)
        try:
            self._connection.executemany(sql, left)
        except (sqlite3.Error, OverflowError) as error:
            if not self._connection.in_transaction:  # ON CONFLICT ROLLBACK: nothing before it is there any more
                raise
            is_ours = isinstance(error, OverflowError)
            return len(rows) - length_hint(left) - 1, sqlite3.DataError("integer out of range") if is_ours else error
        return None

    def _fetch(self, sql: str, values: Sequence[object], max_bytes: int) -> Sequence[Row]:
        try:
            return self._rows(self._execute(sql, values), max_bytes)
        except sqlite3.OperationalError as error:
            if "decode to UTF-8" not in str(error):
                raise
        # The file holds text that is not UTF-8: slower, but readable.
        self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            return self._rows(self._execute(sql, values), max_bytes)
        finally:
            self._connection.text_factory = str

    def _rows(self, cursor: sqlite3.Cursor, max_bytes: int) -> list[Row]:
        rows: list[Row] = cursor.fetchmany(_BATCH)
        if len(rows) < _BATCH:
            return rows
        batch, left = rows, max_bytes
        while batch:
            count = fitting(batch, left)
            if count < len(batch):
                break
            left -= sum(len(cell) for row in batch for cell in row if isinstance(cell, (str, bytes)))
            batch = cursor.fetchmany(_BATCH)
            rows.extend(batch)
        return rows

    def _begin(self) -> None:
        if self._standing is not None:
            self._standing.check()
        self._connection.execute("PRAGMA query_only = OFF")
        self._connection.execute("BEGIN IMMEDIATE")

    def _end(self, word: str) -> None:
        if self._connection.in_transaction:
            self._connection.execute(word)
        self._connection.execute("PRAGMA query_only = ON")


class _Here(Session):
    """The same session for work that runs in its thread already: nothing is waited for."""

    def __init__(self, session: SqliteSession) -> None:
        self._session = session

    @property
    def is_open(self) -> bool:
        return self._session.is_open

    async def fetch(self, sql: str, values: Sequence[object], max_bytes: int) -> Sequence[Row]:
        return self._session._fetch(sql, values, max_bytes)

    async def execute(self, sql: str, values: Sequence[object]) -> int:
        return self._session._execute(sql, values).rowcount

    async def execute_many(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        self._session._execute_many(sql, values)

    async def execute_rows(self, sql: str, rows: Sequence[Sequence[object]]) -> tuple[int, Exception] | None:
        return self._session._execute_rows(sql, rows)

    async def insert(self, sql: str, values: Sequence[object]) -> object:
        return self._session._execute(sql, values).lastrowid

    def beside(self, asked: Sequence[tuple[str, Sequence[object]]]) -> Beside | None:
        spare = self._session._spare
        return None if spare is None else spare.begin(asked, lambda: self._session.is_open)

    async def stream(self, sql: str, values: Sequence[object], batch_rows: int) -> AsyncIterator[Sequence[Row]]:
        cursor = self._session._execute(sql, values)
        while batch := cursor.fetchmany(batch_rows):
            yield batch

    async def begin(self) -> None:
        self._session._begin()

    async def commit(self) -> None:
        self._session._end("COMMIT")

    async def rollback(self) -> None:
        self._session._end("ROLLBACK")

    async def abandon(self) -> None:
        """Never asked of it: who holds the session itself ends it."""


def _finished(work: Awaitable[AnswerT]) -> AnswerT:
    """The answer of work that never waits."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as done:
        answer: AnswerT = done.value
        return answer
    raise RuntimeError("a transaction waited for something else than its own session")


class QuickReader:
    """A connection for reads that are over in a moment, used on the event loop itself.

    A hop to a thread and back costs several times what an indexed read of a page does. This connection waits for no
    lock and gives up after `QUICK_S`; what was given up goes to a thread from then on.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_file(path, read_only=True, wait_s=0)
        self.kept = KeptReads(self._connection, _authorizer(_PRAGMAS))
        self._connection.set_progress_handler(self._is_late, _STEPS)
        self._looks_at = self._ends_at_latest = 0.0
        self._ends: float | None = None
        self._slow: dict[str, tuple[float, int]] = {}

    def fetch(self, sql: str, values: Sequence[object]) -> Sequence[Row] | None:
        """The rows, or None: slow, locked, too many, or wrong in any way that a session can explain better."""
        key = self.kept.likely_key(sql, values)
        kept = None if key is None else self.kept.get(key)
        if kept is not None:
            return kept
        now = time.perf_counter()
        if self._slow and self._slow.get(sql, (0.0, 0))[0] > now:
            return None
        self._looks_at, self._ends, self._ends_at_latest = now + QUICK_S / 2, None, now + _STALLED_S
        try:
            cursor = self._connection.execute(sql, values)
            rows: list[Row] = cursor.fetchmany(_QUICK_ROWS)
        except (sqlite3.Error, OverflowError) as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                self._note_slow(sql, now)
            return None
        if len(rows) < _QUICK_ROWS:
            return rows if key is None else self.kept.put(key, values, rows)
        cursor.close()
        self._slow[sql] = (now + _SLOW_FOR_S, 0)
        return None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _is_late(self) -> bool:
        now = time.perf_counter()
        if now < self._looks_at:
            return False  # no thread has spent more than what has passed, and asking for its time takes a system call
        if self._ends is None:
            self._ends = time.thread_time() + QUICK_S / 2
        # Time of this thread, so that a busy machine does not make every read look slow; and the clock, for slow disks.
        return time.thread_time() > self._ends or now > self._ends_at_latest

    def _note_slow(self, sql: str, now: float) -> None:
        if len(self._slow) > 1000:
            self._slow.clear()
        times = self._slow.get(sql, (0.0, 0))[1]
        if self._ends is not None and time.thread_time() > self._ends:
            times += 1  # the read itself took long; otherwise the machine or the disk stalled, which passes
        self._slow[sql] = (now + min(0.5 * 2.0**times, _SLOW_FOR_S), times)


class SqliteDriver(Driver):
    """Sessions on one file."""

    dialect = SqliteDialect()

    def __init__(self, path: Path, *, read_only: bool, threads: int, is_internal: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._is_internal = is_internal
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="toolwright-sqlite")
        self._quick: QuickReader | None = None
        self._standing: Standing | None = None
        self._spare = Spare(path, lambda: open_file(path, read_only=True, is_internal=True)) if is_internal else None
        self.place = ("sqlite", str(path))
        self._writing = asyncio.Lock()

    async def connect(self) -> SqliteSession:
        loop = asyncio.get_running_loop()
        standing = Standing(self._path) if self._is_internal else None
        connection = await loop.run_in_executor(
            self._threads, lambda: open_file(self._path, read_only=self._read_only, is_internal=self._is_internal)
        )
        if self._quick is None:
            self._quick = await loop.run_in_executor(self._threads, lambda: QuickReader(self._path))
            self._standing = standing
        return SqliteSession(connection, self._threads, standing, self._spare)

    def write_turn(self) -> asyncio.Lock:
        # SQLite's own waiting sleeps for up to a tenth of a second between two tries.
        return self._writing

    def fetch_now(self, sql: str, values: Sequence[object]) -> Sequence[Row] | None:
        if self._quick is None or not self._stands():
            return None
        return self._quick.fetch(sql, values)

    def moment(self, sql: str, values: Sequence[object]) -> Key | None:
        return None if self._quick is None else self._quick.kept.key(sql, values)

    def keep(self, moment: Hashable, values: Sequence[object], rows: Sequence[Row]) -> Sequence[Row]:
        if self._quick is None or not isinstance(moment, tuple):
            return rows
        return self._quick.kept.put(moment, values, rows)

    def _stands(self) -> bool:
        """Whether the quick reader still reads the right file; it is closed when it does not."""
        try:
            if self._standing is not None:
                self._standing.check()
        except FileReplacedError:
            if self._quick is not None:
                self._quick.close()
            self._quick = None
            return False
        return True

    def said(self, error: Exception) -> str | None:
        return said(error)

    def explaining(self, sql: str) -> str:
        return f"EXPLAIN QUERY PLAN {sql}"

    async def describe(self, session: Session) -> list[TableShape]:
        return await session.inspect() if isinstance(session, SqliteSession) else []

    def translate(self, error: Exception) -> ToolwrightError | None:
        return translate(error)

    def write_fault(self, error: Exception) -> WriteFault | None:
        return write_fault(error)

    async def next_ids(self, session: Session, table: Table, count: int) -> Sequence[int] | None:
        if table.native is None:
            return None
        first = await last_id(session, table.native.table) + 1  # the one writer there is asks, so they stay free
        return range(first, first + count)

    def at_once(self, table: Table) -> AtOnce:
        return TriggersAtOnce(table.native.table) if self._is_internal and table.native is not None else AtOnce()

    def is_disconnect(self, error: Exception) -> bool:
        return isinstance(error, FileReplacedError)

    async def close(self) -> None:
        if self._quick is not None:
            self._quick.close()
            self._quick = None
        if self._spare is not None:
            self._spare.close()
        self._threads.shutdown(wait=False)
