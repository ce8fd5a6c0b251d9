"""Intake: an opened file on its way into a table: which column each header means, and its rows for the data plane."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from toolwright.exchange.contract import Block, Reader, ReadOptions
from toolwright.exchange.infer import Guess, guesses
from toolwright.exchange.mapping import Matched, match
from toolwright.exchange.meaning import Meaning, forms_of, meaning_of
from toolwright.extend.column import ColumnKind, DesignedColumn
from toolwright.model.table import Table

SAMPLE_ROWS = 1000
_AHEAD_BLOCKS = 8
_AHEAD_S = 0.005
Progress = Callable[[int, int], None]
"""Told how many rows were read so far, and how many bytes of the file, where that is known."""
_Read = tuple[Block, list[Sequence[object]]]
"""A block, and what its cells mean."""


@dataclass(frozen=True)
class Sample:
    """The first rows of a file, and what they tell."""

    cells: Sequence[Sequence[object]]
    lines: Sequence[int]
    guesses: Mapping[str, Guess]

    def rows(self, count: int) -> list[dict[str, object]]:
        """The first rows by header."""
        headers = tuple(self.guesses)
        return [dict(zip(headers, row, strict=True)) for row in list(zip(*self.cells, strict=True))[:count]]


def sample_of(reader: Reader) -> Sample:
    """The first rows of the file."""
    blocks: list[Block] = []
    count = 0
    for block in reader.blocks():
        blocks.append(block)
        count += len(block.lines)
        if count >= SAMPLE_ROWS:
            break
    cells = [list(chain.from_iterable(block.cells[place] for block in blocks)) for place in range(len(reader.headers))]
    lines = list(chain.from_iterable(block.lines for block in blocks))
    return Sample(cells, lines, guesses(reader.headers, cells, has_files=reader.enclosed is not None))


@dataclass
class Intake:
    """The rows of a file for some columns of a table. `block` is the one handed over last, `first` its first number."""

    reader: Reader
    matched: Matched
    _meanings: Sequence[tuple[int, Meaning]]
    block: Block = field(default_factory=lambda: Block((), ()))
    first: int = 0
    read: int = 0
    _blocks: Iterator[Block] | None = None
    _ahead: deque[_Read | None] = field(default_factory=deque)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that get values, in the order of the file."""
        return tuple(self.matched.columns.values())

    @property
    def is_ahead(self) -> bool:
        """Whether `next` has to read nothing."""
        return bool(self._ahead)

    def read_ahead(self) -> None:
        """Read a few blocks, or one when it is slow or large: coming here from another thread has its price."""
        if self._blocks is None:
            self._blocks = self.reader.blocks()
        ends = time.perf_counter() + _AHEAD_S
        while len(self._ahead) < _AHEAD_BLOCKS:
            block = next(self._blocks, None)
            self._ahead.append(None if block is None else (block, self._meant(block)))
            if block is None or time.perf_counter() > ends:
                return

    def next(self) -> list[Sequence[object]] | None:
        """The cells of the next block, column by column; an empty list when none of its rows can be used."""
        if not self._ahead:
            self.read_ahead()
        found = self._ahead.popleft()
        if found is None:
            return None
        self.first += len(self.block.lines)
        self.block, cells = found
        self.read += len(self.block.lines) + len(self.block.bad)
        return cells

    def _meant(self, block: Block) -> list[Sequence[object]]:
        return [meaning.of(block.cells[place]) for place, meaning in self._meanings] if block.lines else []

    def cells_of(self, block: Block, place: int) -> Sequence[object]:
        """The cells that a block has for one of the columns, as they are in the file."""
        return block.cells[self._meanings[place][0]]


def intake(
    reader: Reader,
    sample: Sample,
    table: Table,
    writable: frozenset[str],
    designs: Mapping[str, DesignedColumn],
    options: ReadOptions,
    key: Sequence[str],
    given: Mapping[str, str | None],
) -> Intake:
    """The file as rows of the table."""
    matched = match(reader.headers, table, writable, key, given)
    forms = forms_of(sample.cells, options, reader.facts.get("delimiter"))
    meanings = []
    for header, name in matched.columns.items():
        place = reader.headers.index(header)
        column = table.by_name[name]
        meaning = meaning_of(column, sample.cells[place], forms, reader, kind_reads=_reads(designs.get(name)))
        meanings.append((place, meaning))
    return Intake(reader, matched, meanings)


def _reads(design: DesignedColumn | None) -> bool:
    return design is not None and type(design.kind).read_text is not ColumnKind.read_text
