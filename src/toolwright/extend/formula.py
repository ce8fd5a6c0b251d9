"""Formulas: columns of internal tables computed from the other columns of their row, and stored with it.

Stored, so that they are searched, sorted, filtered and indexed like any column, with the whole function library. They
are computed again in the transaction of every write. A formula that cannot be computed for a row leaves its column
empty: a division by zero in one row must not stop anybody from changing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolwright.errors import InvalidExpression, LimitReached, phrase
from toolwright.expressions import (
    FUNCTIONS,
    Budget,
    Expression,
    Program,
    Record,
    Scope,
    Type,
    check,
    compile_expression,
    parse,
)
from toolwright.extend.row_types import type_of
from toolwright.model.table import Column, Table

Derive = Callable[[Mapping[str, object]], Mapping[str, object]]
"""From a whole row to the values of its computed columns."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of one table in the order they must be computed."""

    programs: tuple[tuple[str, Program], ...]

    def derive(self, row: Mapping[str, object], budget: Budget | None = None) -> Mapping[str, object]:
        """The values of the computed columns for a row, in whatever type the formulas give; None for what fails.

        Each may cost what an expression may; all of many rows what a `budget` allows. Raises LimitReached when it is
        spent.
        """
        known = dict(row)
        found: dict[str, object] = {}
        for name, program in self.programs:
            try:
                value = program.evaluate({**known, "row": known}, budget)
            except InvalidExpression:
                value = None
            except LimitReached:
                if budget is not None:
                    raise
                value = None
            known[name] = found[name] = value
        return found


@lru_cache(maxsize=500)
def _compiled(formulas: tuple[tuple[str, str], ...]) -> Formulas:
    parsed = {name: parse(text) for name, text in formulas}
    return Formulas(tuple((name, compile_expression(parsed[name])) for name in in_order(parsed)))


def formulas_of(table: Table) -> Formulas | None:
    """The formulas of a checked table; None when it has none."""
    texts = tuple((column.name, column.formula) for column in table.columns if column.formula is not None)
    return _compiled(texts) if texts else None


def in_order(parsed: Mapping[str, Expression]) -> list[str]:
    """The names so that each comes after those it reads. Raises InvalidExpression when they read each other."""
    done: list[str] = []
    under_way: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in under_way:
            circle = " → ".join([*under_way[under_way.index(name) :], name])
            raise InvalidExpression(
                phrase("These formulas compute each other: {circle}.", circle=circle), code="formula.circle"
            )
        under_way.append(name)
        for read in sorted(reads(parsed[name])):
            if read in parsed:
                visit(read)
        under_way.pop()
        done.append(name)

    for name in parsed:
        visit(name)
    return done


def reads(expression: Expression) -> frozenset[str]:
    """The columns a formula reads."""
    paths = expression.paths
    return frozenset(path[1] if path[0] == "row" and len(path) > 1 else path[0] for path in paths)


def formula_type(expression: Expression, columns: Iterable[Column]) -> Type:
    """What a formula gives. Raises InvalidExpression, with the nearest name, for what its row cannot say."""
    types = {other.name: type_of(other) for other in columns if other.is_stored}
    return check(expression, Scope({**types, "row": Record(types)}))


def check_formula(column: Column, table: Table) -> None:
    """Raise InvalidExpression, with the nearest name, unless the formula can be computed from its row alone."""
    expression = parse(column.formula or "")
    formula_type(expression, table.columns)
    moving = sorted(name for name in expression.calls if name in FUNCTIONS and not FUNCTIONS[name].is_pure)
    if moving:
        raise InvalidExpression(
            phrase("{moving}() gives something else each time, and a formula is stored.", moving=moving[0]),
            code="formula.changes_by_itself",
            hint="Compute it where it is shown: `{{ … }}` in a screen.",
        )
