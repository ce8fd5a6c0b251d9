"""Signature: what parameter kinds accept and what return kinds mean, as types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.expressions.function import Function
from toolwright.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    DURATION,
    FLOAT,
    INTEGER,
    NOTHING,
    NUMBERS,
    SCALARS,
    TEXT,
    TIME,
    UUID,
    ListOf,
    Record,
    Type,
    common,
    is_dynamic,
)  # fmt: skip

_ACCEPTED: Mapping[str, frozenset[Type]] = {
    "text": SCALARS,
    "field": SCALARS,
    "number": NUMBERS | {BOOLEAN},
    "integer": NUMBERS | {BOOLEAN},
    "when": frozenset({DATE, DATETIME, TEXT}),
    "date": frozenset({DATE, DATETIME, TEXT}),
    "datetime": frozenset({DATE, DATETIME, TEXT}),
    "time": frozenset({TIME, DATETIME, TEXT}),
    "duration": frozenset({DURATION}),
}
_RESULTS: Mapping[str, Type] = {
    "text": TEXT,
    "integer": INTEGER,
    "float": FLOAT,
    "decimal": DECIMAL,
    "boolean": BOOLEAN,
    "date": DATE,
    "datetime": DATETIME,
    "time": TIME,
    "duration": DURATION,
    "uuid": UUID,
    "any": ANY,
    "number": ANY,
    "object": Record({}, open=True),
    "list": ListOf(ANY),
    "list[text]": ListOf(TEXT),
    "list[date]": ListOf(DATE),
    "list[integer]": ListOf(INTEGER),
    "list[object]": ListOf(Record({}, open=True)),
}


def accepts(kind: str, given: Type) -> bool:
    """Whether a parameter of `kind` takes a value of type `given`."""
    if kind in ("any", "boolean") or is_dynamic(given) or given == NOTHING:
        return True
    if kind == "list":
        return isinstance(given, ListOf)
    if kind == "object":
        return isinstance(given, Record)
    return given in _ACCEPTED[kind]


def result_type(function: Function, given: Sequence[Type]) -> Type:
    """What a call gives: `same` is the first argument's type, `item` its items', `common` what all share."""
    first = given[0] if given else ANY
    if function.returns == "same":
        return ANY if first == NOTHING else first
    if function.returns == "item":
        return first.item if isinstance(first, ListOf) else ANY
    if function.returns == "common":
        return common(*given) if given else ANY
    return _RESULTS[function.returns]
