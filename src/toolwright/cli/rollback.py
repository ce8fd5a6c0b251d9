"""`toolwright rollback`: another version for people to use."""

from __future__ import annotations

from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, print_json, run
from toolwright.cli.releases import Document, Named, Plan, release_document, show_release, version_document
from toolwright.cli.workspace_files import AllowLoss, Token, Url, run_async, server_for
from toolwright.commands.operator import OPERATOR
from toolwright.commands.publish import plan_roll_back, roll_back
from toolwright.commands.services import Services


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("rollback")(rollback)


def rollback(
    version: Annotated[int, typer.Argument(min=1, help="The number of the version: `toolwright version list`.")],
    workspace: Named,
    message: Annotated[str | None, typer.Option("--message", "-m", help="Why, for the history.")] = None,
    plan: Plan = False,
    allow_loss: AllowLoss = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Have people use another version of a workspace. Its draft stays as it is."""

    async def here(services: Services) -> Document:
        if plan:
            return release_document(await plan_roll_back(services, OPERATOR, workspace, version))
        served = await roll_back(services, OPERATOR, workspace, version, message=message, allow_loss=allow_loss)
        return version_document(served)

    async def there() -> Document:
        place = f"/workspaces/{workspace}/rollback"
        if plan:
            return await server_for(url, token).ask("POST", f"{place}/plan", {"version": version})
        body = {"version": version, "message": message, "allow_loss": allow_loss}
        return await server_for(url, token).ask("POST", place, body)

    found = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(found)
    elif plan:
        show_release(found)
    else:
        print(f"Version {found['number']} of {workspace} is served.")
