"""`toolwright variable`: the variables of a workspace, and what they are in each environment."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, fail, print_json, print_table, run
from toolwright.cli.releases import Document, Named, items
from toolwright.cli.workspace_files import Token, Url, run_async, server_for
from toolwright.commands import variables
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.model.environment import ENVIRONMENTS, in_environment

app = typer.Typer(help="Variables: list and define them, and give them values.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The variable.")]
Env = Annotated[
    str | None, typer.Option("--env", help="development or production; the draft by default, where there is one.")
]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="variable")


@app.command("list")
def list_all(
    workspace: Named, env: Env = None, home: Home = None, url: Url = None, token: Token = None, as_json: AsJson = False
) -> None:
    """List the variables of a workspace; secret ones are set or not."""

    async def here(services: Services) -> list[Document]:
        place = await _place(services, workspace, env)
        return [asdict(one) for one in await variables.list_variables(services, OPERATOR, place)]

    async def there() -> list[Document]:
        return items((await server_for(url, token).ask("GET", _path(workspace, env)))["items"])

    found = run(home, here) if url is None else run_async(there())
    if as_json:
        print_json(found)
        return
    print_table(
        {"variable": one["name"], "type": one["type"], "value": _shown(one), "default": one["default"] or ""}
        for one in found
    )


@app.command("define")
def define(
    name: Name,
    workspace: Named,
    type_: Annotated[str, typer.Option("--type", help="text, whole, number, boolean or secret.")] = "text",
    title: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    default: Annotated[str | None, typer.Option(help="What it is where it has no value.")] = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Say that there is a variable, or otherwise what it is."""
    given = {"type": type_, "title": title, "default": default}
    body = {key: value for key, value in given.items() if value is not None}

    async def here(services: Services) -> Document:
        place = await _place(services, workspace, None)
        return asdict(await variables.put_variable(services, OPERATOR, place, name, body))

    run(home, here) if url is None else run_async(server_for(url, token).ask("PUT", _path(workspace, None, name), body))
    print(f"{workspace} has a variable {name}.")


@app.command("set")
def set_value(
    name: Name,
    workspace: Named,
    value: Annotated[
        str | None, typer.Option(help="The value. Without it, it is asked for, or read from standard input.")
    ] = None,
    env: Env = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Give a variable its value in an environment. Give secrets over standard input, not as an option."""
    given = _read() if value is None else value

    async def here(services: Services) -> Document:
        place = await _place(services, workspace, env)
        return asdict(await variables.set_variable(services, OPERATOR, place, name, given))

    async def there() -> Document:
        return await server_for(url, token).ask("PUT", _path(workspace, env, f"{name}/value"), {"value": given})

    run(home, here) if url is None else run_async(there())
    print(f"{name} is set.")


@app.command("clear")
def clear(
    name: Name, workspace: Named, env: Env = None, home: Home = None, url: Url = None, token: Token = None
) -> None:
    """Take the value of a variable away in an environment; its default holds again."""

    async def here(services: Services) -> Document:
        place = await _place(services, workspace, env)
        return asdict(await variables.clear_variable(services, OPERATOR, place, name))

    _do(here, home, url, token, ("DELETE", _path(workspace, env, f"{name}/value")))
    print(f"{name} has no value.")


@app.command("delete")
def delete(name: Name, workspace: Named, home: Home = None, url: Url = None, token: Token = None) -> None:
    """Remove a variable; refused while something reads it."""

    async def here(services: Services) -> None:
        place = await _place(services, workspace, None)
        await variables.delete_variable(services, OPERATOR, place, name)

    _do(here, home, url, token, ("DELETE", _path(workspace, None, name)))
    print(f"{name} is gone.")


def _do(
    here: Callable[[Services], Coroutine[None, None, object]],
    home: Home,
    url: Url,
    token: Token,
    asked: tuple[str, str],
) -> None:
    """Do it in a home on this machine, or ask a server to."""
    if url is None:
        run(home, here)
    else:
        run_async(server_for(url, token).ask(*asked))


async def _place(services: Services, workspace: str, env: str | None) -> str:
    """The name of the workspace in the environment that is meant."""
    if env is None:
        return await services.workspaces.working(workspace)
    if env not in ENVIRONMENTS:
        fail(InvalidInput(f"There is no environment '{env}'.", hint=f"Use {' or '.join(ENVIRONMENTS)}."))
    return in_environment(workspace, env)


def _path(workspace: str, env: str | None, below: str = "") -> str:
    path = f"/workspaces/{workspace}/variables" + (f"/{below}" if below else "")
    return path if env is None else f"{path}?env={env}"


def _read() -> str:
    """The value as it is typed, unseen, or what standard input holds without its last line end."""
    if sys.stdin.isatty():
        return getpass.getpass("Value: ")
    return sys.stdin.read().removesuffix("\n").removesuffix("\r")


def _shown(variable: Document) -> str:
    if not variable["is_set"]:
        return ""
    return "(set)" if variable["value"] is None else str(variable["value"])
