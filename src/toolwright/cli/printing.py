"""What subcommands share: the home option, running a command over the object graph, printing, exit codes."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from toolwright import wiring
from toolwright.commands.services import Services
from toolwright.errors import Conflict, Denied, NotFound, NotSignedIn, ToolwrightError
from toolwright.settings import Settings

ResultT = TypeVar("ResultT")

Home = Annotated[
    Path | None,
    typer.Option(help="Directory that holds all state; TOOLWRIGHT_HOME or ./toolwright-data by default."),
]
WordedIn = Annotated[str, typer.Option("--language", help="Language of titles, labels and messages: en or de.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_EXIT_CODES: tuple[tuple[type[ToolwrightError], int], ...] = (
    (NotFound, 3),
    (NotSignedIn, 4),
    (Denied, 4),
    (Conflict, 5),
)


def settings_for(home: Path | None) -> Settings:
    """Settings from the environment, with the home given on the command line."""
    return Settings() if home is None else Settings(home=home)


@asynccontextmanager
async def opened(home: Path | None) -> AsyncIterator[Services]:
    """The object graph of a home. That closing takes long does not undo what was done, nor hide what came of it."""
    services = await wiring.build(settings_for(home))
    try:
        yield services
    finally:
        try:
            await wiring.close(services)
        except TimeoutError as late:
            print(f"Closing goes on: {late}.", file=sys.stderr)


def run(home: Path | None, work: Callable[[Services], Awaitable[ResultT]]) -> ResultT:
    """Do `work` over the object graph of a home; an error of ours is printed and ends the process."""

    async def inside() -> ResultT:
        async with opened(home) as services:
            return await work(services)

    try:
        return asyncio.run(inside())
    except ToolwrightError as fault:
        fail(fault)


def fail(fault: ToolwrightError) -> NoReturn:
    """Say what went wrong, field by field, and end with its exit code."""
    print(f"Error: {fault}", file=sys.stderr)
    for error in fault.errors:
        hint = f" {error.hint}" if error.hint else ""
        print(f"  {error.where or error.field}: {error.message}{hint}", file=sys.stderr)
    raise typer.Exit(next((code for kind, code in _EXIT_CODES if isinstance(fault, kind)), 1))


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, indent=2, default=_plain, ensure_ascii=False))


def print_table(rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows under their names, in columns as wide as needed."""
    lines = list(rows)
    if not lines:
        print("Nothing here.")
        return
    names = list(lines[0])
    cells = [[_cell(line[name]) for name in names] for line in lines]
    widths = [max(len(name), *(len(row[index]) for row in cells)) for index, name in enumerate(names)]
    for row in [[name.upper() for name in names], *cells]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)
