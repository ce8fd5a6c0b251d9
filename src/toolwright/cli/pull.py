"""`toolwright pull`: a workspace as files in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, print_json
from toolwright.cli.workspace_files import (
    Folder,
    State,
    Token,
    Url,
    WorkspaceName,
    digest,
    place_for,
    read_folder,
    read_state,
    run_async,
    workspace_of,
    write_folder,
)
from toolwright.errors import Conflict, InvalidInput


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("pull")(pull)


def pull(
    folder: Folder,
    workspace: WorkspaceName = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite changes made in the folder.")] = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Write the definitions of a workspace into a folder. Secrets are not among them."""

    async def work() -> tuple[str, int, int]:
        name = workspace_of(folder, workspace)
        place = place_for(home, url, token)
        revision, files = await place.read(name)
        state = read_state(folder)
        if not force and _has_changes(folder, files, state):
            raise Conflict(
                f"{folder} differs from the workspace.",
                code="folder.changed",
                hint="Look with `toolwright diff`, push it, or pull with --force to overwrite it.",
            )
        write_folder(folder, files, State(name, revision))
        return name, revision, len(files)

    name, revision, count = run_async(work())
    if as_json:
        print_json({"workspace": name, "revision": revision, "files": count})
    else:
        print(f"Pulled {name} at revision {revision}: {count} files in {folder}.")


def _has_changes(folder: Path, files: dict[str, str], state: State | None) -> bool:
    """Whether pulling would lose something: files nobody pushed. What was pulled and left alone may be replaced."""
    try:
        present = read_folder(folder) if folder.exists() else {}
    except InvalidInput:
        return False
    if not present or present == files:
        return False
    return state is None or state.digest != digest(present)
