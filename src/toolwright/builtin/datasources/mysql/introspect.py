"""What a MySQL or MariaDB database holds, in five catalogue queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolwright.builtin.datasources.mysql import native
from toolwright.extend.datasource import ColumnShape, ForeignKeyShape, TableShape
from toolwright.extend.sql.driver import Session
from toolwright.model.table import DataType, Table, TableKind

Record = tuple[Any, ...]  # a row of the catalogue, typed by its query

_TABLES = """
SELECT TABLE_NAME, TABLE_TYPE, TABLE_ROWS, TABLE_COMMENT FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME
"""
_COLUMNS = """
SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT IS NOT NULL, EXTRA, CHARACTER_MAXIMUM_LENGTH,
       CHARACTER_SET_NAME, COLUMN_COMMENT
FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = DATABASE() AND (PRIVILEGES LIKE '%select%' OR PRIVILEGES = '')
ORDER BY TABLE_NAME, ORDINAL_POSITION
"""
_INDEXES = """
SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART, INDEX_TYPE
FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX
"""
_FOREIGN_KEYS = """
SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, NULLIF(REFERENCED_TABLE_SCHEMA, DATABASE()), REFERENCED_TABLE_NAME,
       REFERENCED_COLUMN_NAME
FROM information_schema.KEY_COLUMN_USAGE
WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL
ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION
"""
_CHECKS_MARIADB = """
SELECT TABLE_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()
"""
_CHECKS_MYSQL = """
SELECT t.TABLE_NAME, c.CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS AS c
JOIN information_schema.TABLE_CONSTRAINTS AS t
  ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME
WHERE c.CONSTRAINT_SCHEMA = DATABASE()
"""
_KEY_COLUMNS = """
SELECT COLUMN_NAME FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = ? ORDER BY SEQ_IN_INDEX
"""
_JSON = re.compile(r"^\(?json_valid\(`(?P<name>(?:[^`]|``)+)`\)\)?$", re.I)
_IN = re.compile(r"^\(?`(?P<name>(?:[^`]|``)+)` in \((?P<items>(?:\s*(?:_utf8mb\d)?\\?'.*?'\s*,?)+)\)\)?$", re.I)
_ITEM = re.compile(r"\\?'((?:[^'\\]|'')*)\\?'")
_LONG = frozenset({"text", "mediumtext", "longtext"})


@dataclass
class _Facts:
    """What further queries said about one table."""

    primary_key: tuple[str, ...] = ()
    unique: list[tuple[str, ...]] = field(default_factory=list)
    indexes: list[tuple[str, ...]] = field(default_factory=list)
    foreign_keys: list[ForeignKeyShape] = field(default_factory=list)
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    json: set[str] = field(default_factory=set)


async def describe(session: Session) -> list[TableShape]:
    """Every table and view the user may read."""

    async def fetch(sql: str) -> Sequence[Record]:
        return await session.fetch(sql, (), 1 << 40)

    columns: dict[str, list[Record]] = defaultdict(list)
    for row in await fetch(_COLUMNS):
        columns[row[0]].append(row)
    facts: dict[str, _Facts] = defaultdict(_Facts)
    _note_indexes(facts, await fetch(_INDEXES))
    _note_foreign_keys(facts, await fetch(_FOREIGN_KEYS))
    is_mariadb = "MariaDB" in getattr(session, "version", "")
    _note_checks(facts, await fetch(_CHECKS_MARIADB if is_mariadb else _CHECKS_MYSQL))
    tables = await fetch(_TABLES)
    return [_table(row, columns[row[0]], facts[row[0]]) for row in tables if columns[row[0]]]


async def constraint_columns(session: Session, table: Table, constraint: str) -> tuple[str, ...]:
    """The columns of a unique key, by its name."""
    name = table.native.table if table.native else ""
    return tuple(str(row[0]) for row in await session.fetch(_KEY_COLUMNS, (name, constraint), 1 << 20))


def _table(row: Record, columns: Sequence[Record], facts: _Facts) -> TableShape:
    name, kind, estimate, comment = row
    seen = {column[1] for column in columns}
    is_view = kind == "VIEW"
    return TableShape(
        schema=None,
        name=name,
        kind=TableKind.VIEW if is_view else TableKind.TABLE,
        columns=tuple(_columns(columns, facts)),
        primary_key=facts.primary_key if seen.issuperset(facts.primary_key) else (),
        unique=tuple(key for key in facts.unique if seen.issuperset(key)),
        indexes=tuple(key for key in facts.indexes if seen.issuperset(key)),
        foreign_keys=tuple(key for key in facts.foreign_keys if seen.issuperset(key.columns)),
        rows_estimate=int(estimate) if estimate is not None and not is_view else None,
        comment=(comment or None) if not is_view else None,
    )


def _columns(rows: Iterable[Record], facts: _Facts) -> Iterable[ColumnShape]:
    for _, name, declared, nullable, default, extra, length, charset, comment in rows:
        is_json = name in facts.json and native.base(declared) == "longtext"
        kind = DataType.JSON if is_json else native.data_type(declared)
        digits, scale = native.size(declared) if kind is DataType.DECIMAL else (None, None)
        foreign = charset is not None and not str(charset).startswith("utf8")
        words = str(extra).upper()
        yield ColumnShape(
            name=name,
            type=kind,
            native_type=f"{declared} character set {charset}" if foreign else "json" if is_json else declared,
            nullable=nullable == "YES",
            has_default=bool(default) or "AUTO_INCREMENT" in words,
            generated="GENERATED" in words and "DEFAULT_GENERATED" not in words,
            max_length=int(length) if length and kind is DataType.TEXT and not native.options(declared) else None,
            precision=digits,
            scale=(scale or 0) if digits is not None else None,
            zoned=native.base(declared) == "timestamp",
            long=native.base(declared) in _LONG and kind is DataType.TEXT,
            options=native.options(declared) or facts.options.get(name, ()),
            comment=comment or None,
        )


def _note_indexes(facts: dict[str, _Facts], rows: Iterable[Record]) -> None:
    grouped: dict[tuple[str, str, bool], list[str | None]] = defaultdict(list)
    for table, index, non_unique, column, part, kind in rows:
        grouped[table, index, not int(non_unique)].append(column if part is None and kind == "BTREE" else None)
    for (table, index, is_unique), columns in grouped.items():
        names = tuple(column for column in columns if column is not None)
        if len(names) < len(columns):
            continue
        facts[table].indexes.append(names)
        if index == "PRIMARY":
            facts[table].primary_key = names
        elif is_unique:
            facts[table].unique.append(names)


def _note_foreign_keys(facts: dict[str, _Facts], rows: Iterable[Record]) -> None:
    grouped: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in rows:
        grouped[row[0], row[1]].append(row)
    for (table, constraint), parts in grouped.items():
        ours, theirs = tuple(part[2] for part in parts), tuple(part[5] for part in parts)
        facts[table].foreign_keys.append(ForeignKeyShape(ours, parts[0][3], parts[0][4], theirs, constraint))


def _note_checks(facts: Mapping[str, _Facts], rows: Iterable[Record]) -> None:
    for table, clause in rows:
        text = clause.decode() if isinstance(clause, bytes) else str(clause)
        as_json, as_options = _JSON.match(text), _IN.match(text)
        if as_json:
            facts[table].json.add(as_json["name"].replace("``", "`"))
        elif as_options:
            items = tuple(item.replace("''", "'") for item in _ITEM.findall(as_options["items"]))
            facts[table].options[as_options["name"].replace("``", "`")] = items
