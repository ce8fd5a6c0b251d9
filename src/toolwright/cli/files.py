"""`toolwright files`: whether the files of rows are whole, and removing what nothing names any more."""

from __future__ import annotations

from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.commands.services import Services
from toolwright.files import Checked, Swept

app = typer.Typer(help="Files of rows: check that they are whole, and remove what nothing names.", no_args_is_help=True)
Workspace = Annotated[str | None, typer.Option("--workspace", help="Only this workspace; all of them when not given.")]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="files")


@app.command("check")
def check(workspace: Workspace = None, home: Home = None, as_json: AsJson = False) -> None:
    """Read every file that rows and their history name. Ends with 1 when one is missing or not what it was."""

    async def work(services: Services) -> list[Checked]:
        return [
            await services.files.check(name, services.sweeper.named(name)) for name in await _names(services, workspace)
        ]

    found = run(home, work)
    if as_json:
        print_json(found)
    else:
        for one in found:
            print(f"{one.workspace}: {one.named} files, {len(one.missing)} missing, {len(one.damaged)} damaged")
            for word, names in (("missing", one.missing), ("damaged", one.damaged)):
                for sha256 in names:
                    print(f"    {word} {sha256}")
    if any(one.missing or one.damaged for one in found):
        raise typer.Exit(1)


@app.command("sweep")
def sweep(workspace: Workspace = None, home: Home = None, as_json: AsJson = False) -> None:
    """Remove files that no row, history or upload names, once they are old enough. A server does it every hour."""

    async def work(services: Services) -> list[Swept]:
        return [await services.sweeper.sweep(name) for name in await _names(services, workspace)]

    found = run(home, work)
    if as_json:
        print_json(found)
    else:
        print_table(
            {
                "workspace": one.workspace,
                "kept": one.kept,
                "removed": one.removed,
                "bytes freed": one.removed_bytes,
            }
            for one in found
        )


async def _names(services: Services, workspace: str | None) -> list[str]:
    if workspace is None:
        return [info.name for info in await services.workspaces.list()]
    return [(await services.workspaces.get(workspace)).name]
