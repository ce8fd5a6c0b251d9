"""Date and time functions. Moments are UTC unless `in_zone` moved them; dates have no zone."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

from toolwright import clock
from toolwright.errors import phrase
from toolwright.expressions.budget import Budget
from toolwright.expressions.coercion import parse_duration
from toolwright.expressions.fault import refuse
from toolwright.expressions.function import Group
from toolwright.expressions.textform import date_text
from toolwright.expressions.value import Data, to_moment

GROUP = Group("date and time")
add = GROUP.add


@add("now() -> datetime", "The present moment, in UTC.", ("now() > datetime('2020-01-01')", "True"), pure=False)
def now(_budget: Budget) -> datetime:
    return clock.now()


@add("days(count: number) -> duration", "A duration of days.", ("days(2).total_hours", "48.0"))
def days(_budget: Budget, count: Data) -> timedelta:
    return timedelta(days=float(count))


@add("weeks(count: number) -> duration", "A duration of weeks.", ("weeks(1).days", "7"))
def weeks(_budget: Budget, count: Data) -> timedelta:
    return timedelta(weeks=float(count))


@add("hours(count: number) -> duration", "A duration of hours.", ("hours(36).total_days", "1.5"))
def hours(_budget: Budget, count: Data) -> timedelta:
    return timedelta(hours=float(count))


@add("minutes(count: number) -> duration", "A duration of minutes.", ("minutes(90).total_hours", "1.5"))
def minutes(_budget: Budget, count: Data) -> timedelta:
    return timedelta(minutes=float(count))


@add("seconds(count: number) -> duration", "A duration of seconds.", ("seconds(90).total_minutes", "1.5"))
def seconds(_budget: Budget, count: Data) -> timedelta:
    return timedelta(seconds=float(count))


@add(
    "duration(value: any) -> duration",
    "A duration from text such as P1DT2H, 1d 2h 30m or 02:30.",
    ("duration('1d 2h') == hours(26)", "True"),
)
def duration(_budget: Budget, value: Data) -> timedelta | None:
    if value is None or isinstance(value, timedelta):
        return value
    found = parse_duration(value) if isinstance(value, str) else None
    if found is None:
        raise refuse("This is not a duration.", "Write it as P1DT2H, 1d 2h 30m or 02:30.")
    return found


@add(
    "date(value: date) -> date",
    "The day of a moment, or a date from ISO text.",
    ("date('2024-05-31') + days(1)", "date('2024-06-01')"),
    ("date(datetime('2024-05-31T14:30:00Z'))", "date('2024-05-31')"),
    translatable=True,
)
def date_(_budget: Budget, value: date) -> date:
    return value


@add(
    "datetime(value: datetime) -> datetime",
    "A moment from a date or ISO text.",
    ("datetime('2024-05-31T14:30:00+02:00').hour", "14"),
)
def datetime_(_budget: Budget, value: datetime) -> datetime:
    return value


@add("time(value: time) -> time", "The time of day of a moment, or from text.", ("time('14:30').minute", "30"))
def time_(_budget: Budget, value: time) -> time:
    return value


@add(
    "make_date(year: integer, month: integer = 1, day: integer = 1) -> date",
    "A date from its parts.",
    ("make_date(2024, 2, 29)", "date('2024-02-29')"),
)
def make_date(_budget: Budget, year: int, month: int, day: int) -> date:
    return date(year, month, day)


@add("year(value: when) -> integer", "The year.", ("year('2024-05-31')", "2024"), translatable=True)
def year(_budget: Budget, value: date) -> int:
    return value.year


@add("month(value: when) -> integer", "The month, 1 to 12.", ("month('2024-05-31')", "5"), translatable=True)
def month(_budget: Budget, value: date) -> int:
    return value.month


@add("day(value: when) -> integer", "The day of the month.", ("day('2024-05-31')", "31"), translatable=True)
def day(_budget: Budget, value: date) -> int:
    return value.day


@add("hour(value: datetime) -> integer", "The hour, 0 to 23.", ("hour('2024-05-31T14:30:00Z')", "14"))
def hour(_budget: Budget, value: datetime) -> int:
    return value.hour


@add("weekday(value: when) -> integer", "The day of the week, Monday is 1.", ("weekday('2024-05-31')", "5"))
def weekday(_budget: Budget, value: date) -> int:
    return value.isoweekday()


@add("is_weekend(value: when) -> boolean", "Whether it is a Saturday or Sunday.", ("is_weekend('2024-06-01')", "True"))
def is_weekend(_budget: Budget, value: date) -> bool:
    return value.isoweekday() > 5


@add(
    "add_months(value: when, count: integer) -> same",
    "So many months later; the day is kept within the month.",
    ("add_months(date('2024-01-31'), 1)", "date('2024-02-29')"),
)
def add_months(_budget: Budget, value: date, count: int) -> date:
    place = value.year * 12 + value.month - 1 + count
    new_year, new_month = place // 12, place % 12 + 1
    if not 1 <= new_year <= 9999:
        raise refuse("The date is out of range.", "Years go from 1 to 9999.")
    return value.replace(
        year=new_year, month=new_month, day=min(value.day, calendar.monthrange(new_year, new_month)[1])
    )


@add(
    "add_years(value: when, count: integer) -> same",
    "So many years later.",
    ("add_years(date('2024-02-29'), 1)", "date('2025-02-28')"),
)
def add_years(budget: Budget, value: date, count: int) -> date:
    return add_months(budget, value, count * 12)


@add(
    "start_of(value: when, unit: text) -> same",
    "The start of the minute, hour, day, week (Monday), month, quarter or year.",
    ("start_of(date('2024-05-31'), 'month')", "date('2024-05-01')"),
    ("start_of(datetime('2024-05-31T14:30:00Z'), 'day').hour", "0"),
)
def start_of(_budget: Budget, value: date, unit: str) -> date:
    if isinstance(value, datetime):
        value = value.replace(second=0, microsecond=0)
        if unit == "minute":
            return value
        value = value.replace(minute=0)
        if unit == "hour":
            return value
        value = value.replace(hour=0)
    if unit == "week":
        return value - timedelta(days=value.weekday())
    starts = {
        "day": (value.month, value.day),
        "month": (value.month, 1),
        "quarter": ((value.month - 1) // 3 * 3 + 1, 1),
        "year": (1, 1),
    }
    if unit not in starts:
        raise refuse("This unit is not known.", "Units: minute, hour, day, week, month, quarter, year.")
    return value.replace(month=starts[unit][0], day=starts[unit][1])


@add(
    "date_range(start: date, end: date, step: integer = 1) -> list[date]",
    "The days from start to end, both included.",
    ("len(date_range('2024-02-27', '2024-03-01'))", "4"),
)
def date_range(budget: Budget, start: date, end: date, step: int) -> list[date]:
    if step < 1:
        raise refuse("date_range() needs a step of at least 1.")
    count = max((end - start).days // step + 1, 0)
    budget.spend(count, 4 * count)
    return [start + timedelta(days=step * place) for place in range(count)]


@add(
    "business_days(start: date, end: date) -> integer",
    "How many days from Monday to Friday lie from start up to but not including end.",
    ("business_days('2024-05-31', '2024-06-04')", "2"),
)
def business_days(_budget: Budget, start: date, end: date) -> int:
    if end < start:
        return -business_days(_budget, end, start)
    whole, rest = divmod((end - start).days, 7)
    return whole * 5 + sum((start.weekday() + place) % 7 < 5 for place in range(rest))


@add(
    "difference_in(one: when, other: when, unit: text = 'days') -> float",
    "How many seconds, minutes, hours, days or weeks `one` is after `other`.",
    ("difference_in('2024-06-01', '2024-05-30')", "2.0"),
)
def difference_in(_budget: Budget, one: date, other: date, unit: str) -> float:
    sizes = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
    if unit not in sizes:
        raise refuse("This unit is not known.", phrase("Units: {sizes}.", sizes=", ".join(sizes)))
    return (to_moment(one) - to_moment(other)).total_seconds() / sizes[unit]


@add(
    "format_date(value: when, pattern: text = '%Y-%m-%d') -> text",
    "A date or moment by a pattern of % codes; `%-d` drops leading zeros.",
    ("format_date('2024-05-03', '%-d %B %Y')", "'3 May 2024'"),
    ("format_date('2024-05-31T14:30:00Z', '%H:%M')", "'14:30'"),
)
def format_date(budget: Budget, value: date, pattern: str) -> str:
    budget.spend(1 + len(pattern), 10 * len(pattern))
    return date_text(value, pattern)
