"""What formats agree on: options of a file, blocks of its rows, and limits that no file may break.

A reader runs in a thread of its own and holds one block at a time. What makes a whole file unreadable is raised as
InvalidInput with its line; a row that is wrong alone comes with its block, so that the others can go on.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from toolwright.errors import FieldError, InvalidInput, LimitReached, Where, phrase

if TYPE_CHECKING:
    from toolwright.exchange.enclosed import Enclosed

BLOCK_ROWS = 500
MAX_COLUMNS = 2000
MAX_CELL = 10_000_000
MAX_LINE = 50_000_000

Row = tuple[object, ...]
DateOrder = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What somebody said about a file; None is found out. `sheet` is the sheet or table where there are several."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    sheet: str | None = None
    decimal: Literal[".", ","] | None = None
    dates: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that does not fit the file it is in."""

    line: int
    cells: Row
    error: FieldError


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file: the cells of each column, and the line or row number of each row."""

    cells: Sequence[Sequence[object]]
    lines: Sequence[int]
    bad: Sequence[BadRow] = ()

    def row(self, place: int) -> Row:
        """One of the rows."""
        return tuple(column[place] for column in self.cells)


class Reader(ABC):
    """A file opened for reading. Its own thread only."""

    format: str = ""
    """What the file turned out to be, such as `csv`."""
    unit: Literal["line", "row"] = "row"
    """What `Block.lines` counts."""
    is_text: bool = True
    """Whether cells are texts alone, so that types and local forms have to be guessed."""
    has_lists: bool = False
    """Whether cells may be lists and objects, so that a text in place of one is a text."""
    headers: tuple[str, ...]
    done_bytes: int = 0
    """How far into the file the last block reached, where that is known."""
    facts: Mapping[str, object]
    """What was found out or assumed: encoding, delimiter, sheet."""
    enclosed: Enclosed | None = None
    """The files that came with the rows."""

    @abstractmethod
    def blocks(self) -> Iterator[Block]:
        """The rows from the start, each time it is asked."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""


@dataclass
class Gathering:
    """Collects rows of one width into blocks."""

    width: int
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether it is time to hand it over."""
        return len(self.rows) + len(self.bad) >= BLOCK_ROWS

    def add(self, line: int, row: Row) -> None:
        """Take a row: blank ones are skipped, missing cells at its end are empty, more of them are an error."""
        if len(row) > self.width and any(cell not in (None, "") for cell in row[self.width :]):
            message = phrase("Values in this row: {row}. Columns: {width}.", row=len(row), width=self.width)
            self.bad.append(BadRow(line, row, FieldError("", message, "import.too_many_cells")))
        elif any(cell not in (None, "") for cell in row):
            self.rows.append((*row[: self.width], *(None,) * (self.width - len(row))))
            self.lines.append(line)

    def taken(self) -> Block:
        """What was collected, to begin anew."""
        cells = list(zip(*self.rows, strict=True)) or [()] * self.width
        block = Block(cells, self.lines, self.bad)
        self.rows, self.lines, self.bad = [], [], []
        return block


def gathered(width: int, rows: Iterator[tuple[int, Row]]) -> Iterator[Block]:
    """Numbered rows as blocks."""
    gathering = Gathering(width)
    for line, row in rows:
        gathering.add(line, row)
        if gathering.is_full:
            yield gathering.taken()
    if gathering.rows or gathering.bad:
        yield gathering.taken()


def malformed(message: str, line: int | None = None, hint: str | None = None) -> InvalidInput:
    """The error for a file that cannot be read on."""
    where = None if line is None else Where(line=line)
    return InvalidInput(message, code="import.malformed", hint=hint, where=where)


def too_much(message: str, hint: str | None = None) -> LimitReached:
    """The error for a file beyond the limits."""
    return LimitReached(message, code="import.too_large", hint=hint)


def checked_headers(headers: Sequence[object]) -> tuple[str, ...]:
    """Headers as texts: trailing empty ones go, others get a name. Raises InvalidInput or LimitReached."""
    texts = ["" if header is None else str(header).strip() for header in headers]
    while texts and not texts[-1]:
        texts.pop()
    if not texts:
        raise malformed("The file has no columns.", hint="Its first row should name them.")
    return unique([text or f"Column {place}" for place, text in enumerate(texts, 1)])


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names, a number added to those that are there already. Raises LimitReached for too many."""
    if len(names) > MAX_COLUMNS:
        raise too_much(
            phrase(
                "The file has {names} columns; at most {max_columns} are read.",
                names=f"{len(names):,}",
                max_columns=f"{MAX_COLUMNS:,}",
            )
        )
    found: list[str] = []
    for name in names:
        candidate, number = name, 2
        while candidate in found:
            candidate, number = f"{name} {number}", number + 1
        found.append(candidate)
    return tuple(found)
