"""What subcommands about versions share: options, and showing what publishing or going back would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from toolwright.commands.publish import Release
from toolwright.model.changes import Change
from toolwright.store.planned import PlannedRelease
from toolwright.store.versions import Version

Named = Annotated[str, typer.Option("--workspace", help="The workspace.")]
Plan = Annotated[bool, typer.Option("--plan", help="Only say what would happen.")]
Document = Mapping[str, object]


def release_document(release: Release) -> Document:
    """A release that was planned here, as a server answers it."""
    schema = release.schema
    plan = None if schema is None else {"planned": [asdict(one) for one in schema.planned], "loses": schema.loses}
    changes = [change_document(change) for change in release.changes]
    return {"changes": changes, "schema_plan": plan, "missing_values": list(release.missing)}


def change_document(change: Change) -> Document:
    """A change as a server answers it."""
    details = [{"what": one.what, "place": list(one.place), "text": one.text} for one in change.details]
    return {**asdict(change), "details": details}


def version_document(version: Version) -> Document:
    """A version as a server answers it."""
    return {name: value for name, value in asdict(version).items() if name != "renames"}


def schedule_document(planned: PlannedRelease | None, *, is_current: bool) -> Document:
    """What is planned, as a server answers it."""
    if planned is None:
        return {"scheduled": None}
    content = {
        name: value for name, value in asdict(planned).items() if name not in ("workspace", "due_at", "author_id")
    }
    return {"scheduled": {"at": planned.due_at, **content, "is_current": is_current}}


def show_release(release: Document) -> None:
    """Print what would change, definitions first and rows after."""
    show_changes(items(release.get("changes")))
    missing = release.get("missing_values")
    for name in missing if isinstance(missing, list) else []:
        print(f"! The variable {name} has no value in production.")
    plan = release.get("schema_plan")
    if plan is None:
        print("What is there becomes version 1, and a draft begins as a copy of it.")
        return
    for one in items(plan.get("planned") if isinstance(plan, dict) else None):
        print(f"{'✗' if one['is_impossible'] else '!' if one['loses'] else '·'} {one['text']}")


def show_changes(changes: Sequence[Document]) -> None:
    """Print each definition that differs, and how."""
    for change in changes:
        print(f"{str(change['what']).capitalize()} {change['kind'] or 'file'} {change['title']} ({change['path']})")
        for detail in items(change.get("details")):
            print(f"  {detail['text']}")
        if change.get("more"):
            print(f"  and {change['more']} more")
    if not changes:
        print("No definition differs.")


def items(found: object) -> list[Document]:
    """The objects of a list in an answer."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list | tuple) else []
