"""Write `store/layout.sql`, what the migrations arrive at. Run it after adding a migration; a test compares."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from toolwright.store.migrate import LAYOUT_SQL, schema_sql
from toolwright.store.upgrade import upgrade

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "layout.db"
    upgrade(path)
    with closing(sqlite3.connect(path)) as raw:
        LAYOUT_SQL.write_text(schema_sql(raw), encoding="utf-8")
