"""From a file to an app: a new workspace with a table for each sheet, tried before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field, TypeAdapter, ValidationError

from toolwright.api.authorize import PREFIX, actor_in, needs, services_of
from toolwright.api.file_options import FILE_PARAMETERS, flag, read_options, wrong_parameter
from toolwright.api.file_work import MAX_REJECTS, Rejects, answered, received
from toolwright.api.row_import import ImportAnswer, documented_file, said_report
from toolwright.api.row_query import parameters
from toolwright.api.rows import DirectRoute
from toolwright.api.spoken import ENGLISH, speak
from toolwright.api.wire import Answer, Body
from toolwright.commands.start_from_file import FileRequest, SheetReport, SheetRequest, StartedFromFile, start_from_file
from toolwright.exchange.intake import Progress
from toolwright.rows.row_json import to_json

GENERATE_PARAMETERS: Mapping[str, tuple[str, str]] = {
    "title": ("string", "What the workspace and its app are called."),
    "workspace": ("string", "The permanent name of the workspace; made of the title when not given."),
    "tables": (
        "string",
        "The sheets that become tables, as a JSON list of objects with `sheet`, and where it is to be otherwise "
        "`name`, `title`, `columns` and `kinds` by header; every sheet that holds something when not given.",
    ),
    "language": ("string", "The language of what people read on the screens of the app: `en`, the default, or `de`."),
    "dry_run": ("boolean", "Whether to try everything and make nothing."),
    "skip_wrong": ("boolean", "Whether rows that are wrong are left out; otherwise one of them stops it all."),
    **FILE_PARAMETERS,
}

router = APIRouter(prefix=f"{PREFIX}/generate", tags=["generate"], route_class=DirectRoute)


class SheetBody(Body):
    """A sheet that becomes a table."""

    sheet: str | None = None
    name: Annotated[str, Field(max_length=63)] | None = None
    title: Annotated[str, Field(max_length=200)] | None = None
    columns: Annotated[dict[str, str | None], Field(default_factory=dict)]
    kinds: Annotated[dict[str, str], Field(default_factory=dict)]


class SheetAnswer(Answer):
    """A sheet and the table it becomes; without a `sheet` in files that have none."""

    sheet: str | None
    name: str
    title: str
    report: ImportAnswer


class FromFileAnswer(Answer):
    """What was made, or would be: `address` is that of the app. `left_out` are sheets with the reason."""

    workspace: str
    title: str
    address: str | None
    is_stored: bool
    tables: list[SheetAnswer]
    left_out: dict[str, str]


_SHEETS = TypeAdapter(list[SheetBody])


@router.post("/import", openapi_extra=documented_file(GENERATE_PARAMETERS), responses={200: {"model": FromFileAnswer}})
@needs("manage", "installation")
async def generate_from_file(request: Request) -> Response:
    """Make a workspace of a file: a table for each sheet with its rows, two roles and an app. All of it, or nothing."""
    given = parameters(request.scope["query_string"], GENERATE_PARAMETERS)
    actor = actor_in(request)
    wanted = _request(given, request.headers.get("content-type", ""))
    file = await received(request)

    async def work(progress: Progress) -> bytes:
        try:
            rejects = _SharedRejects()
            services, path = services_of(request), Path(file.name)
            made = await start_from_file(services, actor, wanted, path, progress, new_rejects=rejects.new)
            return to_json(_to_wire(made))
        finally:
            file.close()

    return await answered(request, work)


class _SharedRejects:
    """Rejected rows of all sheets: they fit one answer together."""

    def __init__(self) -> None:
        self._all: list[Rejects] = []

    def new(self) -> Rejects:
        """Where the next sheet's rows go."""
        used = sum(len(one.getvalue()) for one in self._all)
        self._all.append(Rejects(MAX_REJECTS - used))
        return self._all[-1]


def _request(given: Mapping[str, str], content_type: str) -> FileRequest:
    title = given.get("title", "").strip()
    if not title or len(title) > 200:
        raise wrong_parameter("title", "Must be a text of up to 200 characters.")
    return FileRequest(
        title=title,
        workspace=given.get("workspace"),
        options=read_options(given, content_type),
        sheets=_sheets(given["tables"]) if "tables" in given else None,
        skip_wrong=bool(flag(given, "skip_wrong")),
        is_trial=bool(flag(given, "dry_run")),
        language=given.get("language", ENGLISH),
    )


def _sheets(text: str) -> tuple[SheetRequest, ...]:
    try:
        bodies = _SHEETS.validate_json(text)
    except ValidationError as fault:
        raise wrong_parameter("tables", "Must be a JSON list of sheets.") from fault
    return tuple(SheetRequest(one.sheet, one.name, one.title, one.columns, one.kinds) for one in bodies)


def _to_wire(made: StartedFromFile) -> dict[str, Any]:  # Any: JSON
    return {
        "workspace": made.workspace,
        "title": made.title,
        "address": made.generated.address if made.generated is not None else None,
        "is_stored": made.generated is not None,
        "tables": [_sheet_to_wire(one) for one in made.sheets],
        "left_out": {sheet: speak(reason) for sheet, reason in made.left_out.items()},
    }


def _sheet_to_wire(one: SheetReport) -> dict[str, Any]:  # Any: JSON
    return {
        "sheet": one.sheet,
        "name": one.name,
        "title": one.title,
        "report": said_report(one.report.to_wire(one.rejects)),
    }
