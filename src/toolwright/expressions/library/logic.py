"""Logic, comparison and kind-of-value functions."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.expressions.budget import Budget
from toolwright.expressions.comparison import equal, less_equal
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, is_number, kind_of, to_text

GROUP = Group("logic and comparison")
add = GROUP.add


@add(
    "coalesce(*values: any) -> common",
    "The first value that is not None.",
    ("coalesce(none, 'a', 'b')", "'a'"),
    translatable=True,
)
def coalesce(_budget: Budget, *values: Data) -> Data:
    return next((value for value in values if value is not None), None)


@add(
    "default(value: any, other: any) -> common",
    "The value, or the other where it is None or empty text.",
    ("default('', 'n/a')", "'n/a'"),
    ("default(0, 5)", "0"),
    translatable=True,
)
def default(_budget: Budget, value: Data, other: Data) -> Data:
    return other if value is None or (isinstance(value, str) and not value) else value


@add(
    "choose(value: any, cases: object, other: any = None) -> any",
    "The entry of `cases` under the value's text, or `other`.",
    ("choose('open', {'open': 'red', 'closed': 'grey'}, 'none')", "'red'"),
)
def choose(_budget: Budget, value: Data, cases: Mapping[str, Data], other: Data) -> Data:
    return cases.get(to_text(value), other)


@add(
    "between(value: any, low: any, high: any) -> boolean",
    "Whether low <= value <= high; False where one is None.",
    ("between(5, 1, 10)", "True"),
)
def between(budget: Budget, value: Data, low: Data, high: Data) -> bool:
    return less_equal(budget, low, value) and less_equal(budget, value, high)


@add(
    "null_if(value: any, empty: any) -> same",
    "None where the value equals `empty`, else the value.",
    ("null_if('-', '-')", "None"),
)
def null_if(budget: Budget, value: Data, empty: Data) -> Data:
    return None if equal(budget, value, empty) else value


@add(
    "is_empty(value: any) -> boolean",
    "Whether it is None, empty text, an empty list or an empty object.",
    ("is_empty([])", "True"),
    ("is_empty(0)", "False"),
)
def is_empty(_budget: Budget, value: Data) -> bool:
    return value is None or (isinstance(value, (str, list, tuple, Mapping)) and not value)


@add("is_text(value: any) -> boolean", "Whether it is text.", ("is_text('a')", "True"))
def is_text(_budget: Budget, value: Data) -> bool:
    return isinstance(value, str)


@add("is_number(value: any) -> boolean", "Whether it is a number.", ("is_number(1.5)", "True"))
def is_number_(_budget: Budget, value: Data) -> bool:
    return is_number(value) and not isinstance(value, bool)


@add("is_list(value: any) -> boolean", "Whether it is a list.", ("is_list([1])", "True"))
def is_list(_budget: Budget, value: Data) -> bool:
    return isinstance(value, (list, tuple))


@add("is_object(value: any) -> boolean", "Whether it is an object.", ("is_object({'a': 1})", "True"))
def is_object(_budget: Budget, value: Data) -> bool:
    return isinstance(value, Mapping)


@add("kind_of(value: any) -> text", "What sort of value it is, in words.", ("kind_of(1)", "'a number'"))
def kind(_budget: Budget, value: Data) -> str:
    return str(kind_of(value))
