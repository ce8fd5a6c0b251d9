"""`toolwright comment`: what people say about rows of built-in tables, read and written in person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from toolwright.cli.in_person import As, person
from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.cli.workspace_files import Token, Url, run_async, server_for
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.ids import join_key
from toolwright.rows.comments import Comment

app = typer.Typer(help="Comments on rows: read them, say something, take it back.", no_args_is_help=True)
Workspace = Annotated[str, typer.Option("--workspace", help="The workspace.")]
TableName = Annotated[str, typer.Argument(help="The internal table.")]
RowId = Annotated[str, typer.Argument(help="The row, by its id.")]
Said = Mapping[str, object]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="comment")


@app.command("list")
def list_all(
    table: TableName,
    row: RowId,
    workspace: Workspace,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """List what was said about a row, the last said first."""

    async def here(services: Services) -> list[Said]:
        found = await services.workspaces.get(workspace)
        return [_said(one) for one in await services.rows.comments(OPERATOR, found, table, row)]

    async def there() -> list[Said]:
        items = (await server_for(url, token).ask("GET", _place(workspace, table, row))).get("items")
        return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []

    said = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(said)
    else:
        lines = [(one["id"], one["at"], _name(one["author"]), one["body"]) for one in said]
        print_table(dict(zip(("id", "at", "who", "text"), line, strict=True)) for line in lines)


@app.command("add")
def add(
    table: TableName,
    row: RowId,
    text: Annotated[str, typer.Argument(help="Markdown; @name mentions somebody who can see the row.")],
    workspace: Workspace,
    who: As = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say something about a row."""

    async def here(services: Services) -> Said:
        actor, found = await person(services, who), await services.workspaces.get(workspace)
        return _said(await services.rows.comment(actor, found, table, row, text))

    async def there() -> Said:
        return await server_for(url, token).ask("POST", _place(workspace, table, row), {"body": text})

    said = run(home, here) if url is None else run_async(there())
    print_json(said) if as_json else print(f"Said as {said['id']}.")


@app.command("delete")
def delete(
    table: TableName,
    row: RowId,
    comment: Annotated[str, typer.Argument(help="The id of the comment, as `list` prints it.")],
    workspace: Workspace,
    who: As = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Take back a comment of your own; administrators of the workspace take back any."""

    async def here(services: Services) -> None:
        actor, found = await person(services, who), await services.workspaces.get(workspace)
        await services.rows.remove_comment(actor, found, table, row, comment)

    async def there() -> None:
        await server_for(url, token).ask("DELETE", f"{_place(workspace, table, row)}/{join_key([comment])}")

    run(home, here) if url is None else run_async(there())
    print("Taken back.")


def _said(one: Comment) -> Said:
    """The form that servers answer."""
    return {
        "id": one.mark,
        "number": one.number,
        "body": one.body,
        "author": None if one.author is None else {"id": one.author, "name": one.name},
        "at": one.at.isoformat(),
        "edited_at": None if one.edited_at is None else one.edited_at.isoformat(),
        "mentions": [{"id": id_, "name": name} for id_, name in one.mentions.items()],
        "is_own": one.is_own,
    }


def _place(workspace: str, table: str, row: str) -> str:
    return f"/workspaces/{workspace}/tables/{table}/rows/{row}/comments"


def _name(author: object) -> object:
    return author.get("name") if isinstance(author, dict) else ""
