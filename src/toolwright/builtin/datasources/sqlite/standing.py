"""Standing: whether a file of internal tables is still the one that was opened.

A workspace may be removed, and another made under its name, by another process. A connection to the old file would go
on to work on it, and what it stores would be gone.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


class FileReplacedError(sqlite3.OperationalError):
    """Another file stands where this one stood, or none."""


class Standing:
    """Remembers which file a path leads to. Asking costs about a microsecond."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._inode = self._present()

    def check(self) -> None:
        """Raise FileReplacedError when it leads to another one by now."""
        if self._present() != self._inode:
            raise FileReplacedError("the file was replaced")

    def _present(self) -> int:
        try:
            return os.stat(self._path).st_ino
        except OSError:
            return 0
