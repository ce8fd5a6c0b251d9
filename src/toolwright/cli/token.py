"""`toolwright token`: API tokens."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated

import typer

from toolwright import clock
from toolwright.auth import ApiToken
from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.commands.create_token import create_token, revoke_token, tokens_of
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services

app = typer.Typer(help="API tokens: make, list, revoke.", no_args_is_help=True)

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="token")


@app.command("create")
def create(
    user: Annotated[str, typer.Option(help="Address or id of the person the token acts as.")],
    name: Annotated[str, typer.Option(help="What the token is for.")] = "command line",
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; everything by default.")] = None,
    expires: Annotated[str, typer.Option(help="When it ends: 12h, 30d, 4w or never.")] = "90d",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make a token and print it, this once."""
    expires_at = _end(expires)

    async def work(services: Services) -> tuple[ApiToken, str]:
        return await create_token(services, OPERATOR, name=name, scopes=scope or None, expires_at=expires_at, user=user)

    token, raw = run(home, work)
    if as_json:
        print_json({"token": raw, "id": token.id, "scopes": token.scopes, "expires_at": token.expires_at})
    else:
        print(raw)


@app.command("list")
def list_all(
    user: Annotated[str, typer.Option(help="Address or id of the person.")], home: Home = None, as_json: AsJson = False
) -> None:
    """List a person's tokens."""
    tokens = run(home, lambda services: tokens_of(services, OPERATOR, user))
    if as_json:
        print_json({"items": tokens})
        return
    print_table(
        {
            "id": token.id,
            "name": token.name,
            "scopes": "everything" if token.scopes is None else " ".join(token.scopes),
            "ends": token.expires_at and f"{token.expires_at:%Y-%m-%d %H:%M}",
            "last used": token.last_used_at and f"{token.last_used_at:%Y-%m-%d %H:%M}",
        }
        for token in tokens
    )


@app.command("revoke")
def revoke(token_id: Annotated[str, typer.Argument(help="Id of the token.")], home: Home = None) -> None:
    """Revoke a token: its next request is refused."""
    run(home, lambda services: revoke_token(services, OPERATOR, token_id))
    print("The token is revoked.")


def _end(words: str) -> datetime | None:
    if words == "never":
        return None
    match = re.fullmatch(r"([1-9][0-9]{0,4})([hdw])", words)
    if match is None:
        raise typer.BadParameter("say 12h, 30d, 4w or never", param_hint="--expires")
    return clock.now() + timedelta(**{_UNITS[match[2]]: int(match[1])})
