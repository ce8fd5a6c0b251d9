"""`toolwright history`: what became of one definition, and having it again as it was."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

import typer

from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.cli.releases import Document, Named, change_document, items, show_changes
from toolwright.cli.workspace_files import AllowLoss, Token, Url, run_async, server_for
from toolwright.commands.definition_history import (
    History,
    Moment,
    compare_history,
    read_history,
    restore_definition,
)
from toolwright.commands.definitions import Migration
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

app = typer.Typer(help="What became of one definition, and having it again as it was.", no_args_is_help=True)

Path = Annotated[str, typer.Argument(help="Where it stands: apps/desk/screens/queue.yaml, as `pull` writes it.")]
When = Annotated[str, typer.Argument(help="A revision (12) or a version (v3), as `history list` names them.")]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="history")


@app.command("list")
def list_all(
    path: Path, workspace: Named, home: Home = None, url: Url = None, token: Token = None, as_json: AsJson = False
) -> None:
    """List when a definition changed, by whom and why, the last first."""

    async def here(services: Services) -> Document:
        return _document(await read_history(services, OPERATOR, workspace, path))

    async def there() -> Document:
        return await server_for(url, token).ask("GET", f"/workspaces/{workspace}/history?{urlencode({'path': path})}")

    found = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(found)
        return
    print_table(
        {
            "at": one["revision"] if one["version"] is None else f"v{one['version']}",
            "what": one["what"],
            "when": str(one["created_at"])[:16],
            "who": one["author"],
            "message": one["message"],
        }
        for one in items(found["items"])
    )


@app.command("changes")
def changes(
    path: Path,
    when: When,
    workspace: Named,
    now: Annotated[bool, typer.Option("--now", help="How it was then and is now, not what changed then.")] = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Say in words how a definition changed at a moment, or how it differs from now."""
    moment = _moment(when)

    async def here(services: Services) -> Document:
        return change_document(await compare_history(services, OPERATOR, workspace, path, moment, with_now=now))

    async def there() -> Document:
        asked = urlencode({"path": path, "with_now": str(now).lower(), **_asked(moment)})
        return await server_for(url, token).ask("GET", f"/workspaces/{workspace}/history/change?{asked}")

    found = run(home, here) if url is None else run_async(there())
    print_json(found) if as_json else show_changes([found])


@app.command("restore")
def restore(
    path: Path,
    when: When,
    workspace: Named,
    allow_loss: AllowLoss = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Have a definition in the draft again as it was. A change like any other, and refused when it no longer fits."""
    moment = _moment(when)

    async def here(services: Services) -> object:
        migration = Migration(allow_loss=allow_loss)
        return await restore_definition(services, OPERATOR, workspace, path, moment, migration=migration)

    async def there() -> object:
        body = {"path": path, "allow_loss": allow_loss, **_asked(moment)}
        found = await server_for(url, token).ask("POST", f"/workspaces/{workspace}/history/restore", body)
        return found["revision"]

    revision = run(home, here) if url is None else run_async(there())
    print(f"{path} is as of {moment} again: revision {revision}.")


def _moment(text: str) -> Moment:
    number = text.removeprefix("v")
    if not number.isdecimal() or int(number) == 0:
        raise typer.BadParameter(f"'{text}' is neither a revision (12) nor a version (v3).")
    return Moment(revision=int(number)) if number == text else Moment(version=int(number))


def _asked(moment: Moment) -> dict[str, int]:
    return {"revision": moment.revision} if moment.revision is not None else {"version": moment.version or 0}


def _document(found: History) -> Document:
    """A history as a server answers it."""
    listed = [
        {
            "revision": one.moment.revision,
            "version": one.moment.version,
            "what": one.what,
            "author": one.author,
            "message": one.message,
            "created_at": one.created_at,
        }
        for one in found.happenings
    ]
    place = {"kind": found.place.kind.name, "names": list(found.place.names), "title": found.title}
    return {
        "path": found.path,
        **place,
        "is_there": found.is_there,
        "revision": found.revision,
        "items": listed,
        "more": found.more,
    }
