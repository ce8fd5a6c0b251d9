"""Functions on lists of objects, such as rows. `by` names a field, a path such as 'customer.name' works too."""

from __future__ import annotations

from toolwright.expressions.budget import Budget
from toolwright.expressions.comparison import identity
from toolwright.expressions.function import Group
from toolwright.expressions.library.listing import Items, matching, reading
from toolwright.expressions.value import Data, to_text

GROUP = Group("list of objects")
add = GROUP.add


@add(
    "pluck(items: list, by: field) -> list", "One field of every item.", ("pluck([{'a': 1}, {'a': 2}], 'a')", "[1, 2]")
)
def pluck(budget: Budget, items: Items, by: str) -> list[Data]:
    budget.spend(2 * len(items), len(items))
    return list(map(reading(by), items))


@add(
    "where(items: list, by: field, value: any) -> same",
    "The items whose field equals the value.",
    ("where([{'s': 'a', 'n': 1}, {'s': 'b', 'n': 2}], 's', 'b')[0].n", "2"),
)
def where(budget: Budget, items: Items, by: str, value: Data) -> list[Data]:
    return [item for item, fits in zip(items, matching(budget, items, by, value), strict=True) if fits]


@add(
    "reject(items: list, by: field, value: any) -> same",
    "The items whose field does not equal the value.",
    ("len(reject([{'s': 'a'}, {'s': 'b'}], 's', 'b'))", "1"),
)
def reject(budget: Budget, items: Items, by: str, value: Data) -> list[Data]:
    return [item for item, fits in zip(items, matching(budget, items, by, value), strict=True) if not fits]


@add(
    "find(items: list, by: field, value: any) -> item",
    "The first item whose field equals the value, or None.",
    ("find([{'id': 1, 'n': 'a'}, {'id': 2, 'n': 'b'}], 'id', 2).n", "'b'"),
)
def find(budget: Budget, items: Items, by: str, value: Data) -> Data:
    found = where(budget, items, by, value)
    return found[0] if found else None


@add(
    "count(items: list, by: field = None, value: any = None) -> integer",
    "How many items there are, or how many whose field equals the value.",
    ("count([1, 2])", "2"),
    ("count([{'s': 'a'}, {'s': 'b'}], 's', 'a')", "1"),
)
def count(budget: Budget, items: Items, by: str | None, value: Data) -> int:
    return len(items) if by is None else len(where(budget, items, by, value))


def _groups(budget: Budget, items: Items, by: str) -> list[tuple[Data, list[Data]]]:
    read = reading(by)
    groups: dict[str, tuple[Data, list[Data]]] = {}
    for item in items:
        budget.spend(2, 4)
        value = read(item)
        groups.setdefault(identity(budget, value), (value, []))[1].append(item)
    return list(groups.values())


@add(
    "group(items: list, by: field) -> list[object]",
    "The items grouped by a field: a list of objects with `key`, `items` and `count`.",
    ("[f'{g.key}:{g.count}' for g in group([{'s': 'a'}, {'s': 'b'}, {'s': 'a'}], 's')]", "['a:2', 'b:1']"),
)
def group(budget: Budget, items: Items, by: str) -> list[Data]:
    return [{"key": key, "items": inside, "count": len(inside)} for key, inside in _groups(budget, items, by)]


@add(
    "count_by(items: list, by: field) -> object",
    "How many items there are for each value of a field, by its text.",
    ("count_by([{'s': 'a'}, {'s': 'b'}, {'s': 'a'}], 's')", "{'a': 2, 'b': 1}"),
)
def count_by(budget: Budget, items: Items, by: str) -> dict[str, int]:
    return {to_text(key, budget): len(inside) for key, inside in _groups(budget, items, by)}


@add(
    "index_by(items: list, by: field) -> object",
    "The items under the text of a field; the last of equal ones wins.",
    ("index_by([{'id': 7, 'n': 'a'}], 'id')['7'].n", "'a'"),
)
def index_by(budget: Budget, items: Items, by: str) -> dict[str, Data]:
    return {to_text(key, budget): inside[-1] for key, inside in _groups(budget, items, by)}
