"""`toolwright version`: what was published of a workspace, how versions differ, and the draft."""

from __future__ import annotations

from typing import Annotated

import orjson
import typer

from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.cli.releases import (
    Document,
    Named,
    change_document,
    items,
    schedule_document,
    show_changes,
    version_document,
)
from toolwright.cli.workspace_files import Token, Url, run_async, server_for
from toolwright.commands import drafts
from toolwright.commands.compare import compare
from toolwright.commands.compare_rows import compare_rows, copy_rows
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_release import cancel_release, read_plan
from toolwright.commands.services import Services
from toolwright.rows.row_json import to_json

app = typer.Typer(help="Versions: list and compare them, and begin or discard a draft.", no_args_is_help=True)


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="version")


@app.command("list")
def list_all(
    workspace: Named, home: Home = None, url: Url = None, token: Token = None, as_json: AsJson = False
) -> None:
    """List what was published of a workspace, the last first."""

    async def here(services: Services) -> Document:
        served, versions = await drafts.list_versions(services, OPERATOR, workspace)
        return {"served": served, "items": [version_document(one) for one in versions]}

    async def there() -> Document:
        return await server_for(url, token).ask("GET", f"/workspaces/{workspace}/versions")

    found = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(found)
        return
    print_table(
        {
            "version": one["number"],
            "served": "yes" if one["number"] == found["served"] else "",
            "when": str(one["created_at"])[:16],
            "who": one["author"],
            "what": one["message"],
        }
        for one in items(found["items"])
    )


@app.command("changes")
def changes(
    workspace: Named,
    before: Annotated[int | None, typer.Argument(help="A version; the one that is served by default.")] = None,
    after: Annotated[int | None, typer.Argument(help="Another; the draft by default.")] = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say in words how two versions differ, or what the draft changes."""

    async def here(services: Services) -> list[Document]:
        return [change_document(one) for one in await compare(services, OPERATOR, workspace, before, after)]

    async def there() -> list[Document]:
        asked = "&".join(f"{name}={value}" for name, value in (("before", before), ("after", after)) if value)
        answer = await server_for(url, token).ask("GET", f"/workspaces/{workspace}/changes?{asked}")
        return items(answer["items"])

    found = run(home, here) if url is None else run_async(there())
    print_json(found) if as_json else show_changes(found)


@app.command("scheduled")
def scheduled(
    workspace: Named,
    cancel: Annotated[bool, typer.Option("--cancel", help="Have it not published.")] = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say what is to be published at a time, or why it was not; or take it back."""

    async def here(services: Services) -> Document:
        if cancel:
            await cancel_release(services, OPERATOR, workspace)
            return schedule_document(None, is_current=False)
        planned, is_current = await read_plan(services, OPERATOR, workspace)
        return schedule_document(planned, is_current=is_current)

    async def there() -> Document:
        verb = "DELETE" if cancel else "GET"
        return {"scheduled": None, **await server_for(url, token).ask(verb, f"/workspaces/{workspace}/schedule")}

    found = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(found)
        return
    planned = found["scheduled"]
    if not isinstance(planned, dict):
        print(f"Nothing of {workspace} is planned.")
        return
    print(f"{planned['message']}: planned for {planned['at']} by {planned['author']}.")
    if planned["refused"]:
        print(f"! It was not published: {planned['refused']['detail']} {planned['refused']['hint']}")
    elif not planned["is_current"]:
        print("! The draft has changed since, so it will be refused.")


Table = Annotated[str, typer.Argument(help="The built-in table.")]
Into = Annotated[str, typer.Option("--into", help="The environment that rows go into: development or production.")]
Key = Annotated[str | None, typer.Option(help="The column rows are found by; the first unique one, or id.")]


@app.command("rows")
def rows(
    table: Table,
    workspace: Named,
    into: Into = "production",
    key: Key = None,
    copy: Annotated[bool, typer.Option("--copy", help="Copy the rows that differ: all of them or none.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Copy only the row with this key. Repeatable.")] = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say how the rows of a table differ between environments, or copy them from the other one into this."""
    come = "development" if into == "production" else "production"

    async def here(services: Services) -> Document:
        if copy:
            done = await copy_rows(services, OPERATOR, workspace, table, source=come, into=into, key=key, keys=only)
            return {"inserted": done.inserted, "updated": done.updated}
        found = await compare_rows(services, OPERATOR, workspace, table, source=come, into=into, key=key)
        return dict(orjson.loads(to_json(found.to_wire())))

    async def there() -> Document:
        body = {"source": come, "into": into, "key": key, **({"keys": only} if copy else {})}
        path = f"/workspaces/{workspace}/tables/{table}/{'copy' if copy else 'compare'}"
        return await server_for(url, token).ask("POST", path, body)

    found = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(found)
    elif copy:
        print(f"{found['inserted']} rows added to {into}, {found['updated']} changed.")
    else:
        print(f"{found['added']} only in {come}, {found['only_there']} only in {into}, {found['changed']} differ.")
        print_table(
            {
                str(found["key"]): one["key"],
                "what": one["what"],
                "columns": ", ".join(map(str, _listed(one["columns"]))),
            }
            for one in items(found["items"])
        )


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


@app.command("draft")
def draft(
    workspace: Named,
    no_rows: Annotated[bool, typer.Option("--no-rows", help="Begin without rows.")] = False,
    discard: Annotated[
        bool, typer.Option("--discard", help="Remove the draft there is, with its rows and all its changes.")
    ] = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Begin a draft from what is served, or discard the one there is."""

    async def here(services: Services) -> None:
        if discard:
            await drafts.discard_draft(services, OPERATOR, workspace)
        else:
            await drafts.start_draft(services, OPERATOR, workspace, copy_rows=not no_rows)

    async def there() -> None:
        body = None if discard else {"copy_rows": not no_rows}
        await server_for(url, token).ask("DELETE" if discard else "POST", f"/workspaces/{workspace}/draft", body)

    run(home, here) if url is None else run_async(there())
    print(f"The draft of {workspace} is {'gone' if discard else 'ready'}.")
