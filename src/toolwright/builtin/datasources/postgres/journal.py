"""The journal in PostgreSQL: one trigger function for all tables.

It is told whose changes follow by settings of the transaction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from toolwright.extend.datasource import Author
from toolwright.extend.design import THIS
from toolwright.extend.sql.ddl import ID, stored_columns, table_name
from toolwright.extend.sql.journal import ENTRIES, JournalSql, row_of
from toolwright.model.table import Column, DataType, Table

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION "_tw_note"() RETURNS trigger LANGUAGE plpgsql SET intervalstyle = 'iso_8601' AS $tw$
BEGIN
  EXECUTE format('INSERT INTO %I."{ENTRIES}"
    ("at", "actor", "via", "change", "table", "row_id", "verb", "before", "after") VALUES (
    coalesce(nullif(current_setting(''tw.at'', true), '''')::timestamptz, clock_timestamp()),
    nullif(current_setting(''tw.actor'', true), ''''),
    coalesce(nullif(current_setting(''tw.via'', true), ''''), ''database''),
    coalesce(current_setting(''tw.change'', true), ''''), $1, $2, $3, $4, $5)', TG_TABLE_SCHEMA)
  USING TG_TABLE_NAME::text, coalesce(NEW."{ID}", OLD."{ID}"),
    CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'updated' ELSE 'deleted' END,
    CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE (to_jsonb(OLD) - coalesce(TG_ARGV::text[], '{{}}') - '{ID}')::text END,
    CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE (to_jsonb(NEW) - coalesce(TG_ARGV::text[], '{{}}') - '{ID}')::text END;
  RETURN NULL;
END $tw$
"""  # noqa: S608  # our own names
_INTERVAL = re.compile(
    r"P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?"
)


def _note_of(column: str) -> str:
    """The function that notes changes by the value of that column."""
    return "_tw_note" if column == ID else "_tw_note_pair"


class PostgresJournal(JournalSql):
    """See the module."""

    mark = "${}"
    numbered = "OVERRIDING SYSTEM VALUE"

    def tables(self) -> Sequence[str]:
        return (
            f'CREATE TABLE IF NOT EXISTS "{ENTRIES}" ("number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, '
            '"at" timestamptz NOT NULL, "actor" text, "via" text NOT NULL, "change" text NOT NULL, '
            '"table" text NOT NULL, "row_id" bigint NOT NULL, "verb" text NOT NULL, "before" text, "after" text, '
            '"transaction" xid8 NOT NULL DEFAULT pg_current_xact_id())',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_row" ON "{ENTRIES}" ("table", "row_id", "number")',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_verb" ON "{ENTRIES}" ("table", "verb", "number")',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_actor" ON "{ENTRIES}" ("actor", "number")',
            f'CREATE INDEX IF NOT EXISTS "{ENTRIES}_at" ON "{ENTRIES}" ("at")',
            _FUNCTION,
            _FUNCTION.replace('"_tw_note"', f'"{_note_of(THIS)}"').replace(
                f'coalesce(NEW."{ID}", OLD."{ID}")', f'coalesce(NEW."{THIS}", OLD."{THIS}")'
            ),
        )

    def attach(self, table: Table) -> Sequence[str]:
        owner = self.ddl.name(table_name(table))
        binary = [column.name for column in stored_columns(table) if column.type is DataType.BINARY]
        without = ", ".join(f"'{name}'" for name in binary)
        return (
            f'DROP TRIGGER IF EXISTS "_tw_note" ON {owner}',
            f'CREATE TRIGGER "_tw_note" AFTER INSERT OR UPDATE OR DELETE ON {owner} '
            f'FOR EACH ROW EXECUTE FUNCTION "{_note_of(row_of(table))}"({without})',
        )

    def author(self, author: Author) -> tuple[str, Sequence[object]]:
        sql = (
            "SELECT set_config('tw.actor', $1, true), set_config('tw.via', $2, true), "
            "set_config('tw.change', $3, true), set_config('tw.at', $4, true)"
        )
        return sql, (author.actor or "", author.via, author.change, author.at.astimezone(UTC).isoformat())

    def value(self, column: Column, noted: object) -> object:
        read = _READERS.get(column.type)
        return noted if read is None else read(noted)

    def noted(self, column: Column, value: object) -> object:
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, timedelta):
            return f"PT{value / timedelta(seconds=1):.6f}S"
        return str(value) if isinstance(value, Decimal | UUID) else value

    def renamed(self, old: str, new: str) -> str:
        return ", ".join(
            f'"{side}" = CASE WHEN "{side}"::jsonb ? \'{old}\' THEN '
            f"(\"{side}\"::jsonb - '{old}' || jsonb_build_object('{new}', \"{side}\"::jsonb -> '{old}'))::text "
            f'ELSE "{side}" END'
            for side in ("before", "after")
        )

    def settled(self) -> list[str]:
        return ['"transaction" < pg_snapshot_xmin(pg_current_snapshot())']


def _interval(noted: str) -> timedelta:
    found = _INTERVAL.fullmatch(noted)
    if found is None:
        raise ValueError(noted)
    years, months, weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    total = timedelta(days=years * 365 + months * 30 + weeks * 7 + days, hours=hours, minutes=minutes)
    return total + timedelta(microseconds=round(seconds * 1_000_000))


_READERS: Mapping[DataType, Callable[[Any], object]] = {  # Any: what JSON holds for the type
    DataType.DATETIME: datetime.fromisoformat,
    DataType.DATE: date.fromisoformat,
    DataType.TIME: time.fromisoformat,
    DataType.DECIMAL: lambda noted: Decimal(str(noted)),
    DataType.FLOAT: float,
    DataType.UUID: UUID,
    DataType.DURATION: _interval,
    DataType.JSON: lambda noted: json.loads(json.dumps(noted, default=float)),  # numbers in it came as decimals
}
