"""Oracle: a filter evaluated in memory on one row; every translation must agree with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toolwright.errors import phrase
from toolwright.expressions import arithmetic, comparison, value
from toolwright.expressions.access import contains
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.filter import (
    Always,
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
    Value,
)  # fmt: skip
from toolwright.expressions.library import FUNCTIONS
from toolwright.expressions.value import Data

Row = Mapping[str, object]
_COMPARE: Mapping[str, Callable[[Budget, Data, Data], bool]] = {
    "eq": comparison.equal,
    "ne": comparison.not_equal,
    "lt": comparison.less,
    "le": comparison.less_equal,
    "gt": comparison.greater,
    "ge": comparison.greater_equal,
}
_ARITHMETIC: Mapping[str, Callable[[Budget, Data, Data], Data]] = {
    "add": arithmetic.add,
    "sub": arithmetic.subtract,
    "mul": arithmetic.multiply,
    "div": arithmetic.divide,
    "floor": arithmetic.floor_divide,
    "mod": arithmetic.modulo,
}


def holds(node: Filter, row: Row, context: Row, budget: Budget) -> bool:
    """Whether a row passes; `evaluate_filter` is this behind the error boundary, bound first."""
    match node:
        case Always(answer):
            return answer
        case And(items):
            return all(holds(item, row, context, budget) for item in items)
        case Or(items):
            return any(holds(item, row, context, budget) for item in items)
        case Not(item):
            return not holds(item, row, context, budget)
        case Opaque():
            return _opaque(node, row, context, budget)
        case _:
            return _leaf(node, row, context, budget)


def _leaf(node: Compare | In | TextMatch | IsNull, row: Row, context: Row, budget: Budget) -> bool:
    match node:
        case Compare(op, left, right):
            left_value = evaluate_operand(left, row, context, budget)
            return _COMPARE[op](budget, left_value, evaluate_operand(right, row, context, budget))
        case In(left, Slot(program)):
            return contains(budget, evaluate_operand(left, row, context, budget), program.evaluate(context, budget))
        case In(left, items):
            found = evaluate_operand(left, row, context, budget)
            wanted = [evaluate_operand(item, row, context, budget) for item in items]  # type: ignore[union-attr]  # a Slot is matched above
            each = found if isinstance(found, _Each) else (found,)
            return any(contains(budget, one, wanted) for one in each)
        case TextMatch():
            return _matches(node, row, context, budget)
        case IsNull(operand):
            found = evaluate_operand(operand, row, context, budget)
            return all(one is None for one in found) if isinstance(found, _Each) else found is None


def _matches(node: TextMatch, row: Row, context: Row, budget: Budget) -> bool:
    text = evaluate_operand(node.column, row, context, budget)
    needle = evaluate_operand(node.needle, row, context, budget)
    if text is None or needle is None:
        return False
    if node.kind == "contains" and not isinstance(needle, str):
        raise refuse(
            phrase("Text contains text, not {kind_of}.", kind_of=value.kind_of(needle)), "Convert it with text()."
        )
    text, needle = value.to_text(text), value.to_text(needle)
    budget.spend(1 + (len(text) >> 5))
    if node.ignore_case:
        text, needle = text.lower(), needle.lower()
    if node.kind == "contains":
        return needle in text
    return text.startswith(needle) if node.kind == "starts" else text.endswith(needle)


def _opaque(node: Opaque, row: Row, context: Row, budget: Budget) -> bool:
    outer = context if node.bound is None else node.bound
    taken = {name: outer.get(name) for name in (*node.names, "__functions__")}
    return bool(node.program.evaluate({**row, "row": row, **taken}, budget))


def evaluate_operand(node: Operand, row: Row, context: Row, budget: Budget) -> Data:
    """The value of an operand on a row."""
    match node:
        case Value(constant):
            return constant
        case Column(path):
            return _column(row, path)
        case Slot(program):
            return program.evaluate(context, budget)
        case Arithmetic(op, left, right):
            left_value = evaluate_operand(left, row, context, budget)
            return _ARITHMETIC[op](budget, left_value, evaluate_operand(right, row, context, budget))
        case Call(name, args):
            return FUNCTIONS[name].call(budget, *(evaluate_operand(arg, row, context, budget) for arg in args))


def _column(row: Row, path: tuple[str, ...]) -> Data:
    found: Data = row
    for place, step in enumerate(path):
        if found is None:
            return None
        if isinstance(found, list):  # of rows: the pairs that links are kept in
            each = [_column(one, path[place:]) for one in found]
            return _Each(inner for one in each for inner in (one if isinstance(one, _Each) else (one,)))
        found = found.get(step)
    return found


class _Each(tuple[Data, ...]):
    """The values that a path over several rows finds, one of which is enough."""
