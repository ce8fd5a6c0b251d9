"""The contract of a file storage as tests. Plugin authors run the same suite:

    class TestVault(StorageSuite):
        @pytest.fixture
        def address(self) -> str: ...       # of an empty place
        @pytest.fixture
        def storage(self) -> FileStorage: ...

Runs with pytest, asyncio mode `auto`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from toolwright.errors import InvalidInput, NotFound
from toolwright.extend.file_storage import FileStorage, FileStore

WRONG_KEYS = ("../evil", "shop/../../evil", "shop/..", "Shop/abc", "shop/a/b", "/etc/passwd", "shop/\0", "shop")


class StorageSuite:
    """Subclass it with the storage and an address."""

    @pytest.fixture
    async def store(self, storage: FileStorage, address: str, tmp_path: Path) -> AsyncIterator[FileStore]:
        """The store at the address."""
        made = storage.open(address, tmp_path)
        yield made
        await made.close()

    async def test_content_comes_back(self, store: FileStore, tmp_path: Path) -> None:
        """Whole and in part, large and small, put once or twice."""
        large = os.urandom(9_000_000)
        for key, content in (("shop/abc", large), ("shop/small", b"x"), ("shop/abc", large), ("other/abc", b"other")):
            await put_file(store, tmp_path, key, content)
        assert await whole_file(store, "shop/abc") == large
        assert await whole_file(store, "shop/abc", 5, 600_000) == large[5:600_000]
        assert await whole_file(store, "shop/abc", 8_999_990) == large[-10:]
        assert await whole_file(store, "shop/small", 0, 0) == b""
        async with store.local("shop/abc") as path:
            assert await asyncio.to_thread(path.read_bytes) == large
        assert sorted([(one.key, one.size) async for one in store.stored("shop")]) == [
            ("shop/abc", len(large)),
            ("shop/small", 1),
        ]
        assert await store.folders() == ["other", "shop"]

    async def test_what_is_not_there_is_missing(self, store: FileStore) -> None:
        """So is what a key cannot name."""
        for key in ("shop/nothing", *WRONG_KEYS):
            with pytest.raises(NotFound) as missing:
                await whole_file(store, key)
            assert missing.value.code == "file.lost"
        assert [one async for one in store.stored("nothing")] == []

    async def test_only_what_is_old_enough_is_removed(self, store: FileStore, tmp_path: Path) -> None:
        """Removing what is gone is no error."""
        await put_file(store, tmp_path, "shop/abc", b"content")
        now = datetime.now(UTC)
        assert not await store.remove("shop/abc", now - timedelta(hours=1))
        assert await whole_file(store, "shop/abc") == b"content"
        for _ in range(2):
            assert await store.remove("shop/abc", now + timedelta(hours=1))
        with pytest.raises(NotFound):
            await whole_file(store, "shop/abc")

    async def test_what_is_put_again_while_it_is_removed_stays(self, store: FileStore, tmp_path: Path) -> None:
        """Whatever the order of the steps of both, a file that was put anew is there when both are done."""
        keys = [f"shop/k{number}" for number in range(12)]
        for key in keys:
            await put_file(store, tmp_path, key, b"same")
        await asyncio.sleep(2.2)  # some storages know the age of a file in whole seconds
        before = datetime.now(UTC) - timedelta(seconds=1)

        async def put(key: str) -> None:
            source = tmp_path / key.replace("/", "-")
            await asyncio.to_thread(source.write_bytes, b"same")
            await store.put(key, source)

        for few in (keys[:6], keys[6:]):
            await asyncio.gather(*(work for key in few for work in (store.remove(key, before), put(key))))
        for key in keys:
            assert await whole_file(store, key) == b"same", key

    def test_addresses_that_cannot_be_meant_are_refused(self, storage: FileStorage, tmp_path: Path) -> None:
        """With a code an operator can look up."""
        for scheme in storage.schemes:
            for wrong in (f"{scheme}://host name/x", f"{scheme}://a/b?nonsense=1"):
                with pytest.raises(InvalidInput) as refused:
                    storage.open(wrong, tmp_path)
                assert refused.value.code == "files.bad_address"


async def put_file(store: FileStore, folder: Path, key: str, content: bytes) -> None:
    """Put content under a key, by way of a file in the folder."""
    source = folder / "incoming"
    await asyncio.to_thread(source.write_bytes, content)
    await store.put(key, source)
    assert not source.exists()


async def whole_file(store: FileStore, key: str, start: int = 0, end: int | None = None) -> bytes:
    """What the store has under a key."""
    return b"".join([piece async for piece in store.read(key, start, end)])
