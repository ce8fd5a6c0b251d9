"""A table of a SQLite file as a source of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from toolwright.errors import InvalidInput, did_you_mean, phrase
from toolwright.exchange.contract import MAX_CELL, Block, Reader, ReadOptions, Row, checked_headers, gathered, malformed

_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
    "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
)


class SqliteFileReader(Reader):
    """See the module."""

    is_text = False

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self._path = path
        with self._open() as connection:
            names = [str(name) for (name,) in connection.execute(_TABLES)]
            self._table = _chosen(names, options.sheet)
            cursor = connection.execute(f"SELECT * FROM {_quoted(self._table)} LIMIT 0")  # noqa: S608  # quoted
            self.headers = checked_headers([column[0] for column in cursor.description])
        self.facts = {"sheet": self._table, "sheets": names}

    def blocks(self) -> Iterator[Block]:
        """The rows from the start."""
        return gathered(len(self.headers), self._rows())

    def close(self) -> None:
        """Nothing stays open."""

    def _rows(self) -> Iterator[tuple[int, Row]]:
        with self._open() as connection:
            yield from enumerate(connection.execute(f"SELECT * FROM {_quoted(self._table)}"), 1)  # noqa: S608  # quoted

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        address = f"file:{quote(str(self._path))}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True, check_same_thread=False)) as connection:
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL)
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.set_authorizer(_authorize)
                yield connection
        except (sqlite3.Error, UnicodeDecodeError) as wrong:
            raise malformed(phrase("The SQLite file cannot be read: {wrong}.", wrong=wrong)) from wrong


def _authorize(action: int, *_: object) -> int:
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _chosen(names: list[str], wanted: str | None) -> str:
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted not in names:
        what = (
            phrase("There is no table '{wanted}' in the file.", wanted=wanted[:100])
            if wanted
            else "The file holds several tables."
        )
        hint = did_you_mean(wanted or "", names) if names else "It holds none at all."
        raise InvalidInput(what, code="import.no_sheet", hint=hint, extra={"sheets": names})
    return wanted
