"""Filter: a condition on rows as a typed tree that a data source can translate.

Semantics are two-valued; every translation to SQL or to a service's own language must agree with `evaluate_filter`:

- `Compare eq` and `ne` treat NULL as a value: `x == None` is true exactly for NULL, `x != 'a'` is true for NULL, two
  NULLs are equal (`IS NOT DISTINCT FROM`).
- `Compare lt, le, gt, ge` and `TextMatch` are false when an operand is NULL.
- `In` is `Compare eq` with any item: None among the items matches NULL. An empty list matches nothing.
- `Arithmetic` and `Call` on a NULL operand are NULL (`coalesce` aside), so they order as false and equal only None.
- `Not` is plain negation of that: `not (x < 3)` is true where x is NULL.
- Text compares case-sensitively by code point. `TextMatch.ignore_case` compares the small letters of both sides.
- Numbers compare by value, a date equals the datetime of its midnight UTC, an id equals its text.
- A column reached over a to-one relation that has no row is NULL.

- One exception: a comparison with a value of `user` that is missing (nobody is signed in) is unknown, as in SQL, and a
  row passes only if the whole is true. `bind` sees to it, so no source ever meets such a comparison.

A tree straight from `to_filter` may hold `Slot`s, values known per request. `bind` turns them into `Value`s and folds
what became constant. `Opaque` stands for what has no translation: evaluate it in process, row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from toolwright.expressions.program import Program
from toolwright.expressions.types import Type

Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What a row offers: its columns, and its to-one relations with the columns there."""

    columns: Mapping[str, Type]
    relations: Relations = field(default_factory=dict)


Relations: TypeAlias = Mapping[str, TableColumns]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: one name is an own column, more lead over to-one relations to the last, which is the column."""

    path: Path
    type: Type


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A constant to bind. Equal only to a value of the same Python type, so 1, 1.0 and True stay apart."""

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        try:
            return hash((type(self.value), self.value))
        except TypeError:  # a list or object
            return hash((type(self.value), repr(self.value)))


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that the request's context decides."""

    program: Program


ArithmeticOp: TypeAlias = Literal["add", "sub", "mul", "div", "floor", "mod"]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right` on numbers, moments and durations, or text joined by `add`."""

    op: ArithmeticOp
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Call:
    """A translatable function of the library on operands, all its parameters filled in."""

    function: str
    args: tuple[Operand, ...]


Operand: TypeAlias = Column | Value | Slot | Arithmetic | Call
CompareOp: TypeAlias = Literal["eq", "ne", "lt", "le", "gt", "ge"]


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`."""

    op: CompareOp
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class In:
    """Whether `left` equals one of `items`; a lone Slot for items gives the whole list when bound."""

    left: Operand
    items: tuple[Operand, ...] | Slot


@dataclass(frozen=True, slots=True)
class TextMatch:
    """Whether a text column (or an operand made of one) contains, starts or ends with the needle."""

    kind: Literal["contains", "starts", "ends"]
    column: Operand
    needle: Operand
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class IsNull:
    """Whether the operand is NULL."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class And:
    """All of them; made by `conjunction`, which keeps it flat and without constants."""

    items: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them; made by `disjunction`, which keeps it flat and without constants."""

    items: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; made by `negation`."""

    item: Filter


@dataclass(frozen=True, slots=True)
class Always:
    """True or false for every row."""

    value: bool


@dataclass(frozen=True, slots=True)
class Opaque:
    """A condition without translation: the truth of `program`, run with the row's columns and the context.

    `columns` are the columns it reads, `names` what it reads from the context, `bound` the context once bound.
    """

    program: Program
    columns: frozenset[Path] = frozenset()
    names: frozenset[str] = frozenset()
    bound: Mapping[str, object] | None = field(default=None, hash=False)


Filter: TypeAlias = Compare | In | TextMatch | IsNull | And | Or | Not | Always | Opaque


def conjunction(*filters: Filter) -> Filter:
    """All of the filters as one: flat, without constants and repetitions; `Always(True)` for none."""
    return _combined(And, filters, neutral=True)


def disjunction(*filters: Filter) -> Filter:
    """Any of the filters as one: flat, without constants and repetitions; `Always(False)` for none."""
    return _combined(Or, filters, neutral=False)


def _combined(kind: type[And] | type[Or], filters: tuple[Filter, ...], *, neutral: bool) -> Filter:
    flat: dict[Filter, None] = {}
    for one in filters:
        for item in one.items if isinstance(one, kind) else (one,):
            if item == Always(not neutral):
                return item
            if item != Always(neutral):
                flat[item] = None
    if len(flat) == 1:
        return next(iter(flat))
    return kind(tuple(flat)) if flat else Always(neutral)


def negation(item: Filter) -> Filter:
    """The opposite of a filter: constants and double negations folded."""
    if isinstance(item, Always):
        return Always(not item.value)
    return item.item if isinstance(item, Not) else Not(item)


def columns_of(filter: Filter) -> frozenset[Path]:  # the public name
    """The paths of all columns the filter reads."""
    found: set[Path] = set()
    waiting: list[Filter | Operand] = [filter]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Column):
            found.add(node.path)
        elif isinstance(node, Opaque):
            found |= node.columns
        else:
            waiting.extend(children(node))
    return frozenset(found)


def children(node: Filter | Operand) -> tuple[Filter | Operand, ...]:
    """The nodes directly below one."""
    match node:
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return left, right
        case In(left, items):
            return (left, items) if isinstance(items, Slot) else (left, *items)
        case TextMatch(_, column, needle):
            return column, needle
        case IsNull(operand):
            return (operand,)
        case And(items) | Or(items):
            return items
        case Not(item):
            return (item,)
        case Call(_, args):
            return args
        case _:
            return ()
