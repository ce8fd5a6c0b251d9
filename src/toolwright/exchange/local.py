"""Local forms: numbers with commas, dates with the day first, words for yes; and how to read a column of them.

A form is chosen for a whole column by what all of its sample allows, never cell by cell: `03/04/2026` alone says
nothing, `25/04/2026` beside it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal

from babel.dates import get_month_names

from toolwright.exchange.contract import DateOrder

Decimals = Literal[".", ","]
_GROUPS = {".": r"[,'’ \u00a0\u202f]", ",": r"[.'’ \u00a0\u202f]"}
_MONEY = re.compile(r"^\s*(?:[A-Z]{3}\s|[€$£¥₹])?\s*(.*?)\s*(?:\s[A-Z]{3}|[€$£¥₹])?\s*$")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_PATTERNS = {
    mark: re.compile(rf"\(?[+-]?(\d{{1,3}}({group}\d{{3}})+|\d+)({re.escape(mark)}\d+)?\)?")
    for mark, group in _GROUPS.items()
}
_GROUPED = re.compile(r"\(?[+-]?\d{1,3}([.,])\d{3}\)?")

_DATE = re.compile(
    r"(\d{1,4})[-/. ]+(\d{1,2}|[^\W\d_]{3,12}\.?)[-/., ]+(\d{1,4})"
    r"|([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
)
_TIME = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,6})\d*)?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?", re.I
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_TWO_DIGITS_UNTIL = 69

YES = frozenset({"true", "yes", "y", "t", "1", "on", "x", "✓", "ja", "oui", "si", "sí", "sim", "wahr", "vrai"})
NO = frozenset({"false", "no", "n", "f", "0", "off", "nein", "non", "não", "falsch", "faux"})
NOTHING = frozenset({"null", "none", "n/a", "#n/a", "na", "nan", "\\n", "-", "–"})
"""What stands for no value where a number or a date is expected."""


# --- numbers ----------------------------------------------------------------------------------------------------------


def decimals_of(texts: Iterable[str]) -> tuple[Decimals, ...] | None:
    """The decimal marks that all texts allow; None when one of them is no number."""
    allowed: set[Decimals] = {".", ","}
    for text in texts:
        bare = _bare(text)
        fitting: set[Decimals] = {mark for mark in allowed if _PATTERNS[mark].fullmatch(bare)}
        if not fitting:
            return None
        allowed = fitting
    return tuple(mark for mark in (".", ",") if mark in allowed)


def is_undecided(texts: Iterable[str]) -> bool:
    """Whether a mark is in sight, and each may as well part thousands as decimals: `1,234`."""
    return any(_GROUPED.fullmatch(_bare(text)) for text in texts)


def plain_number(text: str, mark: Decimals) -> str:
    """The number as program text, `-1234.5`; the text itself when it is none."""
    if _PLAIN_NUMBER.fullmatch(text) and mark == ".":
        return text
    bare = _bare(text)
    if not _PATTERNS[mark].fullmatch(bare):
        return text
    negative = bare.startswith("(") and bare.endswith(")")
    plain = re.sub(_GROUPS[mark], "", bare.strip("()")).replace(mark, ".")
    return f"-{plain.lstrip('+-')}" if negative else plain


def _bare(text: str) -> str:
    found = _MONEY.match(text)
    bare = found[1] if found is not None else text
    return bare.replace("−", "-")


# --- dates and times --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    order: DateOrder | None
    """None when the text says itself which part is which: a year first, or a month in letters."""
    numbers: tuple[int, int, int]
    rest: str

    def date(self, order: DateOrder) -> date:
        first, second, third = self.numbers
        kind = self.order or order
        if kind == "ymd":
            return date(_year(first), second, third)
        return date(_year(third), second, first) if kind == "dmy" else date(_year(third), first, second)


def date_orders_of(texts: Iterable[str]) -> tuple[DateOrder, ...] | None:
    """The orders that all texts allow as dates, with or without a time; None when one of them is no date."""
    allowed: list[DateOrder] = ["dmy", "mdy", "ymd"]
    for text in texts:
        allowed = [order for order in allowed if date_in(text, order) is not None]
        if not allowed:
            return None
    return tuple(allowed)


def date_in(text: str, order: DateOrder) -> date | datetime | None:
    """The date, or date and time, that a text says; None when it says none."""
    parts = _parts(text.strip())
    if parts is None:
        return None
    try:
        day = parts.date(order)
        if not parts.rest:
            return day
        moment = time_in(parts.rest)
        return None if moment is None else datetime.combine(day, moment)
    except ValueError:
        return None


def time_in(text: str) -> time | None:
    """The time of day that a text says."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[5].lower().startswith("p") else 0)
    try:
        return time(hour, minute, second, int((found[4] or "").ljust(6, "0") or 0), _zone(found[6]))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC"):
        return timezone.utc  # noqa: UP017  # of the type this answers
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _parts(text: str) -> _Parts | None:
    found = _DATE.match(text)
    if found is None:
        return None
    rest = text[found.end() :].lstrip(" ,T")
    if found[4]:
        month = _months().get(found[4].casefold())
        return None if month is None else _Parts("mdy", (month, int(found[5]), int(found[6])), rest)
    first, middle, third = found[1], found[2], found[3]
    if not middle[0].isdigit():
        month = _months().get(middle.casefold().rstrip("."))
        if month is None:
            return None
        order: DateOrder = "ymd" if len(first) == 4 else "dmy"
        return _Parts(order, (int(first), month, int(third)), rest)
    numbers = (int(first), int(middle), int(third))
    if len(first) == 4:
        return _Parts("ymd", numbers, rest)
    return _Parts(None, numbers, rest) if len(third) in (2, 4) else None


def _year(number: int) -> int:
    if number >= 100:
        return number
    return number + (1900 if number >= _TWO_DIGITS_UNTIL else 2000)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for locale in ("pt", "nl", "it", "es", "fr", "de", "en"):
        for width in ("abbreviated", "wide"):
            for number, name in get_month_names(width, locale=locale).items():
                found[name.casefold().rstrip(".")] = number
    return found


# --- columns ----------------------------------------------------------------------------------------------------------

Change = Callable[[str], object]


def with_nothing(change: Change) -> Change:
    """A reader of cells for which the usual words for no value are no value."""
    return lambda text: None if text.strip().casefold() in NOTHING else change(text)


def truth(text: str) -> object:
    """True or False for a word of many languages; the text itself when it is none."""
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else text


def is_iso(texts: Sequence[str]) -> bool:
    """Whether the texts are dates or moments that need no guessing."""
    try:
        return all(_ISO.match(text) and datetime.fromisoformat(text) for text in texts)
    except ValueError:
        return False
