"""`toolwright template`: ready workspaces, and making one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, WordedIn, print_json, print_table, run
from toolwright.commands.install_template import InstalledTemplate, install_template, list_templates
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.extend.translation import ENGLISH

app = typer.Typer(help="Templates: ready workspaces, and making one of them.", no_args_is_help=True)


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="template")


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List the templates."""
    found = [{"name": one.name, "title": one.title, "summary": one.summary} for one in list_templates(OPERATOR)]
    print_json(found) if as_json else print_table(found)


@app.command("install")
def install(
    template: Annotated[str, typer.Argument(help="The template.")],
    workspace: Annotated[str | None, typer.Option(help="Name of the workspace; as the template by default.")] = None,
    without_rows: Annotated[bool, typer.Option("--without-rows", help="Leave the sample rows out.")] = False,
    language: WordedIn = ENGLISH,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make a new workspace of a template."""

    async def work(services: Services) -> tuple[InstalledTemplate, str]:
        made = await install_template(
            services, OPERATOR, template, workspace=workspace, language=language, with_rows=not without_rows
        )
        return made, services.settings.address

    made, address = run(home, work)
    if as_json:
        print_json({"workspace": made.workspace, "address": made.address})
    else:
        print(f"Made the workspace {made.workspace}. Its app is at {address}{made.address}")
