"""The statements that make and change tables, in one database's own types; names are quoted by our one function."""

from __future__ import annotations

import hashlib
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect as Compiler
from sqlalchemy.sql.ddl import BaseDDLElement
from sqlalchemy.types import TypeEngine, UserDefinedType

from toolwright.extend.check import plain_condition
from toolwright.extend.column import ValueLimits
from toolwright.extend.schema_change import TableDesign
from toolwright.extend.sql.check import constraint, constraint_name
from toolwright.extend.sql.dialect import Sql
from toolwright.extend.sql.quoting import quoted, restored
from toolwright.model.table import Column, DataType, Relation, Table

ID = "id"
_ON_DELETE = {"cascade": "CASCADE", "clear": "SET NULL"}
_MAX_NAME = 60
_NO_LIMITS = ValueLimits()


class Declared(UserDefinedType[Any]):  # Any: nothing is ever bound as it
    """A type by the text that declares it."""

    cache_ok = True

    def __init__(self, text: str) -> None:
        self.text = text

    def get_col_spec(self, **_: object) -> str:
        """The text."""
        return self.text


class Ddl(ABC):
    """What a database is told about tables. Stateless; a connector says its types and its key."""

    compiler: ClassVar[Compiler]
    same: ClassVar[str] = "IS NOT DISTINCT FROM"
    truth: ClassVar[tuple[str, str]] = ("TRUE", "FALSE")

    @abstractmethod
    def declared(self, column: Column) -> str:
        """The type of a column, as it is declared."""

    @abstractmethod
    def key(self) -> sa.Column[int]:
        """The column `id`: numbered by the database, and no number is ever used again."""

    def type_check(self, column: Column, value: Sql) -> Sql | None:
        """What makes the database insist on the type, where declaring it does not."""
        return None

    def allowed(self, column: Column, value: Sql) -> Sql | None:
        """What makes the database insist on the options of a column; lists are checked before they get here."""
        if not column.options or column.type is not DataType.TEXT:
            return None
        return value.in_([sa.literal(option.value, sa.String()) for option in column.options])

    # --- whole tables -------------------------------------------------------------------------------------------------

    def create(self, design: TableDesign, *, name: str | None = None, foreign_keys: bool = True) -> str:
        """CREATE TABLE, under another name when one is given."""
        return self.text(sa.schema.CreateTable(self.described(design, name=name, foreign_keys=foreign_keys)))

    def lasting(self, table: Table) -> Sequence[str]:
        """What makes a table of ours with its indexes where it is not there yet."""
        design = TableDesign(table)
        made = sa.schema.CreateTable(self.described(design), if_not_exists=True)
        indexes = (sql.replace("INDEX ", "INDEX IF NOT EXISTS ", 1) for sql in self.indexes(design).values())
        return (self.text(made), *indexes)

    def described(self, design: TableDesign, *, name: str | None = None, foreign_keys: bool = True) -> sa.Table:
        """The table as SQLAlchemy knows tables."""
        table = design.table
        columns = [self.key(), *(self.column(design, column) for column in stored_columns(table))]
        keys = [self._foreign_key(relation) for relation in referring(table)] if foreign_keys else []
        checks = [
            sa.CheckConstraint(sa.text(sql.replace(":", "\\:")), name=quoted(given))
            for given, sql in self.checks(design).items()
        ]
        named = quoted(name or table_name(table))
        return sa.Table(named, sa.MetaData(), *columns, *keys, *checks, sqlite_autoincrement=True)

    def checks(self, design: TableDesign) -> Mapping[str, str]:
        """The conditions that whole rows are held to, by the name of their constraint."""
        found = {}
        for rule in design.enforced:
            condition = plain_condition(rule, design.table)
            if condition is not None:
                found[constraint_name(rule)] = constraint(condition, self.name, self.same, self.truth)
        return found

    def column(self, design: TableDesign, column: Column) -> sa.Column[Any]:  # Any: of whatever type
        """One column with its checks."""
        condition = self.condition(design, column)
        # Text, for SQLAlchemy takes only columns of finished tables otherwise; it would read `:name` in it as a value.
        checks = [sa.CheckConstraint(sa.text(condition.replace(":", "\\:")))] if condition is not None else []
        kind: TypeEngine[Any] = Declared(self.declared(column))  # Any: SQLAlchemy's own types
        return sa.Column(quoted(column.name), kind, *checks, nullable=column.nullable)

    def condition(self, design: TableDesign, column: Column) -> str | None:
        """What the database insists on for the values of a column, beyond its type."""
        value: Sql = sa.column(quoted(column.name))
        limits = design.limits.get(column.name, _NO_LIMITS)
        conditions = [self.type_check(column, value), self.allowed(column, value), *_limits(column, value, limits)]
        needed = [condition for condition in conditions if condition is not None]
        if not needed:
            return None
        sql = sa.and_(*needed).compile(dialect=self.compiler, compile_kwargs={"literal_binds": True})
        return str(sql)

    def specification(self, design: TableDesign, column: Column) -> str:
        """Everything the database knows of a column; equal for columns that are stored alike."""
        made = self.text(sa.schema.CreateColumn(_attached(self.column(design, column))))
        found = [
            self.references(relation) for relation in referring(design.table) if relation.columns == (column.name,)
        ]
        return " ".join([made, *found])

    def references(self, relation: Relation) -> str:
        """The REFERENCES part of a column."""
        action = _ON_DELETE.get(relation.on_delete or "", "RESTRICT")
        return f"REFERENCES {self.name(relation.target)} ({self.name(ID)}) ON DELETE {action}"

    def _foreign_key(self, relation: Relation) -> sa.ForeignKeyConstraint:
        target = sa.Table(quoted(relation.target), sa.MetaData(), sa.Column(quoted(ID), sa.Integer))
        return sa.ForeignKeyConstraint(
            [quoted(name) for name in relation.columns],
            [target.c[quoted(ID)]],
            ondelete=_ON_DELETE.get(relation.on_delete or "", "RESTRICT"),
        )

    # --- indexes ------------------------------------------------------------------------------------------------------

    def indexes(self, design: TableDesign) -> Mapping[str, str]:
        """CREATE INDEX of every index the table has, by the name of the index."""
        table = design.table
        unique = [key for key in table.unique if _is_stored(table, key)]
        plain = [*table.indexes, *(relation.columns for relation in table.relations)]
        plain = [key for key in dict.fromkeys(plain) if key not in unique and _is_stored(table, key)]
        made = {}
        for is_unique, keys in ((True, unique), (False, plain)):
            for columns in dict.fromkeys(keys):
                name = index_name("uq" if is_unique else "ix", table_name(table), columns)
                made[name] = self._index(table, name, columns, is_unique)
        for chosen in design.chosen:
            name = index_name("ix", table_name(table), chosen.columns)
            made.setdefault(name, self._index(table, name, chosen.columns, False))
        return made

    def _index(self, table: Table, name: str, columns: Sequence[str], unique: bool) -> str:
        parts = ", ".join(self.indexed(table, column) for column in columns)
        word = "UNIQUE INDEX" if unique else "INDEX"
        return f"CREATE {word} {self.name(name)} ON {self.name(table_name(table))} ({parts})"

    def indexed(self, table: Table, key: str) -> str:
        """A column as it stands in an index, descending with a minus."""
        name = key.removeprefix("-")
        return f"{self.name(name)} DESC" if key.startswith("-") else self.name(name)

    # --- text ---------------------------------------------------------------------------------------------------------

    def name(self, name: str) -> str:
        """A name as it stands in a statement."""
        return restored(self.compiler.identifier_preparer.quote(quoted(name)))

    def text(self, element: BaseDDLElement) -> str:
        """The text of a statement."""
        return restored(str(element.compile(dialect=self.compiler)).strip())


def stored_columns(table: Table) -> list[Column]:
    """The columns that are kept in the database, besides the key."""
    return [column for column in table.columns if column.name != ID and column.is_stored]


def referring(table: Table) -> list[Relation]:
    """The relations that the database itself looks after: one column to the key of another internal table."""
    return [
        relation
        for relation in table.relations
        if len(relation.columns) == 1 and relation.target_columns == (ID,) and "." not in relation.target
    ]


def table_name(table: Table) -> str:
    """What the database calls an internal table."""
    assert table.native is not None  # noqa: S101  # working a design out sets it
    return table.native.table


def _is_stored(table: Table, columns: Sequence[str]) -> bool:
    return bool(columns) and all(name in table.by_name and table.by_name[name].is_stored for name in columns)


def index_name(sort: str, table: str, columns: Sequence[str]) -> str:
    """A name no table can have: those begin with a letter."""
    text = f"_tw_{sort}_{table}_{'_'.join(column.removeprefix('-') for column in columns)}"
    mark = hashlib.blake2b("\0".join((table, *columns)).encode(), digest_size=4).hexdigest()
    return f"{text[: _MAX_NAME - 9]}_{mark}"


def _attached(column: sa.Column[Any]) -> sa.Column[Any]:  # Any: of whatever type
    sa.Table("_", sa.MetaData(), column)
    return column


def _limits(column: Column, value: Sql, limits: ValueLimits) -> list[Sql]:
    found = []
    if limits.minimum is not None:
        found.append(value >= _number(limits.minimum))
    if limits.maximum is not None:
        found.append(value <= _number(limits.maximum))
    if limits.min_length:
        found.append(sa.func.length(value) >= _number(limits.min_length))
    if column.max_length is not None and column.type is DataType.TEXT:
        found.append(sa.func.length(value) <= _number(column.max_length))
    return found


def _number(number: float) -> Sql:
    """One of our own numbers, written into the statement."""
    if not math.isfinite(number):
        raise ValueError("a limit is a finite number")
    return sa.literal_column(repr(number))
