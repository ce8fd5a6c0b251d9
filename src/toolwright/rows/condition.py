"""Conditions: filter trees taken apart and put together the way the data plane needs.

A path over relations can be meant in two ways. What an actor asks (`customer.name == 'x'`) sees the customers the actor
may read. What a row rule says sees them all, or a rule about hidden customers could be answered wrongly. Both can stand
in one query, so the relations of rules carry a mark in their name, and each gets a table of its own to look into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial

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
    parse,
)
from toolwright.expressions.filter import children

MARK = "!"
"""Ends the name of a relation that is followed on behalf of a rule. No name of a definition can hold it."""

Path = tuple[str, ...]


def marked(condition: Filter) -> Filter:
    """The condition with every relation marked as followed on behalf of a rule."""
    return with_columns(condition, _mark)


def with_columns(condition: Filter, change: Callable[[Column], Column]) -> Filter:
    """The condition with other columns in place of its own; parts without translation stay as they are."""
    again, operand = partial(with_columns, change=change), partial(_with_columns, change=change)
    match condition:
        case And(items) | Or(items):
            return type(condition)(tuple(map(again, items)))
        case Not(item):
            return Not(again(item))
        case Compare(op, left, right):
            return Compare(op, operand(left), operand(right))
        case In(left, items):
            return In(operand(left), items if isinstance(items, Slot) else tuple(map(operand, items)))
        case TextMatch(kind, column, needle, ignore_case):
            return TextMatch(kind, operand(column), operand(needle), ignore_case)
        case IsNull(inner):
            return IsNull(operand(inner))
        case _:
            return condition


def _mark(column: Column) -> Column:
    *steps, last = column.path
    return replace(column, path=(*(step + MARK for step in steps), last))


def _with_columns(node: Operand, change: Callable[[Column], Column]) -> Operand:
    if isinstance(node, Column):
        return change(node)
    if isinstance(node, Arithmetic):
        return Arithmetic(node.op, _with_columns(node.left, change), _with_columns(node.right, change))
    if isinstance(node, Call):
        return Call(node.function, tuple(_with_columns(arg, change) for arg in node.args))
    return node


def is_opaque(condition: Filter) -> bool:
    """Whether any part of the condition has no translation."""
    return any(isinstance(node, Opaque) for node in nodes(condition))


def nodes(condition: Filter | Operand) -> Iterable[Filter | Operand]:
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
        if isinstance(node, Slot | Opaque):
            found |= node.program.names if isinstance(node, Slot) else node.names
            if not _is_pure(node.program.source):
                found.add("")
    return frozenset(found)


@lru_cache(maxsize=2000)
def _is_pure(source: str) -> bool:
    calls = parse(source, extra_functions=None).calls
    return all(name in FUNCTIONS and FUNCTIONS[name].is_pure for name in calls)
