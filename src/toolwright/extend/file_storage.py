"""The contract of a file storage: where the content of files lies, by a key that is made from the content.

A `FileStorage` is stateless and describes itself; `open` gives a `FileStore` over an address, one per process, which
holds whatever connection it needs. The same key always means the same bytes, so putting what is there already changes
nothing but its age. Nothing is held whole in memory. Keys are `<folder>/<name>`, both of small letters, digits, `_`
and `-`; a folder belongs to one workspace.
"""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from toolwright.errors import NotFound

CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What a storage holds: `at` is when it was put last."""

    key: str
    size: int
    at: datetime


class FileStore(ABC):
    """Where files are. Safe for concurrent use from one event loop, and from several processes."""

    @abstractmethod
    async def put(self, key: str, source: Path) -> None:
        """Store a finished local file under the key: it is there for good when this returns. `source` is used up.

        Raises Unavailable (`files.full`) when there is no room.
        """

    @abstractmethod
    def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to but without `end`, in pieces. Raises NotFound (`file.lost`) before the first."""

    async def has(self, key: str) -> bool:
        """Whether there is something under the key."""
        try:
            async with aclosing(self.read(key, 0, 1)) as pieces:  # type: ignore[type-var]  # a generator
                async for _ in pieces:
                    break
        except NotFound:
            return False
        return True

    @abstractmethod
    def stored(self, folder: str) -> AsyncIterator[StoredFile]:
        """Everything in a folder, in no order."""

    @abstractmethod
    async def folders(self) -> list[str]:
        """The folders that hold something, or did."""

    @abstractmethod
    async def remove(self, key: str, before: datetime) -> bool:
        """Remove what was put last before that moment. Answers False, and keeps it, when it was put again since."""

    async def close(self) -> None:
        """Give back connections."""
        return

    @asynccontextmanager
    async def local(self, key: str) -> AsyncIterator[Path]:
        """The file on this machine, for what can only read files. Raises NotFound (`file.lost`)."""
        with tempfile.NamedTemporaryFile(prefix="toolwright-file-") as copy:
            async for piece in self.read(key):
                copy.write(piece)
            copy.flush()
            yield Path(copy.name)


class FileStorage(ABC):
    """A kind of storage. Class facts describe it; instances hold nothing."""

    kind: ClassVar[str]
    title: ClassVar[str]
    schemes: ClassVar[tuple[str, ...]]
    """Of the addresses that mean it: `s3` for `s3://bucket`."""

    @abstractmethod
    def open(self, address: str, home: Path) -> FileStore:
        """The store at the address an operator gave; `home` is the installation's own folder. Connects to nothing yet.

        Raises InvalidInput (`files.bad_address`) for an address that cannot be meant.
        """
