"""Seal: texts that travel with clients and must not tell them anything.

The version of a row is computed from all its columns. Given in the clear to somebody who may not see one of them, it
would let them try values until the version fits. Identifiers and cursors hold key values, which may be hidden too. For
actors who may see it all the plain form is used, so it stays readable and equal between installations.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

SEALED = "~!"
"""Begins a sealed text. Neither plain versions nor plain identifiers can begin so."""


class Seal:
    """Seals texts under a key that all processes of the installation share. Equal texts seal equally."""

    def __init__(self, key: str) -> None:
        secret = hashlib.blake2b(key.encode(), digest_size=64, person=b"toolwright rows").digest()
        self._cipher = AESSIV(secret)
        tag_key = hashlib.blake2b(secret, digest_size=32, person=b"toolwright tags").digest()
        self._tagging = hashlib.blake2b(digest_size=8, key=tag_key)

    def tag(self, raw: bytes) -> bytes:
        """Eight bytes that only this installation can make for `raw`."""
        tagging = self._tagging.copy()  # the key is worked in already
        tagging.update(raw)
        return tagging.digest()

    def close(self, text: str, *place: str) -> str:
        """The sealed form of `text`, bound to `place`."""
        raw = self._cipher.encrypt(text.encode(), [part.encode() for part in place])
        return SEALED + base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def open(self, sealed: str, *place: str) -> str | None:
        """The text behind a sealed form; None when it was not sealed here for `place`."""
        if not sealed.startswith(SEALED):
            return None
        body = sealed[len(SEALED) :]
        try:
            raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
            return self._cipher.decrypt(raw, [part.encode() for part in place]).decode()
        except (InvalidTag, ValueError):
            return None
