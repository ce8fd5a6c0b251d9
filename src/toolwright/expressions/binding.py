"""Binding: slots of a filter become values, and what became constant disappears.

Who has no e-mail address must not match the rows that have none. So a comparison of a row with a value of `user` that
is missing is neither true nor false, whatever `not`, `and` and `or` stand around it: it is taken for whichever answer
keeps the row out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import as_fault, refuse
from toolwright.expressions.filter import (
    Always,
    And,
    Arithmetic,
    Call,
    Compare,
    Filter,
    In,
    IsNull,
    Not,
    Opaque,
    Operand,
    Or,
    Path,
    Slot,
    TextMatch,
    Value,
    columns_of,
    conjunction,
    disjunction,
    negation,
)  # fmt: skip
from toolwright.expressions.oracle import Row, evaluate_operand, holds
from toolwright.expressions.value import Data

Context = Mapping[str, object]
PERSON = "user"
"""The name of whoever asks."""
_FILLING = ("coalesce", "default")  # functions that are there for what may be missing


class _Missing:
    """Stands for a value of `user` that is not there."""


_MISSING = Value(_Missing())


def bind(filter: Filter, context: Context, budget: Budget | None = None) -> Filter:  # the public name
    """The filter with every slot evaluated in `context` and constant parts folded; no Slot is left in it.

    Raises like `Program.evaluate`.
    """
    try:
        return _Binder(context, budget or Budget()).filter(filter)
    except Exception as error:
        raise as_fault(error, "") from error


def fold(filter: Filter) -> Filter:  # as in `bind`
    """The filter with constant parts folded; slots stay."""
    return _Binder(None, Budget()).filter(filter)


def evaluate_filter(
    filter: Filter,  # the public name
    row: Row,
    context: Context | None = None,
    budget: Budget | None = None,
) -> bool:
    """Whether `row` (columns by name, to-one relations as nested mappings or None) passes the filter.

    `context` is needed only where the filter was not bound. Raises like `Program.evaluate`.
    """
    budget = budget or Budget()
    try:
        return holds(filter if context is None else _Binder(context, budget).filter(filter), row, {}, budget)
    except Exception as error:
        raise as_fault(error, "") from error


class _Binder:
    """Binds in one context, or only folds when there is none."""

    def __init__(self, context: Context | None, budget: Budget) -> None:
        self._context = context
        self._budget = budget

    def filter(self, node: Filter, keeps: bool = True) -> Filter:
        """A part bound. `keeps`: whether its truth keeps rows in, as it does below an even number of `Not`."""
        self._budget.spend(1)
        again = partial(self.filter, keeps=keeps)
        match node:
            case And(items):
                return conjunction(*map(again, items))
            case Or(items):
                return disjunction(*map(again, items))
            case Not(item):
                return negation(self.filter(item, not keeps))
            case In():
                return self._in(node, keeps)
            case Opaque():
                return self._opaque(node, keeps)
            case Compare() | TextMatch() | IsNull():
                return self._leaf(node, keeps)
            case _:
                return node

    def _leaf(self, node: Compare | TextMatch | IsNull, keeps: bool) -> Filter:
        match node:
            case Compare(op, left, right):
                left, right = self._operand(left), self._operand(right)
                if _MISSING in (left, right):
                    return Always(not keeps)
                return _compare(Compare(op, left, right), self._budget)
            case TextMatch(_, column, needle):
                column, needle = self._operand(column), self._operand(needle)
                if _MISSING in (column, needle):
                    return Always(not keeps)
                if Value(None) in (column, needle):
                    return Always(False)
                node = replace(node, column=column, needle=needle)
                return _settled(node, self._budget) if _is_constant(column, needle) else node
            case _:
                bound = self._operand(node.operand)
                if bound == _MISSING and columns_of(node):
                    return Always(not keeps)
                operand = _there(bound)
                return Always(operand.value is None) if isinstance(operand, Value) else IsNull(operand)

    def _in(self, node: In, keeps: bool) -> Filter:
        left, items = self._operand(node.left), node.items
        if isinstance(items, Slot):
            if self._context is None:
                return In(left, items)
            items = self._listed(items)
        bound = tuple(dict.fromkeys(self._operand(item) for item in items))
        if left == _MISSING or (_MISSING in bound and not keeps):
            return Always(not keeps)
        bound = tuple(item for item in bound if not (isinstance(item, Value) and _is_no_item(item.value)))
        node = In(left, bound)
        return _settled(node, self._budget) if not bound or _is_constant(left, *bound) else node

    def _listed(self, slot: Slot) -> tuple[Operand, ...]:
        value = slot.program.evaluate(self._context or {}, self._budget)
        missing = _MISSING if PERSON in slot.program.names else Value(None)
        if value is None:
            return (missing,) if missing is _MISSING else ()
        if not isinstance(value, (list, tuple, Mapping)):
            raise refuse("`in` needs a list on its right side here.")
        self._budget.spend(len(value), len(value))
        return tuple(missing if item is None else Value(item) for item in value)

    def _opaque(self, node: Opaque, keeps: bool) -> Filter:
        if self._context is None:
            return node
        names = {name: self._context.get(name) for name in (*node.names, "__functions__")}
        bound = replace(node, bound=names)
        if not node.columns:
            return Always(holds(bound, {}, self._context, self._budget))
        if PERSON in node.names and any(map(self._is_missing, node.program.paths)):
            return Always(not keeps)
        return bound

    def _is_missing(self, path: Path) -> bool:
        """Whether a path leads to nothing of the person; the whole person counts as every value of it."""
        if path[0] != PERSON or self._context is None:
            return False
        found: Data = self._context
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return found is None or (len(path) == 1 and isinstance(found, Mapping) and None in found.values())

    def _operand(self, node: Operand) -> Operand:
        self._budget.spend(1)
        match node:
            case Slot(program):
                if self._context is None:
                    return node
                value = program.evaluate(self._context, self._budget)
                return _MISSING if value is None and PERSON in program.names else Value(value)
            case Arithmetic(op, left, right):
                left, right = self._operand(left), self._operand(right)
                if _MISSING in (left, right):
                    return _MISSING
                if Value(None) in (left, right):
                    return Value(None)
                node = Arithmetic(op, left, right)
                return Value(evaluate_operand(node, {}, {}, self._budget)) if _is_constant(left, right) else node
            case Call(name, args):
                args = tuple(map(self._operand, args))
                if name in _FILLING:
                    args = tuple(map(_there, args))
                if _MISSING in args:
                    return _MISSING
                node = Call(name, args)
                return Value(evaluate_operand(node, {}, {}, self._budget)) if _is_constant(*args) else node
            case _:
                return node


def _compare(node: Compare, budget: Budget) -> Filter:
    if _is_constant(node.left, node.right):
        return _settled(node, budget)
    if Value(None) not in (node.left, node.right):
        return node
    if node.op not in ("eq", "ne"):
        return Always(False)
    other = node.left if node.right == Value(None) else node.right
    return IsNull(other) if node.op == "eq" else negation(IsNull(other))


def _there(operand: Operand) -> Operand:
    """The operand, an ordinary None where a value of the person is missing."""
    return Value(None) if operand == _MISSING else operand


def _is_no_item(value: object) -> bool:
    return isinstance(value, (list, Mapping, _Missing))


def _is_constant(*operands: Operand) -> bool:
    return all(isinstance(operand, Value) for operand in operands)


def _settled(node: Filter, budget: Budget) -> Filter:
    return Always(holds(node, {}, {}, budget))
