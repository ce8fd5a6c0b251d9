"""How a database says things: what statements need to know of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Dialect as Compiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine, UserDefinedType

from toolwright.errors import InvalidExpression, phrase
from toolwright.extend.sql.nulls import NullsOrder
from toolwright.extend.sql.words import WordIndex
from toolwright.model.table import Column, DataType

Sql: TypeAlias = ColumnElement[Any]  # Any: statements are typed by `DataType`, not by Python types
Raw: TypeAlias = Any  # a value whose Python type only the database or a request decides
Decode: TypeAlias = Callable[[Raw], object]
Encode: TypeAlias = Callable[[Raw], object]
Bucket: TypeAlias = Literal["hour", "day", "week", "month", "quarter", "year"]
MatchKind: TypeAlias = Literal["contains", "starts", "ends"]

NUMBERS = frozenset({DataType.INTEGER, DataType.DECIMAL, DataType.FLOAT})
MOMENTS = frozenset({DataType.DATE, DataType.DATETIME})


class ColumnDecode:
    """A decoder that reads a whole column at once where it can, with no line of Python per cell.

    `quick` takes cells of the usual form and raises for all others; then every cell is read by `one`.
    """

    __slots__ = ("_one", "_quick")

    def __init__(self, one: Decode, quick: Callable[[Sequence[Raw]], Sequence[object]]) -> None:
        self._one = one
        self._quick = quick

    def __call__(self, cell: Raw) -> object:
        """One cell, which is not None."""
        return self._one(cell)

    def column(self, cells: Sequence[Raw]) -> Sequence[object]:
        """All cells of a column."""
        try:
            if None in cells:
                present = iter(self._quick([cell for cell in cells if cell is not None]))
                return [None if cell is None else next(present) for cell in cells]
            return self._quick(cells)
        except (ValueError, TypeError, ArithmeticError, KeyError):
            return [None if cell is None else self._one(cell) for cell in cells]


class ColumnEncode:
    """An encoder that writes a whole column at once where it can, with no line of Python per cell.

    `quick` takes cells, none of them None, and answers None when each has to be written by `one`.
    """

    __slots__ = ("_one", "_quick")

    def __init__(self, one: Encode, quick: Callable[[Sequence[Raw]], Sequence[object] | None]) -> None:
        self._one = one
        self._quick = quick

    def __call__(self, cell: Raw) -> object:
        """One cell, which is not None."""
        return self._one(cell)

    def column(self, cells: Sequence[Raw]) -> Sequence[object]:
        """All cells of a column."""
        found = self._quick(cells)
        return list(map(self._one, cells)) if found is None else found


class Bare(UserDefinedType[Any]):  # Any: it accepts whatever the driver does
    """The type of a bound value that is sent without a cast, so that the database takes the type from its context."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Never rendered: nothing is cast to it."""
        return "UNKNOWN"


class Dialect(ABC):
    """What differs between databases in the statements of the shared core. Stateless."""

    compiler: ClassVar[Compiler]
    """Compiles statements for `Session.fetch`."""
    stream_compiler: ClassVar[Compiler]
    """Compiles statements for `Session.stream`."""
    row_values: ClassVar[bool] = True
    """Whether `(a, b) > (x, y)` is served from an index."""
    returning: ClassVar[bool] = True
    """Whether writes can answer the stored row themselves."""
    words: ClassVar[WordIndex | None] = None
    """How rows are found in an index of words, where tables can have one."""
    meets_in_order: ClassVar[bool] = False
    """Whether the database finds rows by an index of the filter, however many they are, unless told otherwise."""
    nulls: ClassVar[NullsOrder]
    """How the database is told where nulls go."""

    # --- columns ------------------------------------------------------------------------------------------------------

    @abstractmethod
    def read(self, column: Column, sql: Sql) -> Sql:
        """What to select so that `decoder` gets the column's value."""

    @abstractmethod
    def decoder(self, column: Column) -> Decode | None:
        """Turns what the driver hands over into a value of the contract; None when it already is one."""

    def json_decoder(self, column: Column) -> Decode | None:
        """As `decoder` for rows that leave as JSON at once: may answer the text that JSON would hold anyway."""
        return self.decoder(column)

    @abstractmethod
    def encoder(self, column: Column) -> Encode | None:
        """Turns a checked value of the contract into what the driver takes for this column."""

    def write(self, column: Column, bound: Sql) -> Sql:
        """A bound value as it is assigned to the column."""
        return bound

    @abstractmethod
    def compared(self, column: Column, sql: Sql) -> Sql:
        """The column as it takes part in comparisons and functions."""

    def sorted(self, column: Column, sql: Sql) -> Sql:
        """The column as it is sorted and paged by; `encoder` values compare with it."""
        return sql

    def paged(self, column: Column, bound: Sql) -> Sql:
        """A bound value as it is compared with `sorted`."""
        return bound

    @abstractmethod
    def text(self, column: Column, sql: Sql) -> Sql:
        """The text form of the column, for search."""

    def integer_range(self, column: Column) -> tuple[int, int]:
        """The whole numbers the column can hold."""
        return -(1 << 63), (1 << 63) - 1

    def holds(self, number: Decimal) -> bool:
        """Whether a column of decimals keeps every digit of the number."""
        return True

    # --- bound values -------------------------------------------------------------------------------------------------

    @abstractmethod
    def bind(
        self, kind: DataType, zoned: bool, column: Column | None = None
    ) -> tuple[TypeEngine[Any], Encode | None]:  # Any: as `Sql`
        """The type of a bound value of a kind in a filter, and how it is handed to the driver.

        `column` is what the value is compared with, when that is a plain column.
        """

    # --- comparisons --------------------------------------------------------------------------------------------------

    def equal(self, column: Column | None, left: Sql, right: Sql, kind: DataType) -> Sql:
        """`left = right`, text exactly: case, accents and trailing blanks count."""
        return left == right

    def is_enum(self, column: Column) -> bool:
        """Whether the column has an enum type that compares with its own options as they are."""
        return False

    @abstractmethod
    def by_code_point(self, sql: Sql) -> Sql:
        """Text as it must be for `<` to compare code points."""

    @abstractmethod
    def matches(self, kind: MatchKind, text: Sql, needle: Sql, ignore_case: Literal["no", "ascii", "unicode"]) -> Sql:
        """Whether text contains, starts or ends with a needle, whose special characters mean themselves."""

    def member(self, column: Column | None, left: Sql, items: Sequence[Sql], kind: DataType) -> Sql:
        """Whether `left` equals one of the items."""
        return left.in_(items)

    # --- functions ----------------------------------------------------------------------------------------------------

    @abstractmethod
    def number(self, sql: Sql, kind: DataType) -> Sql:
        """A number widened so that arithmetic on it does not overflow or round down."""

    def quotient(self, one: Sql, other: Sql) -> Sql:
        """One number divided by another, with its fraction; neither is rounded."""
        return one.op("/")(other)

    @abstractmethod
    def floor(self, sql: Sql) -> Sql:
        """A number rounded down."""

    def as_integer(self, sql: Sql) -> Sql:
        """A boolean as 0 or 1."""
        return sa.case((sql, constant(1)), (sa.not_(sql), constant(0)))

    def moment(self, column: Column | None, sql: Sql) -> Sql:
        """A date-time as it compares with another one that is not bound."""
        return sql

    @abstractmethod
    def midnight(self, sql: Sql) -> Sql:
        """A date as the date-time of its midnight, without zone."""

    @abstractmethod
    def to_text(self, sql: Sql, kind: DataType) -> Sql:
        """An id as its text."""

    @abstractmethod
    def lower(self, sql: Sql) -> Sql:
        """Text in small letters."""

    @abstractmethod
    def upper(self, sql: Sql) -> Sql:
        """Text in capitals."""

    @abstractmethod
    def trim(self, sql: Sql) -> Sql:
        """Text without blanks, tabs and line ends around it."""

    @abstractmethod
    def length(self, sql: Sql) -> Sql:
        """How many characters."""

    def concat(self, left: Sql, right: Sql) -> Sql:
        """Two texts joined."""
        return left.op("||")(right)

    def shift(self, moment: Sql, duration: Sql, sign: int) -> Sql:
        """A moment plus or minus a duration."""
        raise untranslatable("adding durations to moments")

    def between(self, later: Sql, earlier: Sql, kind: DataType) -> Sql:
        """The duration from one moment to another, comparable with bound durations."""
        raise untranslatable("the time between two moments")

    def listed(self, key: Sql) -> Sql:
        """The keys of a group as a list, in any order; NULL for none."""
        return sa.func.array_agg(key)

    def grouped(self, column: Column, sql: Sql) -> tuple[Sql, Decode | None]:
        """The column as rows are grouped and told apart by it, and how to read the group."""
        return self.read(column, sql), self.decoder(column)

    def unindexed(self, sql: Sql) -> Sql:
        """The same, without the use of an index: a group of rows that are read whole, a condition that many satisfy."""
        return sql

    def smallest(self, column: Column, sql: Sql) -> Sql:
        """The column as `min` and `max` take it; read like the column itself."""
        return self.read(column, sql)

    def median(self, number: Sql) -> Sql | None:
        """The median of a group, where the database has one itself."""
        return None

    @abstractmethod
    def bucket(self, column: Column, sql: Sql, bucket: Bucket) -> tuple[Sql, Decode | None]:
        """The start of the bucket a moment falls in, and how to read it. Weeks start on Monday."""


def untranslatable(what: str) -> InvalidExpression:
    """The error for what this database cannot say."""
    return InvalidExpression(
        phrase("This data source cannot filter by {what}.", what=phrase(what)),
        code="filter.untranslatable",
        hint="Compute the value beforehand, or filter in a formula.",
    )


def constant(value: int) -> Sql:
    """One of our own small numbers, written into the statement."""
    return sa.literal_column(str(int(value)))
