"""Triggers that raise the counter of an area whenever one of its tables changes, whoever changes it."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

_RAISE = "UPDATE \"change\" SET value = value + 1 WHERE area = '{area}';"


def watch(area: str, *tables: str, update_of: Sequence[str] = (), on_insert: bool = True) -> None:
    """Raise `area` on insert (unless told otherwise), delete and update (of `update_of` only, when given)."""
    op.execute(f"INSERT OR IGNORE INTO \"change\" (area, value) VALUES ('{area}', 0)")  # noqa: S608  # our own literals
    body = _RAISE.format(area=area)
    columns = f" OF {', '.join(update_of)}" if update_of else ""
    events = [("delete", "DELETE"), ("update", f"UPDATE{columns}")]
    if on_insert:
        events.append(("insert", "INSERT"))
    for table in tables:
        for name, event in events:
            op.execute(f'CREATE TRIGGER "{area}_{table}_{name}" AFTER {event} ON "{table}" BEGIN {body} END')
