"""What SQLite's errors mean."""

from __future__ import annotations

import re
import sqlite3

from toolwright.errors import ToolwrightError, UpstreamFault
from toolwright.extend.sql import fault
from toolwright.extend.sql.fault import WriteFault, WriteFaultKind

_COLUMNS = re.compile(r"constraint failed: (.+)$")
_CONSTRAINTS: dict[str, WriteFaultKind] = {
    "SQLITE_CONSTRAINT_UNIQUE": "duplicate",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "duplicate",
    "SQLITE_CONSTRAINT_ROWID": "duplicate",
    "SQLITE_CONSTRAINT_NOTNULL": "not_null",
    "SQLITE_CONSTRAINT_FOREIGNKEY": "foreign_key",
    "SQLITE_CONSTRAINT_CHECK": "check",
    "SQLITE_CONSTRAINT_TRIGGER": "check",
    "SQLITE_CONSTRAINT_DATATYPE": "invalid",
    "SQLITE_READONLY": "read_only",
    "SQLITE_TOOBIG": "too_long",
    "SQLITE_MISMATCH": "invalid",
}
_NO_ROOM = frozenset({"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_WRITE"})
_NOT_KEPT = frozenset({"SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC"})


def write_fault(error: Exception) -> WriteFault | None:
    """What a refused write means."""
    if not isinstance(error, sqlite3.Error):
        return None
    if isinstance(error, sqlite3.DataError):
        return WriteFault("out_of_range")
    name = getattr(error, "sqlite_errorname", "")
    kind = _CONSTRAINTS.get(name) or ("read_only" if name.startswith("SQLITE_READONLY") else None)
    if kind is None:
        return None
    if str(error).startswith("FOREIGN KEY"):  # ON DELETE RESTRICT is kept by a trigger of SQLite's own
        kind = "foreign_key"
    found = _COLUMNS.search(str(error)) if kind in ("duplicate", "not_null", "check") else None
    if kind == "check":
        return WriteFault(kind, (), found[1].strip() if found else None)
    columns = [part.strip().partition(".")[2] for part in found[1].split(",")] if found else []
    return WriteFault(kind, columns)


def said(error: Exception) -> str | None:
    """What SQLite says about a statement that it does not carry out; None for errors of other sorts."""
    if not isinstance(error, sqlite3.Error):
        return None
    name = getattr(error, "sqlite_errorname", "")
    if name in ("", "SQLITE_ERROR", "SQLITE_AUTH", "SQLITE_READONLY", "SQLITE_MISMATCH", "SQLITE_TOOBIG"):
        return f"{error}."
    return f"{error}." if name.startswith("SQLITE_CONSTRAINT") else None


def translate(error: Exception) -> ToolwrightError | None:
    """Our error for one of SQLite's."""
    if not isinstance(error, sqlite3.Error):
        return None
    name, text = getattr(error, "sqlite_errorname", ""), str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return UpstreamFault(
            "Another program is writing to this file.", code="source.busy", hint="Try again.", extra={"transient": True}
        )
    if name in _NO_ROOM:
        return fault.no_room()
    if name in _NOT_KEPT:
        return fault.not_kept()
    if name.startswith("SQLITE_CANTOPEN"):
        return fault.unreachable("The file cannot be opened.", "Check that it exists and may be read.")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return UpstreamFault("The file is not a sound SQLite database.", code="source.corrupt")
    if text.startswith("no such module: fts5"):
        return UpstreamFault(
            "The SQLite of this Python was built without FTS5, which keeps indexes of words.",
            code="source.no_word_index",
            hint="Use a Python whose SQLite has it, or leave `search` out of the tables.",
        )
    if text.startswith(("no such table", "no such column")):
        return fault.schema_changed()
    if name.startswith(("SQLITE_READONLY", "SQLITE_AUTH", "SQLITE_PERM")):
        return fault.no_rights("The file may not be written by the user Toolwright runs as.")
    return fault.refused(transient=name.startswith("SQLITE_IOERR"))
