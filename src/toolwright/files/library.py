"""The library: files come in as uploads, rows take them over, and their content is read again by what a row says.

An upload belongs to whoever sent it. Its content is stored for good, and its line written, before its id is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from toolwright import clock
from toolwright.errors import InvalidInput, NotFound, phrase
from toolwright.extend.attachment import FileReference, unfit
from toolwright.extend.file_storage import FileStorage, FileStore
from toolwright.extend.registry import Registry
from toolwright.files.check import Checked, check_files
from toolwright.files.content import OTHER, clean_name, content_key, content_type
from toolwright.files.pictures import check_picture
from toolwright.files.staging import Staging, too_large
from toolwright.ids import new_id
from toolwright.model.table import Files
from toolwright.policy.actor import Actor
from toolwright.store.uploads import KEPT, Upload, UploadRepository


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How large one file may be, and everything together that one person has uploaded and no row holds yet."""

    file_bytes: int
    waiting_bytes: int


@dataclass(frozen=True, slots=True)
class Target:
    """The column a file is sent for, and who sends it."""

    actor: Actor
    workspace: str
    place: str
    files: Files


class FileLibrary:
    """Every file of the installation."""

    def __init__(self, store: FileStore, uploads: UploadRepository, staging: Staging, limits: FileLimits) -> None:
        self._store = store
        self._uploads = uploads
        self._staging = staging
        self._limits = limits
        self._busy: set[str] = set()

    # --- coming in ----------------------------------------------------------------------------------------------------

    async def receive(self, target: Target, name: str, pieces: AsyncIterator[bytes]) -> Upload:
        """Take in a whole file. Raises InvalidInput or LimitReached when the column does not take it."""
        upload, most = new_id(), self._most(target.files)
        try:
            size = await self._staging.append(upload, 0, most, pieces)
            return await self._completed(target, upload, clean_name(name), size, is_new=True)
        finally:
            await asyncio.shield(self._staging.drop(upload))

    async def begin(self, target: Target, name: str, size: int) -> Upload:
        """A new upload of so many bytes that come piece by piece."""
        most = self._most(target.files)
        if size > most:
            raise too_large(most)
        one = self._upload(target, new_id(), clean_name(name), size)
        await self._uploads.add(one, most_bytes=self._limits.waiting_bytes)
        return one

    async def progress(self, target: Target, upload: str) -> tuple[Upload, int]:
        """An upload of this person's, and how much of it has come. Raises NotFound."""
        one = await self._own(target, upload)
        return one, one.size if one.sha256 is not None else await self._staging.size(upload)

    async def append(self, target: Target, upload: str, start: int, pieces: AsyncIterator[bytes]) -> tuple[Upload, int]:
        """Add to an upload; answers it as `progress` does. With its last byte it is complete."""
        one = await self._own(target, upload)
        if one.sha256 is not None:
            return one, one.size
        if upload in self._busy:
            raise InvalidInput("This upload is being added to just now.", code="upload.busy")
        self._busy.add(upload)
        try:
            have = await self._staging.append(upload, start, one.size, pieces)
            if have < one.size:
                return one, have
            try:
                done = await self._completed(target, upload, one.name, one.size, is_new=False)
            except InvalidInput:
                await self.drop(target, upload)  # it will never fit
                raise
            await self._staging.drop(upload)
            return done, done.size
        finally:
            self._busy.discard(upload)

    async def drop(self, target: Target, upload: str) -> None:
        """Forget an upload of this person's. Content that nothing else names is swept later."""
        await self._own(target, upload)
        await self._uploads.remove(upload)
        await self._staging.drop(upload)

    async def bring(
        self, target: Target, holder: str, name: str, pieces: AsyncIterator[bytes], *, keep: bool
    ) -> FileReference:
        """Take in a file that comes with an import; its content stays until `holder` is let go of, or for a day.

        Checked as any file is, but counted for nobody: what may come is limited by the import. Without `keep` it is
        only checked.
        """
        upload = new_id()
        try:
            size = await self._staging.append(upload, 0, self._most(target.files), pieces)
            found = await self._looked_at(target, upload, clean_name(name), size)
            if keep:
                one = self._upload(target, upload, found.name, size, found.type, found.sha256)
                await self._uploads.hold(replace(one, owner=holder))
                await self._store.put(content_key(target.workspace, found.sha256), self._staging.path(upload))
            return found
        finally:
            await asyncio.shield(self._staging.drop(upload))

    async def let_go(self, holder: str) -> None:
        """Nothing more comes with that import: what no row holds by now is swept later."""
        await self._uploads.release(holder)

    async def _looked_at(self, target: Target, upload: str, name: str, size: int) -> FileReference:
        """What a whole file is. Raises InvalidInput when the column does not take it."""
        if size == 0:
            raise InvalidInput("The file is empty.", code="file.empty")
        media_type = await asyncio.to_thread(_checked, self._staging.path(upload), name, target.files)
        found = FileReference(upload, name, media_type, size, await self._staging.sha256(upload))
        refused = unfit(target.files, found)
        if refused is not None:
            raise InvalidInput(refused.message, code=f"file.{refused.code}")
        return found

    async def _completed(self, target: Target, upload: str, name: str, size: int, *, is_new: bool) -> Upload:
        path = self._staging.path(upload)
        found = await self._looked_at(target, upload, name, size)
        media_type, sha256 = found.type, found.sha256
        one = self._upload(target, upload, name, size, media_type, sha256)
        if is_new:
            await self._uploads.add(one, most_bytes=self._limits.waiting_bytes)
            try:
                await self._store.put(content_key(target.workspace, sha256), path)
            except BaseException:
                with suppress(Exception):
                    await self._uploads.remove(upload)
                raise
        else:
            await self._store.put(content_key(target.workspace, sha256), path)
            await self._uploads.finish(upload, media_type, sha256)
        return one

    def _upload(
        self, target: Target, upload: str, name: str, size: int, media_type: str = OTHER, sha256: str | None = None
    ) -> Upload:
        return Upload(
            id=upload,
            workspace=target.workspace,
            owner=target.actor.user_id,
            name=name,
            size=size,
            type=media_type,
            sha256=sha256,
            place=target.place,
            expires_at=clock.now() + KEPT,
        )

    async def _own(self, target: Target, upload: str) -> Upload:
        found = await self._uploads.find(target.workspace, target.actor.user_id, [upload])
        one = found.get(upload)
        if one is None or one.place != target.place:
            raise NotFound("There is no such upload of yours.", code="upload.not_found", hint="Begin a new one.")
        return one

    def _most(self, files: Files) -> int:
        return self._limits.file_bytes if files.max_bytes is None else min(files.max_bytes, self._limits.file_bytes)

    async def keep(self, workspace: str, contents: Iterable[bytes]) -> None:
        """Have these contents where rows that are about to be made will name them; unless they do, they are swept."""
        for content in contents:
            name = new_id()
            await self._staging.append(name, 0, len(content), _whole(content))
            try:
                sha256 = await self._staging.sha256(name)
                await self._store.put(content_key(workspace, sha256), self._staging.path(name))
            finally:
                await self._staging.drop(name)

    # --- for rows -----------------------------------------------------------------------------------------------------

    async def uploaded(self, workspace: str, actor: Actor, ids: Collection[str]) -> Mapping[str, FileReference]:
        """Those of the ids that are complete uploads of this person's, as rows are to know them."""
        found = await self._uploads.find(workspace, actor.user_id, ids)
        return {
            one.id: FileReference(one.id, one.name, one.type, one.size, one.sha256)
            for one in found.values()
            if one.sha256 is not None
        }

    async def lost(self, workspace: str, contents: Collection[str]) -> frozenset[str]:
        """Which of these contents are nowhere, though files of rows, or of their history, name them."""
        known = await asyncio.gather(*(self._store.has(content_key(workspace, one)) for one in contents))
        return frozenset(one for one, is_there in zip(contents, known, strict=True) if not is_there)

    def read(
        self, workspace: str, found: FileReference, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """The content of a file that a row names."""
        return self._store.read(content_key(workspace, found.sha256), start, end)

    async def check(self, workspace: str, named: AsyncIterator[set[str]]) -> Checked:
        """Whether every content that is named (`Sweeper.named`) is there and whole."""
        return await check_files(self._store, workspace, named)

    async def close(self) -> None:
        """Give back the storage."""
        await self._store.close()


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _checked(path: Path, name: str, files: Files) -> str:
    """What the file is. Raises InvalidInput when it is not what it should be."""
    media_type = content_type(path, name)
    if files.pictures:
        check_picture(path)
    return media_type


def file_store(address: str, home: Path, storages: Registry[FileStorage]) -> FileStore:
    """The store that an address means. Raises InvalidInput (`files.bad_address`)."""
    scheme = address.partition("://")[0] if address else "file"
    for kind in storages:
        storage = storages.get(kind)
        if scheme in storage.schemes:
            return storage.open(address, home)
    raise InvalidInput(
        phrase("Files cannot be kept at '{scheme}://…'.", scheme=scheme),
        code="files.bad_address",
        hint="Use file:///folder or s3://bucket, or nothing.",
    )
