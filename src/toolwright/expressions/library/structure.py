"""Object functions."""

from __future__ import annotations

from toolwright.expressions.budget import Budget
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data

GROUP = Group("object")
add = GROUP.add


@add(
    "len(value: any) -> integer",
    "How many letters, items or entries.",
    ("len('abc')", "3"),
    ("len([1, 2])", "2"),
    translatable=True,
)
def length(_budget: Budget, value: Data) -> int | None:
    return None if value is None else len(value)
