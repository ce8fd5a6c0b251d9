"""The marker file `installation.json`: which database belongs here, so that none is begun anew beside lost data."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from pathlib import Path

from toolwright import clock
from toolwright.errors import StartRefused

MARKER = "installation.json"
MOVED_TO = "moved_to"
"""What a database says, beside whose it is, when its data went elsewhere."""
_COMPANIONS = (MARKER, "secret.key", "files")
"""What a home holds beside its database: any of them without the database means that the database went missing."""


def check_home(home: Path, database: str, *, expect_existing: bool) -> None:
    """Raise StartRefused when this home should have a database; it has none. `database` names it for people."""
    left = [name for name in _COMPANIONS if (home / name).exists()]
    if left or expect_existing:
        because = f"{', '.join(left)} is there" if left else "TOOLWRIGHT_EXPECT_EXISTING is set"
        raise StartRefused(
            f"{database} is missing or empty, although {because}: an installation lived here.",
            code="store.data_missing",
            hint="Mount the right volume or restore a backup. To begin anew on purpose, use an empty directory.",
        )


def check_owner(home: Path, database: str, found: str | None, moved_to: str | None) -> None:
    """Raise StartRefused when the data of a database, which is `found`'s, is somebody else's or went elsewhere."""
    if moved_to is not None:
        raise StartRefused(
            f"What was in {database} was moved to {moved_to}.",
            code="store.moved",
            hint="Set TOOLWRIGHT_DATABASE_URL to where it is now, or leave it out for files in the home.",
        )
    marker = home / MARKER
    if not marker.exists():
        return
    try:
        expected = json.loads(marker.read_text(encoding="utf-8"))["installation"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StartRefused(
            f"{marker} cannot be read.",
            code="store.bad_marker",
            hint="If the database beside it is the right one, remove this file: it is written again.",
        ) from fault
    if found is not None and found != expected:
        raise StartRefused(
            f"{database} belongs to installation {found}, but this directory belongs to {expected}.",
            code="store.wrong_installation",
            hint=f"Put the right database back. If this one is right, remove {marker}.",
        )


def mark_home(home: Path, database: str, installation: str) -> None:
    """Write the marker when it is missing."""
    marker = home / MARKER
    if marker.exists():
        return
    content = {"installation": installation, "database": database, "marked_at": str(clock.now())}
    write_atomically(marker, json.dumps(content, indent=2).encode() + b"\n", mode=0o644)


def write_atomically(path: Path, content: bytes, *, mode: int) -> None:
    """Replace a file so that any reader, and any crash, sees the old or the new content whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def in_file(database: Path, key: str) -> str | None:
    """What a SQLite file says under `key` of the installation it belongs to."""
    with sqlite3.connect(database, timeout=30) as raw:
        present = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'installation'").fetchone()
        row = raw.execute("SELECT value FROM installation WHERE key = ?", (key,)).fetchone() if present else None
    raw.close()
    return row[0] if row else None


def put_in_file(database: Path, installation: str) -> str:
    """The installation whose data a SQLite file holds; that of a new file is `installation` from now on."""
    with sqlite3.connect(database, timeout=30) as raw:
        raw.execute("INSERT OR IGNORE INTO installation (key, value) VALUES ('id', ?)", (installation,))
    raw.close()
    found = in_file(database, "id")
    assert found is not None  # noqa: S101  # it was just put there
    return found
