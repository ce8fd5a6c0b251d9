"""Bringing a database file to the layout this release needs: whole steps in one transaction, or nothing.

A new file is made from `layout.sql`, which is what the migrations arrive at (a test holds them equal); an older one is
upgraded step by step with Alembic.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from toolwright.errors import StartRefused

LAYOUT_SQL = Path(__file__).parent / "layout.sql"

VERSIONS = Path(__file__).parent / "migrations" / "versions"
LAYOUTS = sorted(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def layout(path: Path) -> str | None:
    """The layout number a database file has, or None for an empty one."""
    with closing(sqlite3.connect(path, timeout=30)) as raw:
        return _layout(raw)


def migrate(path: Path) -> bool:
    """Bring the file to the newest layout; answers whether anything changed. Raises StartRefused on a newer file."""
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as raw:
        found = _layout(raw)
        if found is None:
            return _begin_anew(raw)
    if found == LAYOUTS[-1]:
        return False
    refuse_newer(f"The database {path}", found)
    importlib.import_module("toolwright.store.upgrade").upgrade(path)  # see there why it is not loaded always
    return True


def refuse_newer(database: str, found: str | None) -> None:
    """Raise StartRefused for a layout that this release does not know."""
    if found is not None and found not in LAYOUTS:
        raise StartRefused(
            f"{database} was written by a newer release (layout {found}, this one knows {LAYOUTS[-1]}).",
            code="store.newer_layout",
            hint="Start the newer release again, or restore a backup made by this one.",
        )


def schema_sql(raw: sqlite3.Connection) -> str:
    """The statements that make the tables, indexes and triggers of a database, and its first rows of counters."""
    statements = [
        row[0]
        for row in raw.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name"
        )
    ]
    for (area,) in raw.execute('SELECT area FROM "change"'):
        statements.append(f"INSERT INTO \"change\" VALUES ('{area}', 0)")  # noqa: S608  # our own literals
    statements.append(f"INSERT INTO alembic_version VALUES ('{_layout(raw)}')")  # noqa: S608  # as above
    return "".join(f"{statement.strip()};\n" for statement in statements)


def _begin_anew(raw: sqlite3.Connection) -> bool:
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("BEGIN IMMEDIATE")
    if _layout(raw) is not None:  # another process was first
        raw.execute("ROLLBACK")
        return False
    for statement in _statements(LAYOUT_SQL.read_text(encoding="utf-8")):
        raw.execute(statement)
    raw.execute("COMMIT")
    return True


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger holds semicolons of its own, which SQLite can tell apart."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _layout(raw: sqlite3.Connection) -> str | None:
    present = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone() if present else None
    return row[0] if row else None
