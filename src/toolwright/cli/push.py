"""`toolwright push`: the files of a folder into a workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, fail, print_json
from toolwright.cli.validate import print_errors
from toolwright.cli.workspace_files import (
    AllowLoss,
    Folder,
    Rename,
    State,
    TableWord,
    Token,
    Url,
    WorkspaceName,
    place_for,
    read_folder,
    read_state,
    run_async,
    workspace_of,
    write_folder,
)
from toolwright.errors import InvalidDefinition


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("push")(push)


def push(
    folder: Folder,
    workspace: WorkspaceName = None,
    message: Annotated[str, typer.Option("--message", "-m", help="What changed, for the history.")] = "Pushed",
    rename: Rename = None,
    allow_loss: AllowLoss = False,
    force: Annotated[bool, typer.Option("--force", help="Push even if the workspace has moved on since.")] = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Replace the definitions of a workspace by those of a folder; refused whole when one is wrong.

    Internal tables change along with their definitions: `toolwright table plan` shows how. Secrets in plain text
    are sealed on the way and replaced by `{secret: true}`, in the folder too.
    """

    async def work() -> tuple[str, int]:
        name = workspace_of(folder, workspace)
        place = place_for(home, url, token)
        state = read_state(folder)
        expected = state.revision if state and state.workspace == name and not force else None
        word = TableWord(tuple(rename or ()), allow_loss)
        revision = await place.push(name, read_folder(folder), message, expected, word)
        revision, files = await place.read(name)
        write_folder(folder, files, State(name, revision))
        return name, revision

    async def guarded() -> tuple[str, int]:
        try:
            return await work()
        except InvalidDefinition as fault:
            if as_json or not fault.errors:
                fail(fault)
            print_errors(fault.errors)
            raise typer.Exit(1) from None

    name, revision = run_async(guarded())
    if as_json:
        print_json({"workspace": name, "revision": revision})
    else:
        print(f"{name} is at revision {revision}.")
