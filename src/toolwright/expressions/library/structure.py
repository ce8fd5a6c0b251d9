"""Object functions."""

from __future__ import annotations

from collections.abc import Mapping

from toolwright.errors import phrase
from toolwright.expressions.access import get, index
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import begun, refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, kind_of, to_text

GROUP = Group("object")
add = GROUP.add
Fields = Mapping[str, Data]


@add(
    "len(value: any) -> integer",
    "How many letters, items or entries; None for None.",
    ("len('abc')", "3"),
    ("len([1, 2])", "2"),
    translatable=True,
)
def length(_budget: Budget, value: Data) -> int | None:
    if value is None:
        return None
    if not isinstance(value, (str, list, tuple, Mapping)):
        raise refuse(phrase("{kind_of} has no length.", kind_of=begun(kind_of(value))))
    return len(value)


@add("keys(value: object) -> list[text]", "The names of the entries.", ("keys({'a': 1})", "['a']"))
def keys(budget: Budget, value: Fields) -> list[str]:
    budget.spend(len(value), len(value))
    return [to_text(name) for name in value]


@add("values(value: object) -> list", "The values of the entries.", ("values({'a': 1})", "[1]"))
def values(budget: Budget, value: Fields) -> list[Data]:
    budget.spend(len(value), len(value))
    return list(value.values())


@add(
    "items(value: object) -> list",
    "The entries as lists of name and value, to loop over.",
    ("[k + v for k, v in items({'a': 'b'})]", "['ab']"),
)
def items(budget: Budget, value: Fields) -> list[Data]:
    budget.spend(len(value), 4 * len(value))
    return [[to_text(name), item] for name, item in value.items()]


@add(
    "get(value: any, path: any, other: any = None) -> any",
    "What a path of names and positions such as 'a.b.0' leads to, or `other`.",
    ("get({'a': [{'b': 1}]}, 'a.0.b')", "1"),
    ("get({}, 'x', 'none')", "'none'"),
)
def lookup(budget: Budget, value: Data, path: Data, other: Data) -> Data:
    for step in to_text(path)[:500].split("."):
        budget.spend(1)
        if isinstance(value, (list, tuple)) and step.lstrip("-").isdecimal() and len(step) < 10:
            value = index(budget, value, int(step))
        else:
            value = get(value, step) if isinstance(value, Mapping) else None
    return other if value is None else value


@add(
    "has(value: object, name: field) -> boolean",
    "Whether there is an entry of this name.",
    ("has({'a': none}, 'a')", "True"),
)
def has(_budget: Budget, value: Fields, name: str) -> bool:
    return name in value


@add("pick(value: object, *names: field) -> object", "Only these entries.", ("pick({'a': 1, 'b': 2}, 'a')", "{'a': 1}"))
def pick(_budget: Budget, value: Fields, *names: str) -> dict[str, Data]:
    return {name: value[name] for name in names if name in value}


@add(
    "omit(value: object, *names: field) -> object",
    "All but these entries.",
    ("omit({'a': 1, 'b': 2}, 'a')", "{'b': 2}"),
)
def omit(budget: Budget, value: Fields, *names: str) -> dict[str, Data]:
    budget.spend(len(value), len(value))
    return {name: item for name, item in value.items() if name not in names}


@add(
    "merge(*values: object) -> object",
    "The entries of all objects; later ones win.",
    ("merge({'a': 1}, {'a': 2, 'b': 3})", "{'a': 2, 'b': 3}"),
)
def merge(budget: Budget, *values: Fields) -> dict[str, Data]:
    merged: dict[str, Data] = {}
    for value in values:
        budget.spend(len(value), len(value))
        merged.update(value)
    return merged


@add(
    "object(pairs: list) -> object",
    "An object from lists of name and value.",
    ("object([['a', 1], ['b', 2]])", "{'a': 1, 'b': 2}"),
)
def from_items(budget: Budget, pairs: list[Data]) -> dict[str, Data]:
    made: dict[str, Data] = {}
    for pair in pairs:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise refuse("object() needs lists of name and value.")
        name = to_text(pair[0], budget)
        budget.spend(1, len(name))
        made[name] = pair[1]
    return made
