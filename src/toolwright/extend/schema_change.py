"""The contract of schema changes: what a link that holds internal tables must be able to do with them.

Tables come worked out (`extend.design`): types, limits, key and relations are set, `native` is where they live. All
steps of one change happen in one transaction together with a record of it, or none does, whatever interrupts the work.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from toolwright.extend.column import ValueLimits
from toolwright.extend.datasource import Limits, SelectQuery
from toolwright.extend.formula import Derive
from toolwright.extend.journal import JournalEntry
from toolwright.model.table import Table

Convert = Callable[[object], object]
"""From the value a column held to the value it shall hold; raises `Refused` for one that does not convert."""


@dataclass(frozen=True, slots=True)
class ChosenIndex:
    """An index that nobody wrote down: `columns` in order, descending with a minus, and what calls for it, in words."""

    columns: tuple[str, ...]
    because: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class TableDesign:
    """A table to be stored: with it what the database should insist on beyond the table itself, by column, the indexes
    chosen for it beside those it names, and the rules of those of its checks that the database holds rows to.

    `keeps_one`, of pairs: the last link of a row that is there cannot go."""

    table: Table
    limits: Mapping[str, ValueLimits] = field(default_factory=dict)
    chosen: tuple[ChosenIndex, ...] = ()
    enforced: tuple[str, ...] = ()
    keeps_one: bool = False


@dataclass(frozen=True, slots=True)
class CreateTable:
    """A new table."""

    after: TableDesign


@dataclass(frozen=True, slots=True)
class DropTable:
    """A table goes with its rows; with `only_if_empty`, a row in it is a Conflict (`schema.moved`)."""

    before: TableDesign
    only_if_empty: bool = False


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """A table becomes another: renamed, with columns added, renamed, changed or dropped, other keys and indexes.

    `origins` names for each column of `after` the column of `before` its values come from; a column without one is new.
    `convert` holds what must happen to the values of a column of `after` on the way (those that are not empty), and
    `fill` what stands in it where there is no value then. `derive` computes further values from each row as it is in
    the end; what does not fit its column is stored empty. A value in a column of `only_if_empty`, which are named as
    before, is a Conflict (`schema.moved`).
    """

    before: TableDesign
    after: TableDesign
    origins: Mapping[str, str]
    fill: Mapping[str, object] = field(default_factory=dict)
    convert: Mapping[str, Convert] = field(default_factory=dict)
    derive: Derive | None = None
    only_if_empty: frozenset[str] = frozenset()


SchemaStep = CreateTable | DropTable | ChangeTable


@dataclass(frozen=True, slots=True)
class SchemaRecord:
    """What a database of internal tables says of itself: the last change it made, and how its tables look since.

    `change` identifies the change, `tables` holds every designed table by reference as plain values.
    """

    change: str
    tables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class UsedIndex:
    """An index that rows are found by: its columns, descending with a minus; none for the index of words."""

    table: str
    columns: tuple[str, ...]
    is_walked: bool = False
    """Whether it gives the order alone, and rows are read in it until there are enough."""


@dataclass(frozen=True, slots=True)
class AccessPath:
    """How a database finds the rows of a request: by which indexes, and what it does besides. `steps` are its words.

    `is_covered` says that indexes alone answer it, without a look at rows, and without sorting for groups.
    """

    indexes: tuple[UsedIndex, ...]
    looks_at_all: bool
    sorts: bool
    steps: tuple[str, ...]
    is_covered: bool = False


@dataclass(frozen=True, slots=True)
class MovedTable:
    """A table on its way from another database, with its rows and what the journal noted of them.

    `columns` are the key, first, and every stored column. No batch is empty; entries come in order of their numbers.
    """

    design: TableDesign
    columns: tuple[str, ...]
    rows: Callable[[], AsyncIterator[Sequence[tuple[object, ...]]]]
    entries: Callable[[], AsyncIterator[Sequence[JournalEntry]]]


class SchemaLink(ABC):
    """What a link adds that can hold internal tables. Each is atomic and survives the process being killed."""

    @abstractmethod
    async def explain(self, query: SelectQuery, limits: Limits) -> AccessPath:
        """How the rows of a request would be found; none is read."""

    @abstractmethod
    async def schema_record(self) -> SchemaRecord | None:
        """The record of the last change; None of a database that never had one."""

    @abstractmethod
    async def change_schema(self, steps: Sequence[SchemaStep], record: SchemaRecord, expect: str | None) -> None:
        """Do all steps and write the record, in one transaction, provided the last change was still `expect`.

        `before` of each step must be what the record of that change says. Steps may refer to each other's tables in
        any order. Raises Conflict (`schema.moved` when the last change is another one by now, `schema.duplicate` when
        rows break a new unique key, `schema.dangling` when references lead nowhere) and InvalidInput
        (`schema.not_convertible`, `schema.missing_value`); then nothing has changed.
        """

    @abstractmethod
    async def take_in(self, tables: Sequence[MovedTable], record: SchemaRecord) -> None:
        """Make tables as they were elsewhere: rows under their numbers, entries of the journal, and none of the move.

        In one transaction. Raises Conflict (`schema.moved`) where there are tables already.
        """
