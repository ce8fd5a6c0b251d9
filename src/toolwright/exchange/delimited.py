"""CSV, TSV and their relatives: delimiter, quotes and header are found out where nobody says."""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from toolwright.errors import FieldError, phrase
from toolwright.exchange.contract import (
    BLOCK_ROWS,
    MAX_CELL,
    MAX_LINE,
    BadRow,
    Block,
    Reader,
    ReadOptions,
    checked_headers,
    malformed,
    too_much,
    unique,
)
from toolwright.exchange.encoding import encoding_of

if TYPE_CHECKING:
    from _csv import Reader as CsvRows

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 100
_SAMPLE_CHARS = 200_000
_DATUM = re.compile(
    r"[+-]?[\d.,' ]*\d[\d.,' %]*|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\S+@\S+\.\S+|https?://\S+|true|false", re.I
)
csv.field_size_limit(MAX_CELL)


class DelimitedReader(Reader):
    """See the module."""

    unit = "line"

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self._path = path
        self._encoding = encoding_of(path, options.encoding)
        sample = self._sample()
        if "\0" in "".join(sample):
            raise malformed("This is not a text file.", hint="Give its format or its encoding.")
        self._quote = options.quote or _quote_of(sample)
        self._delimiter = options.delimiter or _delimiter_of(sample, self._quote)
        rows = [row for row in self._parsed(sample) if any(row)]
        if not rows:
            raise malformed("The file is empty.")
        self._has_header = options.header if options.header is not None else _has_header(rows)
        first = rows[0] if self._has_header else [f"Column {n}" for n in range(1, max(map(len, rows)) + 1)]
        self.headers = checked_headers(first) if self._has_header else unique(first)
        self.facts = {
            "encoding": self._encoding, "delimiter": self._delimiter, "quote": self._quote, "header": self._has_header,
        }  # fmt: skip

    def blocks(self) -> Iterator[Block]:
        """The rows from the start."""
        with self._open() as file:
            # A character takes a byte at least: no line of a file is longer than the file.
            is_short = self._path.stat().st_size < MAX_LINE
            reader = self._reader(file if is_short else _lines(file))
            if self._has_header:
                self._next(reader, 1, skip_blank=True)
            while True:
                before = reader.line_num
                rows = self._next(reader, BLOCK_ROWS)
                if not rows:
                    return
                self.done_bytes = file.buffer.tell()
                yield self._block(rows, before, reader.line_num)

    def close(self) -> None:
        """Nothing stays open."""

    def _next(self, reader: CsvRows, count: int, *, skip_blank: bool = False) -> list[list[str]]:
        start = reader.line_num + 1
        try:
            rows = list(islice(reader, count))
            while skip_blank and rows and not any(rows[0]):
                rows = list(islice(reader, count))
        except csv.Error as wrong:
            raise _bad_csv(wrong, start, reader.line_num) from wrong
        except UnicodeDecodeError as wrong:
            raise malformed(
                phrase("Line {line_num} is not {encoding}.", line_num=reader.line_num + 1, encoding=self._encoding),
                reader.line_num + 1,
                "Give the file's encoding.",
            ) from wrong
        return rows

    def _block(self, rows: list[list[str]], before: int, after: int) -> Block:
        width = len(self.headers)
        lines: Sequence[int] = range(before + 1, after + 1)
        if len(lines) != len(rows):
            lines = _line_numbers(rows, before)
        if set(map(len, rows)) == {width} and [""] * width not in rows:
            return Block(list(zip(*rows, strict=True)), lines)
        kept, places, bad = [], [], []
        for line, row in zip(lines, rows, strict=True):
            if not any(row):
                continue
            extra = any(row[width:])
            if len(row) == width or (len(row) > width and not extra):
                kept.append(row[:width])
                places.append(line)
            else:
                message = phrase("Values in this row: {row}. Columns: {width}.", row=len(row), width=width)
                bad.append(BadRow(line, tuple(row), FieldError("", message, "import.cells")))
        return Block(list(zip(*kept, strict=True)) or [()] * width, places, bad)

    def _open(self) -> TextIO:
        return self._path.open(encoding=self._encoding, newline="")

    def _sample(self) -> list[str]:
        with self._open() as file:
            try:
                text = file.read(_SAMPLE_CHARS)
            except UnicodeDecodeError as wrong:
                raise malformed(
                    phrase("The file is not {encoding}.", encoding=self._encoding), hint="Give its encoding."
                ) from wrong
        lines = text.splitlines(keepends=True)
        return lines[:_SAMPLE_LINES] if len(text) < _SAMPLE_CHARS else lines[: min(_SAMPLE_LINES, len(lines) - 1)]

    def _parsed(self, lines: Sequence[str]) -> list[list[str]]:
        rows: list[list[str]] = []
        with contextlib.suppress(csv.Error):  # reading says where
            rows.extend(csv.reader(lines, delimiter=self._delimiter, quotechar=self._quote))
        return rows

    def _reader(self, lines: Iterator[str]) -> CsvRows:
        return csv.reader(lines, delimiter=self._delimiter, quotechar=self._quote, strict=True)


def _lines(file: TextIO) -> Iterator[str]:
    readline = file.readline
    while line := readline(MAX_LINE):
        if len(line) >= MAX_LINE:
            raise too_much(phrase("A line has more than {max_line} characters.", max_line=f"{MAX_LINE:,}"))
        yield line


def _line_numbers(rows: Sequence[Sequence[str]], before: int) -> list[int]:
    """The line each row begins at; cells may hold line breaks."""
    numbers = []
    line = before + 1
    for row in rows:
        numbers.append(line)
        line += 1 + sum(max(cell.count("\n"), cell.count("\r")) for cell in row)
    return numbers


def _bad_csv(wrong: csv.Error, first: int, line: int) -> Exception:
    if "field larger" in str(wrong):
        return too_much(
            phrase("A value near line {line} has more than {max_cell} characters.", line=line, max_cell=f"{MAX_CELL:,}")
        )
    if "unexpected end" in str(wrong):
        return malformed(
            phrase("A quote opened after line {first} is never closed.", first=first - 1),
            first,
            "Look for a single quote.",
        )
    return malformed(phrase("Line {line} has something between a closing quote and the next value.", line=line), line)


def _quote_of(sample: Sequence[str]) -> str:
    text = "".join(sample)
    return "'" if '"' not in text and len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n])", text, re.M)) > 3 else '"'


def _delimiter_of(sample: Sequence[str], quote: str) -> str:
    """The delimiter by which most rows have the same number of columns, more than one."""

    def score(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter, quotechar=quote) if row]
        except csv.Error:
            return (0.0, 0)
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    best = max(_DELIMITERS, key=score)
    return best if score(best)[1] > 1 else ","


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it holds no numbers, dates or addresses, and no text twice."""
    first = [cell.strip() for cell in rows[0]]
    named = [cell for cell in first if cell]
    return bool(named) and len(set(named)) == len(named) and not any(_DATUM.fullmatch(cell) for cell in named)
