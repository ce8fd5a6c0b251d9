"""Date, time and time zone functions."""

from __future__ import annotations

from datetime import datetime, timedelta

from toolwright import clock
from toolwright.expressions.budget import Budget
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data

GROUP = Group("date and time")
ZONES = Group("time zone")
add = GROUP.add


@add("now() -> datetime", "The present moment, in UTC.", pure=False)
def now(_budget: Budget) -> datetime:
    return clock.now()


@add("days(count: number) -> duration", "A duration of so many days.", ("days(2).total_hours", "48.0"))
def days(_budget: Budget, count: Data) -> timedelta:
    return timedelta(days=float(count))
