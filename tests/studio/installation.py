"""The installation that tests of the studio use, and who signs in there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EMAIL, PASSWORD = "ada@example.org", "correct horse battery staple"


@dataclass(frozen=True)
class Installation:
    """Where it answers, and a database file beside it."""

    url: str
    home: Path
    database: Path
