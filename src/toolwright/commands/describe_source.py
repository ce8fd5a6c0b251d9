"""Reading the schema of a source again: what changed is taken over, what people refined is kept."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.autogen import TableChange, merge_tables, tables_from
from toolwright.commands.check_source import connection_of, read_shapes
from toolwright.commands.definitions import open_workspace, save_changes
from toolwright.commands.services import Services
from toolwright.errors import InvalidDefinition, NotFound, phrase
from toolwright.extend.datasource import TableShape
from toolwright.model.base import Model
from toolwright.model.files import TABLE
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import require


@dataclass(frozen=True, slots=True)
class SourceDifference:
    """What the database has that the definitions have not, and the other way round. `kept` are tables that are gone
    from the database but still named by apps or roles."""

    changes: tuple[TableChange, ...]
    kept: tuple[str, ...]
    revision: int


async def describe_source(
    services: Services, actor: Actor, workspace: str, source: str, *, dry_run: bool = False
) -> SourceDifference:
    """Take the present schema over. With `dry_run` only say what is different."""
    found = await open_workspace(services, actor, workspace, "read")
    require(actor, "design", Resource("source", workspace, source), found)
    definition = found.sources.get(source)
    if definition is None:
        raise NotFound(phrase("There is no source '{source}'.", source=source), code="source.not_found")
    connection = await connection_of(services, workspace, source, definition)
    shapes = [s for s in await read_shapes(services, connection) if _native(s) not in definition.leave_out]
    known = {ref: table for ref, table in found.tables.items() if table.source == source and table.view is None}
    merged, changes = merge_tables(known, tables_from(shapes, source, known))
    if dry_run or not (changes or merged != known):
        return SourceDifference(changes, (), found.revision)
    files: dict[str, Model | None] = {TABLE.path_for(ref): table for ref, table in merged.items()}
    gone = [change.ref for change in changes if change.kind == "removed"]
    without = files | dict.fromkeys((TABLE.path_for(ref) for ref in gone), None)
    message = f"Described {definition.title} again"
    detail = {"source": source, "changes": len(changes)}
    try:
        saved = await save_changes(
            services, actor, workspace, without, verb="describe_source", message=message, detail=detail
        )
        return SourceDifference(changes, (), saved.revision)
    except InvalidDefinition:
        if not gone:
            raise
    saved = await save_changes(
        services, actor, workspace, files, verb="describe_source", message=message, detail=detail
    )
    return SourceDifference(changes, tuple(gone), saved.revision)


def _native(shape: TableShape) -> str:
    return f"{shape.schema}.{shape.name}" if shape.schema else shape.name
