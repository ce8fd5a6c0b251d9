"""Files in a bucket.

A bucket cannot rename, so a removal is announced first: a mark says that the file is about to go. Whoever puts a file
looks for the mark afterwards, waits until it is gone, and puts the file again if it went with it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from toolwright.errors import InvalidInput, NotFound, UpstreamFault
from toolwright.extend.file_storage import CHUNK_BYTES, FileStorage, FileStore, StoredFile

logger = logging.getLogger(__name__)
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}/[a-z0-9][a-z0-9_-]{1,199}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_MARKS = "_removing"
MARK_COUNTS = timedelta(minutes=10)
"""A mark that is older was left by a process that is gone."""
PAUSE_S = 0.2
_PART_BYTES = 8 << 20
_RETRY: dict[str, Any] = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}  # Any: obstore's own form
_CLIENT: dict[str, Any] = {"allow_http": True, "timeout": "60 seconds", "connect_timeout": "5 seconds"}  # Any: as above


class S3(FileStorage):
    """See the module."""

    kind, title, schemes = "s3", "S3", ("s3",)

    def open(self, address: str, home: Path) -> FileStore:
        """Over `s3://bucket/folder?region=…&endpoint=…`, with the credentials of the environment."""
        parts = urlsplit(address)
        options = dict(parse_qsl(parts.query))
        if not _BUCKET.fullmatch(parts.netloc) or not set(options) <= {"region", "endpoint"} or parts.fragment:
            raise InvalidInput(
                "The bucket of files must be given as s3://bucket/folder?region=…&endpoint=….",
                code="files.bad_address",
                hint="Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            )
        prefix = unquote(parts.path).strip("/") or None
        region = options.get("region", "us-east-1")
        given: Mapping[str, Any] = {"endpoint": options["endpoint"]} if "endpoint" in options else {}  # Any: obstore's
        store = S3Store(
            parts.netloc,
            prefix=prefix,
            region=region,
            virtual_hosted_style_request="endpoint" not in options,
            client_options=_CLIENT,  # type: ignore[arg-type]  # obstore's own form
            retry_config=_RETRY,  # type: ignore[arg-type]  # as above
            **given,
        )
        return BucketStore(store)


@dataclass(frozen=True, slots=True)
class BucketStore(FileStore):
    """See the module."""

    bucket: S3Store

    async def put(self, key: str, source: Path) -> None:
        """See the contract."""
        _check(key)
        try:
            while True:
                await obstore.put_async(self.bucket, key, source, chunk_size=_PART_BYTES, max_concurrency=3)
                while await self._is_marked(key):  # noqa: ASYNC110  # another process removes it
                    await asyncio.sleep(PAUSE_S)  # another process removes the mark
                if await self._head(key) is not None:
                    break
        except BaseError as fault:
            raise _failed(fault) from fault
        await asyncio.to_thread(source.unlink, missing_ok=True)

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See the contract."""
        _check(key)
        if end is not None and end <= start:
            return
        try:
            options: Any = {"range": (start, end) if end is not None else {"offset": start}}  # Any: obstore's own form
            found = await obstore.get_async(self.bucket, key, options=options if start or end is not None else None)
            async for piece in found.stream(min_chunk_size=CHUNK_BYTES):
                yield bytes(piece)
        except FileNotFoundError as fault:
            raise NotFound("The content of this file is not there any more.", code="file.lost") from fault
        except BaseError as fault:
            raise _failed(fault) from fault

    async def stored(self, folder: str) -> AsyncIterator[StoredFile]:
        """See the contract."""
        try:
            async for batch in obstore.list(self.bucket, prefix=f"{folder}/", chunk_size=1000):
                for one in batch:
                    yield StoredFile(one["path"], one["size"], one["last_modified"])
        except BaseError as fault:
            raise _failed(fault) from fault

    async def folders(self) -> list[str]:
        """See the contract."""
        try:
            found = await obstore.list_with_delimiter_async(self.bucket)
        except BaseError as fault:
            raise _failed(fault) from fault
        return sorted(name for name in map(str, found["common_prefixes"]) if not name.startswith("_"))

    async def remove(self, key: str, before: datetime) -> bool:
        """See the contract."""
        _check(key)
        mark = f"{_MARKS}/{key}"
        try:
            await obstore.put_async(self.bucket, mark, b"")
            at = await self._head(key)
            is_old = at is None or at < before
            if at is not None and is_old:
                with suppress(FileNotFoundError):
                    await obstore.delete_async(self.bucket, key)
            await obstore.delete_async(self.bucket, mark)
        except BaseError as fault:
            raise _failed(fault) from fault
        return is_old

    async def _is_marked(self, key: str) -> bool:
        at = await self._head(f"{_MARKS}/{key}")
        return at is not None and datetime.now(UTC) - at < MARK_COUNTS

    async def _head(self, path: str) -> datetime | None:
        try:
            return (await obstore.head_async(self.bucket, path))["last_modified"]
        except FileNotFoundError:
            return None


def _check(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise NotFound("There is no such file.", code="file.lost")


def _failed(fault: BaseError) -> UpstreamFault:
    """The bucket's refusal in our words; what it said itself stands in the log."""
    logger.warning("the bucket of files failed: %s: %s", type(fault).__name__, str(fault)[:500])
    return UpstreamFault(
        "The bucket that holds the files did not do what was asked.",
        code="files.bucket_failed",
        hint="See the server's log; check the address, the credentials and the bucket.",
        extra={"transient": True, "cause": type(fault).__name__},
    )
