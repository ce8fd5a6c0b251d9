"""`toolwright comment`: what people say about rows of built-in tables, read and written in person."""

from __future__ import annotations

from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, print_json, print_table
from toolwright.cli.workspace_files import Token, Url, run_async, server_for
from toolwright.ids import join_key

app = typer.Typer(help="Comments on rows: read them, say something, take it back.", no_args_is_help=True)
Workspace = Annotated[str, typer.Option("--workspace", help="The workspace.")]
TableName = Annotated[str, typer.Argument(help="The internal table.")]
RowId = Annotated[str, typer.Argument(help="The row, by its id.")]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="comment")


@app.command("list")
def list_all(
    table: TableName, row: RowId, workspace: Workspace, url: Url = None, token: Token = None, as_json: AsJson = False
) -> None:
    """List what was said about a row, the last said first."""
    answer = run_async(server_for(url, token).ask("GET", _place(workspace, table, row)))
    items = answer.get("items")
    said = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
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
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say something about a row."""
    said = run_async(server_for(url, token).ask("POST", _place(workspace, table, row), {"body": text}))
    print_json(said) if as_json else print(f"Said as {said['id']}.")


@app.command("delete")
def delete(
    table: TableName,
    row: RowId,
    comment: Annotated[str, typer.Argument(help="The id of the comment, as `list` prints it.")],
    workspace: Workspace,
    url: Url = None,
    token: Token = None,
) -> None:
    """Take back a comment of your own; administrators of the workspace take back any."""
    run_async(server_for(url, token).ask("DELETE", f"{_place(workspace, table, row)}/{join_key([comment])}"))
    print("Taken back.")


def _place(workspace: str, table: str, row: str) -> str:
    return f"/workspaces/{workspace}/tables/{table}/rows/{row}/comments"


def _name(author: object) -> object:
    return author.get("name") if isinstance(author, dict) else ""
