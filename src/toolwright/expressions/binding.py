"""Binding: slots of a filter become values, and what became constant disappears."""

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
    Slot,
    TextMatch,
    Value,
    conjunction,
    disjunction,
    negation,
)  # fmt: skip
from toolwright.expressions.oracle import evaluate_operand, holds
from toolwright.expressions.value import Data

Context = Mapping[str, object]


def bind(filter: Filter, context: Context, budget: Budget | None = None) -> Filter:  # the public name
    """The filter with every slot evaluated in `context` and constant parts folded; no Slot is left in it.

    Raises like `Program.evaluate`.
    """
    try:
        return _filter(filter, context, budget or Budget())
    except Exception as error:
        raise as_fault(error, "") from error


def fold(filter: Filter) -> Filter:  # as in `bind`
    """The filter with constant parts folded; slots stay."""
    return _filter(filter, None, Budget())


def _filter(node: Filter, context: Context | None, budget: Budget) -> Filter:
    budget.spend(1)
    again = partial(_filter, context=context, budget=budget)
    match node:
        case And(items):
            return conjunction(*map(again, items))
        case Or(items):
            return disjunction(*map(again, items))
        case Not(item):
            return negation(again(item))
        case In():
            return _in(node, context, budget)
        case Opaque():
            return _opaque(node, context, budget)
        case Compare() | TextMatch() | IsNull():
            return _leaf(node, context, budget)
        case _:
            return node


def _leaf(node: Compare | TextMatch | IsNull, context: Context | None, budget: Budget) -> Filter:
    again = partial(_operand, context=context, budget=budget)
    match node:
        case Compare(op, left, right):
            return _compare(Compare(op, again(left), again(right)), budget)
        case TextMatch(_, column, needle):
            column, needle = again(column), again(needle)
            if Value(None) in (column, needle):
                return Always(False)
            node = replace(node, column=column, needle=needle)
            return _settled(node, budget) if _is_constant(column, needle) else node
        case _:
            operand = again(node.operand)
            return Always(operand.value is None) if isinstance(operand, Value) else IsNull(operand)


def _compare(node: Compare, budget: Budget) -> Filter:
    if _is_constant(node.left, node.right):
        return _settled(node, budget)
    if Value(None) not in (node.left, node.right):
        return node
    if node.op not in ("eq", "ne"):
        return Always(False)
    other = node.left if node.right == Value(None) else node.right
    return IsNull(other) if node.op == "eq" else negation(IsNull(other))


def _in(node: In, context: Context | None, budget: Budget) -> Filter:
    left, items = _operand(node.left, context, budget), node.items
    if isinstance(items, Slot):
        if context is None:
            return In(left, items)
        items = _listed(items.program.evaluate(context, budget), budget)
    bound = tuple(dict.fromkeys(_operand(item, context, budget) for item in items))
    bound = tuple(item for item in bound if not (isinstance(item, Value) and isinstance(item.value, (list, Mapping))))
    node = In(left, bound)
    return _settled(node, budget) if not bound or _is_constant(left, *bound) else node


def _listed(value: Data, budget: Budget) -> tuple[Operand, ...]:
    if value is None:
        return ()
    if not isinstance(value, (list, tuple, Mapping)):
        raise refuse("`in` needs a list on its right side here.")
    budget.spend(len(value), len(value))
    return tuple(Value(item) for item in value)


def _opaque(node: Opaque, context: Context | None, budget: Budget) -> Filter:
    if context is None:
        return node
    names = {name: context.get(name) for name in (*node.names, "__functions__")}
    bound = replace(node, bound=names)
    return Always(holds(bound, {}, context, budget)) if not node.columns else bound


def _operand(node: Operand, context: Context | None, budget: Budget) -> Operand:
    budget.spend(1)
    again = partial(_operand, context=context, budget=budget)
    match node:
        case Slot(program):
            return node if context is None else Value(program.evaluate(context, budget))
        case Arithmetic(op, left, right):
            left, right = again(left), again(right)
            if Value(None) in (left, right):
                return Value(None)
            node = Arithmetic(op, left, right)
            return Value(evaluate_operand(node, {}, {}, budget)) if _is_constant(left, right) else node
        case Call(name, args):
            args = tuple(map(again, args))
            node = Call(name, args)
            return Value(evaluate_operand(node, {}, {}, budget)) if _is_constant(*args) else node
        case _:
            return node


def _is_constant(*operands: Operand) -> bool:
    return all(isinstance(operand, Value) for operand in operands)


def _settled(node: Filter, budget: Budget) -> Filter:
    return Always(holds(node, {}, {}, budget))
