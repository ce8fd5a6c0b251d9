"""`toolwright rename`: another permanent name for a screen, module, setting or variable, wherever it is named."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from toolwright.cli.printing import Home, run
from toolwright.cli.releases import Document, Named
from toolwright.cli.workspace_files import Token, Url, run_async, server_for
from toolwright.commands.operator import OPERATOR
from toolwright.commands.rename_module import rename_module
from toolwright.commands.rename_module_setting import rename_module_setting
from toolwright.commands.rename_screen import rename_screen
from toolwright.commands.rename_variable import rename_variable
from toolwright.commands.services import Services
from toolwright.policy import Actor

app = typer.Typer(
    help="Call a screen, module, setting or variable otherwise, wherever it is named.", no_args_is_help=True
)

New = Annotated[str, typer.Argument(help="Its new name.")]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="rename")


@app.command("screen")
def screen(
    screen: Annotated[str, typer.Argument(help="The app and the screen: desk/queue.")],
    new: New,
    workspace: Named,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Call a screen otherwise, and whatever names it: navigation, screens, roles. Its address stays."""
    of_app, name = _both(screen, "an app and a screen: desk/queue")

    async def here(services: Services) -> Document:
        place = await services.workspaces.working(workspace)
        found = await rename_screen(services, OPERATOR, place, of_app, name, new)
        return {"rewritten": list(found.rewritten), "unclear": list(found.unclear)}

    async def there() -> Document:
        path = f"/workspaces/{workspace}/apps/{of_app}/screens/{name}/rename"
        return await server_for(url, token).ask("POST", path, {"name": new})

    found = run(home, here) if url is None else run_async(there())
    for path in _listed(found["rewritten"]):
        print(f"{path} is rewritten with the new name.")
    for path in _listed(found["unclear"]):
        print(f"! {path}: an expression compares screen.name with the old name; look at it yourself.")
    print(f"{screen} is called {new} now.")


@app.command("module")
def module(
    name: Annotated[str, typer.Argument(help="The module.")],
    new: New,
    workspace: Named,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Call a module otherwise, and with it whatever uses it: screens, other modules."""

    _rename(Renaming("modules", name, new, workspace), rename_module, home, url, token)


@app.command("setting")
def setting(
    setting: Annotated[str, typer.Argument(help="The module and the setting: address/street.")],
    new: New,
    workspace: Named,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Call a setting of a module otherwise, where the module reads it and wherever a use of it gives a value."""
    of_module, name = _both(setting, "a module and a setting: address/street")

    async def command(services: Services, actor: Actor, place: str, name: str, new: str) -> object:
        return await rename_module_setting(services, actor, place, of_module, name, new)

    _rename(Renaming(f"modules/{of_module}/settings", name, new, workspace), command, home, url, token)


@app.command("variable")
def variable(
    name: Annotated[str, typer.Argument(help="The variable.")],
    new: New,
    workspace: Named,
    home: Home = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Call a variable otherwise, and whatever reads it. Its values stay its own, in each environment."""

    _rename(Renaming("variables", name, new, workspace), rename_variable, home, url, token)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is called otherwise: where it stands in the API, its names, and its workspace."""

    place: str
    name: str
    new: str
    workspace: str


def _rename(
    what: Renaming,
    command: Callable[[Services, Actor, str, str, str], Awaitable[object]],
    home: Path | None,
    url: str | None,
    token: str | None,
) -> None:
    """Rename it in the installation here, or by a server."""

    async def here(services: Services) -> object:
        workspace = await services.workspaces.working(what.workspace)
        return await command(services, OPERATOR, workspace, what.name, what.new)

    async def there() -> object:
        path = f"/workspaces/{what.workspace}/{what.place}/{what.name}/rename"
        return await server_for(url, token).ask("POST", path, {"name": what.new})

    run(home, here) if url is None else run_async(there())
    print(f"{what.name} is called {what.new} now.")


def _both(text: str, what: str) -> tuple[str, str]:
    around, _, name = text.partition("/")
    if not name:
        raise typer.BadParameter(f"'{text}' does not name {what}.")
    return around, name


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []
