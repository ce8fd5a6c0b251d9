"""Text form: f-strings, format specs and date patterns, all with bounded widths and without C `strftime`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from toolwright.errors import phrase
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.value import Data, bounded, is_number, kind_of, sane, to_text

MAX_WIDTH = 200
MAX_PRECISION = 30
_SPEC = re.compile(r"(?:.?[<>=^])?[-+ ]?z?#?0?(\d{0,4})[,_]?(?:\.(\d{1,3}))?([bdeEfFgGosxX%]?)", re.DOTALL)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_CODES: Mapping[str, Callable[[Data], str]] = {
    "Y": lambda d: f"{d.year:04d}",
    "y": lambda d: f"{d.year % 100:02d}",
    "m": lambda d: f"{d.month:02d}",
    "d": lambda d: f"{d.day:02d}",
    "B": lambda d: _MONTHS[d.month - 1],
    "b": lambda d: _MONTHS[d.month - 1][:3],
    "A": lambda d: _DAYS[d.weekday()],
    "a": lambda d: _DAYS[d.weekday()][:3],
    "j": lambda d: f"{d.timetuple().tm_yday:03d}",
    "V": lambda d: f"{d.isocalendar().week:02d}",
    "G": lambda d: f"{d.isocalendar().year:04d}",
    "u": lambda d: str(d.isoweekday()),
    "H": lambda d: f"{d.hour:02d}",
    "I": lambda d: f"{(d.hour + 11) % 12 + 1:02d}",
    "M": lambda d: f"{d.minute:02d}",
    "S": lambda d: f"{d.second:02d}",
    "f": lambda d: f"{d.microsecond:06d}",
    "p": lambda d: "AM" if d.hour < 12 else "PM",
    "z": lambda d: datetime.strftime(d, "%z"),
    "Z": lambda d: d.tzname() or "",
}
_CLOCK = frozenset("HIMSfpzZ")
_CODE = re.compile(r"%(-?)(.)", re.DOTALL)


def spec_problem(spec: str) -> str | None:
    """Why a format spec is not accepted, or None: numbers and text as in Python within bounds, dates by % codes."""
    if "%" in spec.rstrip("%") or re.search(r"%[^%]", spec):
        return pattern_problem(spec)
    match = _SPEC.fullmatch(spec)
    if match is None:
        return phrase("The format {spec} is not known.", spec=repr(spec))
    width, precision, _kind = match.groups()
    if int(width or 0) > MAX_WIDTH or int(precision or 0) > MAX_PRECISION:
        return phrase(
            "Formats are limited to a width of {max_width} and {max_precision} decimals.",
            max_width=MAX_WIDTH,
            max_precision=MAX_PRECISION,
        )
    return None


def pattern_problem(pattern: str) -> str | None:
    """Why a date pattern is not accepted, or None."""
    if len(pattern) > MAX_WIDTH:
        return phrase("Date patterns are limited to {max_width} characters.", max_width=MAX_WIDTH)
    for match in _CODE.finditer(pattern):
        if match.group(2) not in _CODES and match.group(2) != "%":
            return phrase(
                "The date code %{group} is not known; known: {names}.",
                group=match.group(2),
                names=" ".join("%" + code for code in _CODES),
            )
    return None


def date_text(value: Data, pattern: str) -> str:
    """A date, time or datetime by a pattern of % codes; `%-d` drops leading zeros."""
    problem = pattern_problem(pattern)
    if problem is not None:
        raise refuse(problem)

    def code(match: re.Match[str]) -> str:
        if match.group(2) == "%":
            return "%"
        has_clock, has_day = isinstance(value, (datetime, time)), isinstance(value, date)
        if not (has_clock if match.group(2) in _CLOCK else has_day):
            return "" if match.group(2) in "zZ" else "00"
        text = _CODES[match.group(2)](value)
        return (text.lstrip("0") or "0") if match.group(1) else text

    return _CODE.sub(code, pattern)


def formatted(budget: Budget, value: Data, spec: str) -> str:
    """One field of an f-string with its format spec; None gives no text."""
    budget.spend(1 + len(spec), MAX_WIDTH)
    if value is None:
        return ""
    if isinstance(value, (date, time)):
        return date_text(value, spec)
    problem = spec_problem(spec)
    if problem is not None:
        raise refuse(problem)
    if is_number(value):
        return format(_sane_number(value), spec)
    if isinstance(value, str):
        budget.spend(1 + (len(value) >> 6), len(value))
        return format(str(value), spec)
    raise refuse(phrase("The format {spec} does not fit {kind_of}.", spec=repr(spec), kind_of=kind_of(value)))


def _sane_number(value: Data) -> Data:
    if isinstance(value, Decimal):
        return sane(value)
    return value if isinstance(value, float) else bounded(int(value))


def field(budget: Budget, value: Data) -> str:
    """One field of an f-string or template as text, charged."""
    text = value if type(value) is str else to_text(value, budget)
    budget.spend(1 + (len(text) >> 6), len(text))
    return text


def joined(budget: Budget, *parts: str) -> str:
    """The parts as one text, charged before it is made."""
    size = sum(map(len, parts))
    budget.spend(1 + (size >> 6), size)
    return "".join(parts)
