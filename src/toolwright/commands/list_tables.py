"""The tables of a workspace, for those who may read rows of them or design them."""

from __future__ import annotations

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import NotFound
from toolwright.model.table import Table
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import Policy, filter_resources, require


async def list_tables(services: Services, actor: Actor, workspace: str) -> list[tuple[str, Table]]:
    """Tables by reference, each with the columns the actor may read."""
    found = await open_workspace(services, actor, workspace, "read")
    resources = [Resource("table", workspace, ref) for ref in sorted(found.tables)]
    allowed = filter_resources(actor, "read", resources, found)
    policy = Policy.of(found)
    return [(item.name, _readable(found.tables[item.name], policy, actor, item.name)) for item in allowed]


async def read_table(services: Services, actor: Actor, workspace: str, ref: str) -> Table:
    """One table with the columns the actor may read. Raises NotFound."""
    found = await open_workspace(services, actor, workspace, "read")
    if ref not in found.tables:
        raise NotFound(f"There is no table '{ref}'.", code="table.not_found")
    require(actor, "read", Resource("table", workspace, ref), found)
    return _readable(found.tables[ref], Policy.of(found), actor, ref)


def _readable(table: Table, policy: Policy, actor: Actor, ref: str) -> Table:
    access = policy.table_access(actor, ref)
    columns = tuple(column for column in table.columns if column.name in access.readable)
    if len(columns) == len(table.columns):
        return table
    names = {column.name for column in columns}
    relations = tuple(relation for relation in table.relations if set(relation.columns) <= names)
    return table.model_copy(update={"columns": columns, "relations": relations})
