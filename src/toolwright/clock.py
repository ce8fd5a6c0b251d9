"""The time source. Everything inside is timezone-aware UTC; tests replace `now` here and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)
