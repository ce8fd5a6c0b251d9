"""`toolwright validate`: what is wrong with the files of a workspace, line by line."""

from __future__ import annotations

import asyncio
import sys

import typer

from toolwright.cli.printing import AsJson, Home, fail, print_json
from toolwright.cli.workspace_files import Folder, Token, Url, WorkspaceName, place_for, read_folder, workspace_of
from toolwright.errors import FieldError, InvalidDefinition, ToolwrightError, Where


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("validate")(validate)


def validate(
    folder: Folder,
    workspace: WorkspaceName = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Check definitions without storing them. Prints `file:line:column: message` and ends with 1 when any is wrong."""
    try:
        files = read_folder(folder)
        name = workspace_of(folder, workspace)
        asyncio.run(place_for(home, url, token).validate(name, files))
    except InvalidDefinition as fault:
        errors = fault.errors or (FieldError("", fault.detail, fault.code, fault.hint, fault.where),)
        if as_json:
            print_json({"valid": False, "errors": [error.to_wire() for error in errors]})
        else:
            print_errors(errors)
        raise typer.Exit(1) from None
    except ToolwrightError as fault:
        fail(fault)
    if as_json:
        print_json({"valid": True, "errors": []})
    else:
        print(f"{len(files)} files are right.")


def print_errors(errors: tuple[FieldError, ...]) -> None:
    """One line for each mistake, as editors and people expect them."""
    for error in errors:
        where = error.where or Where()
        place = ":".join(str(part) for part in (where.file, where.line, where.column) if part is not None)
        hint = f" {error.hint}" if error.hint else ""
        print(f"{place or error.field}: {error.message}{hint}")
    count = len(errors)
    print(f"{count} {'mistake' if count == 1 else 'mistakes'}.", file=sys.stderr)
