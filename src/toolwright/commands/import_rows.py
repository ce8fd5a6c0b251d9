"""Importing a file into a table: looked at first, then stored whole or not at all, or without its wrong rows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TextIO

from toolwright.commands.import_files import ImportFiles, files_of
from toolwright.commands.preview_file import ImportPreview, preview_of
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, ToolwrightError, phrase
from toolwright.exchange.contract import BadRow, Reader, ReadOptions
from toolwright.exchange.intake import Intake, Progress, Sample, intake, sample_of
from toolwright.exchange.mapping import Matched, refuse_unknown
from toolwright.exchange.opening import open_file
from toolwright.exchange.rejects import Rejects
from toolwright.exchange.threads import in_thread
from toolwright.extend.datasource import Cells
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.rows import LoadRequest
from toolwright.rows.loading import Mode

MAX_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to do with a file. `columns` says for headers which column they mean, None to leave one out.

    `kinds` (by header) and `title` are for a table that is made for the file; what the values have where not given.
    `skip_wrong`: the rows that are wrong are left out instead of stopping the import. `is_trial`: nothing is stored.
    """

    table: str
    mode: Mode = "insert"
    key: tuple[str, ...] = ()
    columns: Mapping[str, str | None] = field(default_factory=dict)
    options: ReadOptions = field(default_factory=ReadOptions)
    ignore_unknown: bool = False
    skip_wrong: bool = False
    is_trial: bool = False
    kinds: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was refused. `line` counts lines of text files, and rows of others."""

    line: int
    column: str
    message: str
    code: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do. `columns` by header, `left_out` with the reason, `unknown` with what is near."""

    read: int
    inserted: int
    updated: int
    rejected: int
    problems: Sequence[Problem]
    columns: Mapping[str, str]
    left_out: Mapping[str, str]
    unknown: Mapping[str, str | None]
    is_stored: bool
    preview: ImportPreview
    unfit: Sequence[FieldError] = ()
    """Why no row was tried: which columns the file should have for this, or must not have."""

    def to_wire(self, rejects: str | None = None) -> dict[str, object]:
        """The JSON form, with the rows left out as a file when somebody asked for them."""
        return {
            "read": self.read,
            "inserted": self.inserted,
            "updated": self.updated,
            "rejected": self.rejected,
            "is_stored": self.is_stored,
            "problems": [asdict(problem) for problem in self.problems],
            "columns": dict(self.columns),
            "left_out": dict(self.left_out),
            "unknown": dict(self.unknown),
            "unfit": [
                {"column": error.field, "message": error.message, "code": error.code, "hint": error.hint}
                for error in self.unfit
            ],
            "preview": self.preview.to_wire(),
            "rejects": rejects,
        }


def _no_progress(_rows: int, _bytes: int) -> None:
    """Nobody watches."""


async def import_rows(
    services: Services,
    actor: Actor,
    workspace: Workspace,
    request: ImportRequest,
    path: Path,
    *,
    rejects: TextIO | None = None,
    progress: Progress = _no_progress,
    is_new: bool = False,
) -> ImportReport:
    """Store the rows of a file. Raises InvalidInput `import.refused` when a row is wrong and none may be left out.

    A trial of columns that do not fit the table answers with what is in the way, and what the file holds. Rows of a
    table that `is_new`, and not there for anybody yet, make no entry of the audit log: that is about its making.
    """
    allowed = LoadRequest((), request.mode, request.key, keep=not request.is_trial)
    services.rows.loadable(actor, workspace, request.table, allowed)  # first: a file says nothing about what is hidden
    reader = await in_thread(open_file, path, request.options)
    try:
        report = await _imported(services, actor, workspace, request, reader, rejects, progress)
    finally:
        reader.close()
    if report.is_stored and not is_new:
        await note_import(services, actor, workspace.name, request, report)
    return report


async def note_import(
    services: Services, actor: Actor, workspace: str, request: ImportRequest, report: ImportReport
) -> None:
    """Have the audit log say what was stored."""
    counts = {
        "read": report.read,
        "inserted": report.inserted,
        "updated": report.updated,
        "rejected": report.rejected,
    }
    await services.audit.record(
        actor, "import_rows", f"rows/{workspace}/{request.table}", {"mode": request.mode, **counts}
    )


async def _imported(
    services: Services,
    actor: Actor,
    workspace: Workspace,
    request: ImportRequest,
    reader: Reader,
    rejects: TextIO | None,
    progress: Progress,
) -> ImportReport:
    sample = await in_thread(sample_of, reader)
    asked, taken = _matched(services, actor, workspace, request, reader, sample)
    try:
        _check_fits(services, actor, workspace, request, asked, taken)
    except InvalidInput as fault:
        if not request.is_trial:
            raise
        return unfit_report(taken.matched, fault, preview_of(reader, sample))
    sink = None if rejects is None else Rejects(rejects, reader.headers)
    async with files_of(services, actor, workspace, request.table, taken, keep=asked.keep) as files:
        await files.gather(progress)  # first: what is slow should not keep the one writer there may be
        under_way = _UnderWay(request, taken, files, sink, progress)
        done = await services.rows.load(actor, workspace, request.table, asked, under_way.batches(), under_way.refuse)
    return ImportReport(
        read=taken.read,
        inserted=done.inserted,
        updated=done.updated,
        rejected=under_way.rejected,
        problems=under_way.problems,
        columns=taken.matched.columns,
        left_out=taken.matched.left_out,
        unknown=taken.matched.unknown,
        is_stored=asked.keep,
        preview=preview_of(reader, sample),
    )


def _matched(
    services: Services, actor: Actor, workspace: Workspace, request: ImportRequest, reader: Reader, sample: Sample
) -> tuple[LoadRequest, Intake]:
    has_files = reader.enclosed is not None
    asked = LoadRequest((), request.mode, request.key, reader.is_text, has_files, keep=not request.is_trial)
    found = services.rows.loadable(actor, workspace, request.table, asked)
    if request.mode != "insert" and not request.key:
        asked = replace(asked, key=found.table.primary_key)
    taken = intake(
        reader, sample, found.table, found.writable, found.designs, request.options, asked.key, request.columns
    )
    if not request.ignore_unknown and not request.is_trial:
        refuse_unknown(taken.matched, found.table)
    return replace(asked, columns=taken.columns), taken


def _check_fits(
    services: Services, actor: Actor, workspace: Workspace, request: ImportRequest, asked: LoadRequest, taken: Intake
) -> None:
    """Raise InvalidInput unless rows with these columns can be stored."""
    if not taken.columns:
        raise InvalidInput(
            phrase("No column of the file fits {table}.", table=request.table),
            code="import.no_columns",
            hint=phrase("It has: {headers}. Say which columns they mean.", headers=", ".join(taken.reader.headers[:8])),
        )
    services.rows.check_load(actor, workspace, request.table, asked)


def unfit_report(matched: Matched, fault: InvalidInput, preview: ImportPreview) -> ImportReport:
    """The report of a trial that came to no row, with what is in the way."""
    return ImportReport(
        read=0,
        inserted=0,
        updated=0,
        rejected=0,
        problems=(),
        columns=matched.columns,
        left_out=matched.left_out,
        unknown=matched.unknown,
        is_stored=False,
        preview=preview,
        unfit=fault.errors or (FieldError("", fault.detail, fault.code, fault.hint),),
    )


class _UnderWay:
    """An import while it runs: feeds the plane, and keeps what it hears of wrong rows."""

    def __init__(
        self, request: ImportRequest, taken: Intake, files: ImportFiles, sink: Rejects | None, progress: Progress
    ) -> None:
        self._goes_on = request.skip_wrong or request.is_trial
        self._reader = taken.reader
        self._taken = taken
        self._files = files
        self._sink = sink
        self._progress = progress
        self.problems: list[Problem] = []
        self.rejected = 0

    async def batches(self) -> AsyncIterator[Cells]:
        """The rows of the file. Raises, at its end, when some were wrong and none may be left out."""
        taken = self._taken
        while True:
            if not taken.is_ahead:
                await in_thread(taken.read_ahead)
            if (cells := taken.next()) is None:
                break
            for bad in taken.block.bad:
                self._bad(bad)
            if cells:
                yield self._files.attached(cells)
            self._progress(taken.read, self._reader.done_bytes)
        if self.rejected and not self._goes_on:
            raise self._refusal(is_complete=True)

    def refuse(self, number: int, fault: ToolwrightError) -> None:
        """The plane cannot take a row."""
        block, place = self._taken.block, number - self._taken.first
        errors = fault.errors or (FieldError("", fault.detail, fault.code, fault.hint),)
        self._note(block.lines[place], block.row(place), errors)

    def _bad(self, bad: BadRow) -> None:
        self._note(bad.line, bad.cells, (bad.error,))

    def _note(self, line: int, cells: Sequence[object], errors: Sequence[FieldError]) -> None:
        self.rejected += 1
        if self._sink is not None:
            words = "; ".join(f"{error.field}: {error.message}" if error.field else error.message for error in errors)
            self._sink.add(line, cells, words)
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.extend(Problem(line, error.field, error.message, error.code) for error in errors)
        if self.rejected >= MAX_PROBLEMS and not self._goes_on:
            raise self._refusal(is_complete=False)

    def _refusal(self, *, is_complete: bool) -> InvalidInput:
        read, form = f"{self._taken.read:,}", "{rejected} of {read} rows are"
        if not is_complete:
            form = "Too many rows are"
        elif self.rejected == 1:
            form = "One of {read} rows is"
        what = phrase(form, rejected=f"{self.rejected:,}", read=read)
        unit = self._reader.unit
        problems = sorted(self.problems, key=lambda one: one.line)
        return InvalidInput(
            phrase("{what} wrong, so nothing was stored.", what=what),
            code="import.refused",
            hint="Mend the file, or import it without the rows that are wrong.",
            errors=tuple(
                FieldError(f"{unit} {one.line}" + (f", {one.column}" if one.column else ""), one.message, one.code)
                for one in problems
            ),
            extra={"problems": [asdict(one) for one in problems]},
        )
