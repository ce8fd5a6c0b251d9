"""The journal in SQLite: triggers that note each row as JSON, in the forms it is stored in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from toolwright.extend.datasource import Author
from toolwright.extend.sql.ddl import table_name
from toolwright.extend.sql.dialect import Sql
from toolwright.extend.sql.journal import ENTRIES, MOST_NOTED, VERBS, JournalSql, noted_columns, row_of
from toolwright.extend.sql.quoting import quoted
from toolwright.model.table import Column, DataType, Table

_CONTEXT = "_tw_author"
_REAL = frozenset({DataType.FLOAT, DataType.DECIMAL, DataType.DURATION})
_AT = """CASE "at" WHEN '' THEN strftime('%Y-%m-%d %H:%M:%f000', 'now') ELSE "at" END"""
_AT_ONCE = 40
"""Columns in one call; SQLite's functions take 127 values at most in older releases."""


class SqliteJournal(JournalSql):
    """See the module. Only one transaction writes at a time, so one row can tell whose it is."""

    mark = "?"

    def tables(self) -> Sequence[str]:
        return (
            f'CREATE TABLE IF NOT EXISTS "{ENTRIES}" ("number" INTEGER PRIMARY KEY AUTOINCREMENT, "at" TEXT NOT NULL, '
            '"actor" TEXT, "via" TEXT NOT NULL, "change" TEXT NOT NULL, "table" TEXT NOT NULL, '
            '"row_id" INTEGER NOT NULL, "verb" TEXT NOT NULL, "before" TEXT, "after" TEXT)',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_row" ON "{ENTRIES}" ("table", "row_id", "number")',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_verb" ON "{ENTRIES}" ("table", "verb", "number")',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_actor" ON "{ENTRIES}" ("actor", "number")',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_at" ON "{ENTRIES}" ("at")',
            f'CREATE TABLE IF NOT EXISTS "{_CONTEXT}" ("id" INTEGER PRIMARY KEY CHECK ("id" = 1), "at" TEXT NOT NULL, '
            '"actor" TEXT, "via" TEXT NOT NULL, "change" TEXT NOT NULL)',
            f"INSERT OR IGNORE INTO \"{_CONTEXT}\" VALUES (1, '', NULL, 'database', '')",  # noqa: S608  # our own names
        )

    def attach(self, table: Table) -> Sequence[str]:
        found = []
        for event, verb in VERBS.items():
            name = self.ddl.name(f"_tw_{verb}_{table_name(table)}")
            before = "NULL" if event == "INSERT" else self._noted(table, "OLD")
            after = "NULL" if event == "DELETE" else self._noted(table, "NEW")
            row = f'{"OLD" if event == "DELETE" else "NEW"}."{row_of(table)}"'
            found += [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} AFTER {event} ON {self.ddl.name(table_name(table))} BEGIN "  # noqa: S608  # quoted
                f'INSERT INTO "{ENTRIES}" '
                '("at", "actor", "via", "change", "table", "row_id", "verb", "before", "after") '
                f'SELECT {_AT}, "actor", "via", "change", {_text(table_name(table))}, {row}, \'{verb}\', '
                f'{before}, {after} FROM "{_CONTEXT}"; END',
            ]
        return found

    def _noted(self, table: Table, row: str) -> str:
        """The row as the text of a JSON object."""
        columns = noted_columns(table)
        parts = []
        for start in range(0, len(columns), _AT_ONCE):
            pairs = (f"{_text(c.name)}, {self._cell(c, row)}" for c in columns[start : start + _AT_ONCE])
            parts.append(f"json_object({', '.join(pairs)})")
        if len(parts) < 2:
            return parts[0] if parts else "'{}'"
        return f"replace({' || char(0) || '.join(parts)}, '}}' || char(0) || '{{', ',')"

    def _cell(self, column: Column, row: str) -> str:
        place = f"{row}.{self.ddl.name(column.name)}"
        if column.type not in _REAL:
            return place
        # JSON functions round to 15 digits, which is not enough for every number.
        return f"CASE typeof({place}) WHEN 'real' THEN json(printf('%!.17g', {place})) ELSE {place} END"

    def author(self, author: Author) -> tuple[str, Sequence[object]]:
        sql = f'UPDATE "{_CONTEXT}" SET "at" = ?, "actor" = ?, "via" = ?, "change" = ?'  # noqa: S608  # our own name
        return sql, (self.moment(author.at), author.actor, author.via, author.change)

    def nobody(self) -> str | None:
        return f'UPDATE "{_CONTEXT}" SET "at" = \'\', "actor" = NULL, "via" = \'database\', "change" = \'\''  # noqa: S608  # our own name

    def since(self) -> str:
        mark = f'(SELECT "at" || \' \' || "change" FROM "{ENTRIES}" WHERE "number" = {{}})'  # noqa: S608  # our own name
        behind = f'SELECT 1 FROM "{ENTRIES}" WHERE "number" > ? LIMIT {MOST_NOTED + 1}'  # noqa: S608  # as above
        return (
            f"SELECT s.seq, v.schema_version, {mark.format('s.seq')}, {mark.format('?')}, "  # noqa: S608  # as above
            f"(SELECT count(*) FROM ({behind})) "
            f"FROM sqlite_sequence AS s, pragma_schema_version AS v WHERE s.name = '{ENTRIES}'"
        )

    def noted_rows(self, table: Table, side: str, after: Sql) -> FromClause:
        entries = sa.table(quoted(ENTRIES), *map(sa.column, map(quoted, ("number", "table", side))))
        noted = entries.c[quoted(side)]
        cells = [
            sa.func.json_extract(noted, sa.literal_column(_path(column.name))).label(quoted(column.source_name))
            for column in noted_columns(table)
        ]
        found = sa.select(*cells).where(entries.c[quoted("number")] > after, noted.is_not(None))
        return found.where(entries.c[quoted("table")] == sa.literal_column(_text(table_name(table)))).subquery()

    def value(self, column: Column, noted: object) -> object:
        if column.type is DataType.FLOAT and isinstance(noted, Decimal | int):
            return float(noted)
        raw = float(noted) if isinstance(noted, Decimal) else noted
        decode = self.dialect.decoder(column)
        return raw if decode is None else decode(raw)

    def noted(self, column: Column, value: object) -> object:
        encode = self.dialect.encoder(column)
        return value if encode is None else encode(value)

    def renamed(self, old: str, new: str) -> str:
        return ", ".join(
            f'"{side}" = CASE WHEN json_type("{side}", {_path(old)}) IS NULL THEN "{side}" ELSE '
            f'json_remove(json_set("{side}", {_path(new)}, json("{side}" -> {_path(old)})), {_path(old)}) END'
            for side in ("before", "after")
        )

    def moment(self, moment: datetime) -> object:
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def moment_of(self, noted: object) -> datetime:
        return datetime.fromisoformat(str(noted)).replace(tzinfo=UTC)


def _text(name: str) -> str:
    """A name of a definition as a text; those hold letters, digits and underscores only."""
    return json.dumps(name).replace('"', "'")


def _path(name: str) -> str:
    return f"'$.{name}'"
