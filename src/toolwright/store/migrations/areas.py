"""Triggers that raise the counter of an area whenever one of its tables changes, whoever changes it."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

CHANNEL = "toolwright_change"
"""Where PostgreSQL tells which counter was raised, as `area:value`."""

_RAISE = "UPDATE \"change\" SET value = value + 1 WHERE area = '{area}';"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION "raise_area"() RETURNS trigger LANGUAGE plpgsql AS $tw$
DECLARE raised bigint;
BEGIN
  UPDATE "change" SET value = value + 1 WHERE area = TG_ARGV[0] RETURNING value INTO raised;
  PERFORM pg_notify('{CHANNEL}', TG_ARGV[0] || ':' || raised);
  RETURN NULL;
END $tw$
"""  # noqa: S608  # our own literals


def watch(area: str, *tables: str, update_of: Sequence[str] = (), on_insert: bool = True) -> None:
    """Raise `area` on insert (unless told otherwise), delete and update (of `update_of` only, when given)."""
    op.execute(
        f"INSERT INTO \"change\" (area, value) SELECT '{area}', 0 "  # noqa: S608  # our own literals
        f"WHERE NOT EXISTS (SELECT 1 FROM \"change\" WHERE area = '{area}')"
    )
    is_postgres = op.get_context().dialect.name == "postgresql"
    if is_postgres:
        op.execute(_FUNCTION)
    body = (
        f"FOR EACH ROW EXECUTE FUNCTION \"raise_area\"('{area}')"
        if is_postgres
        else f"BEGIN {_RAISE.format(area=area)} END"
    )
    columns = f" OF {', '.join(update_of)}" if update_of else ""
    events = [("delete", "DELETE"), ("update", f"UPDATE{columns}")]
    if on_insert:
        events.append(("insert", "INSERT"))
    for table in tables:
        for name, event in events:
            op.execute(f'CREATE TRIGGER "{area}_{table}_{name}" AFTER {event} ON "{table}" {body}')
