"""What a SQLite file holds, in a handful of catalogue queries."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from toolwright.builtin.datasources.sqlite.form import Form, data_type
from toolwright.extend.datasource import ColumnShape, ForeignKeyShape, TableShape
from toolwright.model.table import DataType, TableKind

_TABLES = """
SELECT name, type, coalesce(sql, '') FROM sqlite_master
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
"""
_COLUMNS = """
SELECT p.name, p.type, p."notnull", p.dflt_value, p.pk, p.hidden FROM pragma_table_xinfo(?) AS p ORDER BY p.cid
"""
_INDEXES = """
SELECT m.name, l.name, l."unique" AND l.origin <> 'pk', l.partial, i.name
FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS l JOIN pragma_index_info(l.name) AS i
WHERE m.type = 'table' ORDER BY m.name, l.seq, i.seqno
"""
_FOREIGN_KEYS = """
SELECT m.name, f.id, f."table", f."from", f."to"
FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
WHERE m.type = 'table' ORDER BY m.name, f.id DESC, f.seq
"""
_CHECK_IN = re.compile(
    r"CHECK\s*\(\s*[\"`\[]?(?P<column>[^\"`\]\s()]+)[\"`\]]?\s+IN\s*\((?P<items>(?:\s*'(?:[^']|'')*'\s*,?)+)\)", re.I
)
_ITEM = re.compile(r"'((?:[^']|'')*)'")
_SIZE = re.compile(r"\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)")


def describe(connection: sqlite3.Connection) -> list[TableShape]:
    """Every table and view of the file."""
    unique, indexes = _indexes(connection)
    foreign_keys = _foreign_keys(connection)
    shapes = []
    for name, kind, sql in connection.execute(_TABLES).fetchall():
        try:
            raw = connection.execute(_COLUMNS, (name,)).fetchall()
        except sqlite3.OperationalError:
            continue  # a view over something that is gone
        key = tuple(column for _, column in sorted((row[4], row[0]) for row in raw if row[4]))
        is_view = kind == "view" or not raw
        columns = tuple(_columns(raw, _options(sql), without_rowid=bool(re.search(r"WITHOUT\s+ROWID", sql, re.I))))
        shapes.append(
            TableShape(
                schema=None,
                name=name,
                kind=TableKind.VIEW if is_view else TableKind.TABLE,
                columns=tuple(_noted(connection, name, columns)),
                primary_key=key,
                unique=tuple(unique.get(name, ())),
                indexes=tuple(indexes.get(name, ())),
                foreign_keys=tuple(foreign_keys.get(name, ())),
                rows_estimate=None if is_view else _estimate(connection, name),
            )
        )
    known = {shape.name.lower(): shape for shape in shapes}
    return [_resolved(shape, known) for shape in shapes if shape.columns]


def _columns(
    raw: Iterable[Any], options: Mapping[str, tuple[str, ...]], *, without_rowid: bool
) -> Iterable[ColumnShape]:
    rows = [row for row in raw if row[5] != 1]
    keys = sum(1 for row in rows if row[4])
    for name, declared, not_null, default, key, hidden in rows:
        is_row_id = key and keys == 1 and declared.upper() == "INTEGER" and not without_rowid
        kind = data_type(declared)
        size = _SIZE.search(declared)
        yield ColumnShape(
            name=name,
            type=kind,
            native_type=declared,
            nullable=not (not_null or key),
            has_default=default is not None or bool(is_row_id),
            generated=hidden in (2, 3),
            max_length=int(size[1]) if size and kind is DataType.TEXT else None,
            precision=int(size[1]) if size and kind is DataType.DECIMAL else None,
            scale=int(size[2] or 0) if size and kind is DataType.DECIMAL else None,
            zoned=kind is DataType.DATETIME and ("TZ" in declared.upper() or "ZONE" in declared.upper()),
            long=kind is DataType.TEXT and "CHAR" not in declared.upper() and "CLOB" in declared.upper(),
            options=options.get(name.lower(), ()),
        )


def _noted(connection: sqlite3.Connection, table: str, columns: tuple[ColumnShape, ...]) -> Iterable[ColumnShape]:
    """The columns; date-times with the form the file keeps them in noted in the native type."""
    for column in columns:
        form = _form(connection, table, column.name) if column.type is DataType.DATETIME else None
        if form is None:
            yield column
        else:
            fields = {name: getattr(column, name) for name in ColumnShape.__slots__}
            yield ColumnShape(**{**fields, "native_type": f"{column.native_type} [{form}]"})


def _form(connection: sqlite3.Connection, table: str, column: str) -> Form | None:
    # Names cannot be bound, and a quoted one cannot end early: its quotes are doubled.
    name, owner = (f'"{text.replace(chr(34), chr(34) * 2)}"' for text in (column, table))
    try:
        found = connection.execute(f"SELECT {name} FROM {owner} WHERE {name} IS NOT NULL LIMIT 1").fetchone()  # noqa: S608  # see above
    except sqlite3.Error:
        return None
    return Form.seen(found[0]) if found else None


def _estimate(connection: sqlite3.Connection, table: str) -> int | None:
    owner = table.replace('"', '""')
    try:
        found = connection.execute(f'SELECT max(rowid) FROM "{owner}"').fetchone()  # noqa: S608  # as in `_form`
    except sqlite3.Error:
        return None
    return int(found[0]) if found and isinstance(found[0], int) and found[0] >= 0 else 0


def _indexes(
    connection: sqlite3.Connection,
) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, list[tuple[str, ...]]]]:
    grouped: dict[tuple[str, str, bool, bool], list[str | None]] = defaultdict(list)
    for table, index, is_unique, is_partial, column in connection.execute(_INDEXES):
        grouped[table, index, bool(is_unique), bool(is_partial)].append(column)
    unique: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    indexes: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for (table, _, is_unique, is_partial), columns in grouped.items():
        names = tuple(column for column in columns if column is not None)
        if len(names) < len(columns) or is_partial:
            continue
        indexes[table].append(names)
        if is_unique:
            unique[table].append(names)
    return unique, indexes


def _foreign_keys(connection: sqlite3.Connection) -> dict[str, list[ForeignKeyShape]]:
    grouped: dict[tuple[str, int], list[tuple[str, str, str | None]]] = defaultdict(list)
    for table, number, target, ours, theirs in connection.execute(_FOREIGN_KEYS):
        grouped[table, number].append((target, ours, theirs))
    found: dict[str, list[ForeignKeyShape]] = defaultdict(list)
    for (table, _), parts in grouped.items():
        theirs = tuple(part[2] or "" for part in parts)
        found[table].append(ForeignKeyShape(tuple(part[1] for part in parts), None, parts[0][0], theirs))
    return found


def _resolved(shape: TableShape, known: Mapping[str, TableShape]) -> TableShape:
    """Foreign keys with the target's own spelling and, where none were named, its primary key."""
    keys = []
    for key in shape.foreign_keys:
        target = known.get(key.target_table.lower())
        if target is None:
            continue
        theirs = target.primary_key if not all(key.target_columns) else key.target_columns
        if len(theirs) == len(key.columns):
            keys.append(ForeignKeyShape(key.columns, None, target.name, theirs))
    fields = {name: getattr(shape, name) for name in TableShape.__slots__}
    return TableShape(**{**fields, "foreign_keys": tuple(keys)})


def _options(sql: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for match in _CHECK_IN.finditer(sql):
        items = tuple(item.replace("''", "'") for item in _ITEM.findall(match["items"]))
        found[match["column"].lower()] = items
    return found
