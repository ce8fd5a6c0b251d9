"""Coercion: how function arguments become what a parameter asks for; what does not fit is refused in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from toolwright.errors import InvalidExpression, phrase
from toolwright.expressions.fault import refuse
from toolwright.expressions.value import Data, bounded, is_number, kind_of, to_moment, to_text

Coercion = Callable[[str, Data], Data]


def _unfit(name: str, wanted: str, given: Data, hint: str | None = None) -> InvalidExpression:
    return refuse(
        phrase("{name}() needs {wanted}, not {kind_of}.", name=name, wanted=phrase(wanted), kind_of=kind_of(given)),
        hint,
    )


def as_any(_name: str, given: Data) -> Data:
    """Anything, unchanged."""
    return given


def as_text(name: str, given: Data) -> Data:
    """Text; single values become their text."""
    if type(given) is str:
        return given
    if isinstance(given, (list, tuple, Mapping)):
        raise _unfit(name, "text", given, "Take one value, or use join().")
    return to_text(given)


def as_number(name: str, given: Data) -> Data:
    """A number."""
    if is_number(given):
        return bounded(int(given)) if isinstance(given, int) else given
    raise _unfit(name, "a number", given, "Convert text with number()." if isinstance(given, str) else None)


def as_integer(name: str, given: Data) -> Data:
    """A whole number; floats and decimals without a fraction count."""
    if isinstance(given, int):
        return bounded(int(given))
    if isinstance(given, float | Decimal) and -(10**18) < given < 10**18 and given == int(given):
        return int(given)
    raise _unfit(name, "a whole number", given, "Convert it with int().")


def as_boolean(_name: str, given: Data) -> Data:
    """Whether the value counts as true."""
    return bool(given)


def parse_moment(text: str) -> date | datetime | None:
    """ISO 8601 text as a date, or as an aware datetime (UTC unless it names an offset); None when it is neither."""
    text = text.strip()
    if not 8 <= len(text) <= 40:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def as_when(name: str, given: Data) -> Data:
    """A date or an aware datetime; ISO text is read."""
    if isinstance(given, datetime):
        return to_moment(given)
    if isinstance(given, date):
        return given
    moment = parse_moment(given) if isinstance(given, str) else None
    if moment is None:
        raise _unfit(name, "a date or time", given, "Write it as 2024-05-31 or 2024-05-31T14:30:00Z.")
    return moment


def as_date(name: str, given: Data) -> Data:
    """A date; of a datetime its day."""
    moment = as_when(name, given)
    return moment.date() if isinstance(moment, datetime) else moment


def as_datetime(name: str, given: Data) -> Data:
    """An aware datetime; of a date its midnight in UTC."""
    return to_moment(as_when(name, given))


def as_time(name: str, given: Data) -> Data:
    """A time of day."""
    if isinstance(given, datetime):
        return given.timetz()
    if isinstance(given, str) and len(given) <= 40:
        try:
            given = time.fromisoformat(given)
        except ValueError:
            given = str(given)
    if isinstance(given, time):
        return given
    raise _unfit(name, "a time", given, "Write it as 14:30 or 14:30:05.")


def as_duration(name: str, given: Data) -> Data:
    """A duration."""
    if isinstance(given, timedelta):
        return given
    raise _unfit(name, "a duration", given, "Make one with days(), hours(), minutes() or duration().")


def as_list(name: str, given: Data) -> Data:
    """A list."""
    if isinstance(given, (list, tuple)):
        return given
    raise _unfit(name, "a list", given)


def as_object(name: str, given: Data) -> Data:
    """An object: text keys with values."""
    if isinstance(given, Mapping):
        return given
    raise _unfit(name, "an object", given)


COERCIONS: Mapping[str, Coercion] = {
    "any": as_any,
    "text": as_text,
    "field": as_text,
    "number": as_number,
    "integer": as_integer,
    "boolean": as_boolean,
    "when": as_when,
    "date": as_date,
    "datetime": as_datetime,
    "time": as_time,
    "duration": as_duration,
    "list": as_list,
    "object": as_object,
}


_ISO = re.compile(
    r"(-?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?"
)
_SHORT = re.compile(r"(-?)(?:(\d{1,9})w ?)?(?:(\d{1,9})d ?)?(?:(\d{1,9})h ?)?(?:(\d{1,9})m ?)?(?:(\d{1,9})s)?")
_CLOCK = re.compile(r"(-?)()()(\d{1,9}):(\d{2})(?::(\d{2}(?:\.\d{1,6})?))?")


def parse_duration(text: str) -> timedelta | None:
    """A duration from P1DT2H3M4S, 1w 1d 2h 3m 4s or 02:03:04, or None."""
    text = text.strip()
    if not text or len(text) > 60 or not text[-1:].isalnum():
        return None
    match = _ISO.fullmatch(text) or _SHORT.fullmatch(text) or _CLOCK.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if match.group(1) else span
