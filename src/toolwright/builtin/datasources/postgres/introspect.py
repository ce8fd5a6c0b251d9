"""What a PostgreSQL database holds, in five catalogue queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from toolwright.builtin.datasources.postgres import native
from toolwright.extend.datasource import ColumnShape, ForeignKeyShape, TableShape
from toolwright.model.table import DataType, TableKind

Record = Any  # a row of the catalogue; asyncpg's own type has no fields to check

_COLUMNS = """
WITH RECURSIVE domain AS (
  SELECT oid, typbasetype AS base, typtypmod AS modifier, typnotnull FROM pg_type WHERE typtype = 'd'
  UNION ALL
  SELECT d.oid, t.typbasetype, t.typtypmod, d.typnotnull OR t.typnotnull
  FROM domain AS d JOIN pg_type AS t ON t.oid = d.base WHERE t.typtype = 'd'
), resolved AS (
  SELECT d.oid, d.base, d.modifier, d.typnotnull FROM domain AS d JOIN pg_type AS t ON t.oid = d.base
  WHERE t.typtype <> 'd'
)
SELECT c.oid AS table_id, n.nspname, c.relname, c.relkind::text AS relkind, c.reltuples::bigint AS reltuples,
       obj_description(c.oid, 'pg_class') AS table_comment, a.attnum, a.attname,
       format_type(a.atttypid, a.atttypmod) AS declared,
       format_type(r.base, coalesce(nullif(a.atttypmod, -1), r.modifier)) AS based,
       coalesce(r.base, a.atttypid) AS type_id, coalesce(b.typtype, t.typtype)::text AS typtype,
       a.attnotnull OR coalesce(r.typnotnull, false) AS not_null, a.attidentity::text AS attidentity,
       a.attgenerated::text AS attgenerated, a.atthasdef, coalesce(t.typdefault IS NOT NULL, false) AS domain_default,
       col_description(c.oid, a.attnum) AS comment
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN resolved AS r ON r.oid = a.atttypid
LEFT JOIN pg_type AS b ON b.oid = r.base
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
  AND CASE WHEN cardinality($1::text[]) > 0 THEN n.nspname = ANY ($1::text[])
      ELSE n.nspname NOT IN ('information_schema', 'pg_catalog') AND n.nspname !~ '^pg_(toast|temp)' END
ORDER BY array_position(current_schemas(false), n.nspname), n.nspname, c.relname, a.attnum
"""
_LABELS = "SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder"
_CONSTRAINTS = """
SELECT k.conrelid, k.contype::text AS contype, k.conkey::int[] AS conkey, k.confrelid, k.confkey::int[] AS confkey,
       k.conname, CASE WHEN k.contype = 'c' THEN pg_get_constraintdef(k.oid) END AS definition,
       n.nspname AS target_schema, c.relname AS target_table
FROM pg_constraint AS k
LEFT JOIN pg_class AS c ON c.oid = k.confrelid
LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE k.conrelid = ANY ($1::oid[]) AND k.contype IN ('p', 'u', 'f', 'c') ORDER BY k.conname
"""
_TARGETS = """
SELECT attrelid, attnum, attname FROM pg_attribute WHERE attrelid = ANY ($1::oid[]) AND attnum > 0
"""
_INDEXES = """
SELECT i.indrelid, i.indisunique, i.indkey::int2[]::int[] AS indkey, i.indnkeyatts
FROM pg_index AS i WHERE i.indrelid = ANY ($1::oid[]) AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indisvalid
ORDER BY i.indexrelid
"""
_WIDTHS = """
SELECT schemaname, tablename, attname FROM pg_stats WHERE avg_width > 256 AND schemaname = ANY ($1::text[])
"""
_IN = re.compile(r"^CHECK \(+\"?[^\"]*?\"?\)*(?:::[a-z ]+)? = ANY \(+ARRAY\[(?P<items>.*)\]\)*(?:::[a-z ]+\[\])?\)*$")
_ITEM = re.compile(r"'((?:[^']|'')*)'::")


@dataclass
class _Facts:
    """What further queries said about one table."""

    primary_key: tuple[str, ...] = ()
    unique: list[tuple[str, ...]] = field(default_factory=list)
    indexes: list[tuple[str, ...]] = field(default_factory=list)
    foreign_keys: list[ForeignKeyShape] = field(default_factory=list)
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)


async def describe(connection: asyncpg.Connection, schemas: Sequence[str]) -> list[TableShape]:
    """Every table and view the user may read."""
    records = await connection.fetch(_COLUMNS, list(schemas))
    tables: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        tables[record["table_id"]].append(record)
    labels: dict[int, list[str]] = defaultdict(list)
    for record in await connection.fetch(_LABELS):
        labels[record["enumtypid"]].append(record["enumlabel"])
    facts = await _facts(connection, tables)
    wide = await connection.fetch(_WIDTHS, list({rows[0]["nspname"] for rows in tables.values()}))
    long = {(record["schemaname"], record["tablename"], record["attname"]) for record in wide}
    return [_table(rows, facts[table_id], labels, long) for table_id, rows in tables.items()]


async def _facts(connection: asyncpg.Connection, tables: Mapping[int, list[Record]]) -> dict[int, _Facts]:
    constraints = await connection.fetch(_CONSTRAINTS, list(tables))
    targets = {record["confrelid"] for record in constraints if record["confrelid"]}
    names = {
        (record["attrelid"], record["attnum"]): record["attname"]
        for record in await connection.fetch(_TARGETS, list(targets | set(tables)))
    }
    facts: dict[int, _Facts] = defaultdict(_Facts)
    for record in constraints:
        _note(facts[record["conrelid"]], record, names)
    for record in await connection.fetch(_INDEXES, list(tables)):
        keys = list(record["indkey"])[: record["indnkeyatts"]]
        columns = tuple(names[record["indrelid"], number] for number in keys)
        facts[record["indrelid"]].indexes.append(columns)
        found = facts[record["indrelid"]]
        if record["indisunique"] and columns != found.primary_key and columns not in found.unique:
            found.unique.append(columns)
    return facts


def _note(facts: _Facts, record: Record, names: Mapping[tuple[int, int], str]) -> None:
    columns = tuple(names[record["conrelid"], number] for number in record["conkey"] or ())
    if record["contype"] == "p":
        facts.primary_key = columns
    elif record["contype"] == "u":
        facts.unique.append(columns)
    elif record["contype"] == "f":
        theirs = tuple(names[record["confrelid"], number] for number in record["confkey"])
        target = record["target_schema"], record["target_table"]
        facts.foreign_keys.append(ForeignKeyShape(columns, *target, theirs, record["conname"]))
    elif len(columns) == 1 and (options := _options(record["definition"])):
        facts.options[columns[0]] = options


def _options(definition: str) -> tuple[str, ...]:
    """The values of `CHECK (column IN (…))`, as the catalogue writes it."""
    found = _IN.match(definition)
    return tuple(item.replace("''", "'") for item in _ITEM.findall(found["items"])) if found else ()


def _table(
    rows: Sequence[Record], facts: _Facts, labels: Mapping[int, Sequence[str]], long: set[tuple[str, str, str]]
) -> TableShape:
    first = rows[0]
    seen = {row["attname"] for row in rows}
    return TableShape(
        schema=first["nspname"],
        name=first["relname"],
        kind=TableKind.TABLE if first["relkind"] in ("r", "p", "f") else TableKind.VIEW,
        columns=tuple(_columns(rows, facts, labels, long)),
        primary_key=facts.primary_key if seen.issuperset(facts.primary_key) else (),
        unique=tuple(key for key in facts.unique if seen.issuperset(key)),
        indexes=tuple(key for key in facts.indexes if seen.issuperset(key)),
        foreign_keys=tuple(key for key in facts.foreign_keys if seen.issuperset(key.columns)),
        rows_estimate=first["reltuples"] if first["reltuples"] >= 0 else None,
        comment=first["table_comment"],
    )


def _columns(
    rows: Sequence[Record], facts: _Facts, labels: Mapping[int, Sequence[str]], long: set[tuple[str, str, str]]
) -> Iterable[ColumnShape]:
    for row in rows:
        is_enum = row["typtype"] == "e"
        based = row["based"]
        declared = f"{row['declared']} = {based}" if based else row["declared"]
        kind = native.data_type(declared, is_enum=is_enum)
        sizes = [
            int(size) for size in re.findall(r"\d+", (based or row["declared"]).partition("(")[2].partition(")")[0])
        ]
        is_key = row["attname"] in facts.primary_key
        yield ColumnShape(
            name=row["attname"],
            type=kind,
            native_type=declared,
            nullable=not (row["not_null"] or is_key),
            has_default=row["atthasdef"] or row["domain_default"] or row["attidentity"] != "",
            generated=row["attgenerated"] != "" or row["attidentity"] == "a",
            max_length=sizes[0] if sizes and kind is DataType.TEXT and not is_enum else None,
            precision=sizes[0] if sizes and kind is DataType.DECIMAL else None,
            scale=(sizes[1] if len(sizes) > 1 else 0) if sizes and kind is DataType.DECIMAL else None,
            zoned=native.base(declared) == "timestamp with time zone",
            long=(row["nspname"], row["relname"], row["attname"]) in long and kind is DataType.TEXT,
            options=tuple(labels.get(row["type_id"], ())) if is_enum else facts.options.get(row["attname"], ()),
            comment=row["comment"],
        )
