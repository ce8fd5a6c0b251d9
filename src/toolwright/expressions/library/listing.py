"""List functions. `by` names a field of the items (a path such as 'customer.name' works too)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toolwright.expressions import arithmetic
from toolwright.expressions.access import distinct, get
from toolwright.expressions.budget import Budget
from toolwright.expressions.comparison import equal, greater, identity, less
from toolwright.expressions.fault import refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, is_number

GROUP = Group("list")
add = GROUP.add
Items = Sequence[Data]


def reading(by: str | None) -> Callable[[Data], Data]:
    """How to read the value of an item: the item itself, or a field of it."""
    if by is None:
        return lambda item: item
    steps = by[:500].split(".")
    if len(steps) > 10:
        raise refuse("A path has at most 10 steps.")

    def read(item: Data) -> Data:
        for step in steps:
            item = get(item, step)
        return item

    return read


@add("first(items: list) -> item", "The first item, None of an empty list.", ("first([3, 4])", "3"))
def first(_budget: Budget, items: Items) -> Data:
    return items[0] if items else None


@add("last(items: list) -> item", "The last item, None of an empty list.", ("last([3, 4])", "4"))
def last(_budget: Budget, items: Items) -> Data:
    return items[-1] if items else None


@add("at(items: list, position: integer) -> item", "The item at a position, from 0.", ("at(['a', 'b'], 1)", "'b'"))
def at(_budget: Budget, items: Items, position: int) -> Data:
    return items[position] if -len(items) <= position < len(items) else None


@add("take(items: list, count: integer) -> same", "The first items.", ("take([1, 2, 3], 2)", "[1, 2]"))
def take(_budget: Budget, items: Items, count: int) -> list[Data]:
    return list(items[: max(count, 0)])


@add("skip(items: list, count: integer) -> same", "All but the first items.", ("skip([1, 2, 3], 2)", "[3]"))
def skip(_budget: Budget, items: Items, count: int) -> list[Data]:
    return list(items[max(count, 0) :])


@add(
    "reverse(value: any) -> same",
    "A list or text the other way round.",
    ("reverse([1, 2])", "[2, 1]"),
    ("reverse('ab')", "'ba'"),
)
def reverse(budget: Budget, value: Data) -> Data:
    if value is None:
        return None
    if not isinstance(value, (list, tuple, str)):
        raise refuse("reverse() needs a list or text.")
    budget.spend(1 + (len(value) >> 4))
    return value[::-1] if isinstance(value, str) else list(value[::-1])


@add("unique(items: list) -> same", "The items without repetitions.", ("unique([1, 2, 1.0])", "[1, 2]"))
def unique(budget: Budget, items: Items) -> list[Data]:
    return distinct(budget, items)


@add("compact(items: list) -> same", "The items without None and empty text.", ("compact([1, none, ''])", "[1]"))
def compact(_budget: Budget, items: Items) -> list[Data]:
    return [item for item in items if item is not None and not (isinstance(item, str) and not item)]


@add(
    "flatten(items: list) -> list",
    "Lists inside the list opened up, one level.",
    ("flatten([[1], [2, 3], 4])", "[1, 2, 3, 4]"),
)
def flatten(budget: Budget, items: Items) -> list[Data]:
    flat: list[Data] = []
    for item in items:
        inner = item if isinstance(item, (list, tuple)) else [item]
        budget.spend(len(inner), len(inner))
        flat.extend(inner)
    return flat


@add(
    "chunk(items: list, size: integer) -> list",
    "The list in pieces of so many items.",
    ("chunk([1, 2, 3], 2)", "[[1, 2], [3]]"),
)
def chunk(budget: Budget, items: Items, size: int) -> list[Data]:
    if size < 1:
        raise refuse("chunk() needs a size of at least 1.")
    budget.spend(len(items), 4 * len(items))
    return [list(items[start : start + size]) for start in range(0, len(items), size)]


@add(
    "range(start: integer, stop: integer = None, step: integer = 1) -> list[integer]",
    "Whole numbers from `start` (or from 0) up to but not including the last.",
    ("range(3)", "[0, 1, 2]"),
    ("range(2, 7, 2)", "[2, 4, 6]"),
)
def range_(budget: Budget, start: int, stop: int | None, step: int) -> list[int]:
    if step == 0:
        raise refuse("range() needs a step other than 0.")
    numbers = range(start, stop, step) if stop is not None else range(0, start, step)
    try:
        count = len(numbers)
    except OverflowError:
        count = 1 << 62
    budget.spend(count, 4 * count)
    return list(numbers)


@add(
    "zip(one: list, other: list) -> list",
    "Pairs of items at equal positions.",
    ("zip([1, 2], ['a', 'b'])", "[[1, 'a'], [2, 'b']]"),
)
def zip_(budget: Budget, one: Items, other: Items) -> list[Data]:
    budget.spend(len(one), 4 * len(one))
    return [list(pair) for pair in zip(one, other, strict=False)]


@add(
    "numbered(items: list, start: integer = 1) -> list",
    "Pairs of number and item, to loop over.",
    ("[f'{n}. {x}' for n, x in numbered(['a', 'b'])]", "['1. a', '2. b']"),
)
def numbered(budget: Budget, items: Items, start: int) -> list[Data]:
    budget.spend(len(items), 4 * len(items))
    return [[number, item] for number, item in enumerate(items, start)]


@add(
    "union(one: list, other: list) -> same",
    "The items of both lists, each once.",
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
)
def union(budget: Budget, one: Items, other: Items) -> list[Data]:
    return distinct(budget, [*one, *other])


@add(
    "intersection(one: list, other: list) -> same", "The items in both lists.", ("intersection([1, 2], [2, 3])", "[2]")
)
def intersection(budget: Budget, one: Items, other: Items) -> list[Data]:
    known = {identity(budget, item) for item in other}
    return [item for item in distinct(budget, one) if identity(budget, item) in known]


@add(
    "difference(one: list, other: list) -> same",
    "The items of the first list not in the other.",
    ("difference([1, 2], [2, 3])", "[1]"),
)
def difference(budget: Budget, one: Items, other: Items) -> list[Data]:
    known = {identity(budget, item) for item in other}
    return [item for item in distinct(budget, one) if identity(budget, item) not in known]


@add("all(items: list) -> boolean", "Whether every item counts as true.", ("all([1, 0])", "False"))
def all_(_budget: Budget, items: Items) -> bool:
    return all(items)


@add("any(items: list) -> boolean", "Whether an item counts as true.", ("any([1, 0])", "True"))
def any_(_budget: Budget, items: Items) -> bool:
    return any(items)


def present(budget: Budget, items: Items, by: str | None) -> list[Data]:
    """The values of the items that are not None, each charged."""
    budget.spend(2 * len(items), len(items))
    read = reading(by)
    return [value for value in map(read, items) if value is not None]


@add(
    "sum(items: list, by: field = None) -> any",
    "The sum of numbers or durations, None left out; 0 of nothing.",
    ("sum([1, 2, none])", "3"),
    ("sum([{'n': 1}, {'n': 2}], 'n')", "3"),
)
def sum_(budget: Budget, items: Items, by: str | None) -> Data:
    values = present(budget, items, by)
    total = 0 if not values or is_number(values[0]) else values[0]
    for value in values if is_number(total) else values[1:]:
        if isinstance(value, (str, list, tuple)):
            raise refuse("sum() needs numbers.", "Convert text with number().")
        total = arithmetic.add(budget, total, value)
    return total


@add(
    "avg(items: list, by: field = None) -> any", "The average, None left out; None of nothing.", ("avg([1, 2])", "1.5")
)
def avg(budget: Budget, items: Items, by: str | None) -> Data:
    values = present(budget, items, by)
    return arithmetic.divide(budget, sum_(budget, values, None), len(values)) if values else None


@add("median(items: list, by: field = None) -> any", "The middle value, None left out.", ("median([3, 1, 2])", "2"))
def median(budget: Budget, items: Items, by: str | None) -> Data:
    values = ranked(budget, present(budget, items, by), None, False)
    if not values:
        return None
    half = len(values) // 2
    if len(values) % 2:
        return values[half]
    return arithmetic.divide(budget, arithmetic.add(budget, values[half - 1], values[half]), 2)


def _extreme(budget: Budget, values: Items, better: Callable[[Budget, Data, Data], bool]) -> Data:
    if len(values) == 1 and isinstance(values[0], (list, tuple)):
        values = values[0]
    best: Data = None
    for value in values:
        budget.spend(2)
        if value is not None and (best is None or better(budget, value, best)):
            best = value
    return best


@add(
    "min(*values: any) -> any",
    "The smallest of the values or of one list; None left out.",
    ("min(3, 1)", "1"),
    ("min([2, 5])", "2"),
)
def min_(budget: Budget, *values: Data) -> Data:
    return _extreme(budget, values, less)


@add(
    "max(*values: any) -> any",
    "The largest of the values or of one list; None left out.",
    ("max(3, 1)", "3"),
    ("max(['a', 'b'])", "'b'"),
)
def max_(budget: Budget, *values: Data) -> Data:
    return _extreme(budget, values, greater)


class Rank:
    """A sort key that orders plain values by the rules of `<`, None last."""

    __slots__ = ("budget", "value")

    def __init__(self, budget: Budget, value: Data) -> None:
        self.budget = budget
        self.value = value

    def __lt__(self, other: Rank) -> bool:
        self.budget.spend(1)
        if self.value is None or other.value is None:
            return self.value is not None and other.value is None
        return less(self.budget, self.value, other.value)


def ranked(budget: Budget, items: Items, by: str | None, descending: bool) -> list[Data]:
    """The items in order of their value, None last either way; equal ones keep their order."""
    read = reading(by)
    budget.spend(2 * len(items), 8 * len(items))
    pairs = [(read(item), item) for item in items]
    there = [pair for pair in pairs if pair[0] is not None]
    there.sort(key=lambda pair: Rank(budget, pair[0]), reverse=descending)
    return [item for _value, item in there] + [item for value, item in pairs if value is None]


@add(
    "sort(items: list, by: field = None, descending: boolean = False) -> same",
    "The items in order, None last.",
    ("sort([3, 1, 2])", "[1, 2, 3]"),
    ("sort([{'n': 1}, {'n': 2}], 'n', descending=true)[0].n", "2"),
)
def sort(budget: Budget, items: Items, by: str | None, descending: bool) -> list[Data]:
    return ranked(budget, items, by, descending)


def matching(budget: Budget, items: Items, by: str, value: Data) -> list[bool]:
    """For each item whether its field equals the value."""
    budget.spend(len(items), len(items))
    read = reading(by)
    return [equal(budget, read(item), value) for item in items]
