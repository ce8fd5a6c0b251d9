"""Logic functions."""

from __future__ import annotations

from toolwright.expressions.budget import Budget
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data

GROUP = Group("logic")
add = GROUP.add


@add(
    "coalesce(*values: any) -> common",
    "The first value that is not None.",
    ("coalesce(none, 'a', 'b')", "'a'"),
    translatable=True,
)
def coalesce(_budget: Budget, *values: Data) -> Data:
    return next((value for value in values if value is not None), None)
