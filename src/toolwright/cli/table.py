"""`toolwright table`: the tables of a workspace, and what new definitions would do to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from toolwright.cli.in_person import As, person
from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.cli.workspace_files import (
    AllowLoss,
    Folder,
    Rename,
    TableWord,
    Token,
    Url,
    WorkspaceName,
    place_for,
    read_folder,
    run_async,
    server_for,
    workspace_of,
)
from toolwright.commands.list_tables import list_tables
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.rows import RowQuery

app = typer.Typer(help="Tables: list them, and see what a push would do to their rows.", no_args_is_help=True)


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="table")


@app.command("list")
def list_all(
    workspace: Annotated[str, typer.Option("--workspace", help="The workspace.")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """List the tables of a workspace."""

    async def work(services: Services) -> list[dict[str, object]]:
        return [
            {
                "name": one.ref,
                "title": one.table.title or one.ref,
                "source": one.table.source,
                "columns": len(one.table.columns),
            }
            for one in await list_tables(services, OPERATOR, workspace)
        ]

    found = run(home, work)
    print_json(found) if as_json else print_table(found)


@app.command("plan")
def plan(
    folder: Folder,
    workspace: WorkspaceName = None,
    rename: Rename = None,
    allow_loss: AllowLoss = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say what a push of this folder would do to internal tables and their rows. Changes nothing."""
    word = TableWord(tuple(rename or ()), allow_loss)
    name = workspace_of(folder, workspace)
    planned = run_async(place_for(home, url, token).plan(name, read_folder(folder), word))
    if as_json:
        print_json(list(planned))
    elif not planned:
        print("No table changes.")
    for one in () if as_json else planned:
        _show(one)


@app.command("explain")
def explain(
    table: Annotated[str, typer.Argument(help="The internal table.")],
    workspace: Annotated[str, typer.Option("--workspace", help="The workspace.")],
    filter_: Annotated[str | None, typer.Option("--filter", help="A condition, as of a list.")] = None,
    search: Annotated[str | None, typer.Option(help="Words that must all occur in a row.")] = None,
    sort: Annotated[list[str] | None, typer.Option(help="A column, descending with a minus; repeat for more.")] = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say which index a list of rows uses, and why there is one."""
    query = RowQuery(filter=filter_, search=search, sort=tuple(sort or ()))
    found = run_async(place_for(home, url, token).explain(workspace, table, query))
    if as_json:
        print_json(dict(found))
        return
    print(found["text"])
    steps = found["steps"]
    for step in steps if isinstance(steps, list | tuple) else ():
        print(f"  {step}")


@app.command("restore")
def restore(
    table: Annotated[str, typer.Argument(help="The internal table.")],
    workspace: Annotated[str, typer.Option("--workspace", help="The workspace.")],
    at: Annotated[str, typer.Option("--at", help="The moment, with its zone: 2026-11-26T14:05+01:00.")],
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would happen to each row.")] = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Have all rows of a table be as they were at a moment. That is a change, too, and can be taken back."""
    place = f"/workspaces/{workspace}/tables/{table}/restore"

    async def here(services: Services) -> list[dict[str, object]]:
        found, moment = await services.workspaces.get(workspace), _moment(at)
        if preview:
            return [asdict(one) for one in await services.rows.preview_restore(OPERATOR, found, table, moment)]
        return [{} for _ in await services.rows.restore_table(OPERATOR, found, table, moment)]

    async def there() -> list[dict[str, object]]:
        path = f"{place}/preview" if preview else place
        answer = await server_for(url, token).ask("POST", path, {"at": _moment(at).isoformat()})
        items = answer.get("items")
        return [one if isinstance(one, dict) else {} for one in items] if isinstance(items, list) else []

    rows = run(home, here) if url is None else run_async(there())
    if preview:
        print_json(rows) if as_json else print_table([{**one, "columns": _listed(one["columns"])} for one in rows])
    else:
        count = len(rows)
        print_json({"rows": count}) if as_json else print(f"{count:,} rows of {table} are as they were.")


@app.command("undo")
def undo(
    table: Annotated[str, typer.Argument(help="The internal table.")],
    workspace: Annotated[str, typer.Option("--workspace", help="The workspace.")],
    who: As = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Take back the last change that a person made to a table, unless somebody has built on it since."""

    async def here(services: Services) -> int:
        actor, found = await person(services, who), await services.workspaces.get(workspace)
        return len(await services.rows.undo(actor, found, table))

    async def there() -> int:
        answer = await server_for(url, token).ask("POST", f"/workspaces/{workspace}/tables/{table}/undo", {})
        items = answer.get("items")
        return len(items) if isinstance(items, list) else 0

    count = run(home, here) if url is None else run_async(there())
    print_json({"rows": count}) if as_json else print(f"{count:,} rows of {table} are as they were.")


def _listed(names: object) -> str:
    return ", ".join(map(str, names)) if isinstance(names, list | tuple) else ""


def _moment(text: str) -> datetime:
    try:
        found: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput(
            f"'{text}' is no moment.", code="history.no_moment", hint="Write it with its zone: 2026-11-26T14:05+01:00."
        )
    return found


def _show(one: Mapping[str, object]) -> None:
    mark = "✗" if one["is_impossible"] else "!" if one["loses"] else "·"
    print(f"{mark} {one['text']}")
    problems = one["problems"]
    for problem in problems if isinstance(problems, list | tuple) else ():
        row = f"row {problem['row']}: " if problem["row"] is not None else ""
        value = f" ({problem['value']!r})" if problem["value"] is not None else ""
        print(f"    {row}{problem['message']}{value}")
