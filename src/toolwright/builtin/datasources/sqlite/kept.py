"""Which reads of a file may be kept, and for how long: until any connection has committed anything to the file.

SQLite itself tells, in a few microseconds (https://www.sqlite.org/pragma.html#pragma_data_version), by the counter that
its own cache of pages relies on. The counter is read before the rows are: what is committed in between makes the next
look see another number, so rows may be newer than what they are kept under but never older.

A statement is kept only when the rows of tables decide what it answers: not when it reads a view, which may ask for the
time or for chance, nor when it calls a function that is not known to answer the same each time.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Sequence
from typing import TypeAlias

from toolwright.builtin.datasources.sqlite.asking import Authorizer
from toolwright.extend.sql.driver import Row
from toolwright.extend.sql.kept import ROOM, KeptRows

Key: TypeAlias = tuple[object, int, str, bytes]

_MOST_NOTED = 10_000
RESTLESS = 16
"""Looks in a row that each found another change: after them so many statements are asked without a look."""
_A_VIEW = "a view"
_STEADY = frozenset(
    {
        "abs", "avg", "bm25", "char", "coalesce", "count", "format", "glob", "group_concat", "hex", "ifnull", "iif",
        "instr", "json", "json_array", "json_array_length", "json_extract", "json_group_array", "json_object",
        "json_quote", "json_type", "json_valid", "length", "like", "lower", "ltrim", "match", "max", "min", "nullif",
        "printf", "replace", "round", "row_number", "rtrim", "sign", "strftime", "substr", "substring", "sum", "total",
        "trim", "tw_floor", "tw_lower", "tw_trim", "tw_upper", "typeof", "unicode", "upper", "->", "->>",
    }
)  # fmt: skip
"""`strftime` is here for the groups of dates, which give it columns; only a text `now` in one would make it differ."""


class Witness:
    """Notes what statements touch when they are prepared, on top of what the authorizer of a connection decides."""

    def __init__(self, usual: Authorizer) -> None:
        self._usual = usual
        self.seen: set[str] = set()

    def __call__(
        self, action: int, first: str | None, second: str | None, database: str | None, via: str | None
    ) -> int:
        """What the authorizer decides."""
        if via is not None:
            self.seen.add(_A_VIEW)
        if action == sqlite3.SQLITE_FUNCTION:
            self.seen.add((second or "").lower())
        if action == sqlite3.SQLITE_PRAGMA and first == "schema_version" and second is None:
            return sqlite3.SQLITE_OK
        return self._usual(action, first, second, database, via)


class KeptReads:
    """The reads of one file that are kept, told by a connection of its own event loop."""

    def __init__(self, connection: sqlite3.Connection, usual: Authorizer) -> None:
        self._connection = connection
        self._witness = Witness(usual)
        connection.set_authorizer(self._witness)
        self._file = object()
        self._asked: dict[int, int] = {}
        self._steady: dict[tuple[str, int], bool] = {}
        self._version = self._changes = self._blind = 0

    def likely_key(self, sql: str, values: Sequence[object]) -> Key | None:
        """`key`, or None while the file changes from one look to the next, so that keeping anything would be in vain.

        The look itself is a tenth of what a quick statement takes. Every so often it is taken anew.
        """
        if self._blind:
            self._blind -= 1
            return None
        key = self.key(sql, values)
        if key is None or key[1] == self._version:
            self._changes = 0
            return key
        self._version = key[1]
        self._changes += 1
        if self._changes >= RESTLESS:
            self._blind, self._changes = RESTLESS, RESTLESS - 2
        return key

    def key(self, sql: str, values: Sequence[object]) -> Key | None:
        """What the answer of a statement is kept under now; None when nobody can tell whether the file has changed."""
        try:
            version = self._number("data_version")
            return self._file, version, sql, marshal.dumps([*values], 2)  # which tells 1, 1.0 and True apart
        except (sqlite3.Error, ValueError):
            return None

    def get(self, key: Key) -> KeptRows | None:
        """The rows kept under a key."""
        return ROOM.get(key)

    def put(self, key: Key, values: Sequence[object], rows: Sequence[Row]) -> Sequence[Row]:
        """The rows, kept when the same was asked before and nothing has changed since.

        Most statements are never asked again, and in a file that changes all the time no answer would be given twice.
        """
        asked, version = hash(key[2:]), key[1]
        if self._asked.get(asked) != version:
            if len(self._asked) >= _MOST_NOTED:
                self._asked.clear()
            self._asked[asked] = version
            return rows
        return ROOM.put(key, rows) if self._is_steady(key[2], values) else rows

    def _is_steady(self, sql: str, values: Sequence[object]) -> bool:
        """Whether the rows of tables alone decide what a statement answers."""
        try:
            schema = self._number("schema_version")
            known = self._steady.get((sql, schema))
            if known is None:
                # A statement that is only explained does not find out that the schema has changed; any other does.
                self._connection.execute("SELECT 1 FROM sqlite_schema LIMIT 0").close()
                self._witness.seen.clear()
                self._connection.execute(f"EXPLAIN /* {schema} */ {sql}", values).close()
                known = self._witness.seen <= _STEADY
                if len(self._steady) >= _MOST_NOTED:
                    self._steady.clear()
                self._steady[sql, schema] = known
        except sqlite3.Error:
            return False
        return known

    def _number(self, pragma: str) -> int:
        (number,) = self._connection.execute(f"PRAGMA {pragma}").fetchone()
        return int(number)
