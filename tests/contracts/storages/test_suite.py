"""Every file storage passes the suite that plugin authors run: on a disk, and in a bucket of a real object storage."""

from __future__ import annotations

import asyncio
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest

from tests.peers.objects import KEY, SECRET, Bucket
from toolwright.builtin.storages.s3.storage import BucketStore
from toolwright.errors import UpstreamFault
from toolwright.extend.file_storage import FileStorage, FileStore
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.testing.storage_suite import StorageSuite, put_file, whole_file


class TestDisk(StorageSuite):
    @pytest.fixture
    def storage(self) -> FileStorage:
        return installed_kinds().storages.get("disk")

    @pytest.fixture
    def address(self, tmp_path: Path) -> str:
        return f"file://{tmp_path}/kept%20here"

    async def test_a_file_put_just_before_it_is_moved_aside_is_moved_back(
        self, store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = tmp_path / "kept here" / "shop" / "ab" / "abc"
        await put_file(store, tmp_path, "shop/abc", b"content")
        os.utime(kept, (1, 1))
        rename = Path.rename

        def late(path: Path, target: Path) -> Path:
            monkeypatch.setattr(Path, "rename", rename)
            os.utime(kept)  # what a new upload of the same content does
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", late)
        assert not await store.remove("shop/abc", datetime.now(UTC) - timedelta(hours=1))
        assert await whole_file(store, "shop/abc") == b"content"
        assert await store.remove("shop/abc", datetime.now(UTC) + timedelta(hours=1))


@pytest.mark.peer
class TestS3(StorageSuite):
    @pytest.fixture
    def storage(self, monkeypatch: pytest.MonkeyPatch) -> FileStorage:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        return installed_kinds().storages.get("s3")

    @pytest.fixture
    def address(self, bucket: Bucket) -> str:
        return bucket.address(f"t{secrets.token_hex(6)}")

    async def test_a_file_that_goes_while_it_is_put_is_put_again(self, store: FileStore, tmp_path: Path) -> None:
        assert isinstance(store, BucketStore)
        await obstore.put_async(store.bucket, "_removing/shop/abc", b"")  # somebody has looked, and will remove it
        (tmp_path / "x").write_bytes(b"content")
        putting = asyncio.create_task(store.put("shop/abc", tmp_path / "x"))
        async with asyncio.timeout(10):
            while not [one async for one in store.stored("shop")]:  # noqa: ASYNC110  # the storage tells nobody
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        assert not putting.done()
        await obstore.delete_async(store.bucket, "shop/abc")
        await obstore.delete_async(store.bucket, "_removing/shop/abc")
        await putting
        assert await whole_file(store, "shop/abc") == b"content"

    async def test_a_bucket_that_refuses_is_named_without_its_secrets(
        self, storage: FileStorage, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "CANARY-wrong")
        store = storage.open(address, tmp_path)
        (tmp_path / "x").write_bytes(b"x")
        with pytest.raises(UpstreamFault) as refused:
            await store.put("shop/abc", tmp_path / "x")
        assert refused.value.code == "files.bucket_failed"
        assert "CANARY" not in str(refused.value)
        assert (tmp_path / "x").exists()
