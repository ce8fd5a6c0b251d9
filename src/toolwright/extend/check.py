"""Checks: conditions that every row of an internal table satisfies, judged in the transaction of every write.

A comparison of size with an empty column breaks no check: `ends_on >= starts_on` says nothing about rows without an
end. Everything else counts as it is written, so `status != 'closed' or resolution is not none` does insist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolwright.errors import FieldError, InvalidDefinition, InvalidExpression, InvalidInput, LimitReached, phrase
from toolwright.expressions import (
    FUNCTIONS,
    Always,
    And,
    Compare,
    Filter,
    In,
    IsNull,
    Not,
    Or,
    Scope,
    TableColumns,
    Value,
    columns_of,
    evaluate_filter,
    parse,
    to_filter,
)
from toolwright.expressions import Column as Path
from toolwright.extend.row_types import type_of
from toolwright.model.table import Check, DataType, Table

Row = Mapping[str, object]
Insist = Callable[[Row], None]
"""Raises InvalidInput, with the message of each broken check at its field, for a row that must not be stored."""

_COMPARED = frozenset({DataType.TEXT, DataType.INTEGER, DataType.BOOLEAN, DataType.DATE})
_EXACT_DIGITS = 15
_PLAIN_TEXT = re.compile(r"[\w .,@/+-]*")
_BY_SIZE = frozenset({"lt", "le", "gt", "ge"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, ready to judge rows. `whole_row` when it reads the row in a way that does not tell the columns."""

    check: Check
    condition: Filter
    reads: frozenset[str]

    def holds(self, row: Row) -> bool:
        """Whether the row keeps it; a row it cannot be computed for does not."""
        try:
            return _verdict(self.condition, row) is not False
        except (InvalidExpression, LimitReached):
            return False


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one table."""

    rules: tuple[Rule, ...]
    formulas: frozenset[str]

    def reading(self, columns: Iterable[str]) -> Checks:
        """Those that a change of these columns may break: all that read one of them, or something computed."""
        changed = frozenset(columns) | self.formulas | {"row"}
        return Checks(tuple(rule for rule in self.rules if rule.reads & changed), self.formulas)

    def insist(self, row: Row) -> None:
        """Raise InvalidInput, with a message for each, when the row breaks checks."""
        broken = [rule.check for rule in self.rules if not rule.holds(row)]
        if broken:
            errors = tuple(FieldError(check.field or "", check.message, "row.check") for check in broken)
            raise InvalidInput(broken[0].message, code="row.check_failed", errors=errors)


def checks_of(table: Table) -> Checks | None:
    """The checks of a checked table; None when it has none."""
    if not table.checks:
        return None
    types = tuple((column.name, type_of(column)) for column in table.columns)
    formulas = frozenset(column.name for column in table.columns if column.formula is not None)
    return _compiled(table.checks, types, formulas)


@lru_cache(maxsize=500)
def _compiled(checks: tuple[Check, ...], types: tuple[tuple[str, object], ...], formulas: frozenset[str]) -> Checks:
    known = TableColumns(dict(types))  # type: ignore[arg-type]  # types of columns, as `type_of` gives them
    rules = []
    for check in checks:
        condition = to_filter(parse(check.rule), known.columns, known.relations, Scope({}))
        rules.append(Rule(check, condition, frozenset(path[0] for path in columns_of(condition))))
    return Checks(tuple(rules), formulas)


def check_rule(check: Check, table: Table) -> None:
    """Raise InvalidExpression, with the nearest name, unless the check can be judged from its row alone."""
    expression = parse(check.rule)
    types = {column.name: type_of(column) for column in table.columns}
    to_filter(expression, types, {}, Scope({}))
    moving = sorted(name for name in expression.calls if name in FUNCTIONS and not FUNCTIONS[name].is_pure)
    if moving:
        raise InvalidExpression(
            phrase(
                "{moving}() gives something else each time, so rows would break this check by themselves.",
                moving=moving[0],
            ),
            code="check.changes_by_itself",
            hint="Compare columns with each other, for example with `created_at`.",
        )


def plain_condition(rule: str, table: Table) -> Filter | None:
    """The condition of a check that every database holds rows to exactly as we do; None for all others."""
    types = {column.name: type_of(column) for column in table.columns}
    try:
        condition = to_filter(parse(rule), types, {}, Scope({}))
    except InvalidDefinition:
        return None
    return condition if _is_plain(condition, table) else None


def _is_plain(node: Filter, table: Table) -> bool:
    match node:
        case And(items) | Or(items):
            return all(_is_plain(item, table) for item in items)
        case Not(item):
            return _is_plain(item, table)
        case IsNull(operand):
            return _sort(operand, table) not in (None, "absent")
        case In(left, items) if isinstance(items, tuple):
            return bool(items) and all(_are_alike(left, item, table) for item in items)
        case Compare(_, left, right):
            return _are_alike(left, right, table)
        case Always():
            return True
    return False


def _are_alike(left: object, right: object, table: Table) -> bool:
    sorts = {_sort(left, table), _sort(right, table)}
    return None not in sorts and (len(sorts) == 1 or sorts == {"integer", "decimal"})


def _sort(operand: object, table: Table) -> str | None:
    """What is compared; None for what databases compare in ways of their own."""
    if isinstance(operand, Value):
        value = operand.value
        if isinstance(value, bool):
            return "boolean"
        if isinstance(value, int):
            return "integer" if abs(value) < 1 << 53 else None
        return "text" if isinstance(value, str) and _PLAIN_TEXT.fullmatch(value) else None
    column = table.by_name.get(operand.path[0]) if isinstance(operand, Path) and len(operand.path) == 1 else None
    if column is None or not column.is_stored or column.is_ours:
        return None
    if column.type is DataType.DECIMAL:
        return "decimal" if column.precision is not None and column.precision <= _EXACT_DIGITS else None
    if column.type is DataType.DATETIME:
        return f"datetime {column.zoned}"
    return column.type.value if column.type in _COMPARED else None


def _verdict(node: Filter, row: Row) -> bool | None:
    """Whether the row satisfies the condition; None when a comparison of size with nothing leaves it open."""
    match node:
        case And(items):
            return _all(_verdict(item, row) for item in items)
        case Or(items):
            return _negated(_all(_negated(_verdict(item, row)) for item in items))
        case Not(item):
            return _negated(_verdict(item, row))
        case Compare(op, left, right) if op in _BY_SIZE and evaluate_filter(Or((IsNull(left), IsNull(right))), row):
            return None
        case _:
            return evaluate_filter(node, row)


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    found = list(verdicts)
    return False if False in found else None if None in found else True


def _negated(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict
