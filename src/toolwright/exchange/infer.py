"""Inference: what the columns of a file are, from a sample of their cells, with the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import ip_address
from uuid import UUID

from toolwright.errors import phrase, phrase_of
from toolwright.exchange.contract import DateOrder
from toolwright.exchange.local import (
    NO,
    NOTHING,
    YES,
    Decimals,
    date_in,
    date_orders_of,
    decimals_of,
    plain_number,
    time_in,
)
from toolwright.model.table import DataType

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_URL = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_CODE = re.compile(r"0\d+")
_MAX_CHOICES = 12
_LONG = 200
_MAX_DECIMALS = 12
_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column is. `kind` is the kind of column to make for it; `evidence` says why in a sentence."""

    type: DataType
    kind: str
    evidence: str
    values: int
    """How many cells of the sample were not empty."""
    is_required: bool = False
    is_unique: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)
    """What a column of that kind should be told."""
    decimal: Decimals | None = None
    dates: tuple[DateOrder, ...] = ()


def infer(cells: Sequence[object]) -> Guess:
    """The narrowest type that every cell of the sample has; text when there is none."""
    present = [cell for cell in cells if cell is not None and not (isinstance(cell, str) and not cell.strip())]
    guess = _of_texts(present) if all(isinstance(cell, str) for cell in present) else _of_values(present)
    is_required = bool(cells) and len(present) == len(cells)
    try:
        is_unique = len(present) > 1 and len(set(present)) == len(present)
    except TypeError:
        is_unique = False
    return replace(guess, values=len(present), is_required=is_required, is_unique=is_unique)


def _guess(type_: DataType, kind: str, present: Sequence[object], word: str) -> Guess:
    return Guess(
        type_,
        kind,
        phrase_of(
            len(present),
            "The only value looked at is one of these: {word}.",
            "All {present} values looked at are {word}.",
            present=f"{len(present):,}",
            word=phrase(word),
        ),
        len(present),
    )


# --- values with types of their own -----------------------------------------------------------------------------------

_TYPES: tuple[tuple[tuple[type, ...], DataType, str, str], ...] = (
    ((bool,), DataType.BOOLEAN, "boolean", "yes or no"),
    ((int,), DataType.INTEGER, "integer", "whole numbers"),
    ((int, float, Decimal), DataType.FLOAT, "number", "numbers"),
    ((datetime, date), DataType.DATETIME, "datetime", "dates with times"),
    ((time,), DataType.TIME, "time", "times"),
    ((timedelta,), DataType.DURATION, "duration", "durations"),
    ((dict, list), DataType.JSON, "json", "lists or objects"),
)


def _of_values(present: Sequence[object]) -> Guess:
    if present and all(type(cell) is date or (isinstance(cell, datetime) and _is_midnight(cell)) for cell in present):
        return _guess(DataType.DATE, "date", present, "dates")
    if present and all(isinstance(cell, date) for cell in present) and not any(map(_has_zone, present)):
        return replace(_guess(DataType.DATETIME, "datetime", present, "dates with times"), settings={"zone": "ignore"})
    whole = [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in present]
    for types, type_, kind, word in _TYPES:
        if all(type(cell) in types for cell in whole):
            return _guess(type_, kind, present, word)
    return Guess(DataType.TEXT, "text", phrase("The values are of several types."), len(present))


def _is_midnight(moment: datetime) -> bool:
    return moment.time() == time(0) and moment.tzinfo is None


# --- texts ------------------------------------------------------------------------------------------------------------


def _of_texts(present: Sequence[object]) -> Guess:
    texts = [str(cell).strip() for cell in present]
    if not texts:
        return Guess(DataType.TEXT, "text", phrase("There are no values to tell from."), 0)
    words = [text for text in texts if text.casefold() not in NOTHING] or texts
    for look in (_numbers, _moments):
        found = look(words)
        if found is not None:
            return found
    for test, type_, kind, word in _TESTS:
        if all(test(text) for text in words):
            return _guess(type_, kind, words, word)
    return _plain(texts)


def _numbers(texts: Sequence[str]) -> Guess | None:
    words = {text.casefold() for text in texts}
    if words <= YES | NO and len(words) <= 2 and not words <= {"x"} and not words <= {"1"} and not words <= {"0"}:
        return _guess(DataType.BOOLEAN, "boolean", texts, "yes or no")
    if any(_CODE.fullmatch(text) for text in texts):
        return None  # a leading nought is part of a code, not of a number
    if all(_INTEGER.fullmatch(text) for text in texts):
        return _guess(DataType.INTEGER, "integer", texts, "whole numbers")
    marks = decimals_of(texts)
    if not marks:
        return None
    mark = marks[0]
    found = _guess(DataType.DECIMAL, "decimal", texts, phrase("numbers with '{mark}' before their decimals", mark=mark))
    decimals = max(len(plain_number(text, mark).partition(".")[2]) for text in texts)
    settings = {"decimals": min(decimals, _MAX_DECIMALS), "digits": _DIGITS}
    return replace(found, decimal=mark if len(marks) == 1 else None, settings=settings)


def _moments(texts: Sequence[str]) -> Guess | None:
    orders = date_orders_of(texts)
    if not orders:
        return None
    has_time = any(isinstance(date_in(text, orders[0]), datetime) for text in texts)
    type_, kind = (DataType.DATETIME, "datetime") if has_time else (DataType.DATE, "date")
    word = "dates and times" if has_time else "dates"
    doubt = "" if len(orders) in (1, 3) else "; whether day or month comes first cannot be told"
    evidence = phrase_of(
        len(texts),
        "The only value looked at is one of these: {word}{doubt}.",
        "All {texts} values looked at are {word}{doubt}.",
        texts=f"{len(texts):,}",
        word=phrase(word),
        doubt=phrase(doubt),
    )
    settings = {} if not has_time or any(_has_zone(date_in(text, orders[0])) for text in texts) else {"zone": "ignore"}
    return Guess(type_, kind, evidence, len(texts), dates=orders, settings=settings)


def _has_zone(moment: object) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _plain(texts: Sequence[str]) -> Guess:
    longest = max(map(len, texts))
    if longest > _LONG or any("\n" in text for text in texts):
        return Guess(
            DataType.TEXT,
            "long_text",
            phrase("Texts of up to {longest} characters.", longest=f"{longest:,}"),
            len(texts),
        )
    choices = tuple(dict.fromkeys(texts))
    if len(choices) <= _MAX_CHOICES and len(texts) >= 4 * len(choices) and longest <= 40:
        one, many = "Only one text in {texts} values.", "Only {choices} different texts in {texts} values."
        evidence = phrase_of(len(choices), one, many, choices=len(choices), texts=f"{len(texts):,}")
        settings = {"options": [{"value": choice} for choice in choices]}
        return Guess(DataType.TEXT, "select", evidence, len(texts), settings=settings)
    return Guess(DataType.TEXT, "text", phrase("Texts of all sorts."), len(texts))


def _parses(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return test


_TESTS: tuple[tuple[Callable[[str], object], DataType, str, str], ...] = (
    (time_in, DataType.TIME, "time", "times"),
    (lambda text: len(text) in (36, 38) and _parses(UUID)(text), DataType.UUID, "uuid", "ids"),
    (_EMAIL.fullmatch, DataType.TEXT, "email", "e-mail addresses"),
    (_URL.fullmatch, DataType.TEXT, "url", "web addresses"),
    (_parses(ip_address), DataType.TEXT, "ip", "IP addresses"),
)


def guesses(
    headers: Sequence[str], cells: Sequence[Sequence[object]], *, has_files: bool = False
) -> Mapping[str, Guess]:
    """A guess for each column. `has_files`: files came with the rows, so what names them is more than JSON."""
    found = {header: infer(column) for header, column in zip(headers, cells, strict=True)}
    for header, column in zip(headers, cells, strict=True) if has_files else ():
        if found[header].type is DataType.JSON and (kind := _kind_of_files(column)) is not None:
            one, many = "The only value looked at names files.", "All {values} values looked at name files."
            what = phrase_of(found[header].values, one, many, values=f"{found[header].values:,}")
            found[header] = replace(found[header], kind=kind, evidence=what)
    return found


def _kind_of_files(cells: Sequence[object]) -> str | None:
    items = [item for cell in cells for item in (cell if isinstance(cell, list) else [cell]) if item is not None]
    if not items or not all(isinstance(item, Mapping) and {"name", "sha256"} <= item.keys() for item in items):
        return None
    return "attachments" if any(isinstance(cell, list) for cell in cells) else "attachment"
