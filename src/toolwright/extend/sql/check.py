"""Checks of whole rows as a database's own constraints, for those that mean exactly the same there.

`extend.check.plain_condition` says which these are: columns and constants of one sort, compared, joined and negated.
Comparisons of size are unknown without a value and break nothing, as in SQL; all others are true or false, as they are
judged here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from toolwright.expressions import Always, And, Compare, Filter, In, IsNull, Not, Or, Value
from toolwright.expressions import Column as Path

PREFIX = "_tw_check_"
_SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def constraint_name(rule: str) -> str:
    """What the constraint of a check is called; it tells which check a refused row breaks."""
    return PREFIX + hashlib.blake2b(rule.encode(), digest_size=8).hexdigest()


def constraint(node: Filter, name: Callable[[str], str], same: str, truth: tuple[str, str]) -> str:
    """The condition of a constraint; `same` compares what may be absent, `truth` is how yes and no are written."""
    return _Constraint(name, same, truth).written(node)


@dataclass(frozen=True, slots=True)
class _Constraint:
    name: Callable[[str], str]
    same: str
    truth: tuple[str, str]

    def written(self, node: Filter) -> str:
        if isinstance(node, And | Or):
            word = " AND " if isinstance(node, And) else " OR "
            return f"({word.join(map(self.written, node.items))})"
        if isinstance(node, Not):
            return f"(NOT {self.written(node.item)})"
        return f"({self._atom(node)})"

    def _atom(self, node: Filter) -> str:
        match node:
            case Compare(op, left, right):
                sign = _SIGNS.get(op, self.same)
                text = f"{self._operand(left)} {sign} {self._operand(right)}"
                return f"NOT ({text})" if op == "ne" else text
            case In(left, items) if isinstance(items, tuple):
                return " OR ".join(f"{self._operand(left)} {self.same} {self._operand(item)}" for item in items)
            case IsNull(operand):
                return f"{self._operand(operand)} IS NULL"
            case Always(value):
                return "1 = 1" if value else "1 = 0"
        raise AssertionError(node)

    def _operand(self, operand: object) -> str:
        if isinstance(operand, Path):
            return self.name(operand.path[0])
        value = operand.value if isinstance(operand, Value) else None
        if isinstance(value, bool):
            return self.truth[0] if value else self.truth[1]
        return str(value) if isinstance(value, int) else f"'{value}'"
