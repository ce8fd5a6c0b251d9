"""Arithmetic: `+ - * / // % **` on plain values, each result bounded and charged.

A side that is None makes the result None. Decimal wins over int and float. Text and lists are joined by `+` only with
their own kind; there is no repetition by `*` and no formatting by `%`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from toolwright.errors import InvalidExpression, phrase
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.value import Data, bounded, is_number, kind_of, sane, to_decimal, to_moment

_SAFE = 1 << 62


def _no_way(symbol: str, left: Data, right: Data) -> InvalidExpression:
    hint = "Use an f-string to put values into text." if isinstance(left, str) or isinstance(right, str) else None
    return refuse(
        phrase(
            "{symbol} does not work between {kind_of} and {kind_of2}.",
            symbol=symbol,
            kind_of=kind_of(left),
            kind_of2=kind_of(right),
        ),
        hint,
    )


def _numeric(left: Data, right: Data, by: Callable[[Data, Data], Data]) -> Data:
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return sane(by(to_decimal(left), to_decimal(right)))
    result = by(left, right)
    return bounded(int(result)) if isinstance(result, int) else result


def add(budget: Budget, left: Data, right: Data) -> Data:
    """`left + right`: numbers, text, lists, moments and durations."""
    if type(left) is int and type(right) is int:
        result = left + right
        return result if -_SAFE < result < _SAFE else bounded(result)
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return _numeric(left, right, operator.add)
    if isinstance(left, str) and isinstance(right, str):
        size = len(left) + len(right)
        budget.spend(1 + (size >> 6), size)
        return left + right
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        size = len(left) + len(right)
        budget.spend(1 + (size >> 4), size)
        return [*left, *right]
    if isinstance(right, timedelta) and isinstance(left, (date, timedelta)):
        return left + right
    if isinstance(left, timedelta) and isinstance(right, date):
        return right + left
    raise _no_way("+", left, right)


def subtract(_budget: Budget, left: Data, right: Data) -> Data:
    """`left - right`: numbers, two moments (a duration), a moment or duration less a duration."""
    if type(left) is int and type(right) is int:
        result = left - right
        return result if -_SAFE < result < _SAFE else bounded(result)
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return _numeric(left, right, operator.sub)
    if isinstance(left, date) and isinstance(right, date):
        if isinstance(left, datetime) or isinstance(right, datetime):
            return to_moment(left) - to_moment(right)
        return left - right
    if isinstance(right, timedelta) and isinstance(left, (date, timedelta)):
        return left - right
    raise _no_way("-", left, right)


def multiply(_budget: Budget, left: Data, right: Data) -> Data:
    """`left * right`: numbers, or a duration and a number."""
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return _numeric(left, right, operator.mul)
    if isinstance(left, timedelta) and is_number(right):
        return left * _ratio(right)
    if isinstance(right, timedelta) and is_number(left):
        return right * _ratio(left)
    if isinstance(left, str) or isinstance(right, str):
        raise refuse("* works on numbers, not on text.", "Use repeat(text, times).")
    raise _no_way("*", left, right)


def _ratio(number: Data) -> int | float:
    return float(number) if isinstance(number, Decimal) else number


def divide(_budget: Budget, left: Data, right: Data) -> Data:
    """`left / right`: numbers, a duration by a number (a duration), two durations (a number)."""
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return _numeric(left, right, operator.truediv)
    if isinstance(left, timedelta) and is_number(right):
        return left / _ratio(right)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return left / right
    raise _no_way("/", left, right)


def floor_divide(_budget: Budget, left: Data, right: Data) -> Data:
    """`left // right`: numbers rounded down (Decimals too), or two durations."""
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return _numeric(left, right, _floor)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return left // right
    raise _no_way("//", left, right)


def _floor(left: Data, right: Data) -> Data:
    """Floor division with Python's rounding for Decimals too: `decimal` alone rounds towards zero."""
    if not isinstance(left, Decimal):
        return left // right
    quotient = left // right
    return quotient - 1 if quotient * right != left and (left < 0) != (right < 0) else quotient


def modulo(_budget: Budget, left: Data, right: Data) -> Data:
    """`left % right`: numbers, with the sign of `right`; or two durations."""
    if left is None or right is None:
        return None
    if is_number(left) and is_number(right):
        return _numeric(left, right, lambda a, b: a - _floor(a, b) * b if isinstance(a, Decimal) else a % b)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return left % right
    if isinstance(left, str):
        raise refuse("% works on numbers, not on text.", "Use an f-string or format_number().")
    raise _no_way("%", left, right)


def power(_budget: Budget, left: Data, right: Data) -> Data:
    """`left ** right` for exponents from -64 to 64 and results of at most 256 bits."""
    if left is None or right is None:
        return None
    if not is_number(left) or not is_number(right):
        raise _no_way("**", left, right)
    if abs(right) > 64 or (isinstance(left, int) and right > 0 and left.bit_length() * right > 256):
        raise refuse("The power is too large.", "Exponents go from -64 to 64.")
    result = _numeric(left, right, operator.pow)
    if isinstance(result, complex):
        raise refuse("A negative number has no such root.")
    return result


def negate(_budget: Budget, value: Data) -> Data:
    """`-value` for numbers and durations."""
    if value is None or is_number(value) or isinstance(value, timedelta):
        return None if value is None else -value
    raise refuse(phrase("- does not work on {kind_of}.", kind_of=kind_of(value)))


def positive(_budget: Budget, value: Data) -> Data:
    """`+value`: the same number or duration."""
    if value is None or is_number(value) or isinstance(value, timedelta):
        return value
    raise refuse(phrase("+ does not work on {kind_of}.", kind_of=kind_of(value)))
