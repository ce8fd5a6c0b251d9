"""`toolwright generate`: from a database, or a file, to a working app."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from toolwright.cli.printing import AsJson, Home, WordedIn, print_json, print_table, run
from toolwright.commands.generate_app import Generated, generate_app
from toolwright.commands.import_rows import ImportReport
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_generation import GenerationPlan, GenerationRequest, plan_generation
from toolwright.commands.services import Services
from toolwright.commands.start_from_file import FileRequest, SheetRequest, StartedFromFile, start_from_file
from toolwright.extend.translation import ENGLISH

_PROBLEMS = 20
"""How many wrong rows of a table are told."""


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.command("generate")(generate)


def generate(
    url: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Address of the database: postgresql://user@host/name, sqlite:///file.db; or a file of rows, such as "
            "devices.xlsx; without it, the internal tables of --workspace.",
        ),
    ] = None,
    workspace: Annotated[
        str | None, typer.Option(help="Workspace to make or to add to; named for the title by default.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the app; named for the database by default.")] = None,
    source: Annotated[str | None, typer.Option(help="Name of the data source in definitions.")] = None,
    tables: Annotated[str | None, typer.Option(help="Only these tables, or sheets, separated by commas.")] = None,
    skip_wrong: Annotated[bool, typer.Option("--skip-wrong", help="Leave out rows of a file that are wrong.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before making it.")] = False,
    plan_only: Annotated[bool, typer.Option("--plan", help="Show what would be made and stop.")] = False,
    language: WordedIn = ENGLISH,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Look at a database, or at internal tables, and make an app: lists, pages, forms, roles. No table changes.

    A file becomes a workspace of its own: each sheet a table with its rows, and an app over them.
    """
    chosen = tuple(name.strip() for name in tables.split(",") if name.strip()) if tables else None
    if url is not None and "://" not in url and Path(url).is_file():
        file = Path(url)
        sheets = None if chosen is None else tuple(map(SheetRequest, chosen))
        named = title or file.stem.replace("_", " ").replace("-", " ").strip().capitalize() or "Rows"
        wanted = FileRequest(named, workspace, sheets=sheets, skip_wrong=skip_wrong, language=language)
        _from_file(home, file, wanted, is_asking=not (yes or as_json), plan_only=plan_only, as_json=as_json)
        return
    request = GenerationRequest(
        url=url, workspace=workspace, title=title, source_name=source, tables=chosen, language=language
    )
    if plan_only or not (yes or as_json):
        plan = run(home, lambda services: plan_generation(services, OPERATOR, request))
        _show_plan(plan, as_json)
        if plan_only:
            return
        _confirm()

    async def work(services: Services) -> tuple[Generated, str]:
        return await generate_app(services, OPERATOR, request), services.settings.address

    made, address = run(home, work)
    _show_made(made, address, as_json)


def _confirm() -> None:
    if not sys.stdin.isatty():
        print("Add --yes to make it.")
        raise typer.Exit(2)
    typer.confirm("Make it?", default=True, abort=True)


def _from_file(
    home: Path | None, file: Path, wanted: FileRequest, *, is_asking: bool, plan_only: bool, as_json: bool
) -> None:
    """Try the file, ask, and make a workspace of it."""

    async def work(services: Services, *, is_trial: bool) -> tuple[StartedFromFile, str]:
        asked = replace(wanted, is_trial=is_trial)
        return await start_from_file(services, OPERATOR, asked, file, lambda *_: None), services.settings.address

    if plan_only or is_asking:
        _show_file(*run(home, partial(work, is_trial=True)), as_json=as_json)
        if plan_only:
            return
        _confirm()
    _show_file(*run(home, partial(work, is_trial=False)), as_json=as_json)


def _show_file(made: StartedFromFile, address: str, *, as_json: bool) -> None:
    opened = None if made.generated is None else address + made.generated.address
    if as_json:
        sheets = [
            {"sheet": one.sheet, "name": one.name, "title": one.title, **_counts(one.report)} for one in made.sheets
        ]
        left_out = dict(made.left_out)
        print_json(
            {"workspace": made.workspace, "title": made.title, "url": opened, "tables": sheets, "left_out": left_out}
        )
        return
    print(f"{made.title}: workspace {made.workspace}\n")
    print_table(
        {"sheet": one.sheet or "-", "table": one.name, "title": one.title, **_counts(one.report)} for one in made.sheets
    )
    for one in made.sheets:
        for problem in one.report.problems[:_PROBLEMS]:
            print(f"  {one.name}, line {problem.line}: {problem.message}")
    for sheet, reason in made.left_out.items():
        print(f"Left out '{sheet}': {reason}")
    if opened is not None:
        print(f"\nOpen {opened} once the server runs.")
        print(f"Give people a role: toolwright user roles EMAIL {made.workspace} viewer")


def _counts(report: ImportReport) -> dict[str, int]:
    return {"columns": len(report.columns), "rows": report.inserted, "wrong": report.rejected}


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
