"""`toolwright import`: rows of a file into a table."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TextIO

import httpx
import typer

from toolwright.cli.printing import AsJson, Home, fail, print_json, run
from toolwright.cli.workspace_files import Token, Url, fault_of, json_of
from toolwright.commands.import_rows import ImportRequest, import_rows
from toolwright.commands.import_table import import_table
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput, ToolwrightError, UpstreamFault
from toolwright.exchange.contract import ReadOptions
from toolwright.exchange.mapping import column_pairs

_CHUNK = 1 << 17
_SHOWN = 20
Progress = Callable[[int, int], None]
File = Annotated[
    Path,
    typer.Argument(help="CSV, TSV, JSON, NDJSON, XLSX, ODS, SQLite, or a ZIP with the rows' files.", dir_okay=False),
]
Workspace = Annotated[str, typer.Option("--workspace", help="The workspace the table is in.")]
Kinds = Annotated[list[str] | None, typer.Option(help="With --create, the kind of a header's column: Header=kind.")]
Table = Annotated[str, typer.Option("--table", help="The table, such as `tickets` or `erp.orders`.")]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("import")(import_file)


def import_file(
    file: File,
    workspace: Workspace,
    table: Table,
    create: Annotated[bool, typer.Option("--create", help="Make the table, with the columns the file has.")] = False,
    mode: Annotated[
        Literal["insert", "update", "upsert"], typer.Option(help="New rows, rows that are there, or both.")
    ] = "insert",
    key: Annotated[str, typer.Option(help="Columns by which rows are found; the primary key by default.")] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="What a header means: Header=column; `Header=` leaves it out.")
    ] = None,
    kind: Kinds = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Leave out wrong rows and write them to this CSV file.", dir_okay=False)
    ] = None,
    ignore_unknown: Annotated[
        bool, typer.Option("--ignore-unknown", help="Leave out headers that fit no column.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try everything and store nothing.")] = False,
    format_: Annotated[str | None, typer.Option("--format", help="The format; found out by default.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file; found out by default.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Delimiter of a CSV file; found out by default.")] = None,
    header: Annotated[
        bool | None, typer.Option("--header/--no-header", help="Whether the first row names the columns.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a spreadsheet, table of a SQLite file.")] = None,
    decimal: Annotated[Literal[".", ","] | None, typer.Option(help="What parts the decimals of numbers.")] = None,
    dates: Annotated[Literal["dmy", "mdy", "ymd"] | None, typer.Option(help="The order of dates in figures.")] = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Store the rows of a file: all of them, or none when one is wrong. Ends with 1 when nothing was stored."""
    try:
        request = ImportRequest(
            table=table,
            mode=mode,
            key=_names(key),
            columns=column_pairs(column or ()),
            options=ReadOptions(format_, encoding, delimiter, None, header, sheet, decimal, dates),
            ignore_unknown=ignore_unknown,
            skip_wrong=rejects is not None,
            is_trial=dry_run,
            kinds=_kinds(kind or ()),
        )
        _must_exist(file)
        with _bar(file, is_shown=sys.stderr.isatty() and not as_json) as progress:
            if url is None:
                answer = _here(home, workspace, request, file, rejects, progress, is_new=create)
            else:
                answer = asyncio.run(_There(url, token, workspace).send(request, file, progress, is_new=create))
                if rejects is not None:
                    rejects.write_text(str(answer.get("rejects") or ""), encoding="utf-8", newline="")
                    answer = {**answer, "rejects": None}
        _finish(answer, rejects, as_json=as_json)
    except ToolwrightError as fault:
        fail(fault)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _kinds(texts: Sequence[str]) -> dict[str, str]:
    return {header: name for header, name in column_pairs(texts).items() if name}


def _must_exist(file: Path) -> None:
    if not file.is_file():
        raise InvalidInput(f"There is no file {file}.", code="import.no_file")


def _here(
    home: Path | None,
    workspace: str,
    request: ImportRequest,
    file: Path,
    rejects: Path | None,
    progress: Progress,
    *,
    is_new: bool,
) -> Mapping[str, object]:
    async def work(services: Services) -> Mapping[str, object]:
        if is_new:
            with _written(rejects) as sink:
                made = await import_table(services, OPERATOR, workspace, request, file, progress, rejects=sink)
            return made.to_wire()
        found = await services.workspaces.get(workspace)
        with _written(rejects) as sink:
            report = await import_rows(services, OPERATOR, found, request, file, rejects=sink, progress=progress)
        return report.to_wire()

    return run(home, work)


@contextlib.contextmanager
def _written(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        yield file


@dataclass(frozen=True, slots=True)
class _There:
    """A server, over its API."""

    url: str
    token: str | None
    workspace: str

    async def send(
        self, request: ImportRequest, file: Path, progress: Progress, *, is_new: bool
    ) -> Mapping[str, object]:
        """The report of the server."""
        if not self.token:
            raise InvalidInput("A remote server needs a token.", code="remote.no_token", hint="Give --token.")
        address = f"{self.url.rstrip('/')}/api/v1/workspaces/{self.workspace}/tables/{request.table}/import"
        given = _parameters(request, is_new=is_new)
        headers = {
            "authorization": f"Bearer {self.token}",
            "accept": "application/x-ndjson",
            "content-type": "application/octet-stream",
        }
        try:
            async with (
                httpx.AsyncClient(timeout=httpx.Timeout(60, read=None), headers=headers) as client,
                client.stream("POST", address, params=given, content=_chunks(file)) as answer,
            ):
                if not answer.is_success:
                    await answer.aread()
                    raise fault_of(answer.status_code, json_of(answer))
                report = await _outcome(answer, progress)
        except httpx.HTTPError as fault:
            raise UpstreamFault(
                f"{self.url} cannot be reached: {type(fault).__name__}.", code="remote.unreachable"
            ) from fault
        return report


async def _outcome(answer: httpx.Response, progress: Progress) -> Mapping[str, object]:
    async for line in answer.aiter_lines():
        found = json.loads(line)
        if "progress" in found:
            progress(found["progress"]["rows"], found["progress"]["bytes"])
        elif "problem" in found:
            raise fault_of(int(found["problem"]["status"]), found["problem"])
        else:
            report: dict[str, object] = found["report"]
            return report
    raise UpstreamFault("The server stopped in the middle.", code="remote.failed", hint="Look whether rows are there.")


def _parameters(request: ImportRequest, *, is_new: bool) -> dict[str, str]:
    options = request.options
    given = {
        "mode": request.mode,
        "key": ",".join(request.key),
        "columns": json.dumps(request.columns) if request.columns else "",
        "kinds": json.dumps(request.kinds) if request.kinds else "",
        "create": "true" if is_new else "",
        "dry_run": "true" if request.is_trial else "",
        "skip_wrong": "true" if request.skip_wrong else "",
        "ignore_unknown": "true" if request.ignore_unknown else "",
        "format": options.format,
        "encoding": options.encoding,
        "delimiter": options.delimiter,
        "header": None if options.header is None else str(options.header).lower(),
        "sheet": options.sheet,
        "decimal": options.decimal,
        "dates": options.dates,
    }
    return {name: text for name, text in given.items() if text}


async def _chunks(file: Path):  # type: ignore[no-untyped-def]  # an async iterator of bytes
    with file.open("rb") as opened:  # a command line waits for its file
        while chunk := opened.read(_CHUNK):
            yield chunk


@contextlib.contextmanager
def _bar(file: Path, *, is_shown: bool) -> Iterator[Progress]:
    """A progress bar on standard error: by bytes where they are known, and always the rows."""
    if not is_shown:
        yield lambda _rows, _bytes: None
        return
    with typer.progressbar(length=max(1, file.stat().st_size), label="Importing", file=sys.stderr) as bar:

        def progress(rows: int, size: int) -> None:
            bar.label = f"Importing, {rows:,} rows"
            bar.update(max(0, size - bar.pos))

        yield progress
        bar.update(max(0, (bar.length or 0) - bar.pos))


def _finish(answer: Mapping[str, object], rejects: Path | None, *, as_json: bool) -> None:
    """Print the report. Ends with 1 when the columns do not fit, so that no row was tried."""
    unfit = answer["unfit"]
    if as_json:
        print_json(answer)
    elif isinstance(unfit, list) and unfit:
        for error in unfit:
            print(": ".join(filter(None, (error["column"], error["message"], error["hint"]))))
    else:
        _show(answer, rejects)
    if unfit:
        raise typer.Exit(1)


def _show(answer: Mapping[str, object], rejects: Path | None) -> None:
    done = "Imported" if answer["is_stored"] else "Nothing is stored yet. It would import"
    print(f"{done} {answer['inserted']:,} new rows and {answer['updated']:,} changed ones of {answer['read']:,}.")
    for name, reason in _pairs(answer["left_out"]):
        print(f"Left out '{name}': {reason}.")
    for name, near in _pairs(answer["unknown"]):
        print(f"Left out '{name}': there is no such column{f'; did you mean {near}' if near else ''}.")
    if answer["rejected"]:
        where = f"; they are in {rejects}" if rejects is not None else ""
        print(f"{answer['rejected']:,} rows are wrong{where}.")
    problems = answer["problems"]
    for problem in problems[:_SHOWN] if isinstance(problems, list) else ():
        column = f", {problem['column']}" if problem["column"] else ""
        print(f"  {problem['line']}{column}: {problem['message']}")


def _pairs(found: object) -> list[tuple[str, object]]:
    return list(found.items()) if isinstance(found, dict) else []
