"""The contract of a connector: a kind of data source with tables.

A `DataSource` is stateless and describes itself; `open` gives a `Link`, which holds the connections of one configured
source and does the work. Everything a link receives has been through policy already: filters are bound, names come from
the described schema, limits are set. A link translates vendor errors to ours and never lets a value into SQL text.

Values, both ways: None, bool, int, float, Decimal, str, date, time, datetime, timedelta, UUID, bytes, and dict or list
for JSON. Rows are tuples in the order of `RowBatch.columns`; the columns are permanent names, never native ones.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Generic, Literal, TypeVar

from toolwright.egress import Reach
from toolwright.errors import ToolwrightError
from toolwright.expressions import Filter
from toolwright.extend.batch import JsonBatch, RowBatch
from toolwright.extend.check import Insist
from toolwright.extend.formula import Derive
from toolwright.extend.query_language import QueryLanguage
from toolwright.model.base import Model
from toolwright.model.table import DataType, Table, TableKind

SettingsT = TypeVar("SettingsT", bound=Model)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a connector can do itself; the data plane completes the rest in memory and says so."""

    introspect: bool = True
    write: bool = True
    transactions: bool = True
    paging: Literal["keyset", "offset", "none"] = "keyset"
    aggregate: bool = True
    cancel: Literal["server", "client"] = "server"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost. Reaching a row or byte limit is reported, never silent."""

    timeout_s: float = 10.0
    max_rows: int = 10_000
    max_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """How a link is opened: its pool size, whether the source refuses writes, whether it holds the internal tables.

    Every connection goes to an address that `reach` gave out; without one, only to the public internet.
    """

    pool_size: int = 5
    read_only: bool = False
    timeout_s: float = 10.0
    is_internal: bool = False
    reach: Reach = field(default_factory=Reach)


# --- what exists: the answer of introspection -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """A column as the source has it."""

    name: str
    type: DataType
    native_type: str
    nullable: bool = True
    has_default: bool = False
    generated: bool = False
    max_length: int | None = None
    precision: int | None = None
    scale: int | None = None
    zoned: bool = False
    long: bool = False
    options: tuple[str, ...] = ()
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignKeyShape:
    """A foreign key as the source has it."""

    columns: tuple[str, ...]
    target_schema: str | None
    target_table: str
    target_columns: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table or view as the source has it, in the source's own names."""

    schema: str | None
    name: str
    kind: TableKind
    columns: tuple[ColumnShape, ...]
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKeyShape, ...] = ()
    rows_estimate: int | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One step of a connection test: `resolve`, `connect`, `tls`, `sign_in` or `read`."""

    name: Literal["resolve", "connect", "tls", "sign_in", "read"]
    ok: bool
    detail: str
    hint: str | None = None
    duration_ms: float = 0.0
    skipped: bool = False


# --- what is asked ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by a column. Nulls sort last in both directions, on every source."""

    column: str
    descending: bool = False


RANK = "@rank"
"""Stands in `SelectQuery.columns` and `order` for how well a row fits the search, best first; None if all do alike."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other, ignoring case and accents; the last one may go on unless `is_whole`.

    `forms` are all words that a single one goes on to be, as the index spells them, where somebody looked.
    """

    text: str
    is_whole: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Every word must occur, ignoring case, in the text form of at least one of `columns`, and so must every term.

    Terms are looked up in the index of words that the table has (`Table.search`), of which `columns` are part. A link
    that keeps none takes them for words. Rows have a rank only when `is_scored`.
    """

    words: tuple[str, ...]
    columns: tuple[str, ...]
    terms: tuple[Term, ...] = ()
    is_scored: bool = False


@dataclass(frozen=True, slots=True)
class SelectQuery:
    """Rows of one table. `filter` is bound (no slots) and already holds row rules; its paths of several parts go along
    the relations in `related`, keyed by path prefix, whose own rows must satisfy `related[prefix].filter`.

    `after` holds one value per element of `order` and asks for the rows strictly beyond it; with `backward` the rows
    strictly before it, nearest first in count but still answered in `order`; without `after`, `backward` asks for the
    last rows. `order` ends in a unique key whenever the table has one.
    """

    table: Table
    columns: tuple[str, ...]
    filter: Filter | None = None
    search: Search | None = None
    order: tuple[Order, ...] = ()
    after: tuple[object, ...] | None = None
    backward: bool = False
    offset: int = 0
    limit: int | None = None
    related: Mapping[str, RelatedTable] = field(default_factory=dict)
    memo: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    # `memo` is where a link keeps what it compiled. The data plane asks the same query object again for the same
    # request, and copies for other pages (`replace(query, after=…, backward=…, offset=…)`) share the dict: put into the
    # key what those change in the compiled form, and the link itself.


@dataclass(frozen=True, slots=True)
class RelatedTable:
    """The target of a relation used in a filter path, in the same source, with the actor's row rule on it."""

    table: Table
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an aggregate, answered under `name`. `column` is None for `count` of rows."""

    name: str
    function: Literal["count", "count_distinct", "sum", "avg", "min", "max", "median"]
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Group by a column; dates and date-times optionally by bucket. Answered under `name`."""

    name: str
    column: str
    bucket: Literal["hour", "day", "week", "month", "quarter", "year"] | None = None


@dataclass(frozen=True, slots=True)
class AggregateQuery:
    """Figures over the rows of one table. `order` names groups or measures."""

    table: Table
    measures: tuple[Measure, ...]
    groups: tuple[Group, ...] = ()
    filter: Filter | None = None
    search: Search | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    related: Mapping[str, RelatedTable] = field(default_factory=dict)
    is_covered: bool = False
    """Whether an index holds all that it reads."""
    memo: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    """As of `SelectQuery`."""


# --- what is changed --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PairEdit:
    """Links of the written row to add and to remove: `table` keeps them as pairs (`extend.design.pairs_table`).

    Adding what is there and removing what is not are no errors.
    """

    table: Table
    add: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One write of a transaction.

    `insert` takes `values`. `update` and `delete` take `key` (column → value) and touch the row only if `guard` holds
    for it before the change and, when `expect` is given, its version still is `expect` (see `row_version`). After an
    insert or update the stored row must satisfy `check`. `columns` are those of the row to answer. `derive` computes
    further values from the row as it will be, to be stored in the same transaction; what does not fit is stored empty.
    `insist` raises for a stored row that must not stay, which undoes the transaction.
    """

    verb: Literal["insert", "update", "delete"]
    table: Table
    columns: tuple[str, ...]
    key: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    guard: Filter | None = None
    check: Filter | None = None
    expect: str | None = None
    related: Mapping[str, RelatedTable] = field(default_factory=dict)
    derive: Derive | None = None
    insist: Insist | None = None
    pairs: tuple[PairEdit, ...] = ()
    """Links of the row, changed in the same transaction."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes rows and through what: a person's id or None, and `screen`, `api`, `import`, `restore`, …

    `change` tells what was done together: all entries of one transaction have it.
    """

    actor: str | None
    via: str
    change: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the row before (update, delete) and after (insert, update), by column name.

    Rows hold every column of the table that a list may hold (not BINARY), whatever `Change.columns` says, so that
    history and events are whole; the data plane cuts them to what the actor may read.
    """

    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms the rows of a load are inserted, or updated.

    `values` are those that every row gets besides its own. A row is updated only if `guard` holds for it before, and
    the stored row must satisfy `check`; `related`, `derive` and `insist` are as in `Change`.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    guard: Filter | None = None
    check: Filter | None = None
    related: Mapping[str, RelatedTable] = field(default_factory=dict)
    derive: Derive | None = None
    insist: Insist | None = None


@dataclass(frozen=True, slots=True)
class LinkedLoad:
    """A column of links that a load writes: its cells are tuples of ids of rows that are there, None for none.

    A row that is there has exactly these links then, among those whose pairs satisfy `seen`.
    """

    column: str
    pairs: Table
    seen: Filter | None = None
    related: Mapping[str, RelatedTable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """Many rows for one table, in one transaction. `columns` name the cells of each row.

    Without `match` every row is inserted. With it, the row of the table that has the same values in these columns gets
    the other cells. What is not found is inserted on the terms of `insert`, and so is a row without a value in `match`;
    a load without these terms refuses them. `looked_at`: columns of texts and decimals whose lengths and digits were
    found right, so that nobody need count them again.
    """

    table: Table
    columns: tuple[str, ...]
    insert: Terms | None = None
    update: Terms | None = None
    match: tuple[str, ...] = ()
    links: tuple[LinkedLoad, ...] = ()
    looked_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load inserted and updated."""

    inserted: int = 0
    updated: int = 0


Cells = Sequence[Sequence[object]]
"""Some rows of a load: for each of its columns, in order, the cells of all of them."""

RefuseRow = Callable[[int, ToolwrightError], None]
"""Told which row of a load was refused, counted from 0, and why. What it raises ends the load with nothing stored."""


class Link(ABC):
    """The connections of one configured source. Safe for concurrent use from one event loop."""

    @abstractmethod
    async def describe(self, limits: Limits) -> list[TableShape]:
        """Every table and view the signed-in user may read, in one pass over the catalogue."""

    @abstractmethod
    async def select(self, query: SelectQuery, limits: Limits) -> RowBatch:
        """The rows asked for, at most `limits.max_rows`."""

    async def select_json(self, query: SelectQuery, limits: Limits) -> JsonBatch:
        """As `select`, for an answer in JSON: what the driver hands over need not become values first."""
        return JsonBatch.of(await self.select(query, limits))

    @abstractmethod
    def stream(self, query: SelectQuery, limits: Limits, batch_rows: int = 1000) -> AsyncIterator[RowBatch]:
        """The rows asked for in batches, in bounded memory; closing the iterator ends the work on the server."""

    @abstractmethod
    async def count(self, query: SelectQuery, limits: Limits, cap: int | None = None) -> int:
        """How many rows satisfy filter and search; with `cap`, counting stops at `cap + 1`."""

    @abstractmethod
    async def aggregate(self, query: AggregateQuery, limits: Limits) -> RowBatch:
        """Groups and measures, columns in the order groups then measures."""

    @abstractmethod
    async def write(self, changes: Sequence[Change], limits: Limits, author: Author | None = None) -> list[Changed]:
        """All changes in one transaction, or none. A link that keeps a journal notes `author` in it.

        Raises NotFound (`row.missing`) when a guarded row is not there, Conflict (`row.stale`, `row.duplicate`,
        `row.referenced`), Denied (`row.check`) when a stored row fails `check`, InvalidInput for values the source
        refuses. `extra["index"]` is the position of the change that failed.
        """

    @abstractmethod
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
        """Write rows while they come, in bounded memory and one transaction; `keep=False` undoes it in the end.

        A row the source does not take is told to `refuse` and left out. Whatever `batches` or `refuse` raise ends the
        load, and nothing is stored. The time limit holds for each batch, the reader's own time not counted.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close every connection; later calls fail."""


class DataSource(ABC, Generic[SettingsT]):
    """A kind of data source. Class facts describe it; instances hold nothing."""

    kind: ClassVar[str]
    title: ClassVar[str]
    schemes: ClassVar[tuple[str, ...]] = ()
    """URL schemes that `settings_from_url` understands: ("postgresql", "postgres")."""
    can: ClassVar[Capabilities]
    language: ClassVar[QueryLanguage | None] = None
    """What queries to it are written in; its links are then also of `extend.native`."""
    Settings: ClassVar[type[Model]]

    @abstractmethod
    def check(self, settings: SettingsT, limits: Limits, reach: Reach) -> AsyncIterator[CheckStep]:
        """Test a connection step by step; stops after the first step that fails. Opens one connection and closes it.

        It goes to an address that `reach` gave out.
        """

    @abstractmethod
    async def open(self, settings: SettingsT, options: LinkOptions) -> Link:
        """A link; connections are made when first needed."""

    @abstractmethod
    def settings_from_url(self, url: str) -> SettingsT:
        """Settings from `scheme://user:password@host:port/database?option=value`. Raises InvalidInput."""

    def files(self, settings: SettingsT) -> tuple[str, ...]:
        """The files of the server's machine that the settings name. They are opened by way of `reach.file` alone."""
        return ()

    def suggested_name(self, settings: SettingsT) -> str:
        """A name to propose for this source, before it is made fit for definitions."""
        return self.kind


def row_version(row: Mapping[str, object]) -> str:
    """A short version of a row for optimistic locking: equal rows have equal versions, on every source."""
    text = repr(sorted((name, _canonical(value)) for name, value in row.items()))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _canonical(value: object) -> str:
    if isinstance(value, bool):
        return f"b{value}"
    return f"{type(value).__name__}:{value}"
