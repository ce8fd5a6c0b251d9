"""What triggers do for each new row of a built-in table, done for a batch of them at once while many are loaded.

A trigger that adds words to an index has SQLite write the index after every row, which takes longer than all else that
an import does. So the triggers of inserts step aside within the transaction of a load, and what they would have done is
one statement for each batch; they are back before it is committed, and an undone load leaves them as they were. That is
for triggers that we made ourselves and that read nothing but the row: a table with any other is loaded row by row.
"""

from __future__ import annotations

import re

from toolwright.extend.sql.ddl import ID
from toolwright.extend.sql.driver import AtOnce, Session

_MADE = re.compile(
    r'CREATE TRIGGER (?P<name>"_tw_\w+") AFTER INSERT ON (?P<table>"\w+") BEGIN '
    r'(?P<into>INSERT INTO "_tw_\w+" \([^()]*\)) '
    r'(?:VALUES \((?P<values>[^()]*)\)|SELECT (?P<chosen>[^;]*) FROM (?P<source>"_tw_\w+")); END'
)
_OF_INSERT = re.compile(r"\bINSERT\s+ON\b", re.IGNORECASE)
_COLUMN_OF_SOURCE = re.compile(r'(?<!\.)"\w+"')


class TriggersAtOnce(AtOnce):
    """See the module."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._triggers: list[str] = []
        self._statements: list[str] = []
        self._last: int | None = None

    async def begin(self, session: Session, count: int) -> None:
        if count == 0 or self._last is not None:  # a file of one batch is not worth a change of the schema
            return
        sql = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? ORDER BY rowid"
        known = [str(text) for (text,) in await session.fetch(sql, (self._table,), 1 << 20)]
        triggers = [text for text in known if _OF_INSERT.search(text)]
        found = [made for made in map(_MADE.fullmatch, triggers) if made is not None]
        self._last = await last_id(session, self._table)
        if len(found) < len(triggers) or any(made["table"] != f'"{self._table}"' for made in found):
            return
        self._triggers, self._statements = triggers, list(map(_for_all, found))
        for made in found:
            await session.execute(f"DROP TRIGGER {made['name']}", ())

    async def follow(self, session: Session) -> None:
        for sql in self._statements:
            await session.execute(sql, (self._last,))
        if self._statements:
            self._last = await last_id(session, self._table)

    async def end(self, session: Session) -> None:
        for sql in self._triggers:
            await session.execute(sql, ())


async def last_id(session: Session, table: str) -> int:
    """The greatest id that a row of a built-in table has or had."""
    name = table.replace('"', '""')
    greatest = f'SELECT max("{ID}") FROM "{name}"'  # noqa: S608  # quoted
    sql = f"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0), coalesce(({greatest}), 0)"  # noqa: S608  # as above
    return max(int(str(cell)) for cell in (await session.fetch(sql, (table,), 1000))[0])


def _for_all(made: re.Match[str]) -> str:
    """What a trigger does, for all rows after some id, in their order."""
    tables = f"{made['table']} AS NEW"
    chosen = made["values"]
    if chosen is None:  # the rows may have columns that are called as those of the other table
        tables = f"{made['source']}, {tables}"
        chosen = _COLUMN_OF_SOURCE.sub(lambda name: f"{made['source']}.{name[0]}", made["chosen"])
    return f'{made["into"]} SELECT {chosen} FROM {tables} WHERE NEW."{ID}" > ? ORDER BY NEW."{ID}"'  # noqa: S608  # ours
