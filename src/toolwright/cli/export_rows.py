"""`toolwright export`: the rows of a table into a file."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import httpx
import typer

from toolwright.cli.import_rows import Table, Workspace
from toolwright.cli.printing import AsJson, Home, fail, print_json, run
from toolwright.cli.workspace_files import Token, Url, fault_of, json_of
from toolwright.commands.export_rows import export_rows
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput, ToolwrightError, UpstreamFault
from toolwright.exchange.saving import WRITERS
from toolwright.rows import RowQuery

Note = Callable[[int], None]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("export")(export_file)


def export_file(
    workspace: Workspace,
    table: Table,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; standard output by default.")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help=f"{', '.join(WRITERS)} (with files); by the name, or csv.")
    ] = None,
    filter_: Annotated[str | None, typer.Option("--filter", help="An expression over the columns.")] = None,
    search: Annotated[str | None, typer.Option(help="Words that must all occur in a row.")] = None,
    sort: Annotated[str, typer.Option(help="Columns, descending with a leading minus: -created_at,id.")] = "",
    fields: Annotated[str | None, typer.Option(help="Only these columns, separated by commas.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most this many rows; 0 is every row.")] = 0,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Write the rows of a table or view into a file, which appears once it is whole."""
    suffix = output.suffix.lstrip(".").lower() if output is not None else ""
    chosen = format_ or (suffix if suffix in WRITERS else "csv")
    if as_json and output is None:
        print("Give --output with --json.", file=sys.stderr)
        raise typer.Exit(2)
    query = RowQuery(
        filter=filter_, search=search, sort=_names(sort) or (), fields=_names(fields) if fields else None, limit=limit
    )
    try:
        with _target(output) as file, _spinner(is_shown=output is not None and not as_json) as note:
            if url is None:
                size = _here(home, workspace, table, chosen, query, file, note)
            else:
                size = asyncio.run(_there(url, token, workspace, table, chosen, query, file, note))
    except ToolwrightError as fault:
        fail(fault)
    if as_json:
        print_json({"file": str(output), "format": chosen, "bytes": size})
    elif output is not None:
        print(f"Wrote {size:,} bytes to {output}.")


def _here(
    home: Path | None, workspace: str, table: str, format_: str, query: RowQuery, file: BinaryIO, note: Note
) -> int:
    async def work(services: Services) -> int:
        found = await services.workspaces.get(workspace)
        made = await export_rows(services, OPERATOR, found, table, format_, query)
        return await _write(made.pieces, file, note)

    return run(home, work)


async def _there(
    url: str,
    token: str | None,
    workspace: str,
    table: str,
    format_: str,
    query: RowQuery,
    file: BinaryIO,
    note: Note,
) -> int:
    if not token:
        raise InvalidInput("A remote server needs a token.", code="remote.no_token", hint="Give --token.")
    address = f"{url.rstrip('/')}/api/v1/workspaces/{workspace}/tables/{table}/export"
    given = {
        "format": format_,
        "filter": query.filter,
        "search": query.search,
        "sort": ",".join(query.sort),
        "fields": ",".join(query.fields) if query.fields else None,
        "limit": str(query.limit) if query.limit else None,
    }
    headers = {"authorization": f"Bearer {token}"}
    try:
        async with (
            httpx.AsyncClient(timeout=httpx.Timeout(60, read=None), headers=headers) as client,
            client.stream("GET", address, params={name: text for name, text in given.items() if text}) as answer,
        ):
            if not answer.is_success:
                await answer.aread()
                raise fault_of(answer.status_code, json_of(answer))
            return await _write(answer.aiter_bytes(), file, note)
    except httpx.HTTPError as fault:
        raise UpstreamFault(f"{url} cannot be reached: {type(fault).__name__}.", code="remote.unreachable") from fault


async def _write(pieces: AsyncIterator[bytes], file: BinaryIO, note: Note) -> int:
    size = 0
    async for piece in pieces:
        file.write(piece)
        size += len(piece)
        note(size)
    return size


@contextlib.contextmanager
def _target(output: Path | None) -> Iterator[BinaryIO]:
    """Where bytes go: standard output, or a file beside the one wanted that takes its place at the end."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    partial = output.with_name(f".{output.name}.part")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(output)
    except OSError as wrong:
        raise InvalidInput(f"{output} cannot be written: {wrong.strerror}.", code="export.unwritable") from wrong
    finally:
        partial.unlink(missing_ok=True)


@contextlib.contextmanager
def _spinner(*, is_shown: bool) -> Iterator[Note]:
    """The bytes written so far, on standard error; how many there will be, nobody knows."""
    if not (is_shown and sys.stderr.isatty()):
        yield lambda _size: None
        return
    shown = [0]

    def note(size: int) -> None:
        if size - shown[0] > 1_000_000:
            shown[0] = size
            print(f"\rExporting, {size / 1e6:,.0f} MB", end="", file=sys.stderr, flush=True)

    yield note
    print("\r\033[K", end="", file=sys.stderr, flush=True)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
