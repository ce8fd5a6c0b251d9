"""Time zone, age and other functions that need the clock or the zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta

from toolwright import clock
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, to_moment

GROUP = Group("clock and time zone")
add = GROUP.add
_UNITS = (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60))

_NOW = {"en": "just now", "de": "gerade eben"}
"""What Babel has no word for."""


def zone_of(budget: Budget, name: str) -> ZoneInfo:
    """The time zone of an IANA name."""
    budget.spend(200)
    try:
        return ZoneInfo(name[:64])
    except (ValueError, OSError, LookupError):
        raise refuse("This time zone is not known.", "Use a name such as Europe/Rome or America/New_York.") from None


@add(
    "in_zone(value: datetime, zone: text) -> datetime",
    "The same moment as clocks in a time zone show it.",
    ("in_zone('2024-07-01T12:00:00Z', 'Europe/Rome').hour", "14"),
)
def in_zone(budget: Budget, value: datetime, zone: str) -> datetime:
    return value.astimezone(zone_of(budget, zone))


@add(
    "from_zone(value: datetime, zone: text) -> datetime",
    "The moment at which clocks in a time zone show this date and time, in UTC.",
    ("from_zone('2024-07-01T14:00:00', 'Europe/Rome').hour", "12"),
)
def from_zone(budget: Budget, value: datetime, zone: str) -> datetime:
    return value.replace(tzinfo=zone_of(budget, zone)).astimezone(UTC)


@add(
    "zone_offset(value: datetime, zone: text) -> duration",
    "How far clocks in a time zone are ahead of UTC at that moment.",
    ("zone_offset('2024-01-01', 'Europe/Rome') == hours(1)", "True"),
)
def zone_offset(budget: Budget, value: datetime, zone: str) -> timedelta | None:
    return value.astimezone(zone_of(budget, zone)).utcoffset()


@add(
    "today(zone: text = None) -> date",
    "The present day, in UTC or in a time zone.",
    ("today() == now().date", "True"),
    pure=False,
)
def today(budget: Budget, zone: str | None) -> date:
    moment = clock.now()
    return (moment if zone is None else moment.astimezone(zone_of(budget, zone))).date()


@add("timestamp(value: datetime) -> float", "Seconds since 1970.", ("timestamp('1970-01-02')", "86400.0"))
def timestamp(_budget: Budget, value: datetime) -> float:
    return value.timestamp()


@add(
    "from_timestamp(seconds: number) -> datetime",
    "The moment so many seconds after the start of 1970.",
    ("from_timestamp(86400)", "datetime('1970-01-02')"),
)
def from_timestamp(_budget: Budget, seconds: Data) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(seconds))


def in_words(span: timedelta, parts: int = 1) -> str:
    """A duration in its largest units: "3 days", "1 day 2 hours"."""
    rest, words = abs(int(span.total_seconds())), []
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            words.append(f"{count} {unit}{'' if count == 1 else 's'}")
    if not words or (len(words) < parts and rest):
        words.append(f"{rest} second{'' if rest == 1 else 's'}")
    return " ".join(words[:parts])


@add(
    "ago(value: when) -> text",
    "How long ago a moment was, or in how long it will be, in words of the reader's language.",
    ("ago(now() - hours(3) - minutes(5))", "'3 hours ago'"),
    ("ago(now() + days(2) + minutes(5))", "'in 2 days'"),
    pure=False,
)
def ago(budget: Budget, value: date) -> str:
    span = clock.now() - to_moment(value)
    if abs(span) < timedelta(seconds=10):
        return _NOW.get(budget.language, _NOW["en"])
    if budget.language != "en":
        seconds = abs(int(span.total_seconds()))
        size = next((size for _, size in _UNITS if seconds >= size), 1)
        whole = timedelta(seconds=seconds // size * size)
        return format_timedelta(-whole if span > timedelta(0) else whole, "second", 1, True, locale=budget.language)
    return f"{in_words(span)} ago" if span > timedelta(0) else f"in {in_words(span)}"


@add(
    "format_duration(value: duration, parts: integer = 2) -> text",
    "A duration in words, its largest units only.",
    ("format_duration(hours(26))", "'1 day 2 hours'"),
)
def format_duration(_budget: Budget, value: timedelta, parts: int) -> str:
    return ("-" if value < timedelta(0) else "") + in_words(value, max(parts, 1))


@add("age(born: date) -> integer", "Full years since a day.", ("age(today() - days(800))", "2"), pure=False)
def age(_budget: Budget, born: date) -> int:
    present = clock.now().date()
    return present.year - born.year - ((present.month, present.day) < (born.month, born.day))


@add(
    "is_past(value: when) -> boolean",
    "Whether a moment lies before now.",
    ("is_past('2020-01-01')", "True"),
    pure=False,
)
def is_past(_budget: Budget, value: date) -> bool:
    return to_moment(value) < clock.now()


@add(
    "is_future(value: when) -> boolean",
    "Whether a moment lies after now.",
    ("is_future('2020-01-01')", "False"),
    pure=False,
)
def is_future(_budget: Budget, value: date) -> bool:
    return to_moment(value) > clock.now()
