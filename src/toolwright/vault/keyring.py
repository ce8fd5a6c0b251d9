"""The key file: the key-encryption keys of an installation, newest last, readable by its owner alone.

One key a line, `id base64`. The file is only ever replaced whole; during a rotation it holds the old and the new key,
so a crash at any moment leaves every secret readable.
"""

from __future__ import annotations

import base64
import os
import secrets
import tempfile
from pathlib import Path

from toolwright.errors import StartRefused, phrase

KEY_BYTES = 32
ID_BYTES = 8


class KeyRing:
    """The keys in `path`. Reloads itself when asked for a key that another process added."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keys: dict[bytes, bytes] = {}
        self._inode = 0

    @property
    def exists(self) -> bool:
        """Whether the key file is there."""
        return self.path.exists()

    def create(self) -> None:
        """Make the file with one new key, unless it is there. Several processes at once end with the same file."""
        if not self.path.exists():
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")  # mode 0600
            try:
                _fill(handle, [_new_key()])
                os.link(name, self.path)  # fails when another process was first: then its key counts
            except FileExistsError:
                pass
            finally:
                Path(name).unlink(missing_ok=True)
        self.load()

    def load(self) -> None:
        """Read the file. Raises StartRefused when it is missing, unreadable, or open to others."""
        try:
            found = self.path.stat()
            mode, self._inode = found.st_mode, found.st_ino
            lines = self.path.read_text(encoding="ascii").split("\n")
            self._keys = dict(_parse(line) for line in lines if line.strip())
        except (OSError, ValueError) as fault:
            raise StartRefused(
                phrase("The key file {path} cannot be read: {name}.", path=self.path, name=type(fault).__name__),
                code="vault.key_unreadable",
                hint="Restore it from your backup: without it no stored secret can be opened.",
            ) from fault
        if mode & 0o077:
            raise StartRefused(
                phrase("The key file {path} is open to other users of this machine.", path=self.path),
                code="vault.key_exposed",
                hint=phrase("Run: chmod 600 {path}", path=self.path),
            )
        if not self._keys:
            raise StartRefused(phrase("The key file {path} holds no key.", path=self.path), code="vault.key_unreadable")

    @property
    def newest(self) -> tuple[bytes, bytes]:
        """The id and key that seal new secrets, also when another process has just added one."""
        if self.path.stat().st_ino != self._inode:  # the file is replaced, never changed
            self.load()
        return next(reversed(self._keys.items()))

    def get(self, key_id: bytes) -> bytes | None:
        """The key of that id, looking into the file again when it is not known."""
        if key_id not in self._keys:
            self.load()
        return self._keys.get(key_id)

    def add(self) -> bytes:
        """Append a new key, which seals from now on; answers its id."""
        key_id, key = _new_key()
        self._save({**self._keys, key_id: key})
        return key_id

    def drop_older(self) -> None:
        """Drop every key but the newest and the one before it.

        The one before stays until the next rotation: another process may be storing a secret sealed with it just now.
        """
        self._save(dict(list(self._keys.items())[-2:]))

    def _save(self, keys: dict[bytes, bytes]) -> None:
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            _fill(handle, list(keys.items()))
            os.replace(name, self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self.load()


def _new_key() -> tuple[bytes, bytes]:
    return secrets.token_bytes(ID_BYTES), secrets.token_bytes(KEY_BYTES)


def _fill(handle: int, keys: list[tuple[bytes, bytes]]) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(f"{key_id.hex()} {base64.b64encode(key).decode()}\n" for key_id, key in keys)
        file.flush()
        os.fsync(file.fileno())


def _parse(line: str) -> tuple[bytes, bytes]:
    key_id, _, encoded = line.strip().partition(" ")
    key = base64.b64decode(encoded, validate=True)
    if len(key) != KEY_BYTES or len(bytes.fromhex(key_id)) != ID_BYTES:
        raise ValueError("not a key line")
    return bytes.fromhex(key_id), key
