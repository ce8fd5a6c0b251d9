"""`toolwright publish`: the draft of a workspace as the version that people use."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, fail, print_json, run
from toolwright.cli.releases import (
    Document,
    Named,
    Plan,
    release_document,
    schedule_document,
    show_release,
    version_document,
)
from toolwright.cli.workspace_files import AllowLoss, Token, Url, run_async, server_for
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_release import plan_release
from toolwright.commands.publish import plan_publishing
from toolwright.commands.publish import publish as publish_draft
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("publish")(publish)


def publish(
    workspace: Named,
    message: Annotated[str, typer.Option("--message", "-m", help="What is new, for the history.")] = "Published",
    plan: Plan = False,
    allow_loss: AllowLoss = False,
    at: Annotated[
        str | None, typer.Option(help="When, not now: 2026-05-04T18:00, in the zone of this machine if none is given.")
    ] = None,
    no_rows: Annotated[bool, typer.Option("--no-rows", help="The first time: the draft begins without rows.")] = False,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Make what was drafted the version that people use.

    The first time, what is there becomes version 1; from then on it is changed in the draft. With --at a running server
    publishes what is in the draft now at that moment; it is refused then if the draft has changed.
    """
    due_at = None if at is None else _moment(at)

    async def here(services: Services) -> Document:
        if plan:
            return release_document(await plan_publishing(services, OPERATOR, workspace))
        if due_at is not None:
            planned = await plan_release(
                services, OPERATOR, workspace, at=due_at, message=message, allow_loss=allow_loss
            )
            return schedule_document(planned, is_current=True)
        made = await publish_draft(
            services, OPERATOR, workspace, message=message, allow_loss=allow_loss, copy_rows=not no_rows
        )
        return version_document(made)

    async def there() -> Document:
        place = f"/workspaces/{workspace}/publish"
        if plan:
            return await server_for(url, token).ask("POST", f"{place}/plan")
        if due_at is not None:
            wanted = {"message": message, "allow_loss": allow_loss, "at": due_at.isoformat()}
            return await server_for(url, token).ask("PUT", f"/workspaces/{workspace}/schedule", wanted)
        body = {"message": message, "allow_loss": allow_loss, "copy_rows": not no_rows}
        return await server_for(url, token).ask("POST", place, body)

    found = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(found)
    elif plan:
        show_release(found)
    elif due_at is not None:
        print(f"The draft of {workspace} will be published at {due_at.isoformat(sep=' ')}.")
    else:
        print(f"Version {found['number']} of {workspace} is published.")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        fail(InvalidInput(f"'{text}' is no time.", code="release.bad_time", hint="Write 2026-05-04T18:00+02:00."))
