"""From a file to a working app: a new workspace with a table for each sheet, its rows, and screens over them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from toolwright.autogen.naming import slug, unused
from toolwright.commands.create_workspace import Filled, check_name, create_filled
from toolwright.commands.generate_app import Generated, definitions_of
from toolwright.commands.import_rows import ImportReport, ImportRequest, import_rows
from toolwright.commands.import_table import table_of
from toolwright.commands.languages import check_language
from toolwright.commands.list_workspaces import address_of
from toolwright.commands.plan_generation import GenerationRequest, plan_over
from toolwright.commands.preview_file import ImportPreview, preview_file
from toolwright.commands.services import Services
from toolwright.commands.try_table import try_table
from toolwright.errors import Conflict, InvalidInput, LimitReached, phrase
from toolwright.exchange.contract import ReadOptions
from toolwright.exchange.intake import Progress
from toolwright.exchange.opening import sheets_of
from toolwright.exchange.threads import in_thread
from toolwright.extend.design import STAMPS
from toolwright.extend.translation import ENGLISH, say_everything
from toolwright.model.files import TABLE, WORKSPACE
from toolwright.model.table import humanise
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.model.yaml_form import dump_data, dump_yaml
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require

MAX_SHEETS = 50
_TELLS_NOTHING = re.compile(r"(sheet|tabelle|table|feuil|hoja|foglio|blad|arkusz|planilha)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """A sheet that becomes a table: and what of it is wished otherwise than proposed, columns and kinds by header."""

    sheet: str | None = None
    name: str | None = None
    title: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What to make of a file; every sheet that holds something when `sheets` is None.

    `skip_wrong`: rows that are wrong are left out instead of stopping it all. `is_trial`: nothing is made.
    `language`: that of what people read on screens, besides the titles of tables and columns.
    """

    title: str
    workspace: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    sheets: tuple[SheetRequest, ...] | None = None
    skip_wrong: bool = False
    is_trial: bool = False
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of a sheet, or would. `rejects` are its rows left out, as CSV."""

    sheet: str | None
    name: str
    title: str
    report: ImportReport
    rejects: str | None = None


@dataclass(frozen=True, slots=True)
class StartedFromFile:
    """What was made, or would be; `left_out` are sheets with the reason."""

    workspace: str
    title: str
    sheets: tuple[SheetReport, ...]
    left_out: Mapping[str, str]
    generated: Generated | None = None


@dataclass(frozen=True, slots=True)
class _Planned:
    sheet: str | None
    title: str
    request: ImportRequest
    preview: ImportPreview
    definition: Mapping[str, object]


async def start_from_file(
    services: Services,
    actor: Actor,
    request: FileRequest,
    path: Path,
    progress: Progress,
    *,
    new_rejects: Callable[[], TextIO] = io.StringIO,
) -> StartedFromFile:
    """A new workspace with tables, rows and an app; none of it when a row cannot be stored and none may be left out.

    Raises Denied, Conflict (`workspace.exists`), and InvalidInput for files that hold nothing. Tables are filled first
    and the workspace is there with its app in the end; what a killed process had filled goes by itself.
    """
    require(actor, "manage", Resource("installation"))
    check_language(request.language)
    name = await _workspace_name(services, request)
    planned, left_out = await _planned(services, request, path)
    if request.is_trial:
        counted = _Counted(progress)
        tried = []
        for one in planned:
            report = await try_table(services, actor, one.request, path, one.definition, counted.next())
            tried.append(SheetReport(one.sheet, one.request.table, one.title, report))
        return StartedFromFile(name, request.title, tuple(tried), left_out)
    return await _made(
        services, actor, request, (name, planned, left_out), path, _Sinks(_Counted(progress), new_rejects)
    )


async def _workspace_name(services: Services, request: FileRequest) -> str:
    taken = {info.name for info in await services.workspaces.list()}
    if request.workspace is None:
        return unused(slug(request.title, "workspace"), taken)
    check_name(request.workspace)
    if request.workspace in taken:
        raise Conflict(
            phrase("There is a workspace '{workspace}' already.", workspace=request.workspace), code="workspace.exists"
        )
    return request.workspace


async def _planned(
    services: Services, request: FileRequest, path: Path
) -> tuple[tuple[_Planned, ...], Mapping[str, str]]:
    """The tables there will be, and the sheets that become none."""
    asked = request.sheets
    if asked is None:
        names = await in_thread(sheets_of, path, request.options)
        asked = tuple(map(SheetRequest, names)) or (SheetRequest(),)
    if len(asked) > MAX_SHEETS:
        what = phrase(
            "The file has {asked} sheets; at most {max_sheets} become tables at once.",
            asked=len(asked),
            max_sheets=MAX_SHEETS,
        )
        raise LimitReached(what, code="import.too_many_sheets", hint="Choose some of them.")
    found: list[_Planned] = []
    left_out: dict[str, str] = {}
    for one in asked:
        options = replace(request.options, sheet=one.sheet)
        try:
            preview = await preview_file(path, options)
        except InvalidInput as fault:
            if request.sheets is not None or one.sheet is None or fault.code != "import.empty_sheet":
                raise
            left_out[one.sheet] = fault.detail
            continue
        found.append(_one(services, request, one, options, preview, {other.request.table for other in found}))
    if not found:
        raise InvalidInput("The file holds nothing to make a table of.", code="import.malformed")
    return tuple(found), left_out


def _one(
    services: Services,
    request: FileRequest,
    wanted: SheetRequest,
    options: ReadOptions,
    preview: ImportPreview,
    taken: set[str],
) -> _Planned:
    tells = wanted.sheet is not None and _TELLS_NOTHING.fullmatch(wanted.sheet.strip()) is None
    title = wanted.title or (wanted.sheet if tells and wanted.sheet else request.title)
    name = wanted.name or unused(slug(title, "table"), taken)
    if name in taken:
        raise InvalidInput(
            phrase("Two tables are called '{name}'.", name=name), code="import.twice", hint="Give one another name."
        )
    asked = ImportRequest(
        table=name,
        columns=wanted.columns,
        options=options,
        skip_wrong=request.skip_wrong,
        is_trial=request.is_trial,
        kinds=wanted.kinds,
        title=title,
    )
    definition = _with_stamps(table_of(preview, services.kinds.columns, asked), request.language)
    return _Planned(wanted.sheet, title, asked, preview, definition)


def _with_stamps(definition: Mapping[str, object], language: str) -> Mapping[str, object]:
    """The table with what every table has written out, where it would be called in English otherwise."""
    columns = definition.get("columns")
    if language == ENGLISH or not isinstance(columns, list):
        return definition
    say, known = say_everything(language), {one["name"] for one in columns}
    missing = (stamp.value for stamp in STAMPS if stamp.value not in known)
    own = [{"name": name, "label": say(humanise(name)), "kind": name} for name in missing]
    return {**definition, "columns": [*columns, *own]}


async def _made(
    services: Services,
    actor: Actor,
    request: FileRequest,
    what: tuple[str, tuple[_Planned, ...], Mapping[str, str]],
    path: Path,
    sinks: _Sinks,
) -> StartedFromFile:
    """Tables and rows first; the workspace is stored when all of them are there, with the app."""
    name, planned, left_out = what
    files = {WORKSPACE.path: dump_yaml(WorkspaceDefinition(title=request.title))}
    files |= {TABLE.path_for(one.request.table): dump_data(one.definition) for one in planned}
    generated: list[Generated] = []
    stored: list[SheetReport] = []

    async def fill(filled: Workspace) -> Filled:
        for one in planned:
            stored.append(await _stored(services, actor, filled, one, path, sinks))
        names = tuple(one.request.table for one in planned)
        wanted = GenerationRequest(workspace=name, title=request.title, tables=names, language=request.language)
        plan = await plan_over(services, actor, wanted, filled)
        generated.append(Generated(filled, plan, address_of(name, plan.app)))
        texts = {place: dump_yaml(model) for place, model in definitions_of(plan).items()}
        return Filled({one.name: one.report.inserted for one in stored}, texts)

    made = await create_filled(services, actor, name, files, say_everything(request.language)("Made from a file"), fill)
    return StartedFromFile(name, request.title, tuple(stored), left_out, replace(generated[0], workspace=made))


async def _stored(
    services: Services, actor: Actor, workspace: Workspace, one: _Planned, path: Path, sinks: _Sinks
) -> SheetReport:
    columns = {header: one.request.columns.get(header, one.preview.names[header]) for header in one.preview.headers}
    wanted = replace(one.request, columns=columns)
    sink = sinks.new_rejects() if wanted.skip_wrong else None
    progress = sinks.counted.next()
    report = await import_rows(services, actor, workspace, wanted, path, rejects=sink, progress=progress, is_new=True)
    rejects = sink.getvalue() if isinstance(sink, io.StringIO) and report.rejected else None
    return SheetReport(one.sheet, wanted.table, one.title, report, rejects)


@dataclass(frozen=True, slots=True)
class _Sinks:
    """Who hears of rows: how many, and those left out."""

    counted: _Counted
    new_rejects: Callable[[], TextIO]


class _Counted:
    """Progress over one sheet after the other: rows add up."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._before = self._rows = 0

    def next(self) -> Progress:
        """Who hears of the next sheet."""
        self._before = self._rows

        def heard(rows: int, size: int) -> None:
            self._rows = self._before + rows
            self._progress(self._rows, size)

        return heard
