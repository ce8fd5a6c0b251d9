"""The vault: what is stored opens only where it belongs, with the key that belongs to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolwright.errors import NotFound, StartRefused, ToolwrightError
from toolwright.store import Database, SecretRepository
from toolwright.vault import KeyRing, Vault


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database."""
    opened = Database(f"sqlite:///{tmp_path / 'toolwright.db'}")
    await opened.open()
    yield opened
    await opened.close()


async def _vault(db: Database) -> Vault:
    vault = Vault(SecretRepository(db), db.home / "secret.key")
    await vault.unlock()
    return vault


async def test_seal_open_list_forget(db: Database) -> None:
    vault = await _vault(db)
    await vault.seal("desk", "sources/erp/password", "hunter2-canary")
    await vault.seal("desk", "sources/erp/key", "")
    await vault.seal("desk", "sources/erpx/key", "ü")
    await vault.seal("other", "sources/erp/password", "theirs")
    assert await vault.open("desk", "sources/erp/password") == "hunter2-canary"
    assert repr(await vault.open("desk", "sources/erp/password")) == "SecretText('…')"
    assert await vault.open("desk", "sources/erpx/key") == "ü"
    assert await vault.names("desk") == ["sources/erp/key", "sources/erp/password", "sources/erpx/key"]
    assert await vault.forget("desk", "sources/erp/") == 2
    with pytest.raises(NotFound):
        await vault.open("desk", "sources/erp/password")
    assert await vault.open("other", "sources/erp/password") == "theirs"
    for file in db.home.iterdir():
        assert b"hunter2-canary" not in file.read_bytes()


async def test_a_moved_or_changed_ciphertext_does_not_open(db: Database) -> None:
    vault = await _vault(db)
    sealed = vault.encrypt("desk", "a", "value")
    for workspace, name in (("desk", "b"), ("other", "a"), ("desk\x00a", ""), ("", "desk\x00a")):
        with pytest.raises(ToolwrightError, match="changed or moved"):
            vault.decrypt(workspace, name, sealed)
    for position in range(len(sealed)):
        touched = bytearray(sealed)
        touched[position] ^= 1
        with pytest.raises(ToolwrightError):
            vault.decrypt("desk", "a", bytes(touched))
    for length in range(len(sealed)):
        with pytest.raises((ToolwrightError, ValueError)):
            vault.decrypt("desk", "a", sealed[:length])


def test_equal_values_have_unequal_ciphertexts(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "secret.key")
    ring.create()
    vault = Vault(SecretRepository(Database("sqlite:///unused")), tmp_path / "secret.key")
    vault._ring.load()
    assert len({vault.encrypt("w", "n", "same") for _ in range(100)}) == 100


@given(st.text(), st.text(), st.text())
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, workspace: str, name: str, value: str) -> None:
    vault = _shared(tmp_path_factory)
    try:
        value.encode(), workspace.encode(), name.encode()
    except UnicodeEncodeError:
        return
    assert vault.decrypt(workspace, name, vault.encrypt(workspace, name, value)) == value


_made: list[Vault] = []


def _shared(factory: pytest.TempPathFactory) -> Vault:
    if not _made:
        path = factory.mktemp("ring") / "secret.key"
        KeyRing(path).create()
        _made.append(Vault(SecretRepository(Database("sqlite:///unused")), path))
        _made[0]._ring.load()
    return _made[0]


async def test_rotation(db: Database) -> None:
    vault, elsewhere = await _vault(db), await _vault(db)
    for number in range(20):
        await vault.seal("desk", f"s{number}", f"value {number}")
    key_file = db.home / "secret.key"
    before = key_file.read_text().split()[1]
    assert await vault.rotate() == 20
    await elsewhere.seal("desk", "late", "sealed by another process")
    assert await elsewhere.open("desk", "s3") == "value 3"
    assert await vault.open("desk", "late") == "sealed by another process"
    assert await vault.rotate() == 21
    assert before not in key_file.read_text(), "the second rotation drops the first key"
    fresh = await _vault(db)
    assert [await fresh.open("desk", f"s{number}") for number in range(20)] == [f"value {n}" for n in range(20)]


async def test_a_rotation_cut_anywhere_leaves_every_secret_readable(db: Database) -> None:
    class Dying(SecretRepository):
        left = 0

        async def replace_all(self, ciphertexts):
            for place, pair in ciphertexts.items():
                if Dying.left == 0:
                    raise KeyboardInterrupt
                Dying.left -= 1
                await super().replace_all({place: pair})

    vault = await _vault(db)
    for number in range(6):
        await vault.seal("desk", f"s{number}", f"value {number}")
    for cut in range(7):
        Dying.left = cut
        dying = Vault(Dying(db), db.home / "secret.key")
        await dying.unlock()
        if cut < 6:
            with pytest.raises(KeyboardInterrupt):
                await dying.rotate()
        else:
            await dying.rotate()
        fresh = await _vault(db)
        assert [await fresh.open("desk", f"s{n}") for n in range(6)] == [f"value {n}" for n in range(6)]


async def test_a_missing_or_wrong_key_stops_the_start(db: Database, tmp_path: Path) -> None:
    await (await _vault(db)).seal("desk", "a", "value")
    key_file = db.home / "secret.key"
    kept = key_file.read_bytes()
    key_file.unlink()
    with pytest.raises(StartRefused, match="is missing, but one secret was sealed"):
        await _vault(db)
    assert not key_file.exists(), "no new key was made"
    KeyRing(key_file).create()
    with pytest.raises(StartRefused, match="sealed with a key that"):
        await _vault(db)
    for content in (b"", b"nonsense", b"00 00", kept[: len(kept) // 2]):
        key_file.write_bytes(content)
        with pytest.raises(StartRefused):
            await _vault(db)
    key_file.write_bytes(kept)
    assert await (await _vault(db)).open("desk", "a") == "value"


async def test_the_key_file_is_private(db: Database) -> None:
    await _vault(db)
    key_file = db.home / "secret.key"
    assert key_file.stat().st_mode & 0o777 == 0o600
    os.chmod(key_file, 0o644)
    with pytest.raises(StartRefused, match="open to other users"):
        await _vault(db)


def test_many_processes_make_one_key(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\nfrom toolwright.vault import KeyRing\nring = KeyRing(pathlib.Path(sys.argv[1]))\n"
        "ring.create(); print(ring.newest[0].hex())"
    )
    path = str(tmp_path / "secret.key")
    makers = [
        subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    assert len({maker.communicate(timeout=120)[0] for maker in makers}) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "secret.key"]
