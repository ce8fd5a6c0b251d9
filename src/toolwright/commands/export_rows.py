"""Exporting the rows of a table or view that an actor may read, as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial

from toolwright.commands.pieces import begun
from toolwright.commands.services import Services
from toolwright.exchange.layout import Layout, shows_of
from toolwright.exchange.saving import writer_of
from toolwright.extend.column import DesignedColumn
from toolwright.extend.design import designed_column
from toolwright.model.table import Column
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.rows import RowQuery
from toolwright.rows.person import zone_of


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way: what it is, and its pieces."""

    filename: str
    media_type: str
    pieces: AsyncIterator[bytes]


async def export_rows(
    services: Services, actor: Actor, workspace: Workspace, table: str, format_: str, query: RowQuery
) -> Export:
    """Every row the actor may read, policy, filter and order applied. What is refused is refused here, not midway.

    Without `fields` in the query the file has every column the actor may read but binary data: what looked like a whole
    table and lacked its long texts would be a loss that nobody sees. The first piece has been made when this returns,
    so that a source that fails fails with an error of its own.
    """
    writer = writer_of(format_)
    if query.fields is None:
        query = replace(query, fields=services.rows.every_column(actor, workspace, table) or None)
    names = services.rows.columns(actor, workspace, table, query)
    shown = workspace.tables[table]
    columns = tuple(shown.by_name[name] for name in names)
    designs = {column.name: design for column in columns if (design := _design(services, column)) is not None}
    layout = Layout(
        columns,
        zone_of(actor.time_zone),
        shown.title or table,
        shows_of(columns, designs),
        # What a data source says of files, in whatever form, is never taken for one of ours.
        frozenset(column.name for column in columns if column.files is not None and shown.source is None),
        partial(services.files.read, workspace.name),
    )
    pieces = writer.write(services.rows.stream(actor, workspace, table, query), layout)
    return Export(f"{table}.{format_}", writer.media_type, await begun(pieces))


def _design(services: Services, column: Column) -> DesignedColumn | None:
    return designed_column(column, services.kinds.columns)
