"""Conditions: filter trees taken apart and put together the way the data plane needs.

A path over relations can be meant in two ways. What an actor asks (`customer.name == 'x'`) sees the customers the actor
may read. What a row rule says sees them all, or a rule about hidden customers could be answered wrongly. Both can stand
in one query, so the relations of rules carry a mark in their name, and each gets a table of its own to look into.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar, cast

from toolwright.expressions import (
    FUNCTIONS,
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Filter,
    In,
    IsNull,
    Not,
    Opaque,
    Operand,
    Or,
    Slot,
    TextMatch,
    conjunction,
    parse,
)
from toolwright.expressions.filter import children

MARK = "!"
"""Ends the name of a relation that is followed on behalf of a rule. No name of a definition can hold it."""

Path = tuple[str, ...]
NodeT = TypeVar("NodeT", Filter, Operand)


def marked(condition: Filter) -> Filter:
    """The condition with every relation marked as followed on behalf of a rule."""
    return _with_marks(condition)


def _with_marks(node: NodeT) -> NodeT:
    found: Filter | Operand = node
    match node:
        case Column() as column if len(column.path) > 1:
            *steps, last = column.path
            found = replace(column, path=(*(step + MARK for step in steps), last))
        case Compare(op, left, right):
            found = Compare(op, _with_marks(left), _with_marks(right))
        case Arithmetic(op, left, right):
            found = Arithmetic(op, _with_marks(left), _with_marks(right))
        case In(left, items):
            found = In(_with_marks(left), items if isinstance(items, Slot) else tuple(map(_with_marks, items)))
        case TextMatch(kind, column, needle, ignore_case):
            found = TextMatch(kind, _with_marks(column), _with_marks(needle), ignore_case)
        case IsNull(operand):
            found = IsNull(_with_marks(operand))
        case And(items):
            found = And(tuple(map(_with_marks, items)))
        case Or(items):
            found = Or(tuple(map(_with_marks, items)))
        case Not(item):
            found = Not(_with_marks(item))
        case Call(function, args):
            found = Call(function, tuple(map(_with_marks, args)))
    return cast("NodeT", found)


def split(condition: Filter) -> tuple[Filter, Filter]:
    """What a source can evaluate, and what is left for this process; both must hold."""
    parts = condition.items if isinstance(condition, And) else (condition,)
    kept = [part for part in parts if is_opaque(part)]
    return conjunction(*(part for part in parts if part not in kept)), conjunction(*kept)


def is_opaque(condition: Filter) -> bool:
    """Whether any part of the condition has no translation."""
    return any(isinstance(node, Opaque) for node in nodes(condition))


def nodes(condition: Filter) -> Iterable[Filter | Operand]:
    """The condition and everything in it."""
    waiting: list[Filter | Operand] = [condition]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def outside_names(condition: Filter) -> frozenset[str]:
    """The names that decide the condition besides the row; empty when binding always gives the same tree.

    A value that differs from one moment to the next without any name, such as `now()`, is reported as the name `""`.
    """
    found: set[str] = set()
    for node in nodes(condition):
        if isinstance(node, Slot):
            found |= node.program.names
            if not _is_pure(node.program.source):
                found.add("")
        elif isinstance(node, Opaque):
            found |= node.names
    return frozenset(found)


@lru_cache(maxsize=2000)
def _is_pure(source: str) -> bool:
    calls = parse(source, extra_functions=None).calls
    return all(name in FUNCTIONS and FUNCTIONS[name].is_pure for name in calls)
