"""Conversion functions. What cannot be converted is refused, or gives `other` where one is given."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import NoReturn
from uuid import UUID, uuid4

from toolwright.errors import InvalidExpression, phrase
from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import begun, refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, bounded, jsonable, kind_of, sane, to_decimal, to_text

GROUP = Group("conversion and id")
add = GROUP.add
_MAX_DIGITS = 100


def read_number(given: Data) -> Data:
    """A number from a number, boolean or text: whole where possible, else Decimal."""
    if isinstance(given, bool):
        return int(given)
    if isinstance(given, (int, float, Decimal)):
        return given
    if isinstance(given, str) and len(given) <= _MAX_DIGITS:
        try:
            number = sane(Decimal(given.strip()))
        except InvalidOperation:
            number = Decimal("nan")
        if number.is_finite():
            is_whole = given.strip().lstrip("+-").isdigit()
            return bounded(int(number)) if is_whole else number
    raise refuse(
        phrase("{kind_of} is not a number here.", kind_of=begun(kind_of(given))),
        "Give a second value for this case.",
    )


def _or(given: Data, other: Data) -> Data:
    try:
        return read_number(given)
    except InvalidExpression:
        if other is None:
            raise
        return other


@add(
    "number(value: any, other: any = None) -> number",
    "A number from text, exact: whole numbers stay whole, others are decimal.",
    ("number('12')", "12"),
    ("number('1.50')", "decimal('1.50')"),
    ("number('x', 0)", "0"),
)
def number(_budget: Budget, value: Data, other: Data) -> Data:
    return other if value is None else _or(value, other)


@add(
    "int(value: any, other: any = None) -> integer",
    "A whole number; fractions are cut off.",
    ("int('12')", "12"),
    ("int(3.9)", "3"),
)
def integer(_budget: Budget, value: Data, other: Data) -> Data:
    found = other if value is None else _or(value, other)
    if isinstance(found, Decimal):
        sane(found)
    return None if found is None else bounded(int(found))


@add("float(value: any, other: any = None) -> float", "A binary floating point number.", ("float('1.5')", "1.5"))
def floating(_budget: Budget, value: Data, other: Data) -> Data:
    found = other if value is None else _or(value, other)
    return None if found is None else float(found)


@add(
    "decimal(value: any, other: any = None) -> decimal",
    "An exact decimal number; a float by its shortest form.",
    ("decimal('1.10') + 1", "decimal('2.10')"),
)
def decimal(_budget: Budget, value: Data, other: Data) -> Data:
    found = other if value is None else _or(value, other)
    return None if found is None else sane(to_decimal(found))


@add("text(value: any) -> text", "The value as text; None is empty.", ("text(1.5)", "'1.5'"), ("text(none)", "''"))
def text(budget: Budget, value: Data) -> str:
    return to_text(value, budget)


@add("str(value: any) -> text", "The same as text().", ("str(12)", "'12'"))
def string(budget: Budget, value: Data) -> str:
    return to_text(value, budget)


@add(
    "bool(value: any) -> boolean",
    "Whether the value counts as true; the words yes, no, on, off, true, false, 1 and 0 are read.",
    ("bool('no')", "False"),
    ("bool([0])", "True"),
)
def boolean(_budget: Budget, value: Data) -> bool:
    if isinstance(value, str) and value.strip().lower() in ("no", "off", "false", "0", "n", "f"):
        return False
    return bool(value)


@add(
    "to_json(value: any, indent: boolean = False) -> text",
    "The value as JSON text; what JSON lacks becomes its text.",
    ("to_json({'a': [1, none]})", "'{\"a\": [1, null]}'"),
)
def to_json(budget: Budget, value: Data, indent: bool) -> str:
    tree = jsonable(value, budget)
    return json.dumps(tree, ensure_ascii=False, indent=2 if indent else None)


@add("from_json(text: text) -> any", "The value that JSON text holds.", ("from_json('[1, {\"a\": 2}]')[1].a", "2"))
def from_json(budget: Budget, text: str) -> Data:
    budget.spend(len(text), 4 * len(text))
    depth = deepest = 0
    for letter in text:  # brackets inside strings count too: only bounds matter here
        depth += (letter in "[{") - (letter in "]}")
        deepest = max(depth, deepest)
    if deepest > 30:
        raise refuse("The JSON is nested too deeply.")
    try:
        found = json.loads(text, parse_int=read_number, parse_constant=_refuse_constant)
        json.dumps(found, ensure_ascii=False).encode()
    except ValueError:
        raise refuse("The text is not JSON.") from None
    return found


def _refuse_constant(_name: str) -> NoReturn:
    raise refuse("The text is not JSON.", "NaN and Infinity have no place in it.")


@add(
    "uuid(value: any = None) -> uuid",
    "An id from its text; without a value a new random one.",
    ("uuid() == uuid()", "False"),
    pure=False,
)
def uuid(_budget: Budget, value: Data) -> UUID:
    if value is None:
        return uuid4()
    try:
        return UUID(to_text(value)[:60])
    except ValueError:
        raise refuse("The text is not an id (UUID).") from None
