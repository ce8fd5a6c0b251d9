"""Running the migrations with Alembic. Loaded only when there is something to migrate: importing it costs 0.3 s."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(path: Path, to: str = "head") -> None:
    """Bring the file to the newest layout, or to that of number `to`, in one transaction."""
    engine = _engine(path)
    try:
        # BEGIN IMMEDIATE below makes a second process wait here and then find nothing left to do.
        with engine.begin() as connection:
            run_migrations(connection, to)
    finally:
        engine.dispose()


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


def run_migrations(connection: Connection, to: str = "head") -> None:
    """Bring the data behind a connection to that layout, in its running transaction."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(config, to)
