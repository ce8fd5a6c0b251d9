"""Identifiers: sortable by time of creation, safe in URLs, files and HTML."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no i, l, o, u
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)


def new_id() -> str:
    """A new 26-character identifier: 48 bits of milliseconds, then 80 random bits (the layout of ULID)."""
    value = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in range(120, -1, -10)])


def new_secret(size_bytes: int = 32) -> str:
    """A URL-safe random secret of `size_bytes` bytes of entropy."""
    return secrets.token_urlsafe(size_bytes)
