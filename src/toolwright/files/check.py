"""The check: every file that a workspace names is there, and is what it was."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from toolwright.errors import NotFound
from toolwright.extend.file_storage import FileStore
from toolwright.files.content import content_key


@dataclass(frozen=True, slots=True)
class Checked:
    """How many files a workspace names, and the hashes of those that are missing or not what they were."""

    workspace: str
    named: int
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


async def check_files(store: FileStore, workspace: str, pieces: AsyncIterator[set[str]]) -> Checked:
    """Read every file that is named, one after the other."""
    named: set[str] = set()
    async for piece in pieces:
        named |= piece
    missing, damaged = [], []
    for sha256 in sorted(named):
        digest = hashlib.sha256()
        try:
            async for content in store.read(content_key(workspace, sha256)):
                digest.update(content)
        except NotFound:
            missing.append(sha256)
            continue
        if digest.hexdigest() != sha256:
            damaged.append(sha256)
    return Checked(workspace, len(named), tuple(missing), tuple(damaged))
