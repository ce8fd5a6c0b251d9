"""The database of the row measurements: 100,000 tickets of nine columns with the index its list needs."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

ROWS = 100_000


def build(path: Path, rows: int = ROWS) -> None:
    """Write the database. The same rows each time; about 42 % match the list's filter in a pair of columns."""
    chance = random.Random(1)
    start = datetime(2026, 1, 1, 8)  # noqa: DTZ001  # SQLite keeps naive times
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE TABLE ticket (id INTEGER PRIMARY KEY, number VARCHAR(12) NOT NULL, title VARCHAR(160) NOT NULL, "
        "status VARCHAR(20) NOT NULL, priority VARCHAR(10) NOT NULL, assignee VARCHAR(60), amount DECIMAL(10,2), "
        "created_at DATETIME NOT NULL, note TEXT)"
    )
    connection.executemany(
        "INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                f"TCK-{number:06d}",
                f"Ticket number {number} about {chance.choice(('mail', 'printing', 'network', 'accounts'))}",
                "open" if chance.random() < 0.65 else "closed",
                "high" if chance.random() < 0.65 else "low",
                f"agent{number % 40}",
                round(chance.random() * 1000, 2),
                (start + timedelta(seconds=number * 37)).isoformat(sep=" "),
                "x" * chance.randint(80, 160),
            )
            for number in range(1, rows + 1)
        ),
    )
    connection.execute("CREATE INDEX ticket_list ON ticket (status, priority, created_at DESC, id)")
    connection.execute("CREATE INDEX ticket_new ON ticket (created_at DESC, id)")
    connection.commit()
    connection.execute("ANALYZE")
    connection.close()


_CHANGING = """
import random, sqlite3, sys, time
listed = sys.argv[1] == "listed"
files = [sqlite3.connect(path, isolation_level=None) for path in sys.argv[2:]]
for file in files:
    file.execute("PRAGMA synchronous = OFF")
pairs = [(status, priority) for status in ("open", "closed") for priority in ("high", "low")]
first = "SELECT id FROM ticket WHERE status = ? AND priority = ? ORDER BY created_at DESC, id LIMIT 50"
ids = [row[0] for pair in pairs for row in files[0].execute(first, pair)]
if not listed:
    ids = [row[0] for row in files[0].execute("SELECT id FROM ticket")]
while True:
    changed = random.choice(ids)
    for file in files:
        file.execute("UPDATE ticket SET note = CASE note WHEN 'a' THEN 'b' ELSE 'a' END WHERE id = ?", (changed,))
    time.sleep(0.0005)
"""


@contextmanager
def changing(databases: Sequence[Path], which: Literal["any", "listed"]) -> Iterator[None]:
    """Another process changes some thousand rows a second until the block ends: any, or those on the pages listed."""
    with subprocess.Popen([sys.executable, "-c", _CHANGING, which, *map(str, databases)]) as process:
        try:
            yield
        finally:
            process.terminate()
