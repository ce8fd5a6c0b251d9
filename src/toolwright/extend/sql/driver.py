"""How statements are sent: what a connector provides on top of its vendor driver."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import ClassVar, Self, TypeVar

from toolwright.errors import InvalidInput, ToolwrightError
from toolwright.extend.datasource import Limits, TableShape
from toolwright.extend.native import NativeResult, NativeStatement
from toolwright.extend.sql.dialect import Dialect
from toolwright.extend.sql.fault import WriteFault
from toolwright.model.table import Table

Row = tuple[object, ...]
AnswerT = TypeVar("AnswerT")
_MARK = "toolwright_mark"


class Beside(ABC):
    """What another connection reads meanwhile. Used as a context: on leaving it, what still runs is stopped."""

    @abstractmethod
    def answers(self) -> Sequence[Sequence[Row]] | None:
        """Wait for the rows of each statement; None when something went wrong there."""

    @abstractmethod
    def stop(self) -> None:
        """Have nothing of it run any more."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Session(ABC):
    """One connection. Used by one task at a time. Raises the vendor's own errors; `Driver.translate` explains them."""

    spoils: ClassVar[bool] = False
    """Whether a statement that fails spoils its transaction, unless it goes back to a mark."""

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """Whether the connection is still believed to work."""

    @abstractmethod
    async def fetch(self, sql: str, values: Sequence[object], max_bytes: int) -> Sequence[Row]:
        """Run a statement and answer its rows; may stop reading early, after more than `max_bytes`."""

    @abstractmethod
    async def execute(self, sql: str, values: Sequence[object]) -> int:
        """Run a statement and answer how many rows it touched."""

    async def execute_many(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each list of values."""
        for one in values:
            await self.execute(sql, one)

    @abstractmethod
    async def insert(self, sql: str, values: Sequence[object]) -> object:
        """Run an insert and answer the key the database made, where the driver knows it."""

    @abstractmethod
    def stream(self, sql: str, values: Sequence[object], batch_rows: int) -> AsyncIterator[Sequence[Row]]:
        """Run a statement and answer its rows in batches as they come."""

    @abstractmethod
    async def begin(self) -> None:
        """Start a transaction that may write."""

    @abstractmethod
    async def commit(self) -> None:
        """Make the transaction permanent."""

    @abstractmethod
    async def rollback(self) -> None:
        """Undo the transaction."""

    async def execute_rows(self, sql: str, rows: Sequence[Sequence[object]]) -> tuple[int, Exception] | None:
        """As `execute_many`, but answers which of them failed first, and how; None when none did.

        Those before it are done. Where a failure spoils the transaction, as `spoils` says, it is raised instead.
        """
        for index, values in enumerate(rows):
            try:
                await self.execute(sql, values)
            except Exception as error:
                return index, error
        return None

    async def mark(self) -> None:
        """Remember this point of the transaction, in place of the point remembered before."""
        await self.execute(f"SAVEPOINT {_MARK}", ())

    async def unmark(self) -> None:
        """Forget the point, keep what was done since."""
        await self.execute(f"RELEASE SAVEPOINT {_MARK}", ())

    async def back_to_mark(self) -> None:
        """Undo what was done since that point, which stays remembered."""
        await self.execute(f"ROLLBACK TO SAVEPOINT {_MARK}", ())

    async def together(self, work: Callable[[Session], Awaitable[AnswerT]]) -> AnswerT:
        """Do several things one after the other. Sessions whose calls cross threads do them all in one crossing.

        `work` gets a session to use in place of this one and may wait for nothing else.
        """
        return await work(self)

    def beside(self, asked: Sequence[tuple[str, Sequence[object]]]) -> Beside | None:
        """Begin to read a few rows on another connection to the same database, in one transaction of its own.

        None where there is no other to spare. Only within `together`: the answers are waited for in its thread.
        """
        return None

    async def ask(self, sql: str, statement: NativeStatement, limits: Limits) -> NativeResult:
        """Run a statement of a query in a transaction of its own, which is undone unless the statement writes.

        `sql` is its text with the driver's marks. Exactly one statement; one that only reads cannot write.
        """
        raise InvalidInput("This kind of data source takes no queries.", code="query.not_supported")

    @abstractmethod
    async def abandon(self) -> None:
        """End the session, and what it still runs on the server. Never takes more than a few seconds."""


class AtOnce:
    """Does for the new rows of a load what the database would do for each of them, a batch at a time. This does not."""

    async def begin(self, session: Session, count: int) -> None:
        """A batch comes, after that many rows: the database may be told to leave what it does for each."""

    async def follow(self, session: Session) -> None:
        """The rows of a batch are stored: do it for them."""

    async def end(self, session: Session) -> None:
        """No more batches come: leave it to the database again."""


class Driver(ABC):
    """Makes sessions of one configured source and explains what goes wrong on them."""

    dialect: Dialect
    place: Hashable | None = None
    """Which database it is among all there are; None where nobody can tell."""

    @abstractmethod
    async def connect(self) -> Session:
        """A new session, ready for reads; they cannot write before `begin`."""

    @abstractmethod
    async def describe(self, session: Session) -> list[TableShape]:
        """Everything readable, in a few catalogue queries."""

    @abstractmethod
    def translate(self, error: Exception) -> ToolwrightError | None:
        """Our error for a vendor error, None when it is not one."""

    @abstractmethod
    def write_fault(self, error: Exception) -> WriteFault | None:
        """What a refused write means, None when the error is not about the written values."""

    async def constraint_columns(self, session: Session, table: Table, refused: WriteFault) -> tuple[str, ...]:
        """The database's names of the columns behind `refused.constraint`; asked before the rollback."""
        return ()

    async def next_ids(self, session: Session, table: Table, count: int) -> Sequence[int] | None:
        """Ids for that many new rows of a built-in table, which nobody else gets while the transaction lasts."""
        return None

    def at_once(self, table: Table) -> AtOnce:
        """For a load that only inserts rows of a table."""
        return AtOnce()

    @abstractmethod
    def is_disconnect(self, error: Exception) -> bool:
        """Whether the error means that the connection is gone."""

    def mark(self, number: int) -> str:
        """What stands for the value of that number, counted from 1, in statements for `Session.ask`."""
        return "?"

    def said(self, error: Exception) -> str | None:
        """What the database says is wrong with the text or the values of a statement; None for any other error."""
        return None

    def explaining(self, sql: str) -> str:
        """The statement that explains how another would be carried out."""
        return f"EXPLAIN {sql}"

    def write_turn(self) -> AbstractAsyncContextManager[object]:
        """Held around each transaction that writes: for databases that let one writer in at a time anyway."""
        return nullcontext()

    def fetch_now(self, sql: str, values: Sequence[object]) -> Sequence[Row] | None:
        """The rows of a read that is over in a moment, without leaving the event loop.

        None whenever it is not, or fails in any way: the caller then asks a session. Blocks for 2 ms at most. For
        databases inside this process alone, where waiting for a thread would cost more than the work.
        """
        return None

    def moment(self, sql: str, values: Sequence[object]) -> Hashable:
        """What the answer of a session to a read would be kept under; None where nothing is kept.

        Asked before the read: what is committed after it makes another moment.
        """
        return None

    def keep(self, moment: Hashable, values: Sequence[object], rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that were read at a moment, which `fetch_now` may give out again while it lasts."""
        return rows

    async def close(self) -> None:
        """Release what the driver itself holds."""
        return
