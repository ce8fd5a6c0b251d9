"""How credentials are stored: only their SHA-256. They are random, so nothing slower is needed (passwords are not)."""

from __future__ import annotations

import hashlib


def digest(raw: str) -> str:
    """The stored form of a random credential."""
    return hashlib.sha256(raw.encode()).hexdigest()
