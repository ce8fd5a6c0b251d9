"""`toolwright move`: from files into PostgreSQL, or back."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, print_json, run
from toolwright.commands.move_installation import Moved, move_installation
from toolwright.commands.services import Services


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("move")(move)


def move(
    to: Annotated[
        str,
        typer.Option(
            envvar="TOOLWRIGHT_MOVE_TO",  # a password typed here is seen by whoever lists processes
            help="An empty database, postgresql://user:password@host/database, or 'files'.",
        ),
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Move the whole installation into PostgreSQL, or back into files of its home. Stop every server first."""

    def note(what: str) -> None:
        if not as_json and sys.stderr.isatty():
            print(f"moving {what} …", file=sys.stderr)

    async def work(services: Services) -> Moved:
        return await move_installation(services, to, note)

    moved = run(home, work)
    if as_json:
        print_json(moved)
        return
    print(
        f"Moved {moved.workspaces} workspaces to {moved.place}: {moved.tables:,} rows and changes of built-in tables, "
        f"{moved.metadata:,} rows of metadata, each compared."
    )
    if to == "files":
        print("Start without TOOLWRIGHT_DATABASE_URL from now on.")
    else:
        print("Start with TOOLWRIGHT_DATABASE_URL set to that database from now on. secret.key stays in the home.")
