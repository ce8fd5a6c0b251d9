"""Bringing a database file to the layout this release needs: whole steps in one transaction, or nothing."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from toolwright.errors import StartRefused

_FOLDER = Path(__file__).parent / "migrations"
_KNOWN = sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py"))


def layout(path: Path) -> str | None:
    """The layout number a database file has, or None for an empty one."""
    with sqlite3.connect(path, timeout=30) as raw:
        present = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone() if present else None
    raw.close()
    return row[0] if row else None


def migrate(path: Path) -> bool:
    """Bring the file to the newest layout; answers whether anything changed. Raises StartRefused on a newer file."""
    found = layout(path)
    if found == _KNOWN[-1]:
        return False
    if found is not None and found not in _KNOWN:
        raise StartRefused(
            f"The database {path} was written by a newer release (layout {found}, this one knows {_KNOWN[-1]}).",
            code="store.newer_layout",
            hint="Start the newer release again, or restore a backup made by this one.",
        )
    engine = _engine(path)
    try:
        # BEGIN IMMEDIATE below makes a second process wait here and then find nothing left to do.
        with engine.begin() as connection:
            _upgrade(connection)
    finally:
        engine.dispose()
    return True


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _connect(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # ours to begin: the driver would leave DDL outside the transaction
        cursor = raw.cursor()
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(config, "head")
