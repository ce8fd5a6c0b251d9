"""Number functions."""

from __future__ import annotations

from toolwright.expressions.budget import Budget
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data

GROUP = Group("number")
add = GROUP.add


@add("abs(number: number) -> same", "The number without its sign.", ("abs(-3)", "3"), translatable=True)
def absolute(_budget: Budget, number: Data) -> Data:
    return abs(number)
