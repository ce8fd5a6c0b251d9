"""Describe: a filter as the text of an expression that means the same."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

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
from toolwright.expressions.tree import LITERALS
from toolwright.expressions.value import Data, to_text

_SYMBOLS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "floor": "//", "mod": "%"}
_NAMES = {"contains": "contains", "starts": "starts_with", "ends": "ends_with"}
_LITERAL: Mapping[type, Callable[[Data], str]] = {
    Decimal: lambda v: f"decimal({to_text(v)!r})",
    datetime: lambda v: f"datetime({to_text(v)!r})",
    date: lambda v: f"date({to_text(v)!r})",
    time: lambda v: f"time({to_text(v)!r})",
    timedelta: lambda v: f"duration({to_text(v)!r})",
    UUID: lambda v: f"uuid({to_text(v)!r})",
}


def describe(filter: Filter) -> str:  # the public name
    """The filter as an expression; parsed for the same table and context it gives an equal filter.

    A bound Opaque shows its expression, not the values it was bound to.
    """
    match filter:
        case Always(value):
            return "true" if value else "false"
        case And(items):
            return " and ".join(_grouped(item) for item in items)
        case Or(items):
            return " or ".join(_grouped(item) for item in items)
        case Not(item):
            return f"not ({describe(item)})"
        case Opaque(program):
            return f"({program.source})"
        case _:
            return _leaf(filter)


def _grouped(item: Filter) -> str:
    return f"({describe(item)})" if isinstance(item, And | Or) else describe(item)


def _leaf(node: Compare | In | TextMatch | IsNull) -> str:
    match node:
        case Compare(op, left, right):
            return f"{_operand(left)} {_SYMBOLS[op]} {_operand(right)}"
        case In(left, Slot(program)):
            return f"{_operand(left)} in ({program.source})"
        case In(left, items):
            return f"{_operand(left)} in [{', '.join(map(_operand, items))}]"  # type: ignore[arg-type]  # a Slot is matched above
        case TextMatch(kind, column, needle, ignore_case):
            flag = ", ignore_case=true" if ignore_case else ""
            return f"{_NAMES[kind]}({_operand(column)}, {_operand(needle)}{flag})"
        case IsNull(operand):
            return f"{_operand(operand)} is None"


def _operand(node: Operand) -> str:
    match node:
        case Column(path):
            return _path(path)
        case Value(value):
            return _literal(value)
        case Slot(program):
            return f"({program.source})"
        case Arithmetic(op, left, right):
            return f"({_operand(left)} {_SIGNS[op]} {_operand(right)})"
        case Call(name, args):
            return f"{name}({', '.join(map(_operand, args))})"


def _path(path: tuple[str, ...]) -> str:
    first, *rest = path
    text = first if _is_plain(first) and first not in LITERALS else f"row[{first!r}]"
    return text + "".join(f".{step}" if _is_plain(step) else f"[{step!r}]" for step in rest)


def _is_plain(name: str) -> bool:
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name)


def _literal(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "true", False: "false"}[value]
    write = next((write for kind, write in _LITERAL.items() if isinstance(value, kind)), repr)
    return write(value)
