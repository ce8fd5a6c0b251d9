"""The tables of a workspace, for those who may read rows of them or design them."""

from __future__ import annotations

from dataclasses import dataclass

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import NotFound, phrase
from toolwright.model.table import Table
from toolwright.model.workspace import Workspace
from toolwright.policy.access import ROW_VERBS, TableAccess
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import Policy, filter_resources, require


@dataclass(frozen=True, slots=True)
class RowAccess:
    """What an actor may do with the rows of a table, on at least some of them.

    `refused` says of the other verbs why not. `masked` columns show dots, at least on some rows; `writable` and
    `creatable` may be given to rows that are there, and to new ones. `read_only_reason` holds for everybody.
    """

    can: tuple[str, ...]
    refused: dict[str, str]
    masked: tuple[str, ...]
    writable: tuple[str, ...]
    creatable: tuple[str, ...]
    read_only_reason: str | None


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A table with the columns the actor may read, and what they may do with its rows, on at least some of them."""

    ref: str
    table: Table
    can: tuple[str, ...]


async def list_tables(services: Services, actor: Actor, workspace: str) -> list[ListedTable]:
    """The tables the actor may read rows of, by reference."""
    found = await open_workspace(services, actor, workspace, "read")
    resources = [Resource("table", workspace, ref) for ref in sorted(found.tables)]
    allowed = filter_resources(actor, "read", resources, found)
    policy = Policy.of(found)
    return [_listed(found, policy, actor, item.name) for item in allowed]


def _listed(found: Workspace, policy: Policy, actor: Actor, ref: str) -> ListedTable:
    table = found.tables[ref]
    can = _row_access(policy.table_access(actor, ref), table, _read_only_reason(found, table)).can
    return ListedTable(ref, _readable(table, policy, actor, ref), can)


async def read_table(services: Services, actor: Actor, workspace: str, ref: str) -> tuple[Table, RowAccess]:
    """One table with the columns the actor may read, and what they may do with its rows. Raises NotFound."""
    found = await open_workspace(services, actor, workspace, "read")
    if ref not in found.tables:
        raise NotFound(phrase("There is no table '{ref}'.", ref=ref), code="table.not_found")
    require(actor, "read", Resource("table", workspace, ref), found)
    table, policy = found.tables[ref], Policy.of(found)
    reason = _read_only_reason(found, table)
    return _readable(table, policy, actor, ref), _row_access(policy.table_access(actor, ref), table, reason)


def _read_only_reason(found: Workspace, table: Table) -> str | None:
    source = found.sources.get(table.source or "")
    if source is not None and source.read_only:
        return phrase("The data source '{source}' is set to read-only.", source=table.source)
    return table.read_only_reason


def _row_access(access: TableAccess, table: Table, reason: str | None) -> RowAccess:
    def written_by(verb: str) -> tuple[str, ...]:
        writable = access.writable_by(verb) if reason is None else ()
        return tuple(column.name for column in table.columns if column.name in writable and not column.read_only)

    writes = ("create", "update", "delete")
    can = tuple(verb for verb in ROW_VERBS if verb in access.verbs and (reason is None or verb not in writes))
    refused = {verb: access.because(verb) for verb in ROW_VERBS if verb not in access.verbs}
    return RowAccess(can, refused, tuple(sorted(access.masked)), written_by("update"), written_by("create"), reason)


def _readable(table: Table, policy: Policy, actor: Actor, ref: str) -> Table:
    access = policy.table_access(actor, ref)
    columns = tuple(column for column in table.columns if column.name in access.readable)
    if len(columns) == len(table.columns):
        return table
    names = {column.name for column in columns}
    relations = tuple(relation for relation in table.relations if set(relation.columns) <= names)
    return table.model_copy(update={"columns": columns, "relations": relations})
