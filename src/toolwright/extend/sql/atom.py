"""Atoms: single comparisons over operands of one scope, never true on NULL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import sqlalchemy as sa

from toolwright.expressions import Compare, Operand, TextMatch
from toolwright.extend.sql.dialect import MOMENTS, NUMBERS, Bare, Sql, untranslatable
from toolwright.extend.sql.operand import TEXTS, Operands, Term
from toolwright.extend.sql.shape import OneOf, Place, ValueKind
from toolwright.model.table import DataType

_ORDER: dict[str, Callable[[Sql, Sql], Sql]] = {
    "lt": lambda one, other: one < other,
    "le": lambda one, other: one <= other,
    "gt": lambda one, other: one > other,
    "ge": lambda one, other: one >= other,
}


class NotNull:
    """Whether an operand has a value."""

    def __init__(self, operand: Operand) -> None:
        self.operand = operand


class Atoms:
    """Atoms over operands of one scope: the condition, and whether it may be NULL."""

    def __init__(self, operands: Operands) -> None:
        self._operands = operands
        self._dialect = operands.dialect

    def compile(self, shape: Compare | OneOf | TextMatch | NotNull) -> tuple[Sql, bool]:
        """The condition of an atom, never true on NULL."""
        if isinstance(shape, Compare):
            left = self._operands.term(shape.left)
            right = self._operands.term(shape.right)
            return self._comparison(shape.op, left, right), left.nullable or right.nullable
        if isinstance(shape, OneOf):
            return self._member(shape)
        if isinstance(shape, TextMatch):
            return self._match(shape)
        return self._operands.sql(self._operands.term(shape.operand)).is_not(sa.null()), False

    def _comparison(self, op: str, left: Term, right: Term) -> Sql:
        if left.place is not None and right.place is None:
            left, right = right, left
            op = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}.get(op, op)
        kinds = {left.kind, right.kind}
        if any(_is_nan(term) or is_null(term.place) for term in (left, right)):
            return sa.false()
        if kinds <= NUMBERS | {DataType.BOOLEAN}:
            return self._numbers(op, left, right)
        if kinds <= TEXTS:
            return self._texts(op, left, right)
        if kinds <= MOMENTS:
            return self._moments(op, left, right)
        if DataType.UUID in kinds and kinds <= TEXTS | {DataType.UUID}:
            return self._ids(op, left, right)
        if len(kinds) == 1 and kinds <= {DataType.TIME, DataType.DURATION, DataType.BINARY}:
            return self._apply(op, left, right, left.kind)
        if kinds & {DataType.JSON, DataType.LIST}:
            raise untranslatable("JSON and lists")
        return sa.false()

    def _apply(self, op: str, left: Term, right: Term, kind: DataType, zoned: bool = False) -> Sql:
        one = self._operands.sql(left, kind, zoned)
        other = self._operands.sql(right, kind, zoned, left.column)
        if op == "eq":
            return self._dialect.equal(left.column, one, other, kind)
        return _ORDER[op](one, other)

    def _numbers(self, op: str, left: Term, right: Term) -> Sql:
        booleans = [term.kind is DataType.BOOLEAN for term in (left, right)]
        if all(booleans) and op == "eq":
            return self._apply(op, left, right, DataType.BOOLEAN)
        if any(booleans):
            return self._spoken(op, self._operands.number(left), self._operands.number(right))
        return self._apply(op, left, right, self._number_kind(left, right))

    def _number_kind(self, left: Term, right: Term) -> DataType:
        """How a bound number is sent: exactly, unless the column itself is inexact."""
        if right.place is None:
            return DataType.DECIMAL
        if right.place.kind == "infinite" or left.kind is DataType.FLOAT:
            return DataType.FLOAT
        return DataType.INTEGER if right.place.kind == "integer" else DataType.DECIMAL

    def _spoken(self, op: str, one: Sql, other: Sql) -> Sql:
        return one == other if op == "eq" else _ORDER[op](one, other)

    def _texts(self, op: str, left: Term, right: Term) -> Sql:
        if op == "eq" and right.place is not None and (native := self._native(left, [right.place])) is not None:
            return native[0] == native[1]
        one, other = self._operands.sql(left, DataType.TEXT), self._operands.sql(right, DataType.TEXT)
        if op == "eq":
            return self._dialect.equal(left.column, one, other, DataType.TEXT)
        return _ORDER[op](self._dialect.by_code_point(one), self._dialect.by_code_point(other))

    def _native(self, left: Term, places: Sequence[Place]) -> list[Sql] | None:
        """An enum column and options of it in the database's own form, which an index serves."""
        if left.column is None or left.raw is None or not self._dialect.is_enum(left.column):
            return None
        if any(place.kind != "option" for place in places):
            return None
        return [left.raw, *(self._operands.binds.bind(place.index, Bare(), None) for place in places)]

    def _moments(self, op: str, left: Term, right: Term) -> Sql:
        if left.kind is DataType.DATE and right.kind is DataType.DATE:
            return self._apply(op, left, right, DataType.DATE)
        if left.kind is DataType.DATETIME and right.place is not None:
            one = self._operands.sql(left)
            other = self._operands.sql(right, DataType.DATETIME, left.zoned, left.column)
            return self._spoken(op, one, other)
        zoned = left.zoned if left.kind is DataType.DATETIME else right.zoned and right.place is None
        return self._spoken(op, self._operands.moment(left, zoned), self._operands.moment(right, zoned))

    def _ids(self, op: str, left: Term, right: Term) -> Sql:
        sides = {left.kind, right.kind}
        is_id = right.place is not None and right.place.kind in ("uuid", "uuid_text")
        if op == "eq" and left.kind is DataType.UUID and (is_id or sides == {DataType.UUID}):
            return self._apply(op, left, right, DataType.UUID)
        one, other = (self._id_text(term) for term in (left, right))
        return (
            self._dialect.equal(None, one, other, DataType.TEXT)
            if op == "eq"
            else _ORDER[op](self._dialect.by_code_point(one), self._dialect.by_code_point(other))
        )

    def _id_text(self, term: Term) -> Sql:
        if term.place is not None:
            return self._dialect.lower(self._operands.sql(term, DataType.TEXT))
        sql = self._operands.sql(term)
        return self._dialect.to_text(sql, term.kind) if term.kind is DataType.UUID else self._dialect.lower(sql)

    # --- membership and text ------------------------------------------------------------------------------------------

    def _member(self, shape: OneOf) -> tuple[Sql, bool]:
        left = self._operands.term(shape.left)
        if not shape.places:
            return sa.false(), False
        if (native := self._native(left, shape.places)) is not None:
            return native[0].in_(native[1:]), left.nullable
        kinds = {place.kind for place in shape.places}
        kind = left.kind if left.place is None else None
        if kind is not None and (bound := _uniform(kind, kinds)) is not None:
            items = [
                self._operands.sql(Term(bound, place=place), bound, left.zoned, left.column) for place in shape.places
            ]
            return self._dialect.member(left.column, self._operands.sql(left), items, kind), left.nullable
        terms = [self._operands.term(place) for place in shape.places]
        parts = [self._comparison("eq", left, term) for term in terms]
        return sa.or_(sa.false(), *parts), True

    def _match(self, shape: TextMatch) -> tuple[Sql, bool]:
        whole = self._operands.term(shape.column)
        part = self._operands.term(shape.needle)
        if whole.kind not in TEXTS or part.kind not in TEXTS or is_null(part.place):
            return sa.false(), False
        case: Literal["no", "ascii", "unicode"] = "no"
        if shape.ignore_case:
            case = "ascii" if part.place is not None and part.place.is_ascii else "unicode"
        text, needle = self._operands.sql(whole, DataType.TEXT), self._operands.sql(part, DataType.TEXT)
        return self._dialect.matches(shape.kind, text, needle, case), whole.nullable or part.nullable


def _uniform(kind: DataType, kinds: set[ValueKind]) -> DataType | None:
    """How all items of a list are bound, when one way fits them all."""
    fitting: dict[DataType, set[ValueKind]] = {
        DataType.INTEGER: {"integer"},
        DataType.DECIMAL: {"integer", "decimal", "huge"},
        DataType.TEXT: {"text", "option", "uuid_text"},
        DataType.UUID: {"uuid", "uuid_text"},
        DataType.DATE: {"date"},
        DataType.DATETIME: {"date", "datetime"},
    }
    return kind if kinds <= fitting.get(kind, set()) else None


def is_null(node: object) -> bool:
    """Whether a node is the place of None."""
    return isinstance(node, Place) and node.kind == "null"


def _is_nan(term: Term) -> bool:
    return term.place is not None and term.place.kind == "nan"
