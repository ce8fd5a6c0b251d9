"""The shape of a filter: the same tree with its values taken out, so that one statement serves every value.

A shape is hashable and is the only thing a filter is compiled from; whatever of a value changes the statement (its
type, its absence, whether it is one of a column's options) is part of the `Place` that stands for it.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from toolwright.errors import InvalidExpression, phrase
from toolwright.expressions import (
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
    Operand,
    Or,
    TextMatch,
    Value,
)
from toolwright.model.table import Table

ValueKind: TypeAlias = Literal[
    "null", "boolean", "integer", "huge", "float", "nan", "infinite", "decimal", "text", "option", "uuid_text", "uuid",
    "date", "datetime", "time", "duration", "binary", "other",
]  # fmt: skip

MAX_ITEMS = 10_000


@dataclass(frozen=True, slots=True)
class Place(Value):
    """Where value number `index` of the request goes; stands in the tree for the value, which it does not hold."""

    index: int = 0
    kind: ValueKind = "null"
    is_ascii: bool = True


@dataclass(frozen=True, slots=True)
class OneOf(In):
    """A membership whose items are the places of all values but None, padded to a power of two by repetition."""

    or_null: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """The items."""
        return tuple(item for item in self.items if isinstance(item, Place)) if isinstance(self.items, tuple) else ()


Shape: TypeAlias = Filter
"""A filter whose values are places."""


class Shaper:
    """Takes the values out of the filters of one request, in order, into `values`."""

    def __init__(self) -> None:
        self._table: Table | None = None
        self.values: list[object] = []

    def filter(self, node: Filter | None, table: Table) -> Shape | None:
        """The shape of a filter on `table`, its values appended to `values`."""
        self._table = table
        return None if node is None else self._filter(node)

    def place(self, value: object) -> Place:
        """A place for one more value."""
        self.values.append(value)
        kind = value_kind(value)
        return Place(None, len(self.values) - 1, kind, not isinstance(value, str) or value.isascii())

    def _filter(self, node: Filter) -> Shape:
        if isinstance(node, Compare):
            options = self._options(node.left)
            return Compare(node.op, self._operand(node.left), self._operand(node.right, options))
        if isinstance(node, And):
            return And(tuple(self._filter(item) for item in node.items))
        if isinstance(node, Or):
            return Or(tuple(self._filter(item) for item in node.items))
        if isinstance(node, Not):
            return Not(self._filter(node.item))
        return self._atom(node)

    def _atom(self, node: Filter) -> Shape:
        if isinstance(node, In):
            return self._membership(node)
        if isinstance(node, TextMatch):
            column, needle = self._operand(node.column), self._operand(node.needle)
            return TextMatch(node.kind, column, needle, node.ignore_case)
        if isinstance(node, IsNull):
            return IsNull(self._operand(node.operand))
        if isinstance(node, Always):
            return node
        raise InvalidExpression(
            "This condition has no form in the data source's own language.",
            code="filter.untranslatable",
            hint="It is evaluated row by row elsewhere; a data source never receives it.",
        )

    def _membership(self, node: In) -> Shape:
        if not isinstance(node.items, tuple) or len(node.items) > MAX_ITEMS:
            raise InvalidExpression(
                phrase("A list in a filter holds at most {max_items} values.", max_items=MAX_ITEMS),
                code="filter.too_many_items",
            )
        left, options = self._operand(node.left), self._options(node.left)
        if not all(isinstance(item, Value) for item in node.items):
            parts = tuple(Compare("eq", left, self._operand(item)) for item in node.items)
            return Or(parts)
        items = [item.value for item in node.items if isinstance(item, Value)]
        present = [item for item in items if item is not None]
        padded = present + present[-1:] * (_power_of_two(len(present)) - len(present))
        places = tuple(self._place(item, options) for item in padded)
        return OneOf(left, places, len(present) < len(items))

    def _operand(self, node: object, options: Mapping[str, object] | None = None) -> Operand:
        if isinstance(node, Column):
            return node
        if isinstance(node, Value):
            return self._place(node.value, options)
        if isinstance(node, Arithmetic):
            return Arithmetic(node.op, self._operand(node.left), self._operand(node.right))
        if isinstance(node, Call):
            return Call(node.function, tuple(self._operand(arg) for arg in node.args))
        raise InvalidExpression("A filter still holds an unbound value.", code="filter.unbound")

    def _place(self, value: object, options: Mapping[str, object] | None) -> Place:
        place = self.place(value)
        if options is not None and place.kind in ("text", "uuid_text") and value in options:
            return Place(None, place.index, "option", place.is_ascii)
        return place

    def _options(self, left: object) -> Mapping[str, object] | None:
        if not isinstance(left, Column) or len(left.path) != 1 or self._table is None:
            return None
        column = self._table.by_name.get(left.path[0])
        return {option.value: None for option in column.options} if column is not None and column.options else None


_KINDS: dict[type, ValueKind] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "decimal",
    date: "date",
    datetime: "datetime",
    time: "time",
    timedelta: "duration",
    uuid.UUID: "uuid",
    bytes: "binary",
}


def value_kind(value: object) -> ValueKind:
    """The kind of a value, as far as statements differ by it."""
    known = _KINDS.get(type(value))
    if known is not None:
        return "nan" if known == "decimal" and not value.is_finite() else known  # type: ignore[attr-defined]  # a Decimal
    if isinstance(value, int):
        return "integer" if -(1 << 63) <= value < 1 << 63 else "huge"
    if isinstance(value, float):
        if math.isnan(value):
            return "nan"
        return "infinite" if math.isinf(value) else "float"
    if isinstance(value, str):
        return "uuid_text" if len(value) == 36 and _is_uuid(value) else "text"
    return next((kind for python, kind in _KINDS.items() if isinstance(value, python)), "other")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _power_of_two(count: int) -> int:
    return 1 << (count - 1).bit_length() if count else 0
