"""The files that come with an import: taken in before any row is stored, and given to the rows that name them.

They are unpacked, checked and kept first, then rows are stored in one transaction that names them. When that fails, or
the process is killed, nothing names the files and they are swept like any others.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, closing
from dataclasses import dataclass, field, replace

from toolwright.commands.services import Services
from toolwright.commands.upload_file import upload_target
from toolwright.errors import LimitReached, ToolwrightError, phrase
from toolwright.exchange.bundle import MAX_FILES
from toolwright.exchange.contract import Block
from toolwright.exchange.enclosed import Enclosed, Named
from toolwright.exchange.intake import Intake, Progress
from toolwright.exchange.threads import in_thread
from toolwright.extend.attachment import FileReference
from toolwright.extend.column import Refused
from toolwright.extend.datasource import Cells
from toolwright.files import FileLibrary, Target
from toolwright.ids import new_id
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor

_Key = tuple[str, str, str]  # a column, a file of the archive, and what it is called there


@dataclass
class ImportFiles:
    """The files of one import, for the columns that hold files: `targets` by the place of the column in its rows."""

    library: FileLibrary
    taken: Intake
    enclosed: Enclosed | None
    targets: Mapping[int, Target]
    keep: bool
    holder: str = field(default_factory=lambda: f"import:{new_id()}")
    _known: dict[_Key, FileReference | Refused] = field(default_factory=dict)

    async def gather(self, progress: Progress) -> None:
        """Take in every file the rows name, each once for a column. What a column does not take is remembered."""
        if self.enclosed is None or not self.targets:
            return
        size = 0
        for place in self.targets:
            blocks = self.taken.reader.blocks()
            while (block := await in_thread(_next, blocks)) is not None:
                for one in self._named_in(self.enclosed, self.taken.cells_of(block, place)):
                    if (key := self._key(place, one)) not in self._known:
                        self._known[key] = await self._brought(self.enclosed, place, one)
                        size += self.enclosed.sizes[one.path]
                        progress(0, size)
                if len(self._known) > MAX_FILES:
                    raise LimitReached(
                        phrase("The rows name more than {max_files} files.", max_files=f"{MAX_FILES:,}"),
                        code="import.too_large",
                        hint="Import them in several parts.",
                    )

    def attached(self, cells: Cells) -> Cells:
        """The cells of a batch, files in place of what names them, or why there are none (`Refused`)."""
        if self.enclosed is None or not self.targets:
            return cells
        enclosed = self.enclosed
        found = list(cells)
        for place in self.targets:
            found[place] = [None if cell in (None, "") else self._cell(enclosed, place, cell) for cell in cells[place]]
        return found

    def _cell(self, enclosed: Enclosed, place: int, cell: object) -> tuple[FileReference, ...] | Refused | None:
        found: list[FileReference] = []
        try:
            for one in enclosed.named(cell):
                known = self._known[self._key(place, one)]
                if isinstance(known, Refused):
                    return known
                found.append(replace(known, id=one.id or new_id()))
        except Refused as refused:
            return refused
        return tuple(found) or None

    def _key(self, place: int, one: Named) -> _Key:
        return (self.targets[place].place, one.path, one.name)

    def _named_in(self, enclosed: Enclosed, cells: Sequence[object]) -> Iterator[Named]:
        for cell in cells:
            try:
                yield from enclosed.named(cell)
            except Refused:
                continue  # said when the row is stored

    async def _brought(self, enclosed: Enclosed, place: int, one: Named) -> FileReference | Refused:
        try:
            async with aclosing(_pieces(enclosed, one.path)) as pieces:
                found = await self.library.bring(self.targets[place], self.holder, one.name, pieces, keep=self.keep)
        except Refused as refused:
            return refused
        except ToolwrightError as fault:
            if not fault.code.startswith("file."):
                raise
            said = phrase(fault.detail)
            if one.name not in said:
                said = phrase("{field}: {message}", field=one.name, message=said)
            return Refused(said, fault.code.removeprefix("file."))
        if one.sha256 is not None and found.sha256 != one.sha256:
            return Refused(
                phrase("'{name}' in the archive is not the file that the row names.", name=one.name), "damaged_file"
            )
        return found


@asynccontextmanager
async def files_of(
    services: Services, actor: Actor, workspace: Workspace, table: str, taken: Intake, *, keep: bool
) -> AsyncIterator[ImportFiles]:
    """The files for the rows taken in, kept until the block ends. Raises what sending such a file would raise."""
    enclosed, by_name = taken.reader.enclosed, workspace.tables[table].by_name
    targets = {
        place: upload_target(services, actor, workspace, table, name)
        for place, name in enumerate(taken.columns if enclosed is not None else ())
        if by_name[name].files is not None
    }
    files = ImportFiles(services.files, taken, enclosed, targets, keep)
    try:
        yield files
    finally:
        if targets:
            await services.files.let_go(files.holder)


def _next(blocks: Iterator[Block]) -> Block | None:
    return next(blocks, None)


async def _pieces(enclosed: Enclosed, path: str) -> AsyncGenerator[bytes, None]:
    with closing(enclosed.pieces(path)) as pieces:
        while (piece := await in_thread(next, pieces, b"")) != b"":
            yield piece
