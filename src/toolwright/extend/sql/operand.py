"""Operands of comparisons: columns, values, arithmetic and functions as SQL with a known kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TypeAlias

import sqlalchemy as sa

from toolwright.errors import phrase
from toolwright.expressions import Arithmetic, Call, Operand
from toolwright.expressions import Column as Path
from toolwright.extend.sql.bound import Binds
from toolwright.extend.sql.dialect import MOMENTS, NUMBERS, Dialect, Encode, Raw, Sql, untranslatable
from toolwright.extend.sql.scope import Scope
from toolwright.extend.sql.shape import Place
from toolwright.model.table import Column, DataType

TEXTS = frozenset({DataType.TEXT, DataType.OTHER})
_NATURAL: dict[str, DataType] = {
    "boolean": DataType.BOOLEAN,
    "integer": DataType.INTEGER,
    "huge": DataType.DECIMAL,
    "float": DataType.FLOAT,
    "infinite": DataType.FLOAT,
    "nan": DataType.FLOAT,
    "decimal": DataType.DECIMAL,
    "text": DataType.TEXT,
    "option": DataType.TEXT,
    "uuid_text": DataType.TEXT,
    "uuid": DataType.UUID,
    "date": DataType.DATE,
    "datetime": DataType.DATETIME,
    "time": DataType.TIME,
    "duration": DataType.DURATION,
    "binary": DataType.BINARY,
    "null": DataType.OTHER,
    "other": DataType.JSON,
}
ColumnOf: TypeAlias = Callable[[tuple[str, ...]], tuple[Column, Sql]]


@dataclass(frozen=True, slots=True)
class Term:
    """An operand. A place has no SQL of its own yet: how it is bound depends on what it meets."""

    kind: DataType
    sql: Sql | None = None
    zoned: bool = False
    column: Column | None = None
    place: Place | None = None
    nullable: bool = True
    raw: Sql | None = None
    """A column as it is, without what `Dialect.compared` makes of it."""


class Operands:
    """Turns operands into terms, columns taken from one scope."""

    def __init__(self, dialect: Dialect, binds: Binds, scope: Scope, column_of: ColumnOf) -> None:
        self.dialect = dialect
        self.binds = binds
        self.scope = scope
        self._column_of = column_of

    def term(self, node: Operand) -> Term:
        """The term of an operand."""
        if isinstance(node, Path):
            return self._column(node.path)
        if isinstance(node, Place):
            kind = _NATURAL[node.kind]
            if node.kind == "null":
                return Term(kind, sa.null(), place=node)
            return Term(kind, place=node, nullable=kind in TEXTS, zoned=node.kind == "datetime")
        if isinstance(node, Arithmetic):
            return self._arithmetic(node)
        if isinstance(node, Call):
            return self._call(node)
        raise untranslatable("this value")

    def _column(self, path: tuple[str, ...]) -> Term:
        column, sql = self._column_of(path)
        if column.type in (DataType.JSON, DataType.LIST):
            return Term(column.type, sql, column=column, nullable=True)
        compared = self.dialect.compared(column, sql)
        kind = DataType.TEXT if column.type is DataType.OTHER else column.type
        return Term(kind, compared, column.zoned, column, nullable=column.nullable or len(path) > 1, raw=sql)

    # --- values -------------------------------------------------------------------------------------------------------

    def sql(
        self, term: Term, kind: DataType | None = None, zoned: bool | None = None, beside: Column | None = None
    ) -> Sql:
        """The SQL of a term; a value is bound as `kind`, to be compared with the column `beside`."""
        if term.sql is not None:
            return term.sql
        if term.place is None:
            raise untranslatable("this value")
        wanted = kind or term.kind
        as_zoned = term.zoned if zoned is None else zoned
        type_, encode = self.dialect.bind(wanted, as_zoned, beside)
        return self.binds.bind(term.place.index, type_, _joined(_into(wanted, as_zoned), encode))

    def number(self, term: Term) -> Sql:
        """A number, wide enough to compute with."""
        if term.kind is DataType.BOOLEAN:
            if term.place is not None:
                return self.sql(term, DataType.INTEGER)
            return self.dialect.as_integer(self.sql(term))
        if term.kind not in NUMBERS:
            raise untranslatable("arithmetic on this type")
        return self.dialect.number(self.sql(term), term.kind)

    # --- arithmetic and functions -------------------------------------------------------------------------------------

    def _arithmetic(self, node: Arithmetic) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        if any(term.place is not None and term.place.kind == "null" for term in (left, right)):
            return Term(DataType.OTHER, sa.null())
        kinds = {left.kind, right.kind}
        if kinds <= NUMBERS | {DataType.BOOLEAN}:
            return self._numeric(node.op, left, right)
        if kinds <= TEXTS and node.op == "add":
            return Term(DataType.TEXT, self.dialect.concat(self.sql(left), self.sql(right)))
        return self._moment(node.op, left, right)

    def _numeric(self, op: str, left: Term, right: Term) -> Term:
        one, other = self.number(left), self.number(right)
        is_float = DataType.FLOAT in (left.kind, right.kind) and DataType.DECIMAL not in (left.kind, right.kind)
        kind = DataType.FLOAT if is_float else DataType.DECIMAL
        signs = {"add": "+", "sub": "-", "mul": "*"}
        if op in signs:
            return Term(kind, one.op(signs[op], precedence=8)(other).self_group())
        divisor = sa.func.nullif(other, sa.literal_column("0"))
        quotient = self.dialect.quotient(one, divisor)
        if op == "div":
            return Term(kind, quotient)
        whole = self.dialect.floor(quotient)
        if op == "floor":
            return Term(kind, whole)
        return Term(kind, one.op("-")(whole.op("*")(other).self_group()).self_group())

    def _moment(self, op: str, left: Term, right: Term) -> Term:
        signs = {"add": 1, "sub": -1}
        if op in signs and left.kind in MOMENTS and right.kind is DataType.DURATION:
            shifted = self.dialect.shift(self.moment(left), self.sql(right), signs[op])
            return Term(DataType.DATETIME, shifted, left.zoned)
        if op == "sub" and left.kind in MOMENTS and right.kind in MOMENTS:
            both = self.moment(left), self.moment(right)
            return Term(DataType.DURATION, self.dialect.between(both[0], both[1], DataType.DATETIME))
        raise untranslatable("this arithmetic")

    def moment(self, term: Term, zoned: bool = False) -> Sql:
        """A date or date-time as a date-time."""
        if term.place is not None:
            return self.sql(term, DataType.DATETIME, zoned)
        sql = self.sql(term)
        return self.dialect.midnight(sql) if term.kind is DataType.DATE else self.dialect.moment(term.column, sql)

    def _call(self, node: Call) -> Term:
        terms = [self.term(arg) for arg in node.args]
        if node.function == "coalesce":
            return self._coalesce(terms)
        if node.function == "default":
            return self._default(*terms)
        first = terms[0]
        if node.function == "abs" and first.kind in NUMBERS:
            return Term(first.kind, sa.func.abs(self.number(first)))
        texts: dict[str, Callable[[Sql], Sql]] = {
            "lower": self.dialect.lower,
            "upper": self.dialect.upper,
            "trim": self.dialect.trim,
        }
        if first.kind in TEXTS and node.function in texts:
            return Term(DataType.TEXT, texts[node.function](self.sql(first)))
        if first.kind in TEXTS and node.function == "len":
            return Term(DataType.INTEGER, self.dialect.length(self.sql(first)))
        raise untranslatable(phrase("{function}() of this type", function=node.function))

    def _coalesce(self, terms: list[Term]) -> Term:
        present = [term for term in terms if term.place is None or term.place.kind != "null"]
        if not present:
            return Term(DataType.OTHER, sa.null())
        if len(present) == 1:  # SQLite's function takes two at least
            return present[0]
        lead = next((term for term in present if term.place is None), present[0])
        if any(term.kind is not lead.kind and not {term.kind, lead.kind} <= TEXTS for term in present):
            return self._mixed_coalesce(present)
        sql = [self.sql(term, lead.kind, lead.zoned) for term in present]
        nullable = all(term.nullable for term in present)
        return Term(lead.kind, sa.func.coalesce(*sql), lead.zoned, nullable=nullable)

    def _default(self, first: Term, other: Term) -> Term:
        """As coalesce, but empty text counts as missing, too."""
        if first.kind not in TEXTS:
            return self._coalesce([first, other])
        is_null = other.place is not None and other.place.kind == "null"
        if first.place is not None or not (is_null or other.kind in TEXTS):
            raise untranslatable("default() over different types")
        text = self.sql(first, DataType.TEXT)
        instead = sa.null() if is_null else self.sql(other, DataType.TEXT)
        filled = sa.case((self.dialect.length(text) > 0, text), else_=instead)
        return Term(DataType.TEXT, filled, nullable=is_null or other.nullable)

    def _mixed_coalesce(self, terms: list[Term]) -> Term:
        if {term.kind for term in terms} <= NUMBERS | {DataType.BOOLEAN}:
            kinds = {term.kind for term in terms}
            kind = DataType.FLOAT if DataType.FLOAT in kinds else DataType.DECIMAL
            return Term(kind, sa.func.coalesce(*(self.number(term) for term in terms)))
        if {term.kind for term in terms} <= MOMENTS:
            zoned = any(term.zoned for term in terms if term.place is None)
            return Term(DataType.DATETIME, sa.func.coalesce(*(self.moment(term, zoned) for term in terms)), zoned)
        raise untranslatable("coalesce() over different types")


def _joined(first: Encode | None, second: Encode | None) -> Encode | None:
    if first is None or second is None:
        return first or second
    one, other = first, second

    def encode(value: Raw) -> object:
        into = one(value)
        return None if into is None else other(into)

    return encode


def _into(kind: DataType, zoned: bool) -> Encode | None:
    """How a value of a neighbouring kind becomes one of `kind`: 1.5 a Decimal, a date its midnight."""
    if kind is DataType.DATETIME:
        return _moment_zoned if zoned else _moment_naive
    return _INTO.get(kind)


def _moment_zoned(value: Raw) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _moment_naive(value: Raw) -> datetime:
    return _moment_zoned(value).replace(tzinfo=None)


def _decimal(value: Raw) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _time(value: time) -> time:
    return value.replace(tzinfo=None)


def _text(value: Raw) -> str | None:
    """Text; what cannot be sent equals nothing, as NULL does."""
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return text


_INTO: dict[DataType, Encode] = {
    DataType.DECIMAL: _decimal,
    DataType.FLOAT: float,
    DataType.INTEGER: int,
    DataType.TIME: _time,
    DataType.TEXT: _text,
}
