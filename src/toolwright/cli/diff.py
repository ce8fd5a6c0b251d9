"""`toolwright diff`: how a folder differs from its workspace."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Mapping

import typer

from toolwright.cli.printing import AsJson, Home, print_json
from toolwright.cli.workspace_files import (
    Folder,
    Token,
    Url,
    WorkspaceName,
    place_for,
    read_folder,
    run_async,
    workspace_of,
)

_COLOURS = {"+": "\033[32m", "-": "\033[31m", "@": "\033[36m"}


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("diff")(diff)


def diff(
    folder: Folder,
    workspace: WorkspaceName = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Show what a push of this folder would change. Ends with 1 when there are differences."""

    async def work() -> tuple[str, int, dict[str, str]]:
        name = workspace_of(folder, workspace)
        revision, files = await place_for(home, url, token).read(name)
        return name, revision, files

    name, revision, stored = run_async(work())
    present = read_folder(folder)
    changes = changes_between(stored, present)
    if as_json:
        print_json({"workspace": name, "revision": revision, "changes": changes})
    else:
        _show(name, revision, stored, present, changes)
    raise typer.Exit(1 if changes else 0)


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, str]]:
    """What happened to each file: added, removed or changed."""
    words = []
    for path in sorted({*before, *after}):
        if path not in before:
            words.append({"file": path, "change": "added"})
        elif path not in after:
            words.append({"file": path, "change": "removed"})
        elif before[path] != after[path]:
            words.append({"file": path, "change": "changed"})
    return words


def _show(
    name: str, revision: int, before: Mapping[str, str], after: Mapping[str, str], changes: list[dict[str, str]]
) -> None:
    if not changes:
        print(f"The folder equals {name} at revision {revision}.")
        return
    for change in changes:
        path = change["file"]
        for line in unified(path, before.get(path), after.get(path)):
            print(_coloured(line))
    counts = [f"{sum(c['change'] == word for c in changes)} {word}" for word in ("added", "changed", "removed")]
    print(f"Compared with {name} at revision {revision}: {', '.join(counts)}.")


def unified(path: str, before: str | None, after: str | None) -> Iterator[str]:
    """A unified difference of one file."""
    old, new = (before or "").splitlines(), (after or "").splitlines()
    return difflib.unified_diff(
        old,
        new,
        f"a/{path}" if before is not None else "/dev/null",
        f"b/{path}" if after is not None else "/dev/null",
        lineterm="",
    )


def _coloured(line: str) -> str:
    colour = _COLOURS.get(line[:1])
    return f"{colour}{line}\033[0m" if colour and sys.stdout.isatty() else line
