"""The contract of the journal: every change of the rows of internal tables, kept by the database itself.

Entries are written in the transaction of the change, by triggers, so that nothing that was stored is missing from them
and nothing is in them that was not stored: changes that foreign keys bring about too. The journal is what history, the
bin, undo and restoring read, and what announces changes to other processes and to those who were away.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from toolwright.extend.datasource import Limits
from toolwright.model.table import Table

JournalVerb = Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One change of one row. `before` and `after` hold its stored columns by name, as the table was named then.

    Columns that no longer exist are there in the database's own form, binary columns are not there at all.
    """

    number: int
    at: datetime
    actor: str | None
    via: str
    change: str
    row_id: int
    verb: JournalVerb
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """Entries of one table, newest first; with `after`, those behind that number, oldest first."""

    table: Table
    row_id: int | None = None
    actor: str | None = None
    change: str | None = None
    verb: JournalVerb | None = None
    since: datetime | None = None
    before: int | None = None
    after: int | None = None
    mentions: str | None = None
    """Only entries whose stored form has this text in it; it is matched as LIKE does."""
    is_gone: bool = False
    """Only deletions of rows that are still gone."""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry of any table, by what the database calls it, without the values; `about` is the table and the row that a
    comment is about."""

    number: int
    table: str
    row_id: int
    verb: JournalVerb
    change: str
    actor: str | None
    about: tuple[str, int] | None = None


class JournalLink(ABC):
    """What a link adds that keeps a journal."""

    @abstractmethod
    async def journal(self, query: JournalQuery, limits: Limits) -> Sequence[JournalEntry]:
        """The entries asked for."""

    @abstractmethod
    async def make_room_beside(self) -> None:
        """Have the tables of `extend.beside` where they are not there yet."""

    @abstractmethod
    async def noted_behind(self, number: int, since: datetime | None, limit: int) -> Sequence[Noted]:
        """Entries of all tables behind that number, and with `since` not from before, oldest first."""

    @abstractmethod
    async def journal_end(self) -> int:
        """The number of the last entry, 0 for none."""

    @abstractmethod
    async def forget(self, table: Table, *, before: datetime | None, most: int | None) -> int:
        """Remove entries of a table: those older than that, and of each row all but the last so many.

        In small steps, other writers in between; answers how many there were.
        """

    @abstractmethod
    async def forget_said(self, table: Table) -> int:
        """Remove comments on rows of the table that are gone and can no longer be restored; answers how many."""

    @abstractmethod
    async def forget_before(self, moment: datetime) -> int:
        """Remove entries older than that, in small steps; answers how many there were."""
