"""Value: what expressions compute with, and how values turn into text.

Values are None, bool, int, float, Decimal, str, date, time, datetime, timedelta, UUID, bytes, list, tuple and mappings.
Text form (`to_text`): None is empty, booleans are `true` and `false`, dates, times and durations are ISO 8601, Decimals
are plain digits, bytes are Base64, lists and objects are JSON.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from toolwright.errors import Phrase, phrase
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse

Data = Any  # a plain value whose type is known only at run time
MAX_INTEGER = 1 << 256
MAX_EXPONENT = 100
MAX_DEPTH = 40

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


def kind_of(value: object) -> Phrase:
    """The kind of a value in words, for messages: "text", "a number", "nothing"."""
    if value is None:
        return phrase("nothing")
    return phrase(next((word for kind, word in _KINDS if isinstance(value, kind)), "an unsupported value"))


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
