"""JSON: a list of objects, records as Airtable gives them, or one object a line; read piece by piece."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TextIO

from toolwright.errors import FieldError, phrase
from toolwright.exchange.contract import (
    MAX_CELL,
    MAX_COLUMNS,
    BadRow,
    Block,
    Gathering,
    Reader,
    ReadOptions,
    malformed,
    too_much,
)
from toolwright.exchange.encoding import encoding_of

_CHUNK = 1 << 16
_LOOKED_AT = 1000
_LISTS = ("records", "items", "rows", "data", "results")
_BLANK = re.compile(r"[ \t\r\n]*")
Item = tuple[int, object]


class _Text:
    """A file's text, read on when more of it is needed."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant)
        self._buffer = file.read(_CHUNK)
        self._place = 0
        self.line = 1

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            found = _BLANK.match(self._buffer, self._place)
            assert found is not None  # noqa: S101  # it matches nothing, too
            self._advance(found.end())
            if self._place < len(self._buffer):
                return self._buffer[self._place]
            if not self._more():
                return ""

    def take(self, wanted: str) -> None:
        """Step over a character that must come next."""
        found = self.peek()
        if found != wanted:
            raise malformed(
                phrase(
                    "Line {line}: expected '{wanted}', found '{value}'.",
                    line=self.line,
                    wanted=wanted,
                    value=found or phrase("the end"),
                ),
                self.line,
            )
        self._advance(self._place + 1)

    def value(self) -> object:
        """The next value."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._place)
            except RecursionError:
                raise malformed(
                    phrase("Line {line}: the value is nested too deeply.", line=self.line), self.line
                ) from None
            except ValueError as wrong:
                if len(self._buffer) - self._place > MAX_CELL:
                    raise too_much(
                        phrase(
                            "The value at line {line} has more than {max_cell} characters.",
                            line=self.line,
                            max_cell=f"{MAX_CELL:,}",
                        )
                    ) from None
                if not self._more():
                    raise malformed(
                        phrase(
                            "Line {line}: this is not JSON ({wrong}).", line=self.line, wrong=phrase(*wrong.args[:1])
                        ),
                        self.line,
                    ) from wrong
                continue
            if end == len(self._buffer) and self._more():
                continue  # a number may go on
            self._advance(end)
            return value

    def _advance(self, place: int) -> None:
        self.line += self._buffer.count("\n", self._place, place)
        self._place = place

    def _more(self) -> bool:
        # Twice as much each time a value does not fit, so that a large one is not tried again and again.
        chunk = self._file.read(max(_CHUNK, len(self._buffer) - self._place))
        self._buffer, self._place = self._buffer[self._place :] + chunk, 0
        return bool(chunk)


class JsonReader(Reader):
    """See the module."""

    unit = "line"
    is_text = False
    has_lists = True

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self._path = path
        self._encoding = encoding_of(path, options.encoding)
        self._wanted = options.sheet
        self._is_lines = options.format == "ndjson" or self._has_lines()
        names: dict[str, None] = {}
        for _, item in islice(self._items(), _LOOKED_AT):
            if isinstance(item, dict):
                names.update(dict.fromkeys(item))
        if not names:
            raise malformed("The file holds no objects.", hint="It should be a list of objects, one for each row.")
        if len(names) > MAX_COLUMNS:
            raise too_much(
                phrase("The objects have more than {max_columns} different keys.", max_columns=f"{MAX_COLUMNS:,}")
            )
        self.headers = tuple(names)
        self.facts = {"encoding": self._encoding}

    def blocks(self) -> Iterator[Block]:
        """The objects from the start, their values in the order of the headers; what an object lacks is empty."""
        known = set(self.headers)
        gathering = Gathering(len(self.headers))
        for line, item in self._items():
            if not isinstance(item, dict):
                error = FieldError("", "This is not an object.", "import.not_an_object")
                gathering.bad.append(BadRow(line, (item,), error))
            elif unknown := [name for name in item if name not in known]:
                message = phrase(
                    "None of the first {looked_at} rows has a value of this name.", looked_at=f"{_LOOKED_AT:,}"
                )
                error = FieldError(unknown[0], message, "import.unknown_column")
                gathering.bad.append(BadRow(line, tuple(map(item.get, self.headers)), error))
            else:
                gathering.add(line, tuple(map(item.get, self.headers)))
            if gathering.is_full:
                yield gathering.taken()
        if gathering.rows or gathering.bad:
            yield gathering.taken()

    def close(self) -> None:
        """Nothing stays open."""

    def _items(self) -> Iterator[Item]:
        try:
            with self._path.open(encoding=self._encoding, newline="") as file:
                for line, item in self._found(_Text(file)):
                    yield line, _fields(item)
        except UnicodeDecodeError as wrong:
            raise malformed(
                phrase("The file is not {encoding}.", encoding=self._encoding), hint="Give its encoding."
            ) from wrong

    def _has_lines(self) -> bool:
        """Whether the first line is an object by itself and another line follows."""
        try:
            with self._path.open(encoding=self._encoding, newline="") as file:
                first, second = file.readline(MAX_CELL), file.readline(1000)
            return bool(second.strip()) and isinstance(json.loads(first), dict)
        except (ValueError, RecursionError):
            return False

    def _found(self, text: _Text) -> Iterator[Item]:
        if self._is_lines:
            while text.peek():
                line = text.line
                yield line, text.value()
        elif text.peek() == "[":
            yield from _list(text)
        elif text.peek() == "{":
            yield from self._inside(text)
        else:
            raise malformed("The file is not a list of objects.", text.line)

    def _inside(self, text: _Text) -> Iterator[Item]:
        """The list inside one object; or the object is the first of many, one after the other."""
        start, seen = text.line, {}
        text.take("{")
        while text.peek() != "}":
            name = text.value()
            text.take(":")
            if isinstance(name, str) and text.peek() == "[" and name in ((self._wanted,) if self._wanted else _LISTS):
                yield from _list(text)
                return
            seen[str(name)] = text.value()
            if text.peek() != "}":
                text.take(",")
        text.take("}")
        yield start, seen
        while text.peek():
            line = text.line
            yield line, text.value()


def _list(text: _Text) -> Iterator[Item]:
    text.take("[")
    while text.peek() != "]":
        line = text.line
        yield line, text.value()
        if text.peek() != "]":
            text.take(",")
    text.take("]")


def _fields(item: object) -> object:
    """The values of a record: Airtable puts them under `fields`, beside an id and a time of its own."""
    if isinstance(item, dict) and isinstance(item.get("fields"), dict) and set(item) <= _AIRTABLE:
        return item["fields"]
    return item


_AIRTABLE = {"id", "createdTime", "fields", "commentCount"}


def _no_constant(word: str) -> object:
    raise ValueError(phrase("{word} is not JSON", word=word))
