"""Numbers and dates in a person's language, fast enough for every cell of a table.

Babel knows the rules but reads them anew for each value; here its patterns are read once per locale.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from math import inf
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_currency

_FIELD = re.compile(r"'[^']*'|y+|M+|L+|d+|H+|h+|m+|s+|a+|E+|[^a-zA-Z']+|[a-zA-Z]")
_UNITS: tuple[tuple[Literal["year", "month", "week", "day", "hour", "minute", "second"], int], ...] = (
    ("year", 31_536_000),
    ("month", 2_592_000),
    ("week", 604_800),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
)
_LENGTHS = dict(_UNITS)
Style = Literal["short", "medium", "long", "full"]
Writer = Callable[[datetime], str]


@cache
def locale_of(name: str) -> Locale:
    """The locale of that name, its language alone when the region is unknown, else English."""
    for candidate in (name.replace("-", "_"), name.replace("-", "_").split("_")[0]):
        try:
            return Locale.parse(candidate)
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse("en")


@dataclass(frozen=True, slots=True)
class Words:
    """How one locale writes numbers and dates."""

    name: str
    """The locale's name; the caches below use it, as hashing a Locale is slow."""

    @property
    def locale(self) -> Locale:
        """What Babel knows of it."""
        return locale_of(self.name)

    def number(self, value: int | float | Decimal, decimals: int | None = None) -> str:
        """`12,345.5`; without `decimals` as many as the value has, three at most for floats."""
        if isinstance(value, float):
            if value != value or value in (float("inf"), float("-inf")):
                return "–"
            text = f"{value:,.3f}".rstrip("0").rstrip(".") if decimals is None else f"{value:,.{decimals}f}"
        elif decimals is None:
            text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        else:
            text = f"{value:,.{decimals}f}"
        table = _separators(self.name)
        return text.translate(table) if table else text

    def currency(self, value: int | float | Decimal, code: str, decimals: int | None = None) -> str:
        """`€12.50`, as the locale places the sign; with as many decimals as the currency has unless said."""
        before, after, usual = _currency_frame(self.name, code)
        sign = "-" if value < 0 else ""
        size = -value if value < 0 else value
        return f"{sign}{before}{self.number(size, usual if decimals is None else decimals)}{after}"

    def date(self, value: date, style: Style = "medium") -> str:
        """`24 Nov 2026`."""
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return _writer(self.name, "date", style)(moment)

    def time(self, value: time | datetime, style: Style = "short") -> str:
        """`14:05`."""
        moment = value if isinstance(value, datetime) else datetime.combine(date(2000, 1, 1), value)
        return _writer(self.name, "time", style)(moment)

    def datetime(self, value: datetime, style: Style = "medium") -> str:
        """`24 Nov 2026, 14:05`."""
        return _joined(self.name, self.date(value, style), self.time(value))

    def ago(self, seconds: float) -> str:
        """`3 min ago`; negative seconds lie ahead: `in 3 min`."""
        return self.ago_for(seconds)[0]

    def ago_for(self, seconds: float) -> tuple[str, float]:
        """As `ago`, and for how many seconds that stays right."""
        size, above = abs(seconds), inf
        for unit, length in _UNITS:
            if size >= length:
                count = int(size // length)
                left = size - count * length if seconds < 0 else min((count + 1) * length, above) - size
                return _span(self.name, unit, count, is_ahead=seconds < 0), left
            above = length
        return _span(self.name, "second", 1, is_ahead=False), size if seconds < 0 else 1 - size


@cache
def words_of(name: str) -> Words:
    """How the locale of that name writes."""
    return Words(str(locale_of(name)))


@cache
def _separators(name: str) -> dict[int, str]:
    locale = locale_of(name)
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    group, point = symbols.get("group", ","), symbols.get("decimal", ".")
    return {} if (group, point) == (",", ".") else {ord(","): group, ord("."): point}


@cache
def _currency_frame(name: str, code: str) -> tuple[str, str, int]:
    locale = locale_of(name)
    try:
        sample = format_currency(Decimal("7.777777"), code, locale=locale)
    except (ValueError, LookupError):
        return "", f" {code}", 2
    match = re.search(r"[78]([.,٫]([78]+))?", sample)
    if match is None:
        return "", f" {code}", 2
    return sample[: match.start()], sample[match.end() :], len(match.group(2) or "")


@cache
def _writer(name: str, kind: Literal["date", "time"], style: Style) -> Writer:
    locale = locale_of(name)
    formats = locale.date_formats if kind == "date" else locale.time_formats
    parts = _FIELD.findall(formats[style].pattern)
    pieces = [_piece(locale, part) for part in parts]
    if any(piece is None for piece in pieces):
        whole = format_date if kind == "date" else format_time
        return lambda moment: whole(moment, style, locale=locale)
    ready = [piece for piece in pieces if piece is not None]
    return lambda moment: "".join([piece if isinstance(piece, str) else piece(moment) for piece in ready])


def _piece(locale: Locale, part: str) -> str | Writer | None:
    """A literal, or what writes a field; None for a field only Babel knows."""
    if part.startswith("'"):
        return part[1:-1] or "'"
    if not part[0].isalpha():
        return part
    if part[0] in "ML" and len(part) in (3, 4):
        use = "format" if part[0] == "M" else "stand-alone"
        months = locale.months[use]["abbreviated" if len(part) == 3 else "wide"]
        return lambda moment: months[moment.month]
    if part[0] == "E":
        days = locale.days["format"]["wide" if len(part) == 4 else "abbreviated"]
        return lambda moment: days[moment.weekday()]
    if part == "a":
        periods = locale.day_periods["format"]["abbreviated"]
        return lambda moment: periods["am" if moment.hour < 12 else "pm"]
    return _FIELDS.get(part)


_FIELDS: dict[str, Writer] = {
    "y": lambda moment: str(moment.year),
    "yy": lambda moment: f"{moment.year % 100:02}",
    "yyyy": lambda moment: f"{moment.year:04}",
    "M": lambda moment: str(moment.month),
    "MM": lambda moment: f"{moment.month:02}",
    "d": lambda moment: str(moment.day),
    "dd": lambda moment: f"{moment.day:02}",
    "H": lambda moment: str(moment.hour),
    "HH": lambda moment: f"{moment.hour:02}",
    "h": lambda moment: str(moment.hour % 12 or 12),
    "hh": lambda moment: f"{moment.hour % 12 or 12:02}",
    "mm": lambda moment: f"{moment.minute:02}",
    "ss": lambda moment: f"{moment.second:02}",
}


@cache
def _joint(name: str) -> str:
    locale = locale_of(name)
    sample = format_datetime(datetime(2000, 1, 1), "medium", locale=locale)  # noqa: DTZ001  # only its words count
    day = format_date(date(2000, 1, 1), "medium", locale=locale)
    if not sample.startswith(day):
        return " "
    rest = re.match(r"\D*", sample[len(day) :])
    return rest.group() if rest and rest.group() else " "


def _joined(name: str, day: str, clock: str) -> str:
    return f"{day}{_joint(name)}{clock}"


@lru_cache(maxsize=4096)
def _span(
    name: str,
    unit: Literal["year", "month", "week", "day", "hour", "minute", "second"],
    count: int,
    *,
    is_ahead: bool,
) -> str:
    length = _LENGTHS[unit]
    text = format_timedelta(
        count * length if is_ahead else -count * length,
        granularity=unit,
        threshold=100,
        add_direction=True,
        format="short" if unit in ("hour", "minute", "second") else "long",
        locale=locale_of(name),
    )
    return text.replace(".", "") if name.startswith("en") else text
