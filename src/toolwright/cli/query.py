"""`toolwright query`: the queries of a workspace, and what they give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import orjson
import typer

from toolwright.cli.printing import AsJson, Home, fail, print_json, print_table, run
from toolwright.cli.workspace_files import Token, Url, run_async, server_for
from toolwright.commands.operator import OPERATOR
from toolwright.commands.queries import list_queries, run_query
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput
from toolwright.rows.row_json import objects, to_json

app = typer.Typer(help="Queries: list them, and run one.", no_args_is_help=True)
Workspace = Annotated[str, typer.Option("--workspace", help="The workspace.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", help="A parameter: `team=north`; commas in a list. Repeat for more.")
]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="query")


@app.command("list")
def list_all(
    workspace: Workspace, home: Home = None, url: Url = None, token: Token = None, as_json: AsJson = False
) -> None:
    """List the queries of a workspace."""

    async def here(services: Services) -> list[dict[str, object]]:
        return [
            {"name": name, "source": query.source, "writes": query.writes, "title": query.title}
            for name, query in await list_queries(services, OPERATOR, workspace)
        ]

    async def there() -> list[dict[str, object]]:
        answer = await server_for(url, token).ask("GET", f"/workspaces/{workspace}/queries")
        keys = ("name", "source", "writes", "title")
        return [{key: one[key] for key in keys} for one in _items(answer)]

    found = run(home, here) if url is None else run_async(there())
    print_json(found) if as_json else print_table(found)


@app.command("run")
def run_one(
    query: Annotated[str, typer.Argument(help="The query.")],
    workspace: Workspace,
    given: Set = None,
    home: Home = None,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Run a query and print its rows; one that changes rows says how many."""
    parameters = _parameters(given or [])

    async def here(services: Services) -> dict[str, object]:
        found = await services.workspaces.get(workspace)
        made = await run_query(services, OPERATOR, found, query, parameters)
        names = tuple(column.name for column in made.columns)
        items = objects(names, made.rows, len(names)) if names else []
        told = {"items": items, "limited_by": made.limited_by, "touched": made.touched, "age_s": made.age_s}
        return dict(orjson.loads(to_json(told)))

    async def there() -> dict[str, object]:
        path = f"/workspaces/{workspace}/queries/{query}/run"
        return dict(await server_for(url, token).ask("POST", path, {"parameters": parameters}))

    answer = run(home, here) if url is None else run_async(there())
    items = _items(answer)
    if as_json:
        print_json(items)
    elif items or not answer["touched"]:
        print_table(items)
    else:
        print(f"{answer['touched']} rows changed.")
    if answer["age_s"] is not None and not as_json:
        print(f"Kept by the server; {answer['age_s']:.0f} s old.")
    if answer["limited_by"] and not as_json:
        print(f"More rows were left out: the limit on {answer['limited_by']} was reached.")


def _items(answer: Mapping[str, object]) -> list[dict[str, object]]:
    items = answer.get("items")
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def _parameters(given: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            fail(InvalidInput(f"'{text}' gives no value.", code="query.bad_parameter", hint="Write name=value."))
        found[name.strip()] = value
    return found
