"""Moving internal tables: everything of a workspace's database into another one, compared in the end."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from toolwright.errors import Conflict, PluginFault, phrase
from toolwright.extend.beside import BESIDE
from toolwright.extend.datasource import Limits, Link, Order, SelectQuery
from toolwright.extend.journal import JournalEntry, JournalLink, JournalQuery
from toolwright.extend.schema_change import MovedTable, SchemaLink, SchemaRecord, TableDesign
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.rows import Links
from toolwright.store.moving import Digest, digest_of
from toolwright.tables.stored import from_record

_BATCH = 1000
_BESIDE = {table.native.table: TableDesign(table) for table in BESIDE if table.native is not None}
_LIMITS = Limits(timeout_s=600.0, max_rows=1 << 40, max_bytes=1 << 40)


async def move_tables(workspace: str, source: Links, target: Links) -> dict[str, Digest]:
    """The internal tables of a workspace from one database into another, which has none; what was moved, by table.

    Rows keep their numbers and the journal its entries. Raises Conflict (`move.changed`) when both differ in the end:
    somebody writes to the source.
    """
    named = Workspace(workspace, WorkspaceDefinition(title=workspace))
    async with source.use(named, None) as before, target.use(named, None) as after:
        record = await _schema(before).schema_record()
        if record is None:
            return {}
        if isinstance(before, JournalLink):
            await before.make_room_beside()
        designs = {**from_record(record.tables), **_BESIDE}
        await _schema(after).take_in(_all_of(before, record), record)
        found = {ref: await _digest(before, design) for ref, design in designs.items()}
        moved = {ref: await _digest(after, design) for ref, design in designs.items()}
    differing = [ref for ref in found if found[ref] != moved[ref]]
    if differing:
        raise Conflict(
            phrase(
                "Not all of workspace '{workspace}' arrived as it is now: {differing}.",
                workspace=workspace,
                differing=", ".join(differing),
            ),
            code="move.changed",
            hint="Stop every server of this installation, and move again.",
        )
    return {ref: digest for ref, digest in moved.items() if ref not in _BESIDE}


async def copies(link: Link) -> list[MovedTable]:
    """Every internal table behind a link with its rows and journal, read when they are asked for."""
    record = await _schema(link).schema_record()
    if record is None:
        return []
    if isinstance(link, JournalLink):
        await link.make_room_beside()
    return _all_of(link, record)


def _all_of(link: Link, record: SchemaRecord) -> list[MovedTable]:
    return [_moved(link, design) for design in ({**from_record(record.tables), **_BESIDE}).values()]


def _moved(link: Link, design: TableDesign) -> MovedTable:
    columns = _columns(design.table)
    return MovedTable(design, columns, lambda: _rows(link, design.table, columns), lambda: _entries(link, design.table))


def _columns(table: Table) -> tuple[str, ...]:
    (key,) = table.primary_key
    return (key, *(column.name for column in table.columns if column.name != key and column.is_stored))


async def _rows(link: Link, table: Table, columns: tuple[str, ...]) -> AsyncIterator[Sequence[tuple[object, ...]]]:
    query = SelectQuery(table, columns, order=(Order(table.primary_key[0]),))
    async for batch in link.stream(query, _LIMITS, _BATCH):
        if batch.rows:
            yield batch.rows


async def _entries(link: Link, table: Table) -> AsyncIterator[Sequence[JournalEntry]]:
    if not isinstance(link, JournalLink):
        return
    last = 0
    while entries := await link.journal(JournalQuery(table, after=last, limit=_BATCH), _LIMITS):
        yield entries
        last = entries[-1].number


async def _digest(link: Link, design: TableDesign) -> Digest:
    """Of the rows and of the entries of a table together."""
    count = total = 0
    async for rows in _rows(link, design.table, _columns(design.table)):
        more, digest = digest_of([tuple(map(_plain, row)) for row in rows])
        count, total = count + more, total + digest
    async for entries in _entries(link, design.table):
        more, digest = digest_of([_plain_entry(entry) for entry in entries])
        count, total = count + more, total + digest
    return count, total


def _plain_entry(entry: JournalEntry) -> tuple[object, ...]:
    about = (entry.number, entry.actor, entry.via, entry.change, entry.row_id, entry.verb)
    return (*about, *map(_plain, (entry.at, entry.before, entry.after)))


def _plain(value: object) -> object:
    """A value in the one form that both databases agree on."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Mapping):
        return json.dumps({str(key): _plain(item) for key, item in value.items()}, sort_keys=True, default=str)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _schema(link: Link) -> SchemaLink:
    if not isinstance(link, SchemaLink):
        raise PluginFault("This connector cannot hold internal tables.", code="plugin.no_schema_changes")
    return link
