"""`toolwright generate`: from a database to a working app."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.commands.generate_app import Generated, generate_app
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_generation import GenerationPlan, GenerationRequest, plan_generation
from toolwright.commands.services import Services


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("generate")(generate)


def generate(
    url: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Address of the database: postgresql://user@host/name, sqlite:///file.db; "
            "without it, the internal tables of --workspace.",
        ),
    ] = None,
    workspace: Annotated[
        str | None, typer.Option(help="Workspace to make or to add to; named for the title by default.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the app; named for the database by default.")] = None,
    source: Annotated[str | None, typer.Option(help="Name of the data source in definitions.")] = None,
    tables: Annotated[str | None, typer.Option(help="Only these tables, separated by commas.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before making it.")] = False,
    plan_only: Annotated[bool, typer.Option("--plan", help="Show what would be made and stop.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Look at a database, or at internal tables, and make an app: lists, pages, forms, roles. No table changes."""
    chosen = tuple(name.strip() for name in tables.split(",") if name.strip()) if tables else None
    request = GenerationRequest(url=url, workspace=workspace, title=title, source_name=source, tables=chosen)
    if plan_only or not (yes or as_json):
        plan = run(home, lambda services: plan_generation(services, OPERATOR, request))
        _show_plan(plan, as_json)
        if plan_only:
            return
        if not sys.stdin.isatty():
            print("Add --yes to make it.")
            raise typer.Exit(2)
        typer.confirm("Make it?", default=True, abort=True)

    async def work(services: Services) -> tuple[Generated, str]:
        return await generate_app(services, OPERATOR, request), services.settings.address

    made, address = run(home, work)
    _show_made(made, address, as_json)


def plan_summary(plan: GenerationPlan) -> dict[str, object]:
    """A plan as JSON."""
    return {
        "workspace": plan.workspace,
        "app": plan.app,
        "title": plan.title,
        "source": plan.source,
        "tables": [
            {
                "ref": item.ref,
                "title": item.table.title,
                "kind": item.table.kind.value,
                "chosen": item.is_chosen,
                "columns": len(item.table.columns),
                "primary_key": list(item.table.primary_key),
                "read_only_reason": item.table.read_only_reason,
                "rows_estimate": item.table.rows_estimate,
            }
            for item in plan.described
        ],
        "screens": [{"name": name, "title": s.title, "path": s.path} for name, s in plan.made.screens.items()],
        "warnings": list(plan.warnings),
    }


def _show_plan(plan: GenerationPlan, as_json: bool) -> None:
    if as_json:
        print_json(plan_summary(plan))
        return
    source = f"data source {plan.source}" if plan.source else "built-in tables"
    print(f"{plan.title}: workspace {plan.workspace}, app {plan.app}, {source}\n")
    print_table(
        {
            "table": item.ref,
            "title": item.table.title,
            "columns": len(item.table.columns),
            "rows": item.table.rows_estimate,
            "screens": len(item.screens) if item.is_chosen else "left out",
            "note": "read-only" if item.table.read_only_reason else "",
        }
        for item in plan.described
    )
    for warning in plan.warnings:
        print(f"Note: {warning}")
    print(f"\n{len(plan.made.screens)} screens, roles viewer and editor.")


def _show_made(made: Generated, address: str, as_json: bool) -> None:
    plan = made.plan
    if as_json:
        print_json({**plan_summary(plan), "address": made.address, "url": address + made.address})
        return
    print(f"Made {plan.title}: {len(plan.tables)} tables, {len(plan.made.screens)} screens.")
    print(f"Open {address}{made.address} once the server runs.")
    print(f"Give people a role: toolwright user roles EMAIL {plan.workspace} viewer")
