"""Value: what expressions compute with, and how values turn into text, compare and are told apart.

Values are None, bool, int, float, Decimal, str, date, time, datetime, timedelta, UUID, bytes, list, tuple and mappings.
Text form (`to_text`): None is empty, booleans are `true` and `false`, dates, times and durations are ISO 8601, Decimals
are plain digits, bytes are Base64, lists and objects are JSON.

Equality never fails and never warns: numbers compare by value (a float meets a Decimal as its shortest decimal form),
a date equals the datetime of its midnight in UTC, an id equals its text, a datetime without zone counts as UTC.
Ordering (`<` and friends) is False when a side is None and fails between kinds that have no order.
"""

from __future__ import annotations

import base64
import json
import operator
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse

Data = Any  # a plain value whose type is known only at run time
MAX_INTEGER = 1 << 256
MAX_EXPONENT = 100
MAX_DEPTH = 40

_PLAIN = frozenset({int, bool, float, type(None)})
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "a boolean"),
    ((int, float, Decimal), "a number"),
    (str, "text"),
    (datetime, "a date and time"),
    (date, "a date"),
    (time, "a time"),
    (timedelta, "a duration"),
    (UUID, "an id"),
    (bytes, "binary data"),
    ((list, tuple), "a list"),
    (Mapping, "an object"),
)


def kind_of(value: object) -> str:
    """The kind of a value in words, for messages: "text", "a number", "nothing"."""
    if value is None:
        return "nothing"
    return next((word for kind, word in _KINDS if isinstance(value, kind)), "an unsupported value")


def to_text(value: object, budget: Budget | None = None) -> str:
    """`value` as text, as a template shows it; see the module for the form. Lists and objects are charged to budget."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    return _slow_text(value, budget)


def _slow_text(value: Data, budget: Budget | None) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return str(int(bounded(int(value))))
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple, Mapping)):
        tree = jsonable(value, budget or Budget())
        return json.dumps(tree, ensure_ascii=False, separators=(", ", ": "))
    if isinstance(value, float):
        return repr(float(value))
    return _rare_text(value)


def _rare_text(value: object) -> str:
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        if len(value) > 1_000_000:
            raise refuse("The binary data is too large to become text.")
        return base64.b64encode(value).decode()
    raise refuse("This value cannot become text.")


def decimal_text(value: Decimal) -> str:
    """Plain digits, or exponent form for magnitudes beyond 10 to the ±100."""
    if value.is_finite() and abs(value.adjusted()) <= MAX_EXPONENT and len(value.as_tuple().digits) < 1000:
        return format(value, "f") if value.as_tuple().exponent > -1000 else str(value)  # type: ignore[operator]
    return str(value)[:1000]


def duration_text(value: timedelta) -> str:
    """ISO 8601 duration: P2DT3H4M5S, negative ones with a leading minus."""
    total = abs(value)
    hours, rest = divmod(total.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{total.microseconds:06d}".rstrip("0") if total.microseconds else ""
    clock = "".join(
        part
        for part, shown in (
            (f"{hours}H", hours),
            (f"{minutes}M", minutes),
            (f"{seconds}{fraction}S", seconds or fraction),
        )
        if shown
    )
    days = f"{total.days}D" if total.days else ""
    body = days + (f"T{clock}" if clock else "")
    return ("-" if value < timedelta(0) else "") + "P" + (body or "T0S")


def jsonable(value: Data, budget: Budget, depth: int = 0) -> Data:
    """A copy made of JSON values only, every node and character charged."""
    if depth > MAX_DEPTH:
        raise refuse("The value is nested too deeply.")
    if value is None or isinstance(value, (bool, float)):
        budget.spend(1, 8)
        return value if not isinstance(value, float) or value - value == 0 else None
    if isinstance(value, int):
        budget.spend(1, 8)
        return bounded(int(value))
    if isinstance(value, (list, tuple)):
        budget.spend(1, len(value))
        return [jsonable(item, budget, depth + 1) for item in value]
    if isinstance(value, Mapping):
        budget.spend(1, len(value))
        return {jsonable(to_text(k), budget): jsonable(v, budget, depth + 1) for k, v in value.items()}
    text = to_text(value)
    budget.spend(1 + (len(text) >> 6), len(text))
    return text


def bounded(value: int) -> int:
    """`value`, unless it needs more than 256 bits."""
    if -MAX_INTEGER < value < MAX_INTEGER:
        return value
    raise refuse("The number is too large.", "Whole numbers may have at most 77 digits.")


def sane(value: Decimal) -> Decimal:
    """`value`, unless its magnitude leaves 10 to the ±100."""
    if not value or (value.is_finite() and abs(value.adjusted()) <= MAX_EXPONENT):
        return value
    raise refuse("The number is too large or too small.")


def to_decimal(value: Data) -> Decimal:
    """A number as Decimal; a float by its shortest decimal form, so 0.1 is exactly 0.1."""
    if isinstance(value, Decimal):
        return value
    return Decimal(repr(float(value))) if isinstance(value, float) else Decimal(bounded(int(value)))


def to_moment(value: Data) -> datetime:
    """A date or datetime as an aware datetime; a date is its midnight, and no zone counts as UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def is_number(value: object) -> bool:
    """Whether arithmetic applies: int, float, Decimal or bool."""
    return isinstance(value, (int, float, Decimal))


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
            f"{kind_of(left).capitalize()} and {kind_of(right)} have no order.",
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
        budget.spend(1, 8)
        return "n" + _number_identity(value)
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
    return _rare_text(value)


def _number_identity(value: Data) -> str:
    if isinstance(value, float) and value - value != 0:
        return repr(value)
    number = to_decimal(value)
    if not number:
        return "0"
    if not number.is_finite():
        return str(number)
    _sign, digits, exponent = number.as_tuple()
    text = "".join(map(str, digits)).rstrip("0")
    return f"{'-' if number < 0 else ''}{text}e{exponent + len(digits) - len(text)}"  # type: ignore[operator]
