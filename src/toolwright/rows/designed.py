"""Designed: what the data plane does for internal tables before a row is stored.

Kinds narrow what a column's type lets through, defaults fill what nobody gave, and stamps say who and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from toolwright import clock
from toolwright.errors import FieldError, InvalidExpression, LimitReached, phrase
from toolwright.expressions import Program, compile_template, has_expression, parse_template
from toolwright.extend.check import Insist, checks_of
from toolwright.extend.coerce import coerce
from toolwright.extend.column import DesignedColumn, Refused
from toolwright.extend.design import designed_column
from toolwright.extend.formula import Derive, formulas_of
from toolwright.model.table import Column, Stamp
from toolwright.rows.request import Request
from toolwright.rows.values import refusal

Values = Mapping[str, object]
Verb = Literal["create", "update"]


def with_defaults(request: Request, values: Values) -> dict[str, object]:
    """The values of a new row, with the default of every column that none was given for."""
    table = request.sight.table
    filled = dict(values)
    if not table.is_internal:
        return filled
    for column in table.columns:
        if column.default is not None and column.name not in filled and not column.read_only:
            filled[column.name] = _default(request, column)
        if not column.nullable and filled.get(column.name) is None and column.default is not None:
            raise refusal([FieldError(column.name, "A value is needed, and its default gives none.", "required")])
    return filled


def stamped(request: Request, verb: Verb, values: Values, *, is_touched: bool = False) -> dict[str, object]:
    """The values with who and when, for the columns that say so. `is_touched`: something else of the row changes."""
    table = request.sight.table
    marked = dict(values)
    if not table.is_internal or (verb == "update" and not values and not is_touched):
        return marked
    now, who = clock.now(), request.actor.user_id
    known = {Stamp.UPDATED_AT: now, Stamp.UPDATED_BY: who}
    if verb == "create":
        known |= {Stamp.CREATED_AT: now, Stamp.CREATED_BY: who}
    for column in table.columns:
        if column.stamp in known:
            marked[column.name] = known[column.stamp]
    return marked


def insistence(request: Request, verb: Verb, values: Values) -> Insist | None:
    """What refuses a row that breaks a check of its table; None when no check is concerned by these values."""
    table = request.sight.table
    checks = checks_of(table) if table.is_internal else None
    if checks is None:
        return None
    concerned = checks if verb == "create" else checks.reading(values)
    return concerned.insist if concerned.rules else None


def derivation(request: Request) -> Derive | None:
    """What computes the formulas of the table; None when it has none."""
    formulas = formulas_of(request.sight.table) if request.sight.table.is_internal else None
    return formulas.derive if formulas is not None else None


def designs_of(request: Request) -> Mapping[str, DesignedColumn]:
    """The designed columns of the table by name."""
    memo, kinds = request.sight.memo, request.desk.columns
    found = memo.get("designs")
    if found is None:
        columns = request.sight.table.columns if kinds is not None else ()
        made = ((column.name, designed_column(column, kinds)) for column in columns if kinds is not None)
        found = memo["designs"] = {name: design for name, design in made if design is not None}
    return found  # type: ignore[return-value]  # the memo holds such a mapping under this key


def _default(request: Request, column: Column) -> object:
    """The column's default, worked out for this actor. Raises InvalidInput when it does not fit the column."""
    value: object = column.default
    try:
        if isinstance(value, str) and has_expression(value):
            value = _program(value).evaluate({"user": request.user})
        typed, design = coerce(column, value, request.manner), designs_of(request).get(column.name)
        return typed if design is None else design.accept(typed)
    except Refused as refused:
        message = refused.message
    except (InvalidExpression, LimitReached) as fault:
        message = fault.detail
    raise refusal([FieldError(column.name, phrase("Its default does not work: {message}", message=message), "default")])


@lru_cache(maxsize=1000)
def _program(text: str) -> Program:
    return compile_template(parse_template(text))
