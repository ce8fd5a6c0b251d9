"""Access: reading into data by key, position or slice, membership, iteration and displays. Never `getattr` by name.

Missing keys, positions out of range and anything read from None give None.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import cast

from toolwright.errors import phrase
from toolwright.expressions.budget import Budget
from toolwright.expressions.comparison import equal, identity
from toolwright.expressions.fault import begun, refuse
from toolwright.expressions.value import Data, kind_of, to_text

_DATE_PARTS: Mapping[str, Callable[[Data], Data]] = {
    **{name: operator.attrgetter(name) for name in ("year", "month", "day")},
    "weekday": lambda value: value.isoweekday(),
    "week": lambda value: value.isocalendar().week,
    "quarter": lambda value: (value.month + 2) // 3,
    "day_of_year": lambda value: value.timetuple().tm_yday,
}
_TIME_PARTS: Mapping[str, Callable[[Data], Data]] = {
    name: operator.attrgetter(name) for name in ("hour", "minute", "second", "microsecond")
}
_DATETIME_PARTS: Mapping[str, Callable[[Data], Data]] = {
    **_DATE_PARTS,
    **_TIME_PARTS,
    "date": lambda value: value.date(),
    "time": lambda value: value.time(),
    "timestamp": lambda value: value.timestamp(),
}
_DURATION_PARTS: Mapping[str, Callable[[Data], Data]] = {
    "days": operator.attrgetter("days"),
    "seconds": operator.attrgetter("seconds"),
    "total_seconds": lambda value: value.total_seconds(),
    "total_minutes": lambda value: value.total_seconds() / 60,
    "total_hours": lambda value: value.total_seconds() / 3600,
    "total_days": lambda value: value.total_seconds() / 86400,
}
PARTS: tuple[tuple[type, Mapping[str, Callable[[Data], Data]]], ...] = (
    (datetime, _DATETIME_PARTS),
    (date, _DATE_PARTS),
    (time, _TIME_PARTS),
    (timedelta, _DURATION_PARTS),
)


def get(value: Data, key: str) -> Data:
    """`value.key`: an entry of an object, or a part of a date, time or duration."""
    if type(value) is dict:
        return value.get(key)
    if value is None:
        return None
    if isinstance(value, Mapping):
        return value.get(key)
    for kind, parts in PARTS:
        if isinstance(value, kind):
            if key in parts:
                return parts[key](value)
            raise refuse(
                phrase("{kind_of} has no part {key}.", kind_of=begun(kind_of(value)), key=repr(key)),
                phrase("Parts: {parts}.", parts=", ".join(parts)),
            )
    hint = "Take one item, for example first(items), or loop: [item.name for item in items]."
    raise refuse(
        phrase("{kind_of} has no field {key}.", kind_of=begun(kind_of(value)), key=repr(key)),
        hint if isinstance(value, list) else None,
    )


def index(_budget: Budget, value: Data, key: Data) -> Data:
    """`value[key]`: a key of an object, or a position (negative from the end) in a list or text."""
    if value is None:
        return None
    if isinstance(value, (list, tuple, str)):
        if isinstance(key, int) and not isinstance(key, bool):
            return value[key] if -len(value) <= key < len(value) else None
        if key is None:
            return None
        raise refuse(
            phrase(
                "{kind_of} is read by position, not by {kind_of2}.",
                kind_of=begun(kind_of(value)),
                kind_of2=kind_of(key),
            )
        )
    if isinstance(key, str):
        return get(value, key)
    if isinstance(value, Mapping):
        if isinstance(key, (list, Mapping)):
            raise refuse(phrase("{kind_of} cannot be a key.", kind_of=begun(kind_of(key))))
        found = value.get(key)
        return value.get(to_text(key)) if found is None else found
    raise refuse(phrase("{kind_of} cannot be read by position.", kind_of=begun(kind_of(value))))


def cut(budget: Budget, value: Data, start: Data, stop: Data, step: Data) -> Data:
    """`value[start:stop:step]` of a list or text, its size charged."""
    if value is None:
        return None
    if not isinstance(value, (list, tuple, str)):
        raise refuse(phrase("{kind_of} cannot be sliced.", kind_of=begun(kind_of(value))))
    if any(not (part is None or isinstance(part, int)) for part in (start, stop, step)):
        raise refuse("Slices take whole numbers.")
    size = len(range(*slice(start, stop, step).indices(len(value))))
    budget.spend(1 + (size >> 4), size)
    result = value[start:stop:step]
    return list(result) if isinstance(result, tuple) else result


def contains(budget: Budget, needle: Data, hay: Data) -> bool:
    """`needle in hay`: a part of text, an item of a list, a key of an object; False when `hay` is None."""
    if hay is None:
        return False
    if isinstance(hay, str):
        if needle is None:
            return False
        if not isinstance(needle, str):
            raise refuse(
                phrase("Text contains text, not {kind_of}.", kind_of=kind_of(needle)), "Convert it with text()."
            )
        budget.spend(1 + (len(hay) >> 5))
        return needle in hay
    if isinstance(hay, (list, tuple)):
        budget.spend(1 + (len(hay) >> 1))
        if type(needle) is str and len(needle) <= 512 and needle in hay:
            return True
        return any(equal(budget, needle, item) for item in hay)
    if isinstance(hay, Mapping):
        return not isinstance(needle, (list, Mapping)) and (needle in hay or to_text(needle) in hay)
    raise refuse(phrase("{kind_of} contains nothing to look for.", kind_of=begun(kind_of(hay))))


def not_contains(budget: Budget, needle: Data, hay: Data) -> bool:
    """The opposite of `contains`."""
    return not contains(budget, needle, hay)


def each(budget: Budget, value: Data, weight: int = 1) -> Iterator[Data]:
    """The items to loop over, each charged `weight` steps: items of a list, keys of an object, nothing of None."""
    if value is None:
        return
    if not isinstance(value, (list, tuple, Mapping)):
        raise refuse(phrase("{kind_of} cannot be looped over.", kind_of=begun(kind_of(value))))
    for item in cast("Iterable[Data]", value):
        budget.spend(weight, 4)
        yield item


def each_of(budget: Budget, value: Data, width: int, weight: int = 1) -> Iterator[Data]:
    """Like `each`, for items that unpack into `width` names."""
    for item in each(budget, value, weight):
        if not isinstance(item, (list, tuple)) or len(item) != width:
            raise refuse(
                phrase("Each item must be a list of {width} to loop with {width} names.", width=width),
                "Use items(object).",
            )
        yield item


def key(budget: Budget, value: Data) -> str:
    """The text under which an object keeps an entry: keys are text, other single values become their text."""
    if value is None or isinstance(value, (list, tuple, Mapping)):
        raise refuse(phrase("{kind_of} cannot be a key.", kind_of=begun(kind_of(value))))
    text = to_text(value)
    budget.spend(1 + (len(text) >> 6), 8 + len(text))
    return text


def distinct(budget: Budget, values: Iterable[Data]) -> list[Data]:
    """The values without repetitions, in order of first appearance."""
    seen: dict[str, Data] = {}
    for value in values:
        seen.setdefault(identity(budget, value), value)
    return list(seen.values())


def listed(budget: Budget, *values: Data) -> list[Data]:
    """A list display."""
    budget.spend(1, 4 + len(values))
    return list(values)


def collected(budget: Budget, *values: Data) -> list[Data]:
    """A set display: the distinct values, as a list."""
    return distinct(budget, values)


def mapped(budget: Budget, entries: dict[str, Data]) -> dict[str, Data]:
    """A dict display."""
    budget.spend(1, 8 + 4 * len(entries))
    return entries
