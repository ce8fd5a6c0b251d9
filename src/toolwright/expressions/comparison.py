"""Comparison: equality, order and identity of plain values.

Equality never fails and never warns: numbers compare by value (a float meets a Decimal as its shortest decimal form),
a date equals the datetime of its midnight in UTC, an id equals its text, a datetime without zone counts as UTC.
Ordering (`<` and friends) is False when a side is None and fails between kinds that have no order.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from toolwright.errors import phrase
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import begun, refuse
from toolwright.expressions.value import (
    MAX_DEPTH,
    MAX_EXPONENT,
    MAX_INTEGER,
    Data,
    bounded,
    is_number,
    kind_of,
    to_decimal,
    to_moment,
    to_text,
)

_PLAIN = frozenset({int, bool, float, type(None)})


def aligned(left: Data, right: Data) -> tuple[Data, Data] | None:
    """Both sides in a form Python compares sensibly, or None when they have no common form."""
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    if is_number(left) and is_number(right):
        if isinstance(left, Decimal) is isinstance(right, Decimal):
            return left, right
        return to_decimal(left), to_decimal(right)
    if isinstance(left, date) and isinstance(right, date):
        if isinstance(left, datetime) or isinstance(right, datetime):
            return to_moment(left), to_moment(right)
        return left, right
    return _aligned_rare(left, right)


def _aligned_rare(left: Data, right: Data) -> tuple[Data, Data] | None:
    for kind in (timedelta, UUID, bytes):
        if isinstance(left, kind) and isinstance(right, kind):
            return left, right
    if isinstance(left, time) and isinstance(right, time):
        return left.replace(tzinfo=None), right.replace(tzinfo=None)
    if isinstance(left, UUID) and isinstance(right, str):
        return str(left), right.lower()
    if isinstance(left, str) and isinstance(right, UUID):
        return left.lower(), str(right)
    return None


def equal(budget: Budget, left: Data, right: Data, depth: int = 0) -> bool:
    """Whether two values are equal; never fails, long texts and nested values are charged."""
    kind = type(left)
    if kind is type(right):
        if kind is str:
            if len(left) > 512:
                budget.spend(len(left) >> 8)
            return bool(left == right)
        if kind in _PLAIN:
            return bool(left == right)
    if left is None or right is None:
        return left is right
    if isinstance(left, (list, tuple)):
        return isinstance(right, (list, tuple)) and _equal_lists(budget, left, right, depth + 1)
    if isinstance(left, Mapping):
        return isinstance(right, Mapping) and _equal_maps(budget, left, right, depth + 1)
    budget.spend(1)
    try:
        pair = aligned(left, right)
        return pair is not None and bool(pair[0] == pair[1])
    except (ArithmeticError, ValueError, TypeError):
        return False


def _equal_lists(budget: Budget, left: Data, right: Data, depth: int) -> bool:
    if depth > MAX_DEPTH:
        raise refuse("The value is nested too deeply.")
    if len(left) != len(right):
        return False
    for one, other in zip(left, right, strict=True):
        budget.spend(1)
        if not equal(budget, one, other, depth):
            return False
    return True


def _equal_maps(budget: Budget, left: Mapping[Data, Data], right: Mapping[Data, Data], depth: int) -> bool:
    if depth > MAX_DEPTH:
        raise refuse("The value is nested too deeply.")
    if len(left) != len(right):
        return False
    for key, one in left.items():
        budget.spend(1)
        if key not in right or not equal(budget, one, right[key], depth):
            return False
    return True


def ordered(budget: Budget, left: Data, right: Data, by: Callable[[Data, Data], bool]) -> bool:
    """`by` (an `operator` ordering) applied to two values; False when one is None."""
    if left is None or right is None:
        return False
    if isinstance(left, str) and len(left) > 512:
        budget.spend(len(left) >> 8)
    pair = aligned(left, right)
    if pair is None:
        raise refuse(
            phrase("{kind_of} and {kind_of2} have no order.", kind_of=begun(kind_of(left)), kind_of2=kind_of(right)),
            "Convert one side, for example with number(), date() or datetime().",
        )
    if isinstance(pair[0], Decimal) and (pair[0].is_nan() or pair[1].is_nan()):
        return False
    return bool(by(pair[0], pair[1]))


def not_equal(budget: Budget, left: Data, right: Data) -> bool:
    """The opposite of `equal`."""
    return not equal(budget, left, right)


_QUICK = frozenset({int, float, bool})


def less(budget: Budget, left: Data, right: Data) -> bool:
    """`left < right` by the ordering rules."""
    if type(left) in _QUICK and type(right) in _QUICK:
        return bool(left < right)
    return ordered(budget, left, right, operator.lt)


def less_equal(budget: Budget, left: Data, right: Data) -> bool:
    """`left <= right` by the ordering rules."""
    return ordered(budget, left, right, operator.le)


def greater(budget: Budget, left: Data, right: Data) -> bool:
    """`left > right` by the ordering rules."""
    if type(left) in _QUICK and type(right) in _QUICK:
        return bool(left > right)
    return ordered(budget, left, right, operator.gt)


def greater_equal(budget: Budget, left: Data, right: Data) -> bool:
    """`left >= right` by the ordering rules."""
    return ordered(budget, left, right, operator.ge)


def identity(budget: Budget, value: Data, depth: int = 0) -> str:
    """A text equal for equal values and different otherwise: what unique, group and set displays compare.

    Text keys also keep dictionaries safe from numbers built to collide: hashes of text are randomised.
    """
    if isinstance(value, str):
        budget.spend(1 + (len(value) >> 6), len(value))
        return "s" + value
    if value is None:
        return "z"
    if is_number(value):
        budget.spend(2, 8)
        return "n" + (str(bounded(int(value))) if isinstance(value, int) else _number_identity(value))
    if isinstance(value, (list, tuple)) and depth < MAX_DEPTH:
        return "[" + ",".join(_framed(identity(budget, item, depth + 1)) for item in value) + "]"
    if isinstance(value, Mapping) and depth < MAX_DEPTH:
        fields = sorted((to_text(key), identity(budget, item, depth + 1)) for key, item in value.items())
        return "{" + ",".join(_framed(key) + _framed(item) for key, item in fields) + "}"
    budget.spend(1, 32)
    if isinstance(value, date):
        return "d" + to_moment(value).astimezone(UTC).isoformat()
    return ("s" if isinstance(value, UUID) else type(value).__name__) + _rare_text_or_time(value)


def _framed(text: str) -> str:
    return f"{len(text)}:{text}"


def _rare_text_or_time(value: Data) -> str:
    if isinstance(value, time):
        return value.replace(tzinfo=None).isoformat()
    if isinstance(value, (list, tuple, Mapping)):
        raise refuse("The value is nested too deeply.")
    return to_text(value)


def _number_identity(value: Data) -> str:
    """One text for equal numbers of any type: digits of a whole number, else the shortest decimal form."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < MAX_INTEGER:
            return str(int(value))
        return repr(value) if value - value != 0 else str(Decimal(repr(value)).normalize())
    if not value.is_finite() or abs(value.adjusted()) > MAX_EXPONENT:
        return str(value)[:1000]
    return str(int(value)) if value == value.to_integral_value() else str(value.normalize())
