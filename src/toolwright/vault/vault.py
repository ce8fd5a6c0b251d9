"""Sealing and opening secrets: AES-256-GCM with a data key for each secret, wrapped by the key file's key.

Layout of a ciphertext: version (1 byte) · key id (8) · nonce (12) · wrapped data key (48) · nonce (12) · sealed text.
Both layers are bound to (workspace, name), so a ciphertext moved to another place does not open.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from toolwright.errors import NotFound, StartRefused, ToolwrightError, phrase, phrase_of
from toolwright.model.base import SecretText
from toolwright.vault.keyring import ID_BYTES, KEY_BYTES, KeyRing

_VERSION = b"\x01"
_NONCE = 12
_TAG = 16
_WRAPPED = KEY_BYTES + _TAG
_HEAD = 1 + ID_BYTES


class SealedRecords(Protocol):
    """Where ciphertexts are kept."""

    async def get(self, workspace: str, name: str) -> bytes | None: ...
    async def put(self, workspace: str, name: str, ciphertext: bytes) -> None: ...
    async def put_first(self, workspace: str, name: str, ciphertext: bytes) -> bytes: ...
    async def replace_all(self, ciphertexts: Mapping[tuple[str, str], tuple[bytes, bytes]]) -> None: ...
    async def all(self) -> dict[tuple[str, str], bytes]: ...
    async def names(self, workspace: str) -> list[str]: ...
    async def remove(self, workspace: str, prefix: str) -> int: ...


class Vault:
    """Secrets by (workspace, name). Call `unlock` once before anything else."""

    def __init__(self, records: SealedRecords, key_file: Path) -> None:
        self._records = records
        self._ring = KeyRing(key_file)

    async def unlock(self) -> None:
        """Load the key file, or make it in a new installation. Raises StartRefused when a needed key is missing."""
        sealed = await self._records.all()
        if not self._ring.exists and sealed:
            raise StartRefused(
                phrase_of(
                    len(sealed),
                    "The key file {path} is missing, but one secret was sealed with it.",
                    "The key file {path} is missing, but {sealed} secrets were sealed with it.",
                    path=self._ring.path,
                    sealed=len(sealed),
                ),
                code="vault.key_missing",
                hint="Restore it from your backup: without it no stored secret can be opened.",
            )
        self._ring.create()
        lost = [place for place, ciphertext in sealed.items() if self._ring.get(_key_id(ciphertext)) is None]
        if lost:
            raise StartRefused(
                phrase_of(
                    len(lost),
                    "One stored secret was sealed with a key that {path} does not hold.",
                    "{lost} stored secrets were sealed with a key that {path} does not hold.",
                    lost=len(lost),
                    path=self._ring.path,
                ),
                code="vault.key_wrong",
                hint="Restore the key file that belongs to this database.",
            )

    async def seal(self, workspace: str, name: str, value: str) -> None:
        """Encrypt and store, replacing what was there."""
        await self._records.put(workspace, name, self.encrypt(workspace, name, value))

    async def seal_first(self, workspace: str, name: str, value: str) -> SecretText:
        """Encrypt and store unless there is one already; answers the one that counts."""
        stored = await self._records.put_first(workspace, name, self.encrypt(workspace, name, value))
        return self.decrypt(workspace, name, stored)

    async def open(self, workspace: str, name: str) -> SecretText:
        """The plain text. Raises NotFound when nothing is stored under that name."""
        ciphertext = await self._records.get(workspace, name)
        if ciphertext is None:
            raise NotFound(
                phrase("There is no secret '{name}'.", name=name), code="vault.no_secret", hint="Enter its value again."
            )
        return self.decrypt(workspace, name, ciphertext)

    async def names(self, workspace: str) -> list[str]:
        """The names of all secrets of a workspace, sorted."""
        return await self._records.names(workspace)

    async def forget(self, workspace: str, name: str) -> int:
        """Remove a secret, or all whose name begins with `name` when it ends in `/`; answers how many."""
        return await self._records.remove(workspace, name)

    def encrypt(self, workspace: str, name: str, value: str) -> bytes:
        """The ciphertext to store at that place: for those who store it in a transaction of their own."""
        key_id, key = self._ring.newest
        data_key = AESGCM.generate_key(bit_length=KEY_BYTES * 8)
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(data_key).encrypt(nonce, value.encode(), _bound(b"value", workspace, name))
        return _wrap(key_id, key, data_key, workspace, name) + nonce + sealed

    def decrypt(self, workspace: str, name: str, ciphertext: bytes) -> SecretText:
        """The plain text of a ciphertext stored at that place. Raises when it was changed or moved."""
        data_key = self._unwrap(workspace, name, ciphertext)
        start = _HEAD + _NONCE + _WRAPPED
        nonce, sealed = ciphertext[start : start + _NONCE], ciphertext[start + _NONCE :]
        try:
            return SecretText(AESGCM(data_key).decrypt(nonce, sealed, _bound(b"value", workspace, name)).decode())
        except InvalidTag as fault:
            raise _tampered(name) from fault

    async def rotate(self) -> int:
        """Seal every secret under a new key; answers how many. Safe to repeat after a crash at any moment.

        The key before the new one stays in the file until the next rotation; after a leak, rotate twice.
        """
        self._ring.load()
        newest = self._ring.add()
        for _ in range(100):
            outdated = {
                place: ciphertext
                for place, ciphertext in (await self._records.all()).items()
                if _key_id(ciphertext) != newest
            }
            if not outdated:
                break
            await self._records.replace_all(
                {place: (old, self._rewrapped(*place, old)) for place, old in outdated.items()}
            )
        else:
            raise ToolwrightError("Secrets kept changing during the rotation.", code="vault.rotation_unfinished")
        self._ring.drop_older()
        return len(await self._records.all())

    def _rewrapped(self, workspace: str, name: str, ciphertext: bytes) -> bytes:
        data_key = self._unwrap(workspace, name, ciphertext)
        return _wrap(*self._ring.newest, data_key, workspace, name) + ciphertext[_HEAD + _NONCE + _WRAPPED :]

    def _unwrap(self, workspace: str, name: str, ciphertext: bytes) -> bytes:
        key = self._ring.get(_key_id(ciphertext)) if ciphertext[:1] == _VERSION else None
        if key is None:
            raise ToolwrightError(
                phrase("The secret '{name}' was sealed with a key that is not here.", name=name),
                code="vault.key_wrong",
                hint="Restore the key file, or enter the secret again.",
            )
        nonce, wrapped = ciphertext[_HEAD : _HEAD + _NONCE], ciphertext[_HEAD + _NONCE : _HEAD + _NONCE + _WRAPPED]
        try:
            return AESGCM(key).decrypt(nonce, wrapped, _bound(b"key", workspace, name))
        except InvalidTag as fault:
            raise _tampered(name) from fault


def _key_id(ciphertext: bytes) -> bytes:
    return ciphertext[1:_HEAD]


def _wrap(key_id: bytes, key: bytes, data_key: bytes, workspace: str, name: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return _VERSION + key_id + nonce + AESGCM(key).encrypt(nonce, data_key, _bound(b"key", workspace, name))


def _bound(purpose: bytes, workspace: str, name: str) -> bytes:
    return b"\x00".join((b"toolwright", purpose, workspace.encode(), name.encode()))


def _tampered(name: str) -> ToolwrightError:
    return ToolwrightError(
        phrase("The stored secret '{name}' was changed or moved and does not open.", name=name),
        code="vault.tampered",
        hint="Enter its value again.",
    )
